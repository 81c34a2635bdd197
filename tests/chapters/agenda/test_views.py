from __future__ import annotations

import datetime as dt

import pytest
from icalendar import Calendar, Event
from typed import CHEN, MONTH, TODAY, book_of, reserve

from workbook.book.trainee_workbook import Book
from workbook.chapters.agenda.rules import hour
from workbook.export.ics import calendar_file
from workbook.pages import day_list
from workbook.rendering import Block, sheet_text
from workbook.store import Store


def book(store: Store, **settings: str) -> Book:
    """Three prospects due on 9 December, among others."""
    made = book_of(store)
    rows = reserve()["prospects"]
    for row in rows[:3]:
        row["next_contact"] = "12-09"
    made.save("prospects", {"prospects": rows}, 0)
    if settings:
        made.save("agenda", dict(settings), 0)
    return made.still()


def events(made: Book) -> list[Event]:
    found = Calendar.from_ical(calendar_file(made, "agenda")).walk("VEVENT")
    return [one for one in found if isinstance(one, Event)]


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("8:45", dt.time(8, 45)), ("０8：45", dt.time(8, 45)), ("8点", dt.time(8)),
        ("8点45分", dt.time(8, 45)), ("17.25", dt.time(17, 25)), ("24:00", None),
        ("8:60", None), ("early", None), ("", None), ("845", None),
    ],
)  # fmt: skip
def test_hours_as_people_type_them(typed: str, at: dt.time | None) -> None:
    assert hour(typed) == at


def test_the_calendar_has_two_reminders_a_working_day_and_the_lines_at_their_times(
    store: Store,
) -> None:
    found = events(book(store))
    times = [one.decoded("dtstart") for one in found]
    assert all(one.tzinfo is not None for one in times)
    reminders = [one for one in times if (one.hour, one.minute) in ((0, 45), (9, 25))]  # in UTC
    assert len(reminders) == 2 * 17  # 9 to 31 December
    lines = sorted(one for one in times if one not in reminders)
    assert lines[0] == dt.datetime(2026, 12, 9, 1, tzinfo=dt.UTC)  # nine in China
    said = [str(one["summary"]) for one in found if one.decoded("dtstart") == lines[0]]
    assert said == ["1 · C0008 · 说好今天"]
    assert all(one.walk("VALARM") for one in found)


def test_the_hours_of_the_reminders_are_the_trainees_own(store: Store) -> None:
    times = {one.decoded("dtstart").time() for one in events(book(store, morning="7:30"))}
    assert dt.time(23, 30) in times  # of the day before, in UTC
    assert dt.time(0, 45) not in times


def test_a_uid_stays_when_a_line_moves(store: Store) -> None:
    one, other = book(store), book_of(store)
    before = {str(each["uid"]) for each in events(one)}
    entry = other.entry("prospects")
    assert entry is not None
    rows = [{**row, "amount": "1"} for row in entry.body["prospects"]]
    other.save("prospects", {"prospects": rows}, 1)
    assert {str(each["uid"]) for each in events(other.still())} == before


def test_the_sheet_is_a5_and_says_each_line_in_four(store: Store) -> None:
    made = day_list.sheet(book(store))
    assert (made.paper, made.landscape) == ("A5", False)
    numbers, *blocks = made.parts
    assert "还没有目标" in repr(numbers)
    assert isinstance(blocks[0], Block)
    first = blocks[0].lines
    assert len(first) == 3
    assert first[-1].startswith("□ 打通了")
    assert "仅供演练" in first[1]


def test_nobody_to_contact_is_said(store: Store) -> None:
    assert "今天没有要联系的客户" in sheet_text(day_list.sheet(book_of(store)))


def test_the_list_in_words_is_in_every_language(store: Store) -> None:
    made = book(store)
    for language in ("zh-Hans", "zh-Hant", "en"):
        said = day_list.told(book_of(store, language=language))
        assert len(said["lines"]) == len(day_list.listing_of(made).lines)
        assert "{" not in repr([said["lines"][0][name] for name in ("why", "facts", "act")])
    assert said["lines"][0]["label"] == "Promised for today"
    assert (said["day"], CHEN.language, MONTH) == (TODAY, "zh-Hans", "2026-12")
