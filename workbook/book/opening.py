"""Opens a trainee's workbook by name, with defaults from the clock and the roster."""

from __future__ import annotations

import datetime as dt

from workbook.book.trainee_workbook import CHINA, Book
from workbook.content import LANGUAGES
from workbook.domain.calendar import Month, load_calendar
from workbook.errors import BadInput, not_found
from workbook.store import Store


def open_book(
    store: Store, trainee: str, month: str = "", today: str = "", language: str = ""
) -> Book:
    """The workbook of ``trainee``.

    month: "2026-12", empty for the month of ``today``. today: ISO date, empty for today in China.
    language: empty for the trainee's own. Raises NotFound or BadInput, which say what to give
    instead.
    """
    person = store.trainee(str(trainee))  # papermill passes 12 as a number
    spoken = language or person.language
    if spoken not in LANGUAGES:
        raise not_found("language", spoken, LANGUAGES)
    day = read_today(today)
    at = Month.parse(month) if month else Month.of(day)
    return Book(store, person, at, day, spoken, load_calendar())


def read_today(today: str) -> dt.date:
    """An ISO date within the supported years, or today in China when it is empty."""
    if not today:
        return dt.datetime.now(CHINA).date()
    typed = str(today)
    try:
        day = dt.date.fromisoformat(typed)
    except ValueError:
        raise BadInput("book.no_date", typed=typed[:40]) from None
    Month.parse(str(Month.of(day)))
    return day
