"""Pages that are calendars too, for whatever calendar program people use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from workbook.book.trainee_workbook import Book
from workbook.errors import BadInput
from workbook.export.ics import pacing, plan
from workbook.export.ics.calendar import Appointment, written

CALENDARS: Mapping[str, Callable[[Book], Iterator[Appointment]]] = {
    "pacing": pacing.appointments,
    "action_plan": plan.appointments,
}


def calendar_file(book: Book, chapter: str) -> bytes:
    """The page of ``chapter`` as an iCalendar file; BadInput where it has no days of its own."""
    if chapter not in CALENDARS:
        known = ", ".join(CALENDARS)
        raise BadInput(
            f"“{chapter}”没有日历，有日历的是：{known}。 / "
            f"“{chapter}” has no calendar; these have one: {known}."
        )
    return written(book, chapter, CALENDARS[chapter](book))


__all__ = ["CALENDARS", "calendar_file"]
