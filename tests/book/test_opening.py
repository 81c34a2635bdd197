"""Opening a workbook by name: what is left out is filled in, what is wrong is said."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from typed import CHEN, HUANG, book_of

from workbook.book.opening import open_book, read_today
from workbook.book.trainee_workbook import CHINA
from workbook.errors import BadInput, ContentError, NotFound
from workbook.store import Store


def test_the_month_is_that_of_today(store: Store) -> None:
    assert str(open_book(store, CHEN.id, today="2026-02-28").month) == "2026-02"
    assert str(open_book(store, CHEN.id, "2026-03", "2026-02-28").month) == "2026-03"


def test_today_is_today_in_china() -> None:
    before = dt.datetime.now(CHINA).date()
    assert before <= read_today("") <= dt.datetime.now(CHINA).date()


def test_the_language_is_the_trainees_own(store: Store) -> None:
    assert book_of(store, CHEN.id).language == "zh-Hans"
    assert book_of(store, HUANG.id).language == "en"
    assert book_of(store, HUANG.id, language="zh-Hant").language == "zh-Hant"


@pytest.mark.parametrize(
    ("trainee", "changes", "nearest"),
    [
        ("chen-jei", {}, "chen-jie"),
        ("", {}, "chen-jie"),
        (CHEN.id, {"language": "eng"}, "en"),
        (CHEN.id, {"language": "zh-CN"}, "zh-Hans"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(
    store: Store, trainee: str, changes: dict[str, str], nearest: str
) -> None:
    with pytest.raises(NotFound, match=nearest):
        book_of(store, trainee, **changes)


@pytest.mark.parametrize("written", ["CHEN-JIE", "ｃｈｅｎ-ｊｉｅ", CHEN.name])
def test_a_person_is_found_however_they_are_written(store: Store, written: str) -> None:
    assert book_of(store, written).trainee.id == CHEN.id


@pytest.mark.parametrize(
    "today", ["2026-13-01", "2026-02-30", "9 December", "2003-12-31", "2100-01-01"]
)
def test_a_day_that_cannot_be_worked_with_is_said(store: Store, today: str) -> None:
    with pytest.raises(BadInput, match=" / "):
        book_of(store, today=today)


def test_a_long_text_in_place_of_a_day_is_cut() -> None:
    with pytest.raises(BadInput) as caught:
        read_today("x" * 10_000)
    assert len(str(caught.value)) < 300


def test_a_number_in_place_of_a_text_is_read_as_one(store: Store) -> None:
    number: Any = 20261209
    assert read_today(number) == dt.date(2026, 12, 9)
    with pytest.raises(NotFound):
        open_book(store, number)


def test_a_calendar_that_cannot_be_read_is_said(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBOOK_CALENDAR", "/nowhere/calendar.yaml")
    with pytest.raises(ContentError, match=r"/nowhere/calendar\.yaml"):
        book_of(store)
