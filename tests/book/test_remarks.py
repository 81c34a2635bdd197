"""Remarks on a page: pinned to a field, answered, asked for again in the next month."""

from __future__ import annotations

import pytest
from sqlalchemy import event
from typed import CHEN, HUANG, PACING, Clock, book_of, older_template, saved, saved_under

from workbook.book import remarks
from workbook.book.remarks import Answer, Thread
from workbook.book.trainee_workbook import Book
from workbook.errors import BadInput, NotFound
from workbook.store import Store

SAID = "一天 8 位，真打的有 10 位。改成 10，明天对一眼。"


def test_a_remark_is_a_thread_in_the_words_of_the_page(book: Book) -> None:
    written = remarks.write(
        book, "pacing", SAID, field="daily_contacts", banked="contacts_honest", author="王教练"
    )
    assert written == Thread(
        number=1,
        chapter="pacing",
        label=book.pack("pacing").label,
        period="2026-12",
        field="daily_contacts",
        field_label="一天最多联系几位",
        text=SAID,
        banked="contacts_honest",
        author="王教练",
        at="12-08 09:00",
        answers=(),
        open=True,
    )
    assert remarks.threads(book) == remarks.threads(book, "pacing") == (written,)
    assert remarks.threads(book, "journey") == ()
    assert (remarks.waiting(book, "pacing"), remarks.waiting(book, "journey")) == (1, 0)


def test_a_remark_may_be_on_the_whole_chapter(book: Book) -> None:
    written = remarks.write(book, "battle_map", SAID)
    assert (written.field, written.field_label) == ("", "")


def test_the_words_are_those_of_the_readers_language(store: Store) -> None:
    remarks.write(book_of(store), "pacing", SAID, field="targets")
    (english,) = remarks.threads(book_of(store, language="en"))
    (traditional,) = remarks.threads(book_of(store, language="zh-Hant"))
    assert (english.field_label, english.text) == ("This month's targets", SAID)
    assert (traditional.field_label, traditional.text) == ("本月目標", SAID)


def test_an_answer_closes_and_a_further_word_of_the_coach_opens(book: Book, clock: Clock) -> None:
    asked = remarks.write(book, "pacing", SAID)
    clock.set("2026-12-08T18:05:00+08:00")
    answered = remarks.answer(book, asked.number, "改了。")
    assert answered.answers == (Answer("trainee", CHEN.id, "改了。", "12-08 18:05"),)
    assert not answered.open
    assert remarks.waiting(book, "pacing") == 0
    again = remarks.answer(book, asked.number, "明天看。", role="coach")
    assert [one.role for one in again.answers] == ["trainee", "coach"]
    assert [one.author for one in again.answers] == [CHEN.id, CHEN.coach]
    assert again.open
    assert remarks.threads(book) == (again,)


def test_who_speaks_is_said_where_it_is_not_given(store: Store) -> None:
    alone = book_of(store, HUANG.id)
    assert remarks.write(book_of(store), "pacing", SAID).author == CHEN.coach
    first = remarks.write(alone, "pacing", SAID)
    assert (HUANG.coach, first.author) == ("", "Coach")
    said = remarks.answer(alone, first.number, "Done", author="Huang Li").answers
    assert [one.author for one in said] == ["Huang Li"]


def test_the_newest_stands_first_and_answers_in_their_order(book: Book) -> None:
    for chapter in ("pacing", "journey", "pacing"):
        remarks.write(book, chapter, SAID)
    for text in ("一", "二"):
        remarks.answer(book, 1, text)
    assert [one.number for one in remarks.threads(book)] == [3, 2, 1]
    assert [one.number for one in remarks.threads(book, "pacing")] == [3, 1]
    assert [one.text for one in remarks.threads(book)[-1].answers] == ["一", "二"]


def test_the_next_month_asks_for_what_is_open_and_for_nothing_else(store: Store) -> None:
    november, december, january = (
        book_of(store, month=month, today=f"{month}-09")
        for month in ("2026-11", "2026-12", "2027-01")
    )
    tried = remarks.write(november, "pacing", "试过的")
    waits = remarks.write(november, "pacing", "还没试的")
    remarks.answer(december, tried.number, "试了")
    later = remarks.write(december, "pacing", "十二月的")
    assert [one.number for one in remarks.threads(december)] == [later.number, waits.number]
    assert remarks.threads(december)[-1].period == "2026-11"
    assert remarks.waiting(december, "pacing") == 2
    assert [one.number for one in remarks.threads(november)] == [waits.number, tried.number]
    assert [one.number for one in remarks.threads(january)] == [later.number]
    remarks.answer(december, waits.number, "试了")
    assert [one.number for one in remarks.threads(december)] == [later.number]


