"""One trainee's workbook: templates in use, the months around, what is planned, two at once."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from typed import (
    CHEN,
    HUANG,
    PACING,
    Clock,
    book_of,
    copied,
    older_template,
    prospect,
    reserve,
    saved,
    saved_under,
)

from workbook import chapters
from workbook.book.pinned_template import Template
from workbook.book.trainee_workbook import WEIGHTS, Book
from workbook.errors import Conflict
from workbook.pages import parts
from workbook.store import Store

IN_YUAN = (
    ("bank/bank.yaml", "yuan: 10000", "yuan: 1"),
    ("bank/zh.yaml", "label: 万元", "label: 元"),
    ("bank/en.yaml", "label: wan yuan", "label: yuan"),
)
ONE_TARGET = {"targets": [{"indicator": "investment_sales", "target": "229"}]}


def every_exhibit(book: Book) -> dict[str, parts.Exhibit]:
    """All that the pages of a book can show, by chapter, kind and name."""
    return {
        f"{chapter}.{name}": made
        for chapter in chapters.names()
        for name, made in exhibits_of(book, chapter).items()
    }


def exhibits_of(book: Book, chapter: str) -> dict[str, parts.Exhibit]:
    module, pack = chapters.chapter(chapter), book.pack(chapter)
    made = {name: parts.table(book, chapter, name) for name in module.tables}
    made |= {f"{name} drawn": parts.figure(book, chapter, name) for name in module.figures}
    made |= {f"§{name}": parts.section(book, chapter, name) for name in pack.sections}
    made |= {f"?{name}": parts.exercise(book, chapter, name) for name in pack.exercises}
    return made | {
        "head": parts.head(book, chapter),
        "findings": parts.findings(book, chapter),
    }


# -- templates in use -----------------------------------------------------------------------------


def test_a_save_keeps_the_template_it_was_made_with(filled: Book) -> None:
    entry = filled.entry("pacing")
    assert entry is not None
    assert filled.store.template(entry.template) == Template.now("pacing").text
    assert not filled.template("pacing").outdated


def test_a_page_keeps_its_units_and_numbers_when_the_template_changes(book: Book) -> None:
    saved_under(older_template("pacing", *IN_YUAN), book, "pacing", ONE_TARGET)
    assert book.template("pacing").outdated
    assert not book.template("pacing").unreadable
    assert book.bank("pacing").money.yuan == 1
    assert book.desk("pacing").record.targets[0].target == 229_00
    shown = parts.table(book, "pacing", "targets").text
    assert "229.00 元" in shown
    assert "万元" not in shown


def test_a_page_keeps_the_shares_of_its_template(book: Book) -> None:
    shares = ("pacing/pacing.yaml", "previous_w4: 0.20, w1: 0.40", "previous_w4: 0.30, w1: 0.30")
    saved_under(older_template("pacing", shares), book, "pacing", ONE_TARGET)
    plan = book.frame("pacing", "weeks").set_index("week")["plan"]
    assert plan["previous_w4"] == plan["w1"] == 229_0000_00 * 3 // 10


def test_the_notice_stands_until_the_new_template_is_accepted(book: Book) -> None:
    older = older_template("pacing", *IN_YUAN)
    saved_under(older, book, "pacing", ONE_TARGET)
    assert older.digest[:7] in parts.head(book, "pacing").text
    assert older.digest[:7] in parts.head(book, "pacing").html
    book.accept_template("pacing")
    said = parts.head(book, "pacing").text
    assert older.digest[:7] not in said
    assert Template.now("pacing").digest[:7] not in said


def test_accepting_changes_the_template_and_no_answer(book: Book) -> None:
    saved_under(older_template("pacing", *IN_YUAN), book, "pacing", ONE_TARGET)
    before = book.entry("pacing")
    after = book.accept_template("pacing")
    assert before is not None
    assert after is not None
    assert (after.body, after.version) == (before.body, before.version + 1)
    assert after.template == Template.now("pacing").digest
    assert book.desk("pacing").record.targets[0].target == 229_0000_00
    assert [one.body for one in book.history("pacing")] == [ONE_TARGET, ONE_TARGET]


def test_accepting_an_empty_page_does_nothing(book: Book) -> None:
    assert book.accept_template("pacing") is None
    assert book.history("pacing") == []


def test_saving_does_not_accept(book: Book) -> None:
    older = older_template("pacing", *IN_YUAN)
    saved_under(older, book, "pacing", ONE_TARGET)
    entry = book.save("pacing", {**ONE_TARGET, "answer": "more"}, 1)
    assert entry.template == older.digest
    assert book.template("pacing").outdated


def test_each_month_is_read_in_its_own_unit(book: Book, store: Store) -> None:
    november = book_of(store, month="2026-11")
    saved_under(older_template("pacing", *IN_YUAN), november, "pacing", ONE_TARGET)
    saved(book, ONE_TARGET, {})
    ((month, record),) = book.desk("pacing").earlier
    assert str(month) == "2026-11"
    assert record.targets[0].target == 229_00
    assert book.desk("pacing").record.targets[0].target == 229_0000_00


def test_the_first_plan_is_read_in_its_own_unit(book: Book, clock: Clock) -> None:
    clock.set("2026-11-28T10:00:00+08:00")
    saved_under(older_template("pacing", *IN_YUAN), book, "pacing", ONE_TARGET)
    clock.set("2026-12-05T10:00:00+08:00")
    book.accept_template("pacing")
    assert book.desk("pacing").planned.targets[0].target == 229_00
    assert book.desk("pacing").record.targets[0].target == 229_0000_00


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not JSON",
        "[]",
        "{}",
        '{"bank": "{}", "chapter": "{}"}',
        '{"bank": "[]", "chapter": "[1]"}',
        '{"bank": 3, "chapter": null}',
    ],
)
def test_a_template_that_cannot_be_read_any_more_is_replaced_and_said(
    book: Book, text: str
) -> None:
    unreadable(book, text)
    now = Template.now("pacing").digest[:7]
    assert book.template("pacing").unreadable
    assert book.desk("pacing").record.targets[0].target == 229_0000_00
    said = parts.head(book, "pacing").text
    page = book.wording.page
    assert page["accepted"].replace("{version}", now) in said
    assert page["template_says"].split("{")[0] not in said


def unreadable(book: Book, text: str) -> None:
    """A page that was saved under a template which lies in the store as ``text``."""
    if text:
        book.store.keep_template("of-another-version", text)
    book.store.save(
        book.trainee.id,
        "pacing",
        str(book.month),
        ONE_TARGET,
        based_on=0,
        template="of-another-version",
        author="",
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "edit",
    [
        ("pacing/pacing.yaml", "runs: 10000", "laps: 10000"),
        ("pacing/zh.yaml", "label: ", "called: "),
        ("pacing/pacing.yaml", "schemes:", "schemes: ["),
    ],
)
def test_a_template_of_another_shape_is_unreadable(book: Book, edit: tuple[str, str, str]) -> None:
    saved_under(older_template("pacing", edit), book, "pacing", ONE_TARGET)
    assert book.template("pacing").unreadable
    assert every_exhibit(book)["pacing.targets"].text


def test_an_older_template_without_newer_names_still_fills_the_page(book: Book) -> None:
    older = older_template(
        "pacing",
        ("pacing/pacing.yaml", "  reaction: {source", "  earlier_reaction: {source"),
        ("pacing/zh.yaml", "\n  reaction:\n    title", "\n  earlier_reaction:\n    title"),
        ("pacing/en.yaml", "\n  reaction:\n    title", "\n  earlier_reaction:\n    title"),
    )
    saved_under(older, book, "pacing", PACING)
    saved(book_of(book.store), PACING, reserve(6))
    assert book.template("pacing").outdated
    assert not book.template("pacing").unreadable
    newer = parts.section(book_of(book.store, HUANG.id, language="zh-Hans"), "pacing", "reaction")
    assert parts.section(book, "pacing", "reaction").html == newer.html


def test_an_older_template_without_a_newer_label_still_draws_the_figure(book: Book) -> None:
    older = older_template(
        "pacing",
        ("pacing/zh.yaml", "      today: 今天\n", ""),
        ("pacing/en.yaml", "      today: Today\n", ""),
    )
    saved_under(older, book, "pacing", PACING)
    assert not book.template("pacing").unreadable
    assert parts.figure(book, "pacing", "pace").drawing.startswith("<svg")


# -- the months around ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("month", "moment", "counts"),
    [
        ("2026-12", "2026-11-30T23:59:59+08:00", True),
        ("2026-12", "2026-12-01T00:00:00+08:00", False),
        ("2026-12", "2026-11-30T16:00:00+00:00", False),
        ("2026-10", "2026-10-07T23:00:00+08:00", True),  # the holiday of the first of October
        ("2026-10", "2026-10-08T00:00:00+08:00", False),
    ],
)
def test_planned_is_what_stood_before_the_first_working_day_in_china(
    store: Store, clock: Clock, month: str, moment: str, counts: bool
) -> None:
    book = book_of(store, month=month)
    clock.set("2026-09-01T09:00:00+08:00")
    book.save("pacing", {"targets": [{"indicator": "policies", "target": "100"}]}, 0)
    clock.set(moment)
    book.save("pacing", {"targets": [{"indicator": "policies", "target": "150"}]}, 1)
    assert book.desk("pacing").planned.targets[0].target == (150 if counts else 100)


def test_who_begins_late_has_planned_by_the_end_of_that_day(book: Book, clock: Clock) -> None:
    assert book.desk("pacing").planned is None
    for moment, target in (("01T09", "2"), ("01T10", "229"), ("18T09", "100")):
        clock.set(f"2026-12-{moment}:00:00+08:00")
        body = {"targets": [{"indicator": "policies", "target": target}]}
        book.save("pacing", body, len(book.history("pacing")))
    assert book.desk("pacing").planned.targets[0].target == 229


def test_planned_is_the_last_of_several_early_saves(book: Book, clock: Clock) -> None:
    for day, target in (("11-20", "100"), ("11-29", "150"), ("12-02", "229")):
        clock.set(f"2026-{day}T09:00:00+08:00")
        body = {"targets": [{"indicator": "policies", "target": target}]}
        book.save("pacing", body, len(book.history("pacing")))
    desk = book.desk("pacing")
    assert desk.planned.targets[0].target == 150
    assert desk.record.targets[0].target == 229


def test_twelve_earlier_months_the_latest_first_and_no_later_one(store: Store) -> None:
    months = [f"{year}-{month:02}" for year in (2025, 2026) for month in range(1, 13)]
    for month in months:
        book_of(store, month=month).save("prospects", reserve(1, month), 0)
    desk = book_of(store, month="2026-11").desk("prospects")
    found = [str(month) for month, _ in desk.earlier]
    assert found == sorted(months[10:22], reverse=True)
    assert desk.earlier[0][1].prospects[0].customer == "2026-100000"


def test_rows_of_last_month_come_over_as_they_were_typed_and_only_once(store: Store) -> None:
    rows = [prospect(0), prospect(1) | {"status": "won"}, prospect(2)]
    rows[0] |= {"amount": "50万", "chance": "30%", "next_contact": "12-24", "talked": "=1+1 <b>"}
    rows[2] |= {"indicator": "保险保费", "amount": "2,500元", "attempts": "2"}  # due on 12-03
    november, december = book_of(store, month="2026-11"), book_of(store)
    november.save("prospects", {"prospects": rows}, 0)
    before = november.desk("prospects").record.prospects
    assert december.rows_offered("prospects") == 2
    assert december.roll_over("prospects") is not None
    passed = before[2].model_copy(update={"next_contact": None})
    assert december.desk("prospects").record.prospects == (before[0], passed)
    assert december.desk("prospects").problems == ()
    assert december.rows_offered("prospects") == 0
    assert december.roll_over("prospects") is None
    assert len(december.history("prospects")) == 1
    assert [one.body for one in november.history("prospects")] == [{"prospects": rows}]


def test_rows_come_over_beside_what_is_there(store: Store) -> None:
    book_of(store, month="2026-11").save("prospects", reserve(3), 0)
    book = book_of(store)
    mine = {"prospects": [prospect(1) | {"talked": "mine"}, {"customer": "half a row"}]}
    book.save("prospects", mine, 0)
    entry = book.roll_over("prospects")
    assert entry is not None
    assert entry.body["prospects"][:2] == mine["prospects"]
    assert [row["customer"] for row in entry.body["prospects"][2:]] == ["C0000", "C0002"]


def test_a_year_goes_over_without_moving_its_days(store: Store) -> None:
    book_of(store).save("prospects", reserve(1) | {}, 0)
    typed = reserve(1)
    typed["prospects"][0] |= {"last_contact": "12-05", "next_contact": "2027-01-06"}
    book_of(store).save("prospects", typed, 1)
    january = book_of(store, month="2027-01")
    january.roll_over("prospects")
    (row,) = january.desk("prospects").record.prospects
    assert row.last_contact == dt.date(2026, 12, 5)
    assert row.next_contact == dt.date(2027, 1, 6)


def test_pacing_has_nothing_to_roll_over(store: Store) -> None:
    book_of(store, month="2026-11").save("pacing", PACING, 0)
    assert book_of(store).roll_over("pacing") is None


# -- two at once ----------------------------------------------------------------------------------


def test_who_saves_second_is_shown_both_and_nothing_is_lost(filled: Book, store: Store) -> None:
    mine, theirs = {"answer": "mine"}, {"answer": "theirs"}
    book_of(store).save("pacing", theirs, 1, author="coach")
    with pytest.raises(Conflict) as caught:
        filled.save("pacing", mine, 1)
    entry: Any = caught.value.theirs
    assert (entry.body, entry.author, entry.version) == (theirs, "coach", 2)
    assert caught.value.mine == mine
    assert [one.body for one in filled.history("pacing")] == [PACING, theirs]


def test_findings_stand_the_heaviest_first(filled: Book) -> None:
    rules = filled.pack("pacing").rules
    weights = [WEIGHTS.index(rules[one.rule].weight) for one in filled.findings("pacing")]
    assert len(set(weights)) > 1
    assert all(before <= after for before, after in pairwise(weights))


def test_a_still_book_shows_one_moment(filled: Book) -> None:
    still = filled.still()
    before = parts.table(still, "pacing", "targets").html
    changed = copied(PACING)
    changed["targets"][0]["target"] = "500"
    filled.save("pacing", changed, 1)
    assert parts.table(still, "pacing", "targets").html == before
    assert parts.table(filled.still(), "pacing", "targets").html != before
    assert parts.table(filled, "pacing", "targets").html != before


def test_two_languages_read_the_same_page_the_same_way(filled: Book, store: Store) -> None:
    english = book_of(store, language="en")
    traditional = book_of(store, language="zh-Hant")
    for one in (english, traditional):
        assert one.desk("pacing").record == filled.desk("pacing").record
    assert "Investment sales" in parts.table(english, "pacing", "targets").text
    assert "萬元" in parts.table(traditional, "pacing", "targets").text


def test_a_broken_import_leaves_the_pages_whole(filled: Book, path: Path) -> None:
    import sqlite3

    import pandas as pd

    filled.store.keep_import(CHEN.id, "customers", pd.DataFrame({"id": ["1"]}), "a.csv", "x")
    assert list(filled.desk("pacing").customers) == ["customers"]
    assert len(filled.customers()["customers"]) == 1
    with sqlite3.connect(path) as connection:
        connection.execute("update imports set frame = x'00'")
    assert every_exhibit(filled)["pacing.boss"].text


# -- years that are not known ---------------------------------------------------------------------


def test_an_unknown_year_is_said_on_the_page_until_the_bank_names_it(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = book_of(store, month="2027-01", today="2027-01-05")
    book.save("pacing", ONE_TARGET, 0)
    notice = book.wording.page["calendar_unknown"].replace("{year}", "2027")
    assert notice in parts.head(book, "pacing").text
    assert notice in parts.head(book, "pacing").html
    calendar = tmp_path / "bank-calendar.yaml"
    calendar.write_text(
        "years:\n  2027:\n    standing: provisional\n    source: ours\n"
        "    holidays: {2027-01-01: New Year}\n    working: []\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("WORKBOOK_CALENDAR", str(calendar))
    again = book_of(store, month="2027-01", today="2027-01-05")
    said = parts.head(again, "pacing").text
    assert notice not in said
    assert again.wording.page["calendar_provisional"].replace("{year}", "2027") in said
    days = [set(one.frame("pacing", "days")["day"]) for one in (book, again)]
    assert days[0] - days[1] == {dt.date(2027, 1, 1)}


def test_a_known_year_is_not_worth_a_word(filled: Book) -> None:
    said = parts.head(filled, "pacing").text
    assert "2026-12" in said
    assert filled.wording.page["calendar_unknown"].replace("{year}", "2026") not in said
    assert filled.wording.page["calendar_provisional"].replace("{year}", "2026") not in said
