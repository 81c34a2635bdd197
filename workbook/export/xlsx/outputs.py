"""The sheets to read: the page's findings, and its tables."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from workbook import chapters
from workbook.book.trainee_workbook import Book
from workbook.content.messages import Said, Voice
from workbook.domain.bank import Unit
from workbook.domain.templates import Column
from workbook.export.xlsx import page_setup, style
from workbook.export.xlsx.cells import put
from workbook.pages.findings import cards
from workbook.pages.table_notes import noted
from workbook.rendering.markup import cell_text, columns_of

MOST = 1_000  # rows of a table on the sheet
FINDING_WIDTHS = (12, 34, 66, 56, 22)
RESULT_WIDTHS = (22, *(15,) * 9)
FORMATS = {"count": style.COUNT, "number": "#,##0.0", "share": "0%", "ratio": "0.00", "odds": "0"}


@dataclass(frozen=True)
class Result:
    """A computed cell: a number or a day with its format, or else a text."""

    value: object
    number_format: str = "General"
    side: str = "left"


def add_findings(made: Any, book: Book, names: Sequence[str]) -> None:
    """Add the sheet of the chapters' findings, after the unreadable cells."""
    words = book.wording.export
    sheet = page_setup.new_sheet(made, words["sheet_findings"], FINDING_WIDTHS)
    row = page_setup.say(sheet, 1, words["sheet_findings"], "title", (1, 5))
    for chapter in names:
        row = page_setup.say(sheet, row + 1, book.pack(chapter).label, "heading", (1, 5))
        row = _add_cards(sheet, row, book, chapter)
    page_setup.protect(sheet)
    page_setup.set_up_print(sheet, page_setup.title_of(book, names[0]), words["pdf_footer"])


def _add_cards(sheet: Any, row: int, book: Book, chapter: str) -> int:
    page, found = book.wording.page, cards(book, chapter)
    if not found:
        return page_setup.say(sheet, row, page["no_findings"], "plain", (1, 5))
    heads = [page[name] for name in ("weight", "where", "what", "try", "source")]
    page_setup.headings(sheet, row, heads, FINDING_WIDTHS)
    for number, card in enumerate(found, row + 1):
        texts = (card.weight_label, card.where, card.says, card.attempt, card.source)
        for column, text in enumerate(texts, 1):
            put(sheet.cell(number, column), text, "result left" if column > 1 else card.weight)
        sizes = map(style.height, texts, FINDING_WIDTHS)
        sheet.row_dimensions[number].height = max(sizes) + 4
    return row + len(found) + 1


def add_results(made: Any, book: Book, chapter: str) -> None:
    """Add the sheet of the tables of a page, or of a tool, one below the other."""
    words = book.wording.export
    sheet = page_setup.new_sheet(made, words["sheet_tables"], RESULT_WIDTHS)
    row = page_setup.say(sheet, 1, words["sheet_tables"], "title", (1, len(RESULT_WIDTHS)))
    for tool in chapters.on_page(chapter):
        row = _add_tables(sheet, row, book, tool)
    page_setup.protect(sheet)
    page_setup.set_up_print(sheet, page_setup.title_of(book, chapter), words["pdf_footer"])


def _add_tables(sheet: Any, row: int, book: Book, chapter: str) -> int:
    """The tables of one tool, from below ``row`` on; the last row."""
    tables, across = chapters.chapter(chapter).tables, (1, len(RESULT_WIDTHS))
    desk, pack = book.desk(chapter), book.pack(chapter)
    for name in chapters.chapter(chapter).results or tuple(tables):
        frame = tables[name](desk)
        table = pack.tables[name].model_copy(update={"most": MOST})
        table = noted(book, chapter, name, table, len(frame))
        row = page_setup.say(sheet, row + 1, table.title, "heading", across)
        row = page_setup.say(sheet, row, table.note, "quiet", across) if table.note else row
        if frame.empty:
            row = page_setup.say(sheet, row, book.wording.page["no_rows"], "plain", across)
            continue
        row = _add_table(
            sheet, row, columns_of(table, frame), frame.head(MOST), book.voice(chapter)
        )
    return row


def _add_table(
    sheet: Any, row: int, columns: list[tuple[str, Column]], frame: pd.DataFrame, voice: Voice
) -> int:
    page_setup.headings(sheet, row, [column.label for _, column in columns], RESULT_WIDTHS)
    for record in frame.to_dict("records"):
        row += 1
        by_name = {str(name): value for name, value in record.items()}
        found = [result(name, column, by_name, voice) for name, column in columns]
        for number, one in enumerate(found, 1):
            cell = sheet.cell(row, number)
            put(cell, one.value, f"result {one.side}")
            cell.number_format = one.number_format
        texts = [one.value if isinstance(one.value, str) else "" for one in found]
        sheet.row_dimensions[row].height = max(20.0, *map(style.height, texts, RESULT_WIDTHS))
    return row + 1


def result(name: str, column: Column, record: Mapping[str, Any], voice: Voice) -> Result:
    """One cell of a table: a number that can be calculated with, in the page's unit."""
    value, unit = record[name], str(column.unit)
    if unit == "measure":
        unit = "count" if record.get("indicator") in voice.bank.counted else "money"
    if unit == "day" and not pd.isna(value):
        return Result(pd.Timestamp(value).date(), style.DAY, "center")
    if unit not in ("money", *FORMATS):
        return Result(cell_text(name, column, record, voice))
    if isinstance(value, Said):
        return Result(voice.text(value))
    if pd.isna(value) or math.isinf(value):
        return Result(cell_text(name, column, record, voice), side="right")
    if unit == "money":
        return Result(float(value) / 100 / voice.bank.money.yuan, _money(voice.bank.money), "right")
    number = round(value * 10) if unit == "odds" else float(value)
    return Result(number, FORMATS[unit], "right")


def _money(unit: Unit) -> str:
    return f'#,##0.{"0" * unit.decimals}" {unit.label}"'
