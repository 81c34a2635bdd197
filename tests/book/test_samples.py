"""The fictitious cohort: the same when made again, without private data, showing its cases."""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import openpyxl
import pandas as pd
import pydantic
import pytest
from waiting import PATIENCE

from workbook import chapters, resources
from workbook.book import importing, remark_bank, samples
from workbook.book.importing import ReadOptions
from workbook.book.opening import open_book
from workbook.book.remarks import threads
from workbook.book.trainee_workbook import Book
from workbook.chapters.journey import rules as journeys
from workbook.chapters.journey.rules.study import Study, study
from workbook.customers.analysis.critical_customers import CRITICAL_KINDS
from workbook.customers.analysis.journey_stages import REASONS, STAGES
from workbook.customers.analysis.warning_signals import SIGNALS
from workbook.customers.files import file_reader
from workbook.customers.pack import TABLES
from workbook.domain.privacy import private_number
from workbook.pages import parts
from workbook.store import Store, open_store

SAMPLES = resources.samples()
TODAY = dt.date.fromisoformat(samples.TODAY)
MEGABYTES = 4
MADE = ("roster.csv", "entries.jsonl", "remarks.jsonl")
WITH_BOOKS = 11
SEGMENTS = {
    "老年": "elderly",
    "企业主": "business owners",
    "白领": "white-collar",
    "女性": "women",
    "代发": "payroll",
    "商贸": "merchants",
    "青年": "youth",
    "农户": "farmers",
}
# What is typed wrong on purpose, and what comes of it.
UNREADABLE = {
    ("tang-hao", "pacing"): Counter(
        not_a_number=5, not_in_list=1, no_such_day=1, missing=1, not_a_day=1
    ),
    ("tang-hao", "prospects"): Counter(not_a_number=2, not_a_share=1, no_such_day=1, not_in_list=2),
    ("tang-hao", "journey"): Counter(
        not_a_number=1, not_a_day=1, greater_than_equal=1, not_in_list=1
    ),
    ("tang-hao", "battle_map"): Counter(not_a_number=1, no_such_day=1, not_in_list=1),
    ("tang-hao", "action_plan"): Counter(not_a_number=1, not_a_day=1),
    ("song-qi", "pacing"): Counter(too_long=1),
}
# Rules that nobody's page shows, on purpose. A card number must not lie in the samples; the files
# lack nothing that is needed, and each has all eight segments; Friday has not come; a copy of the
# sample map would no longer be one as soon as a word of the template changes.
CALLED = re.compile(r"打 ?(C\d{4}(?:、C\d{4})*)")
SILENT = {
    "journey": {"number_like_card", "data_missing", "map_as_template", "try_open"},
    "battle_map": {"number_like_card", "data_missing", "empty_segment", "try_open"},
    "action_plan": {"number_like_card", "no_friday", "try_open"},
}
# What a page shows, trainee by trainee; what must stay silent with those who do well.
SHOWN = {
    ("chen-jie", "journey"): {"at_risk_unattended", "queue_left", "not_contacted"},
    ("chen-jie", "battle_map"): {"not_approved"},
    ("chen-jie", "action_plan"): set[str](),
    ("xu-yan", "journey"): {"at_risk_unattended", "queue_left", "not_contacted"},
    ("xu-yan", "battle_map"): {"not_approved"},
    ("xu-yan", "action_plan"): set[str](),
    ("huang-shufen", "journey"): {"at_risk_unattended", "queue_left", "not_contacted"},
    ("huang-shufen", "battle_map"): {"not_approved"},
    ("huang-shufen", "action_plan"): set[str](),
    ("zhou-wei", "journey"): {
        "at_risk_unattended", "queue_left", "no_low_point", "no_failure", "care_no_next",
        "step_no_mark", "not_contacted",
    },
    ("zhou-wei", "battle_map"): {"not_approved", "nothing_changed"},
    ("zhou-wei", "action_plan"): {"no_mark", "too_many_same_day"},
    ("he-jianguo", "journey"): {
        "low_without_owner", "low_without_date", "low_stays", "feeling_missing", "act_missing",
        "no_failure", "by_past", "queue_left", "care_late", "care_no_proof", "blocked_in_care",
        "sell_during_complaint", "loss_no_cause", "loss_no_date", "loss_said_missing",
        "loss_during_complaint", "referral_lists", "unknown_customer", "step_no_mark",
        "step_no_owner", "step_late", "try_late", "not_contacted", "blocked_in_row", "blocked_try",
    },
    ("he-jianguo", "battle_map"): {
        "promise", "goal_past", "block_generic", "block_copied", "nothing_changed",
        "too_many_maps", "not_approved", "try_late", "blocked_try",
    },
    ("he-jianguo", "action_plan"): {
        "count_off", "no_grantor", "no_resource", "no_fallback", "not_granted", "one_too_late",
        "after_week", "by_past", "no_reason", "vague_mark", "no_measure", "no_link", "not_linked",
        "blocked_on_list", "blocked_in_line", "loss_not_on_list", "ticks_missing", "try_late",
        "blocked_try",
    },
    ("luo-min", "journey"): {
        "stage_missing", "feeling_missing", "act_missing", "no_failure", "at_risk_unattended",
        "queue_left", "queue_not_worked", "no_steps", "no_try", "not_contacted",
    },
    ("luo-min", "battle_map"): {"goal_beyond_book", "bigger_elsewhere", "not_approved"},
    ("luo-min", "action_plan"): {
        "not_reviewed", "no_date", "no_owner", "no_grantor", "no_resource", "no_fallback",
        "not_granted", "no_measure", "no_link", "by_past", "too_many_contacts", "ticks_missing",
        "no_try",
    },
    ("tang-hao", "journey"): {
        "no_low_point", "stage_missing", "feeling_missing", "no_failure", "at_risk_unattended",
        "queue_left", "care_no_next", "name_like", "unknown_customer", "no_steps", "no_try",
        "not_contacted",
    },
    ("tang-hao", "battle_map"): {
        "no_goal", "segment_twice", "nothing_changed", "bigger_elsewhere", "not_approved", "no_try",
    },
    ("tang-hao", "action_plan"): {
        "count_off", "no_date", "no_measure", "no_link", "not_linked", "vague_mark", "no_monday",
        "name_like", "ticks_missing", "no_try",
    },
    ("song-qi", "journey"): {"at_risk_unattended", "queue_left", "not_contacted"},
    ("gao-yuan", "action_plan"): {"carried_long", "avoided_again"},
    ("qin-xue", "battle_map"): {"nothing_changed", "not_approved", "no_try"},
    ("deng-li", "journey"): {"no_map", "no_customers", "no_steps", "no_try"},
    ("deng-li", "battle_map"): {"no_map", "no_try"},
    ("deng-li", "action_plan"): {"no_lines", "no_monday", "ticks_missing", "no_try"},
}  # fmt: skip
# How many customers' money leaves for other banks within the last thirty days.
LEAVERS = {
    "chen-jie": 7, "zhou-wei": 4, "xu-yan": 5, "huang-shufen": 4, "gao-yuan": 5, "qin-xue": 2,
}  # fmt: skip
# Typed wrong on purpose: nobody's number, and customers who must not be contacted.
UNKNOWN = {("tang-hao", "老客户"), ("tang-hao", "C0912"), ("he-jianguo", "0031、0058")}
BARRED = {("he-jianguo", "0056"), ("he-jianguo", "0065")}
FRIDAYS = ("2026-11-20", "2026-11-27", "2026-12-04")
# A mobile number, an identity card, a bank card; cents behind a point are none of them.
PRIVATE = re.compile(r"(?<![\d.])(?:1[3-9]\d{9}|\d{17}[\dXx]|\d{16,19})(?!\d)")


