"""The month in a calendar: whole days, lasting identities, and text that stays text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from icalendar import Calendar, Event

from workbook.book.trainee_workbook import Book
from workbook.domain.calendar import Month
from workbook.export.ics import calendar_file

from .books import PACING, book_in


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = book_in(tmp_path)
    with made.store:
        yield made


def events(book: Book) -> list[Event]:
    found = Calendar.from_ical(calendar_file(book, "pacing")).walk("VEVENT")
    return [one for one in found if isinstance(one, Event)]


def said_on(book: Book, day: str) -> list[str]:
    """What the calendar says on a day."""
    at = dt.date.fromisoformat(day)
    return [str(one["summary"]) for one in events(book) if one.decoded("dtstart") == at]


def uids(book: Book) -> list[str]:
    return [str(one["uid"]) for one in events(book)]


# -- the file -------------------------------------------------------------------------------------


def test_it_is_a_calendar_that_others_can_read(book: Book) -> None:
    raw = calendar_file(book, "pacing")
    calendar = Calendar.from_ical(raw)
    assert isinstance(calendar, Calendar)
    assert (calendar["version"], str(calendar["prodid"])) == (
        "2.0",
        "-//coaching workbook//pacing//",
    )
    assert str(calendar["x-wr-calname"]).endswith("陈洁; BEGIN:VEVENT")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert not calendar.errors


def test_every_event_is_a_whole_day_and_blocks_nothing(book: Book) -> None:
    for one in events(book):
        start, end = one.decoded("dtstart"), one.decoded("dtend")
        assert type(start) is dt.date
        assert end - start == dt.timedelta(days=1)
        assert one["transp"] == "TRANSPARENT"
        assert one.decoded("dtstamp") == dt.datetime(2026, 12, 9, tzinfo=dt.UTC)
        assert not one.errors


def test_the_same_page_is_the_same_file(book: Book) -> None:
    assert calendar_file(book, "pacing") == calendar_file(book, "pacing")


# -- identities -----------------------------------------------------------------------------------


def test_every_event_has_an_identity_of_its_own(book: Book) -> None:
    found = uids(book)
    assert len(set(found)) == len(found)
    assert all(uid.endswith("@coaching-workbook") for uid in found)
    assert not any("chen" in uid or "A1" in uid for uid in found)


def test_identities_last_from_day_to_day_and_in_every_language(book: Book) -> None:
    later = replace(book, today=dt.date(2026, 12, 10), language="en")
    assert set(uids(book)) == set(uids(later))


def test_a_changed_amount_is_the_same_event(book: Book) -> None:
    before = {str(one["uid"]): str(one["summary"]) for one in events(book)}
    targets = [{**row, "target": "300"} for row in PACING["targets"]]
    book.save("pacing", {**PACING, "targets": targets, "replans": []}, 1)
    after = {str(one["uid"]): str(one["summary"]) for one in events(book)}
    shared = before.keys() & after.keys()
    assert len(shared) > 20
    assert any(before[uid] != after[uid] for uid in shared)


def test_another_month_and_another_trainee_have_other_identities(book: Book) -> None:
    mine = set(uids(book))
    assert not mine & set(uids(replace(book, month=Month(2027, 1))))
    other = replace(book, trainee=book.trainee.model_copy(update={"id": "wang-lei"}))
    assert not mine & set(uids(other))


# -- what it says ---------------------------------------------------------------------------------


def test_a_day_has_its_plan_and_the_acts_that_it_takes(book: Book) -> None:
    monday = said_on(book, "2026-12-14")
    assert any("理财/投资销量" in text and "万元" in text for text in monday)
    [plan] = [
        one
        for one in events(book)
        if one.decoded("dtstart") == dt.date(2026, 12, 14) and "理财" in str(one["summary"])
    ]
    assert "面谈" in str(plan["description"])


def test_a_day_on_which_nothing_is_planned_has_no_plan(book: Book) -> None:
    assert not [text for text in said_on(book, "2026-12-29") if "理财" in text]


def test_customers_to_contact_and_no_others(book: Book) -> None:
    assert not any("联系客户" in text for text in said_on(book, "2026-12-08"))  # gone by
    tenth = said_on(book, "2026-12-10")
    assert "联系客户 =A1" in tenth
    assert not any("C4" in text or "C5" in text for text in tenth)
    assert not any("C3" in str(one["summary"]) for one in events(book))


def test_what_was_asked_for_and_what_is_to_be_tried(book: Book) -> None:
    assert any("=HYPERLINK('http://x')" in text for text in said_on(book, "2026-12-11"))
    assert any("A017, then" in text for text in said_on(book, "2026-12-12"))


def test_the_two_ten_minutes_of_each_week(book: Book) -> None:
    begins, ends = "10 分钟：看本周名单", "10 分钟：回看本周，给下周写一句话"
    texts = [str(one["summary"]) for one in events(book)]
    assert (sum(begins in text for text in texts), sum(ends in text for text in texts)) == (5, 5)
    for weekday, day, said in (
        ("周二", "2026-12-01", begins), ("周五", "2026-12-25", ends),
        ("周一", "2026-12-28", begins), ("周四", "2026-12-31", ends),
    ):  # fmt: skip
        assert f"{weekday} {said}" in said_on(book, day)


def test_a_week_that_goes_on_next_month_is_looked_back_on_there(book: Book) -> None:
    november = replace(book, month=Month(2026, 11))
    assert [text for text in said_on(november, "2026-11-30") if "10 分钟" in text] == [
        "周一 10 分钟：看本周名单"
    ]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
@pytest.mark.parametrize("chapter", ["pacing", "action_plan"])
def test_a_day_is_called_by_its_own_name(book: Book, chapter: str, language: str) -> None:
    for month in (Month(2026, 9), Month(2026, 10), Month(2026, 11), Month(2026, 12)):
        at = replace(book, month=month, language=language, today=month.days[-1])
        names = [at.wording.export[f"weekday_{number}"] for number in range(1, 8)]
        found = Calendar.from_ical(calendar_file(at, chapter)).walk("VEVENT")
        for one in found:
            said = [name for name in names if name in str(one["summary"])]
            assert said in ([], [names[one.decoded("dtstart").weekday()]]), str(one["summary"])


def test_a_name_with_line_breaks_stands_in_the_calendars_title(book: Book) -> None:
    """One that an older version took in: it is read as it is, and no line of its own."""
    broken = book.trainee.model_copy(update={"name": "陈\r\nBEGIN:VEVENT\n洁"})
    made = calendar_file(replace(book, trainee=broken), "pacing")
    title = str(Calendar.from_ical(made)["x-wr-calname"])
    assert "陈 BEGIN:VEVENT 洁" in title
    assert made.count(b"\r\nBEGIN:VEVENT") == len(events(book))


def test_what_was_typed_stays_text(book: Book) -> None:
    found = events(book)
    [contact] = [one for one in found if str(one["summary"]) == "联系客户 =A1"]
    assert str(contact["description"]) == "a;b,c\\d\nBEGIN:VEVENT"
    [trial] = [one for one in found if "A017" in str(one["summary"])]
    assert str(trial["summary"]).endswith("A017, then\nUID:x")
    assert "x" not in uids(book)
    assert calendar_file(book, "pacing").count(b"\r\nBEGIN:VEVENT") == len(found)


def test_it_speaks_the_readers_language(book: Book) -> None:
    assert any(
        "Investment sales" in text for text in said_on(replace(book, language="en"), "2026-12-14")
    )


def test_an_empty_page_gives_the_weeks_alone(tmp_path: Path) -> None:
    empty = book_in(tmp_path, filled=False)
    with empty.store:
        assert len(events(empty)) == 10


def test_ten_thousand_signs_are_folded_not_cut(book: Book) -> None:
    long = "长" * 2_000
    book.save("pacing", {**PACING, "try_customer": long}, 1)
    raw = calendar_file(book, "pacing")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert any(long in text for text in said_on(book, "2026-12-12"))