def test_a_chapter_of_weeks_shows_the_weeks_of_the_month(store: Store) -> None:
    days = ("2026-11-25", "2026-11-30", "2026-12-02", "2026-12-09", "2027-01-01", "2027-01-06")
    for day in days:  # W48, W49 twice (it touches both months), W50, W53, W1 of 2027
        remarks.write(book_of(store, month=day[:7], today=day), "action_plan", day)
    found = remarks.threads(book_of(store), "action_plan")
    assert [one.text for one in found] == list(reversed(days[:5]))
    remarks.answer(book_of(store), 1, "试了")
    found = remarks.threads(book_of(store), "action_plan")
    assert [one.period for one in found] == ["2026-W53", "2026-W50", "2026-W49", "2026-W49"]


def test_a_book_that_stands_still_reads_once(book: Book, store: Store) -> None:
    remarks.write(book, "pacing", SAID)
    still = book.still()
    asked: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    first = [
        remarks.threads(still),
        remarks.threads(still, "pacing"),
        remarks.waiting(still, "pacing"),
    ]
    assert sum("FROM remarks" in query for query in asked) == 1
    remarks.write(book, "pacing", SAID)
    again = [
        remarks.threads(still),
        remarks.threads(still, "pacing"),
        remarks.waiting(still, "pacing"),
    ]
    assert again == first
    assert remarks.waiting(book, "pacing") == 2


def test_an_answer_from_a_book_that_stands_still_is_seen_in_what_comes_back(book: Book) -> None:
    remarks.write(book, "pacing", SAID)
    still = book.still()
    assert remarks.waiting(still, "pacing") == 1
    assert [one.text for one in remarks.answer(still, 1, "改了。").answers] == ["改了。"]
    assert remarks.write(still, "pacing", "再一条").number == 3


@pytest.mark.parametrize(
    ("chapter", "field", "nearest"),
    [
        ("pacing", "daily_contact", "daily_contacts"),
        ("pacin", "", "pacing"),
        ("start", "", "action_plan"),
    ],
)
def test_an_unknown_field_or_chapter_is_met_with_the_nearest(
    book: Book, chapter: str, field: str, nearest: str
) -> None:
    with pytest.raises(NotFound, match=nearest):
        remarks.write(book, chapter, SAID, field=field)
    assert remarks.threads(book) == ()


@pytest.mark.parametrize("number", [-1, 0, 2, 3, 10**30])
def test_only_a_remark_can_be_answered(book: Book, number: int) -> None:
    remarks.write(book, "pacing", SAID)
    remarks.answer(book, 1, "改了。")
    with pytest.raises(NotFound, match="Did you mean: 1"):
        remarks.answer(book, number, "改了。")
    assert len(book.store.remarks(CHEN.id)) == 2


def test_an_empty_remark_or_answer_is_refused(book: Book) -> None:
    remarks.write(book, "pacing", SAID)
    with pytest.raises(BadInput):
        remarks.write(book, "pacing", " ")
    with pytest.raises(BadInput):
        remarks.answer(book, 1, "\n")
    assert len(book.store.remarks(CHEN.id)) == 1


def test_remarks_survive_whatever_is_saved_and_say_nothing_about_it(filled: Book) -> None:
    findings = filled.findings("pacing")
    remarks.write(filled, "pacing", SAID, field="targets")
    before = remarks.threads(filled)
    assert filled.findings("pacing") == findings
    saved(filled, PACING | {"daily_contacts": "10"}, {})
    assert remarks.threads(filled) == before


def test_a_field_that_the_pages_template_calls_otherwise_is_called_as_the_page_calls_it(
    book: Book,
) -> None:
    old = older_template("pacing", ("pacing/zh.yaml", "label: 一天最多联系几位", "label: 一天几位"))
    saved_under(old, book, "pacing", PACING)
    assert remarks.write(book, "pacing", SAID, field="daily_contacts").field_label == "一天几位"


def test_hostile_text_stays_as_it_was_typed(book: Book) -> None:
    hostile = "<script>alert(1)</script> {gap:money} $x$ [a](javascript:b)\n=1+1\t\u202e🏦"
    remarks.write(book, "pacing", hostile, author=hostile)
    found = remarks.answer(book, 1, hostile, author=hostile)
    assert {found.text, found.author, found.answers[0].text, found.answers[0].author} == {hostile}