def made_files(folder: Path) -> dict[str, bytes]:
    """Every file that is made, by its path in ``folder``."""
    found = [folder / name for name in MADE]
    found += [path for kind in TABLES for path in folder.glob(f"*/{kind}.[cx][sl][vs]*")]
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def reading(path: Path, kind: str) -> file_reader.Reading:
    return file_reader.read_file(path, kind, ReadOptions(today=TODAY))


def books() -> dict[str, Path]:
    """Trainee → folder of those who brought files."""
    return {path.parent.name: path.parent for path in sorted(SAMPLES.glob("*/customers.[cx]*"))}


@pytest.fixture(scope="module")
def customers() -> dict[str, pd.DataFrame]:
    """Trainee → the customers as they are read."""
    return {
        name: reading(next(folder.glob("customers.[cx]*")), "customers").rows
        for name, folder in books().items()
    }


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store filled from a copy: an import writes what it refused beside the file."""
    folder = tmp_path_factory.mktemp("samples")
    shutil.copytree(SAMPLES, folder / "copy")
    with open_store(folder / "samples.db") as opened:
        assert samples.fill(opened, folder / "copy") == 12
        yield opened


@pytest.fixture(scope="module")
def lines() -> list[dict[str, Any]]:
    """Every save, as it stands in the file."""
    text = (SAMPLES / "entries.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def page(store: Store, trainee: str, month: str = samples.MONTH) -> Book:
    return open_book(store, trainee, month, samples.TODAY)


def rules(book: Book, chapter: str) -> set[str]:
    return {finding.rule for finding in book.findings(chapter)}


# -- the files ------------------------------------------------------------------------------------


@pytest.mark.slow
def test_made_again_every_byte_is_the_same(tmp_path: Path) -> None:
    make = SAMPLES / "make.py"
    elsewhere = {**os.environ, "WORKBOOK_CALENDAR": "", "TZ": "America/New_York"}
    subprocess.run([sys.executable, make, tmp_path], check=True, env=elsewhere, timeout=PATIENCE)
    again, here = made_files(tmp_path), made_files(SAMPLES)
    assert len(here) == len(MADE) + WITH_BOOKS * len(TABLES)
    assert sorted(again) == sorted(here)
    assert [name for name in here if again[name] != here[name]] == []


def test_small_enough_for_git() -> None:
    assert sum(map(len, made_files(SAMPLES).values())) <= MEGABYTES * 2**20


def test_the_readme_tells_of_everybody_and_of_the_fiction() -> None:
    readme = (SAMPLES / "README.md").read_text(encoding="utf-8")
    roster = reading(SAMPLES / "roster.csv", "roster").rows
    assert [name for name in roster["id"] if f"| {name}" not in readme] == []
    assert "虚构" in readme
    assert "fictitious" in readme


def texts(path: str, content: bytes) -> Iterator[str]:
    """Every text in a file, cell by cell or line by line."""
    if path.endswith(".xlsx"):
        for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
            yield from (str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    else:
        encoding = "gb18030" if path.startswith("zhou-wei/") else "utf-8-sig"
        lines = content.decode(encoding).splitlines()
        # A comma may stand within a number, so that neighbouring amounts would make one.
        yield from lines if path.endswith(".jsonl") else itertools.chain(*csv.reader(lines))


def test_no_telephone_identity_or_card_number_anywhere() -> None:
    assert PRIVATE.search("电话13800000000。")
    assert PRIVATE.search("证件11010119900101001x")
    found = [
        (path, text)
        for path, content in made_files(SAMPLES).items()
        for text in texts(path, content)
        if PRIVATE.search(text) or private_number(text)
    ]
    assert found == []


@pytest.mark.slow
def test_no_name_comes_in(store: Store) -> None:
    for trainee in books():
        frame = store.imported(trainee, "customers")
        assert frame is not None
        assert not {"name", "phone"} & set(frame.columns)
    columns = reading(SAMPLES / "zhou-wei" / "customers.csv", "customers")
    assert "客户姓名" in "".join(columns.told())


def test_the_files_are_as_various_as_banks() -> None:
    def begins(trainee: str, kind: str) -> bytes:
        return (SAMPLES / trainee / kind).read_bytes()[:12]

    assert begins("luo-min", "customers.csv").startswith(b"\xef\xbb\xbf")
    assert not begins("chen-jie", "customers.csv").startswith(b"\xef\xbb\xbf")
    assert begins("zhou-wei", "customers.csv").startswith("客户编号".encode("gb18030"))
    assert begins("xu-yan", "customers.csv") == b"Customer ID,"
    assert begins("he-jianguo", "customers.xlsx").startswith(b"PK")
    assert not (SAMPLES / "deng-li").exists()


# -- the customers --------------------------------------------------------------------------------


@pytest.mark.slow
def test_books_of_sixty_to_five_hundred(customers: dict[str, pd.DataFrame]) -> None:
    sizes = {name: len(frame) for name, frame in customers.items()}
    assert len(sizes) == WITH_BOOKS
    assert min(sizes.values()) == 60
    assert max(sizes.values()) == 500


@pytest.mark.slow
def test_all_eight_segments_in_every_book(customers: dict[str, pd.DataFrame]) -> None:
    for name, frame in customers.items():
        found = {SEGMENTS.get(segment, segment) for segment in frame["segment"]}
        assert found == set(SEGMENTS.values()), name


def test_a_fifth_of_the_customers_has_most_but_not_all(
    customers: dict[str, pd.DataFrame],
) -> None:
    for name, frame in customers.items():
        assets = frame["assets"].astype("float").sort_values(ascending=False)
        share = assets.head(round(len(assets) * 0.2)).sum() / assets.sum()
        assert 0.4 < share < 0.8, (name, share)


def test_segments_have_believable_ages_and_means(customers: dict[str, pd.DataFrame]) -> None:
    everybody = pd.concat(customers.values())
    everybody["segment"] = everybody["segment"].replace(SEGMENTS)
    by = everybody.groupby("segment")
    least, most = by["age"].min(), by["age"].max()
    assert least["elderly"] >= 60
    assert most["youth"] <= 32
    assert least.min() >= 18
    means = by["assets"].median()
    assert means.idxmax() == "business owners"
    assert means.idxmin() == "youth"
    payroll = everybody[everybody["segment"] == "payroll"]["payroll"]
    assert payroll.all()


def test_a_few_customers_must_not_be_contacted(customers: dict[str, pd.DataFrame]) -> None:
    for name, frame in customers.items():
        for flag in ("do_not_contact", "complaint_open", "vulnerable"):
            assert 1 <= frame[flag].fillna(False).sum() <= len(frame) * 0.05 + 1, (name, flag)


def test_holdings_add_up_to_the_assets(customers: dict[str, pd.DataFrame]) -> None:
    held = reading(SAMPLES / "chen-jie" / "holdings.csv", "holdings").rows
    sums = held.groupby("customer")["amount"].sum()
    assert (sums == customers["chen-jie"].set_index("id")["assets"]).all()
    assert held["gain"].min() < 0 < held["gain"].max()
    soon = held["due"].between(pd.Timestamp(2026, 12, 9), pd.Timestamp(2027, 1, 8))
    assert soon.sum() >= 50
    assert {"R1", "R2", "R3", "R4", "R5"} <= set(held["risk_level"].dropna())


@pytest.mark.slow
def test_a_year_of_balances_and_transactions() -> None:
    for trainee, folder in books().items():
        ends = reading(next(folder.glob("balances.*")), "balances").rows
        months = pd.to_datetime(ends["month"]).dt.strftime("%Y-%m")
        assert (months.min(), months.max(), months.nunique()) == ("2025-12", "2026-11", 12)
        flows = reading(next(folder.glob("transactions.*")), "transactions").rows
        days = pd.to_datetime(flows["date"])
        assert days.min() >= pd.Timestamp(2025, 12, 1), trainee
        assert days.max() <= pd.Timestamp(2026, 12, 8), trainee
        assert flows.groupby("customer").size().max() <= 41, trainee


def test_leading_zeros_stay(customers: dict[str, pd.DataFrame]) -> None:
    assert "0012" in set(customers["he-jianguo"]["id"])


@pytest.mark.slow
def test_only_one_file_has_rows_that_are_refused() -> None:
    refused = {
        str(path.relative_to(SAMPLES)): len(reading(path, kind).rejected)
        for kind in TABLES
        for path in SAMPLES.glob(f"*/{kind}.[cx]*")
    }
    assert {path: count for path, count in refused.items() if count} == {
        "tang-hao/customers.csv": 3
    }


# -- the pages ------------------------------------------------------------------------------------


@pytest.mark.slow
def test_twelve_trainees_in_three_languages(store: Store) -> None:
    people = store.trainees(samples.COHORT)
    assert Counter(one.language for one in people) == {"zh-Hans": 9, "en": 2, "zh-Hant": 1}
    assert len({one.branch for one in people}) == 4
    assert {one.coach for one in people} == {"guan-ning"}
    assert store.trainee(samples.FIRST).name == "陈洁"


def row_model(model: type[pydantic.BaseModel], name: str) -> type[pydantic.BaseModel]:
    row: type[pydantic.BaseModel] = get_args(model.model_fields[name].annotation)[0]
    return row


def test_bodies_hold_known_fields_only(lines: list[dict[str, Any]]) -> None:
    for line in lines:
        model = chapters.chapter(line["chapter"]).record
        assert set(line["body"]) <= set(model.model_fields)
        for name, value in line["body"].items():
            for row in value if isinstance(value, list) else ():
                assert set(row) <= set(row_model(model, name).model_fields), (line, name)


def test_bodies_are_text_as_it_was_typed(lines: list[dict[str, Any]]) -> None:
    def scalars(value: object) -> Iterator[object]:
        if isinstance(value, dict | list):
            for one in value.values() if isinstance(value, dict) else value:
                yield from scalars(one)
        else:
            yield value

    assert {type(one) for line in lines for one in scalars(line["body"])} == {str}


@pytest.mark.slow
def test_every_save_comes_in_with_its_time(store: Store, lines: list[dict[str, Any]]) -> None:
    for trainee, chapter, key in {(one["trainee"], one["chapter"], one["key"]) for one in lines}:
        mine = [
            one for one in lines
            if (one["trainee"], one["chapter"], one["key"]) == (trainee, chapter, key)
        ]  # fmt: skip
        history = store.history(trainee, chapter, key)
        assert [one.body for one in history] == [one["body"] for one in mine]
        times = [dt.datetime.fromisoformat(one["saved_at"]) for one in mine]
        assert [one.saved_at for one in history] == times == sorted(times)
        assert all(time.isoformat().endswith("+08:00") for time in times)
        assert times[-1].date() < TODAY


def test_december_was_planned_in_november(lines: list[dict[str, Any]]) -> None:
    first: dict[str, str] = {}
    for line in lines:
        if (line["chapter"], line["key"]) == ("pacing", samples.MONTH):
            first.setdefault(line["trainee"], line["saved_at"][:10])
    assert len(first) == 10
    assert all("2026-11-20" <= day <= "2026-11-25" for day in first.values())


@pytest.mark.slow
def test_only_what_is_meant_to_be_unreadable_is(store: Store) -> None:
    found: dict[tuple[str, str], Counter[str]] = {}
    for one in store.trainees(samples.COHORT):
        for month in ("2026-10", "2026-11", samples.MONTH):
            for chapter in chapters.names():
                problems = page(store, one.id, month).desk(chapter).problems
                if problems:
                    found[one.id, chapter] = Counter(problem.kind for problem in problems)
        for friday in FRIDAYS:
            assert open_book(store, one.id, "", friday).desk("action_plan").problems == ()
    assert found == UNREADABLE


def test_what_is_said_of_a_customer_agrees_with_the_file(
    store: Store, customers: dict[str, pd.DataFrame]
) -> None:
    for trainee in ("chen-jie", "zhou-wei", "xu-yan", "huang-shufen"):
        book = customers[trainee].set_index("id")
        for one in page(store, trainee).desk("prospects").record.prospects:
            known = book.loc[one.customer]
            assert (one.age, one.gender) == (known["age"], known["gender"])
            assert one.deposits == known["deposits"]
            assert (one.relationship, one.willingness) == (
                known["relationship"], known["willingness"],
            )  # fmt: skip
            if one.last_contact:
                assert known["last_contact"].date() == one.last_contact


def test_the_excellent_one(store: Store) -> None:
    book = page(store, "chen-jie")
    targets = chapters.chapter("pacing").tables["targets"](book.desk("pacing"))
    pace = targets.set_index("indicator")["pace"]
    assert 1 < pace["investment_sales"] < 1.1
    assert pace["insurance_premium"] < 0.9
    assert targets["target"][0] == 229 * 10_000 * 100
    assert book.completeness("pacing") == book.completeness("prospects") == 1
    cells = {(one.relationship, one.willingness) for one in book.desk("prospects").record.prospects}
    assert len(cells) == 9
    assert len(book.history("pacing")) == 8
    assert "own_rate_known" in rules(book, "pacing")
    assert not rules(book, "pacing") & {"coverage_below_one", "target_rewritten"}


def test_the_others_show_what_they_are_there_for(store: Store) -> None:
    assert "behind_plan" in rules(page(store, "zhou-wei"), "pacing")
    assert rules(page(store, "xu-yan"), "pacing") == set()
    assert rules(page(store, "he-jianguo"), "prospects") >= {
        "overdue", "loss_not_called", "loss_never_called", "blocked_on_list", "no_amount",
        "level_above_evidence", "positive_is_not_yes", "no_next_contact", "too_many_contacts",
    }  # fmt: skip
    assert page(store, "luo-min").desk("pacing").record.scheme == "week-one"
    assert "no_prospects" in rules(page(store, "luo-min"), "pacing")
    assert len(page(store, "huang-shufen").desk("pacing").record.own_shares) == 5
    actuals = page(store, "gao-yuan").desk("pacing").record.actuals
    assert any(one.done < 0 for one in actuals if one.indicator == "aum_growth")
    assert "actual_negative" not in rules(page(store, "gao-yuan"), "pacing")


def test_one_has_nothing_and_one_has_only_the_past(store: Store) -> None:
    assert page(store, "deng-li").entry("pacing") is None
    assert dict(page(store, "deng-li").customers()) == {}
    assert page(store, "qin-xue").entry("prospects") is None
    assert page(store, "qin-xue").rows_offered("prospects") == 7
    assert page(store, "fang-lei").entry("prospects") is None


# -- journey, battle maps, 531 --------------------------------------------------------------------


@pytest.fixture(scope="module")
def everybody(store: Store) -> dict[str, Book]:
    """Trainee → the workbook of today, each page read once."""
    return {one.id: page(store, one.id).still() for one in store.trainees(samples.COHORT)}


@pytest.mark.slow
@pytest.mark.parametrize(("trainee", "chapter"), SHOWN)
def test_each_page_shows_what_it_is_there_for(
    everybody: dict[str, Book], trainee: str, chapter: str
) -> None:
    assert rules(everybody[trainee], chapter) == SHOWN[trainee, chapter]


@pytest.mark.slow
def test_between_them_the_pages_show_nearly_every_rule(everybody: dict[str, Book]) -> None:
    for chapter, silent in SILENT.items():
        shown = set[str]().union(*(rules(book, chapter) for book in everybody.values()))
        assert set(everybody[samples.FIRST].pack(chapter).rules) - shown == silent


def named(lines: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """(trainee, customer) wherever a row of these chapters names a customer."""
    for line in lines:
        if line["chapter"] in SILENT:
            for rows in line["body"].values():
                for row in rows if isinstance(rows, list) else ():
                    if row.get("customer"):
                        yield line["trainee"], row["customer"]


def test_rows_name_customers_of_the_files(
    lines: list[dict[str, Any]], customers: dict[str, pd.DataFrame]
) -> None:
    known = {(trainee, one) for trainee, frame in customers.items() for one in frame["id"]}
    found = set(named(lines))
    assert len(found) > 100
    assert found - known == UNKNOWN


@pytest.mark.slow
def test_nobody_is_named_who_must_not_be_contacted(
    everybody: dict[str, Book], lines: list[dict[str, Any]]
) -> None:
    barred = {
        (trainee, customer)
        for trainee, book in everybody.items()
        for customer in journeys.blocks(book.desk("journey"))
    }
    assert set(named(lines)) & barred == BARRED


def test_the_monday_lists_agree_with_the_other_chapters(everybody: dict[str, Book]) -> None:
    for trainee in ("chen-jie", "zhou-wei", "xu-yan", "huang-shufen", "luo-min", "gao-yuan"):
        book = everybody[trainee]
        reserve = {one.customer for one in book.desk("prospects").record.prospects}
        journey = book.desk("journey")
        queue = {one.customer for one in journeys.queue(journey)}
        queue |= {one.customer for one in journey.record.cares}  # whoever was seen leaves the queue
        contacts = book.desk("action_plan").record.contacts
        assert len(contacts) >= 6
        for one in contacts:
            assert one.customer in (queue if one.because == "critical" else reserve), trainee


def test_the_excellent_map_was_changed_since_it_was_planned(everybody: dict[str, Book]) -> None:
    book = everybody["chen-jie"]
    assert len(book.history("journey")) == len(book.history("battle_map")) == 2
    kinds = Counter(book.frame("journey", "changes")["change"])
    assert kinds["added"] >= 5
    assert kinds["changed"] >= 5
    assert kinds["removed"] == 1
    assert len(book.frame("battle_map", "changed")) == 9
    for chapter in SILENT:
        assert book.completeness(chapter) == 1


def test_weeks_are_reviewed_and_carried(everybody: dict[str, Book]) -> None:
    review = everybody["chen-jie"].frame("action_plan", "review")
    assert set(review["outcome"]) == {"done", "half", "not"}
    history = everybody["chen-jie"].frame("action_plan", "history")
    assert list(history["week"]) == ["2026-W50", "2026-W49", "2026-W48"]
    assert everybody["gao-yuan"].frame("action_plan", "carry").empty  # it is all in this week
    found = everybody["gao-yuan"].findings("action_plan")
    assert [one.figures["weeks"] for one in found if one.rule == "carried_long"] == [3]


def test_tags_and_formulas_are_text_on_the_journey_too(everybody: dict[str, Book]) -> None:
    first = everybody["he-jianguo"].desk("journey").record.touchpoints[0]
    assert first.thinks.startswith("=HYPERLINK(")
    shown = parts.table(everybody["he-jianguo"], "journey", "touchpoints")
    assert "&lt;script&gt;" in shown.html
    assert "<script" not in shown.html


def test_the_same_again_changes_nothing(store: Store) -> None:
    assert importing.import_roster(store, SAMPLES / "roster.csv", ReadOptions()).changed == 0
    assert importing.import_entries(store, SAMPLES / "entries.jsonl").changed == 0
    assert importing.import_remarks(store, SAMPLES / "remarks.jsonl").changed == 0


@pytest.fixture(scope="module")
def studies(everybody: dict[str, Book]) -> dict[str, Study]:
    """Trainee → what the imported book and the notes say."""
    return {name: study(book.desk("journey")) for name, book in everybody.items()}


def leaving(found: Study) -> pd.DataFrame:
    return found.signals[found.signals["signal"] == "assets_leaving"]


def test_every_signal_reason_and_critical_kind_shows_on_some_page(
    studies: dict[str, Study],
) -> None:
    def shown(values: Iterator[pd.Series[Any]]) -> set[str]:
        return set(pd.concat(list(values)))

    assert shown(one.signals["signal"] for one in studies.values()) == set(SIGNALS)
    assert shown(one.stages["stage"] for one in studies.values()) == set(STAGES)
    assert shown(one.stages["reason"] for one in studies.values()) == set(REASONS)
    assert shown(one.criticals["kind"] for one in studies.values()) == set(CRITICAL_KINDS)


@pytest.mark.parametrize("trainee", LEAVERS)
def test_in_the_larger_books_the_money_of_a_handful_leaves(
    studies: dict[str, Study], trainee: str
) -> None:
    rows = leaving(studies[trainee])
    assert len(rows) == LEAVERS[trainee]
    known = rows[rows["balanced"].fillna(False)]
    assert len(known) >= 2
    fell = known["before"] - known["after"]
    assert ((fell - known["amount"]).abs() <= known["amount"] / 5).all()  # balances fit flows


def test_whom_a_line_of_the_week_calls_for_a_transfer_has_one(
    everybody: dict[str, Book], studies: dict[str, Study]
) -> None:
    for trainee, count in {"chen-jie": 5, "zhou-wei": 4, "xu-yan": 4, "huang-shufen": 3}.items():
        lines = everybody[trainee].desk("action_plan").record.lines
        (line,) = (one.what for one in lines if one.kind == "one")
        steps = everybody[trainee].desk("journey").record.steps
        called = {each for one in steps if one.stage == "at_risk" for each in ids(one.customers)}
        named = ids(line) or called
        assert len(named) == count
        assert named <= set(leaving(studies[trainee])["customer"]), trainee
        assert named <= called, trainee


def test_nobody_is_called_who_takes_no_calls(
    lines: list[dict[str, Any]], customers: dict[str, pd.DataFrame]
) -> None:
    closed = {
        (trainee, row.id)
        for trainee, frame in customers.items()
        if "channels" in frame
        for row in frame[["id", "channels"]].dropna().itertuples()
        if "电话" not in row.channels
    }
    called = {
        (line["trainee"], one)
        for line in lines
        for text in CALLED.findall(json.dumps(line["body"], ensure_ascii=False))
        for one in ids(text)
    }
    assert len(closed) > 50
    assert len(called) > 10
    assert not called & closed


def ids(text: str) -> set[str]:
    return set(re.findall(r"C\d{4}", text))


# -- remarks --------------------------------------------------------------------------------------


def test_the_coach_has_written_to_five_of_them(store: Store) -> None:
    shown = {
        one.id: [(each.chapter, each.period, each.open) for each in threads(page(store, one.id))]
        for one in store.trainees(samples.COHORT)
    }
    assert {name: found for name, found in shown.items() if found} == {
        "chen-jie": [
            ("pacing", "2026-12", True),
            ("action_plan", "2026-W49", True),
            ("journey", "2026-12", False),
        ],
        "gao-yuan": [("action_plan", "2026-W48", True)],
        "huang-shufen": [("battle_map", "2026-12", False)],
        "xu-yan": [("action_plan", "2026-W50", True)],
        "zhou-wei": [("pacing", "2026-12", True)],
    }


def test_each_remark_is_about_a_page_that_was_there_and_a_field_of_it(store: Store) -> None:
    found = [one for each in store.trainees() for one in store.remarks(each.id)]
    assert len(found) == 11
    midnight = dt.datetime.fromisoformat(f"{samples.TODAY}T00:00+08:00")
    for one in found:
        assert store.history(one.trainee, one.chapter, one.key)[0].saved_at < one.written_at
        assert one.written_at < midnight
        assert one.field in page(store, one.trainee).pack(one.chapter).fields
        assert not PRIVATE.search(one.text)


def test_each_remark_that_began_with_the_bank_is_pinned_as_the_bank_says(store: Store) -> None:
    bank = remark_bank.bank("zh-Hans").remarks
    begun = [one for each in store.trainees() for one in store.remarks(each.id) if one.banked]
    assert len(begun) == 5
    for one in begun:
        assert (bank[one.banked].chapter, bank[one.banked].field) == (one.chapter, one.field)
        assert one.text != bank[one.banked].text


def test_what_the_remark_on_contacts_says_is_so(store: Store) -> None:
    days = page(store, "chen-jie").desk("pacing").record.activity
    assert (len(days), sum(one.calls >= 9 for one in days)) == (12, 11)
    assert days[-1].calls == 11
    theirs = page(store, "zhou-wei").desk("pacing").record.activity
    calls, meetings = sum(one.calls for one in theirs), sum(one.meetings for one in theirs)
    assert (len(theirs), calls, meetings) == (9, 88, 15)
