"""A page for paper, a spreadsheet or a calendar, or as a diagram."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from workbook import chapters
from workbook.book.trainee_workbook import Book
from workbook.errors import BadInput
from workbook.export.file_names import figures_of
from workbook.export.ics import calendar_file, calendars
from workbook.export.pdf import page_pdf, sheet_pdf
from workbook.export.xlsx import workbook_file
from workbook.pages.handouts import handouts

Html = Callable[[], str]
Written = Callable[[Book, str, Html], bytes]


def comes_as(page: str, shape: str) -> bool:
    """Whether a page has this format beside it: the first page has none, few have a calendar."""
    return page in chapters.pages() and (shape != "ics" or page in calendars())


def page_title(book: Book, chapter: str) -> str:
    """The title of a page, or of a tool by itself."""
    voice = book.voice(chapters.lead(chapter))
    return voice.say(book.wording.export["title"], figures_of(book, chapter))


def _pdf(book: Book, chapter: str, html: Html) -> bytes:
    """The printed sheets of a page's tools; its whole page where they have none."""
    sheets = [
        sheet
        for tool in chapters.on_page(chapter)
        for name in chapters.chapter(tool).handouts
        for sheet in handouts(book, tool, name)
    ]
    return sheet_pdf(sheets) if sheets else page_pdf(html(), page_title(book, chapter))


def _mermaid(book: Book, chapter: str, _: Html) -> bytes:
    for tool in chapters.on_page(chapter):
        if diagram := chapters.chapter(tool).diagram:
            return diagram(book.desk(tool)).encode()
    known = ", ".join(name for name in chapters.names() if chapters.chapter(name).diagram)
    raise BadInput("batch.no_diagram", chapter=chapter, known=known)


# Each: function(book, chapter, html) -> bytes; html makes the page for a browser, where a format
# is drawn from it.
WRITTEN: Mapping[str, Written] = {
    "html": lambda book, chapter, html: html().encode(),
    "pdf": _pdf,
    "xlsx": lambda book, chapter, _: workbook_file(book, chapter),
    "ics": lambda book, chapter, _: calendar_file(book, chapter),
    "mmd": _mermaid,
}


def written(shape: str, book: Book, chapter: str, html: Html, parts: Sequence[str] = ()) -> bytes:
    """A page in a format of ``WRITTEN``; paper with ``parts`` of the page has no sheets."""
    if shape == "pdf" and parts:
        return page_pdf(html(), page_title(book, chapter))
    return WRITTEN[shape](book, chapter, html)
