"""The coach's remarks and the answers: a note at their field, and a sheet to read them on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl.comments import Comment

from workbook.book.merging.sheets import InputSheet
from workbook.book.merging.texts import shown
from workbook.book.remarks import Thread, threads
from workbook.book.trainee_workbook import Book
from workbook.export.xlsx import page_setup, style
from workbook.export.xlsx.cells import put

WIDTHS = (20, 22, 70, 60)
FIRST_FIELD = 4  # the row of the first single field
NOTE_WIDTH, NOTE_HEIGHT = 320, 140  # pixels


def add_remarks(made: Any, book: Book, sheets: Sequence[InputSheet]) -> None:
    """Add the notes, and the sheet where there is a remark."""
    names = dict.fromkeys(one.chapter for one in sheets)
    found = [one for name in names for one in threads(book, name)]
    for sheet in sheets:
        mine = [one for one in found if one.chapter == sheet.chapter]
        _add_notes(made[sheet.title], sheet, mine)
    if found:
        _add_sheet(made, book, found)


def _add_notes(cells: Any, sheet: InputSheet, found: Sequence[Thread]) -> None:
    """One note a cell, with all that was said about it, oldest first."""
    said: dict[str, list[str]] = {}
    for one in reversed(found):
        place = _place(sheet, one.field)
        if place:
            said.setdefault(place, []).append("\n".join([one.text, *_answers(one)]))
    for place, texts in said.items():
        note = Comment(shown("\n\n".join(texts)), "", NOTE_HEIGHT, NOTE_WIDTH)
        cells[place].comment = note


def _place(sheet: InputSheet, field: str) -> str:
    """The cell of a field on its sheet: that of a table is its title."""
    if sheet.field:
        return "A1" if field == sheet.field else ""
    return f"B{FIRST_FIELD + sheet.names.index(field)}" if field in sheet.names else ""


def _answers(one: Thread) -> list[str]:
    return [f"↳ {each.author}: {each.text}" for each in one.answers]


def _add_sheet(made: Any, book: Book, found: Sequence[Thread]) -> None:
    words = book.wording.export
    sheet = page_setup.new_sheet(made, words["sheet_remarks"], WIDTHS)
    row = page_setup.say(sheet, 1, words["sheet_remarks"], "title", (1, 4))
    heads = _heads(book.wording.exchange)
    page_setup.headings(sheet, row, heads, WIDTHS)
    for number, one in enumerate(found, row + 1):
        texts = (one.label, one.field_label, one.text, "\n".join(_answers(one)))
        for column, text in enumerate(texts, 1):
            put(sheet.cell(number, column), text, "result left")
        sizes = map(style.height, texts, WIDTHS)
        sheet.row_dimensions[number].height = max(sizes)
    page_setup.protect(sheet)
    page_setup.set_up_print(sheet, words["sheet_remarks"], words["pdf_footer"])


def _heads(words: Mapping[str, str]) -> list[str]:
    return [words[f"remark_{name}"] for name in ("page", "field", "text", "answers")]
