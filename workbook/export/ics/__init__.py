"""The calendar of a page, for any calendar program."""

from __future__ import annotations

from workbook import chapters
from workbook.book.trainee_workbook import Book
from workbook.errors import BadInput
from workbook.export.ics.calendar import written


def calendars() -> tuple[str, ...]:
    """The chapters whose pages are calendars too, in the order of the course."""
    return tuple(name for name in chapters.names() if chapters.chapter(name).appointments)


def calendar_file(book: Book, chapter: str) -> bytes:
    """The page of ``chapter`` as an iCalendar file; BadInput where it has no days."""
    appointments = chapters.chapter(chapter).appointments
    if appointments is None:
        known = ", ".join(calendars())
        raise BadInput("export.no_calendar", chapter=chapter, known=known)
    return written(book, chapter, appointments(book.desk(chapter), book.voice))


__all__ = ["calendar_file", "calendars"]
