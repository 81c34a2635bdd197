"""The calendar of a page, for any calendar program."""

from __future__ import annotations

from workbook import chapters
from workbook.book.trainee_workbook import Book
from workbook.chapters.shared.appointments import Appointments
from workbook.errors import BadInput
from workbook.export.ics.calendar import written


def calendars() -> tuple[str, ...]:
    """The pages that are calendars too, in the order of the course."""
    return tuple(page for page in chapters.pages() if _with_days(page))


def calendar_file(book: Book, chapter: str) -> bytes:
    """A page, or a tool by itself, as an iCalendar file; BadInput where it has no days."""
    tools = _with_days(chapter)
    if not tools:
        known = ", ".join(calendars())
        raise BadInput("export.no_calendar", chapter=chapter, known=known)
    return written(
        book, chapter, {name: make(book.desk(name), book.voice) for name, make in tools.items()}
    )


def _with_days(chapter: str) -> dict[str, Appointments]:
    """Each tool that has appointments, with the function that makes them."""
    made = {name: chapters.chapter(name).appointments for name in chapters.on_page(chapter)}
    return {name: make for name, make in made.items() if make is not None}


__all__ = ["calendar_file", "calendars"]
