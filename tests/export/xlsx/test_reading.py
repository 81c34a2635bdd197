"""What comes in again: what is taken, what is shown, and which files are refused."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbook.book import remarks
from workbook.book.opening import open_book
from workbook.book.trainee_workbook import Book
from workbook.content import LANGUAGES
from workbook.errors import BadInput, NotFound
from workbook.export.xlsx import read_back, whole_file, workbook_file
from workbook.store import Store, Trainee, open_store

from .conftest import (
    ABOUT,
    ACTUALS,
    FIELDS,
    MONTH,
    NASTY,
    PACING,
    PROSPECT,
    SHARES,
    TARGETS,
    TODAY,
    TRAINEE,
)


@pytest.fixture
def sent(book: Book, exported: bytes, tmp_path: Path) -> Path:
    """The pacing page of ``book`` as it went out."""
    path = tmp_path / "page.xlsx"
    path.write_bytes(exported)
    return path


def edited(path: Path, cells: Mapping[tuple[str, str], object]) -> Path:
    """The file after somebody typed into cells: (sheet, address) → value."""
    made = openpyxl.load_workbook(path)
    for (sheet, place), value in cells.items():
        made[sheet][place].value = value
    made.save(path)
    return path


def saved(book: Book, chapter: str = "pacing") -> dict[str, Any]:
    entry = book.entry(chapter)
    assert entry is not None
    return entry.body


# -- coming in ------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_without_a_change_changes_nothing(book: Book, tmp_path: Path, language: str) -> None:
    notes = [{"day": "12-01", "indicator": "policies", "done": "1", "note": one} for one in NASTY]
    book.save("pacing", PACING | {"actuals": notes}, 1)
    path = tmp_path / "page.xlsx"
    path.write_bytes(workbook_file(replace(book, language=language), "pacing"))
    assert read_back(book.store, path, "").changed == 0
    assert len(book.history("pacing")) == 2
    assert len(book.history("prospects")) == 1


def test_what_was_filled_in_comes_back_as_typed(book: Book, sent: Path) -> None:
    cells: dict[tuple[str, str], object] = {
        (FIELDS, "B4"): "换个排法试试，先难受几天也认了",
        (FIELDS, "B6"): 9,
        (TARGETS, "A7"): "AUM 净增",
        (TARGETS, "B7"): 0.07,
        (SHARES, "B5"): 0.35,
        (ACTUALS, "A8"): dt.date(2026, 12, 7),
        (ACTUALS, "B8"): "开户数",
        (ACTUALS, "C8"): 2,
        (PROSPECT, "M6"): None,
    }
    report = read_back(book.store, edited(sent, cells), "coach")
    body = saved(book)
    assert (body["reaction"], body["daily_contacts"]) == ("try_pacing", "9")
    assert body["targets"] == [*PACING["targets"], {"indicator": "aum_growth", "target": "0.07"}]
    assert body["own_shares"][0] == {"week": "w1", "share": "35%"}
    assert body["actuals"][3] == {"day": "2026-12-07", "indicator": "accounts", "done": "2"}
    assert "experienced" not in saved(book, "prospects")["prospects"][1]
    assert report.changed == 6
    assert [one.author for one in book.history("pacing")] == [TRAINEE, "coach"]


def test_a_row_that_changed_in_one_cell_keeps_its_other_words(book: Book, sent: Path) -> None:
    report = read_back(book.store, edited(sent, {(ACTUALS, "D5"): "到期转入"}), "")
    assert saved(book)["actuals"][0] == PACING["actuals"][0] | {"note": "到期转入"}
    assert report.changed == 1


def test_deleted_rows_go_and_sorted_rows_do_not_count(book: Book, sent: Path) -> None:
    made = openpyxl.load_workbook(sent)
    made[ACTUALS].delete_rows(6)
    first, second = ([cell.value for cell in made[TARGETS][row]] for row in (5, 6))
    for column, (one, other) in enumerate(zip(first, second, strict=True), 1):
        made[TARGETS].cell(5, column).value, made[TARGETS].cell(6, column).value = other, one
    made.save(sent)
    assert read_back(book.store, sent, "").changed == 1
    assert saved(book)["actuals"] == [PACING["actuals"][0], PACING["actuals"][2]]
    assert saved(book)["targets"] == PACING["targets"]


def test_columns_may_change_places(book: Book, sent: Path) -> None:
    made = openpyxl.load_workbook(sent)
    made[TARGETS].move_range("A4:A6", cols=2)
    made.save(sent)
    assert read_back(book.store, sent, "").changed == 0


def test_what_cannot_be_read_is_named_by_its_cell_and_saved(book: Book, sent: Path) -> None:
    report = read_back(book.store, edited(sent, {(TARGETS, "B5"): "很多"}), "")
    said = next(line for line in report.problems if line.startswith(f"{TARGETS}!B5: "))
    assert "“很多”，读不成数字" in said
    assert saved(book)["targets"][0]["target"] == "很多"
    assert report.partly


def test_a_formula_is_text_and_is_named(book: Book, sent: Path) -> None:
    cells = {(TARGETS, "B5"): "=SUM(B6:B9)", (FIELDS, "B8"): '=HYPERLINK("http://x")'}
    report = read_back(book.store, edited(sent, cells), "")
    assert saved(book)["targets"][0]["target"] == "=SUM(B6:B9)"
    assert saved(book)["try_customer"] == '=HYPERLINK("http://x")'
    named = [line.split(": ")[0] for line in report.problems if "当公式算" in line]
    assert named == [f"{TARGETS}!B5", f"{FIELDS}!B8"]


# -- both sides -----------------------------------------------------------------------------------


def test_what_both_sides_changed_is_shown_and_nothing_overwritten(book: Book, sent: Path) -> None:
    theirs = [{"indicator": "investment_sales", "target": "250"}, PACING["targets"][1]]
    book.save("pacing", PACING | {"targets": theirs, "try_customer": "0099", "answer": "有"}, 1)
    cells: dict[tuple[str, str], object] = {
        (TARGETS, "B5"): 300,
        (TARGETS, "B6"): 15,
        (FIELDS, "B8"): "0077",
    }
    report = read_back(book.store, edited(sent, cells), "")
    body = saved(book)
    assert [row["target"] for row in body["targets"]] == ["250", "15"]
    assert (body["try_customer"], body["answer"]) == ("0099", "有")
    shown = [line for line in report.problems if "表里填的" in line]
    assert [line.split(": ")[1] for line in shown] == [
        "导出时的 0012 · 表里填的 0077 · 练习册里的 0099",
        "导出时的 229万 · 表里填的 300 · 练习册里的 250",
    ]
    assert shown[1].startswith(f"{TARGETS} · 理财/投资销量: ")
    assert report.changed == 1
    assert read_back(book.store, sent, "").changed == 0


def test_a_save_in_between_is_merged_with(tmp_path: Path) -> None:
    waiting: list[Callable[[], object]] = []

    def clock() -> dt.datetime:
        """The other window saves when this one is about to."""
        if waiting:
            waiting.pop()()
        return dt.datetime.now(dt.UTC)

    with open_store(tmp_path / "workbook.db", now=clock) as store:
        store.put_trainees([Trainee(id=TRAINEE, name="陈洁", cohort="c")])
        book = open_book(store, TRAINEE, MONTH, TODAY)
        book.save("pacing", PACING, 0)
        path = tmp_path / "page.xlsx"
        path.write_bytes(workbook_file(book, "pacing"))
        waiting.append(lambda: book.save("pacing", PACING | {"answer": "先存的"}, 1))
        read_back(store, edited(path, {(FIELDS, "B6"): 9}), "")
        assert (saved(book)["answer"], saved(book)["daily_contacts"]) == ("先存的", "9")
        assert len(book.history("pacing")) == 3


# -- files that cannot be read back ---------------------------------------------------------------


def refused(store: Store, path: Path, content: bytes | None = None) -> str:
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadInput) as error:
        read_back(store, path, "")
    return str(error.value)


def test_a_file_that_is_not_ours_is_refused(store: Store, tmp_path: Path) -> None:
    made, other = openpyxl.Workbook(), io.BytesIO()
    made.save(other)
    for content in (b"", b"PK\x03\x04", other.getvalue(), b"id,name\n1,2\n"):
        said = refused(store, tmp_path / "other.xlsx", content)
        assert "不是练习册导出的" in said
        assert "was not exported from the workbook" in said
    assert "打不开" in refused(store, tmp_path / "nowhere.xlsx")


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(where=st.integers(0, 10**6), junk=st.binary(max_size=40))
def test_a_damaged_file_is_refused_or_changes_nothing(
    store: Store, sent: Path, where: int, junk: bytes
) -> None:
    content = sent.read_bytes()
    at = where % len(content)
    damaged = sent.with_name("damaged.xlsx")
    damaged.write_bytes(content[:at] + junk + content[at + len(junk) :])
    with suppress(BadInput):
        assert read_back(store, damaged, "").changed == 0
    assert len(store.history(TRAINEE, "pacing", MONTH)) == 1


@pytest.mark.parametrize(
    ("edit", "named"),
    [
        (lambda made: made.remove(made[ACTUALS]), ACTUALS),
        (lambda made: made[TARGETS].delete_cols(2), "目标"),
        (lambda made: made[FIELDS].delete_rows(6), "一天最多联系几位"),
        (lambda made: made.remove(made[ABOUT]), ABOUT),
    ],
)
def test_what_is_gone_is_not_taken_for_deleted(
    book: Book, sent: Path, edit: Callable[[Any], object], named: str
) -> None:
    made = openpyxl.load_workbook(sent)
    edit(made)
    made.save(sent)
    assert f"“{named}”" in refused(book.store, sent)
    assert len(book.history("pacing")) == 1


def test_a_file_of_another_store_is_joined_and_what_differs_is_shown(
    book: Book, sent: Path, tmp_path: Path
) -> None:
    with open_store(tmp_path / "other.db") as other:
        with pytest.raises(NotFound, match="none exist"):
            read_back(other, sent, "")
        other.put_trainees([Trainee(id=TRAINEE, name="陈洁", cohort="c")])
        there = open_book(other, TRAINEE, MONTH, TODAY)
        there.save("pacing", {"answer": "别的", "reaction": "try_pacing"}, 0)
        report = read_back(other, sent, "")
        assert saved(there)["answer"] == "别的"
        assert saved(there)["reaction"] == "try_pacing"
        assert len(saved(there)["targets"]) == len(PACING["targets"])
        assert len(saved(there, "prospects")["prospects"]) == 3
        assert len(report.choices) == 1
        assert read_back(other, sent, "").changed == 0


def test_another_store_joins_from_the_last_version_that_both_have(
    book: Book, sent: Path, tmp_path: Path
) -> None:
    with open_store(tmp_path / "other.db") as other:
        other.put_trainees([Trainee(id=TRAINEE, name="陈洁", cohort="c")])
        there = open_book(other, TRAINEE, MONTH, TODAY)
        there.save("pacing", PACING, 0)
        book.save("pacing", PACING | {"reaction": "try_pacing"}, 1)
        book.save("pacing", PACING | {"reaction": "try_pacing", "targets": []}, 2)
        sent.write_bytes(workbook_file(book, "pacing"))
        assert read_back(other, sent, "").choices == ()
        assert saved(there)["reaction"] == "try_pacing"
        assert saved(there)["targets"] == []


def test_all_pages_and_remarks_go_out_in_one_file_and_come_back(book: Book, tmp_path: Path) -> None:
    remarks.write(book, "pacing", "=1+1 先打三个电话", field="reaction")
    remarks.write(book, "pacing", "目标拆到每天了吗", field="targets")
    path = tmp_path / "2026-12 陈洁.xlsx"
    path.write_bytes(whole_file(book))
    made = openpyxl.load_workbook(path)
    fields, targets = (f"{book.pack('pacing').label} · {one}" for one in (FIELDS, TARGETS))
    assert made[fields]["B4"].comment.text == "=1+1 先打三个电话"
    assert made[targets]["A1"].comment.text == "目标拆到每天了吗"
    assert [cell.value for cell in made["教练的话"][3]][2] == "目标拆到每天了吗"
    about = {str(row[0].value): row[1].value for row in made[ABOUT].iter_rows(max_col=2)}
    assert about["page"] == TRAINEE
    assert read_back(book.store, path, "").changed == 0
    titles = made.sheetnames
    plan = next(title for title in titles if title.startswith("531"))
    assert plan
    made[fields]["B6"].value = 9
    made.save(path)
    assert read_back(book.store, path, "").changed == 1
    assert saved(book)["daily_contacts"] == "9"


def test_another_unit_of_money_is_refused(book: Book, sent: Path) -> None:
    made = openpyxl.load_workbook(sent)
    for row in made[ABOUT].iter_rows():
        if row[0].value == "made":
            row[5].value = "1"
    made.save(sent)
    assert "金额单位" in refused(book.store, sent)


def test_a_hidden_line_that_was_deleted_is_said_before_anything_is_saved(
    book: Book, sent: Path
) -> None:
    made = openpyxl.load_workbook(sent)
    rows = made[ABOUT].iter_rows(max_col=5)
    about_a_key = next(row for row in rows if [one.value for one in row][-1] == "indicator")
    made[ABOUT].delete_rows(about_a_key[0].row)
    made.save(sent)
    assert "不是练习册导出的" in refused(book.store, sent)
    assert len(book.history("pacing")) == 1
