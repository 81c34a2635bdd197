"""Paper and screen: page size, footers, protection, and passages of text on a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from workbook import chapters
from workbook.book.trainee_workbook import Book
from workbook.export.xlsx import style
from workbook.export.xlsx.cells import put

A4 = 9
INPUT_TAB, OTHER_TAB = "F2C94C", "9AA5B1"


def title_of(book: Book, chapter: str) -> str:
    """A name for a page, or for a tool by itself: what it is, month or week, trainee."""
    lead = chapters.lead(chapter)
    figures = {
        "chapter": _label(book, chapter),
        "month": str(book.period(lead)),
        "trainee": book.trainee.name,
    }
    return book.voice(lead).say(book.wording.export["title"], figures)


def _label(book: Book, chapter: str) -> str:
    is_page = chapter in chapters.pages()
    return chapters.title(chapter, book.language) if is_page else book.pack(chapter).label


def new_sheet(made: Any, title: str, widths: Sequence[float], *, tab: str = OTHER_TAB) -> Any:
    """A new sheet, laid out."""
    sheet = made.create_sheet()
    lay_out(sheet, title, widths, tab=tab)
    return sheet


def lay_out(sheet: Any, title: str, widths: Sequence[float], *, tab: str = OTHER_TAB) -> None:
    """Give an empty sheet its title, its columns, and a coloured tab."""
    sheet.title = title
    sheet.sheet_properties.tabColor = tab
    sheet.sheet_view.showGridLines = False
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width


def protect(sheet: Any) -> None:
    """Let people type into the open cells only: a reminder, without a password.

    Widths and heights can still be changed.
    """
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False  # openpyxl's value means locked
    sheet.protection.formatRows = False


def set_up_print(sheet: Any, title: str, pages: str, *, across: int = 1, down: int = 0) -> None:
    """A4 landscape, ``across`` pages wide and ``down`` high (0 for as many as it takes).

    The footer has the title and, by the template ``pages``, the page number.
    """
    sheet.page_setup.paperSize = A4
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth = across
    sheet.page_setup.fitToHeight = down
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom = 0.5, 0.65
    margins.header = margins.footer = 0.3
    sheet.oddFooter.left.text = title.replace("&", "&&")
    sheet.oddFooter.right.text = pages.format(page="&P", pages="&N")
    for part in (sheet.oddFooter.left, sheet.oddFooter.right):
        part.size = 8


def say(sheet: Any, row: int, text: str, kind: str, across: tuple[int, int]) -> int:
    """Write ``text`` over the columns ``across`` of a row with fitting height; returns the next
    row."""
    first, last = across
    put(sheet.cell(row, first), text, kind)
    if last > first:
        sheet.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)
    columns = map(get_column_letter, range(first, last + 1))
    room = sum(sheet.column_dimensions[letter].width for letter in columns)
    scale = {"title": 1.7, "heading": 1.35}.get(kind, 1.0)
    needed = style.height(text, room / scale) * scale
    sheet.row_dimensions[row].height = max(needed, sheet.row_dimensions[row].height or 0)
    return row + 1


def headings(sheet: Any, row: int, texts: Sequence[str], widths: Sequence[float]) -> None:
    """Write the headings of a table into a row with fitting height."""
    for column, text in enumerate(texts, 1):
        put(sheet.cell(row, column), text, "head")
    needed = max(style.height(*one) for one in zip(texts, widths, strict=False))
    sheet.row_dimensions[row].height = needed + 6
