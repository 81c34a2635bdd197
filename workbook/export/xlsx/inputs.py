"""The sheets to fill in: single fields one below the other, rows as tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl.formatting.rule import FormulaRule
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from workbook.book.merging.lines import Lines, Row, is_line, lines_of, rows_in
from workbook.book.merging.sheets import InputSheet, Item
from workbook.book.trainee_workbook import Book
from workbook.export.xlsx import page_setup, style
from workbook.export.xlsx.cells import Content, content, put, unread

FIELD_WIDTHS = (26, 40, 52, 30)
WIDTHS = {"day": 13, "yes": 12, "count": 14, "measure": 14, "money": 14, "share": 13}
TEXT_WIDTH, LONG_TEXT_WIDTH, LIST_WIDTH = 20, 44, 26
PAGE_WIDTH = 130  # letters that fit across a page; a small table is spread to this width
TWO_PAGES = 200  # letters; beyond them one page across would be too small to read
HINTS, HEADINGS, FIRST = 3, 4, 5  # rows of a table's sheet
YELLOW = 15  # blank rows that are yellow from the start; fewer, so that no blank pages are printed
SPARE = 60  # blank rows that are ready; they turn yellow as they are approached
READY = 3_000  # rows below the last one that still offer their lists and turn yellow
ROW_HEIGHT = 20.0  # points
MOST_FROZEN = 9  # columns; a wider table keeps its first column in view

Offers = Mapping[tuple[str, ...], str]  # labels → their range of cells


def add_inputs(made: Any, book: Book, sheets: Iterable[InputSheet], offers: Offers) -> None:
    """Add the sheets, filled in with what was typed so far."""
    for sheet in sheets:
        entry = book.entry(sheet.chapter)
        lines = lines_of(sheet, book.setting(sheet.chapter))
        rows = [row for row in rows_in(entry.body if entry else {}, sheet) if is_line(row)]
        add = _add_table if sheet.field else _add_fields
        add(made, book, lines, rows, offers)


def _add_fields(made: Any, book: Book, lines: Lines, rows: list[Row], offers: Offers) -> None:
    words, items = book.wording.export, lines.sheet.items
    sheet = page_setup.new_sheet(made, lines.sheet.title, FIELD_WIDTHS, tab=page_setup.INPUT_TAB)
    title = page_setup.title_of(book, lines.sheet.chapter)
    page_setup.say(sheet, 1, lines.sheet.label, "title", (1, 4))
    page_setup.say(sheet, 2, f"{title}　{words['yellow_only']}", "quiet", (1, 4))
    heads = [words[name] for name in ("field", "value", "help", "example")]
    page_setup.headings(sheet, 3, heads, FIELD_WIDTHS)
    filled = _contents(lines, rows[0] if rows else {})
    for row, (item, one) in enumerate(zip(items, filled, strict=True), 4):
        _add_field(sheet, row, item, one)
        _offer(sheet, item, f"B{row}", offers, words["choose_from_list"])
    sheet.freeze_panes = "A4"
    page_setup.protect(sheet)
    page_setup.set_up_print(sheet, title, words["pdf_footer"])


def _add_field(sheet: Any, row: int, item: Item, one: Content) -> None:
    put(sheet.cell(row, 1), item.label, "bold")
    put(sheet.cell(row, 2), one.value, f"input {one.style}")
    put(sheet.cell(row, 3), item.help, "help")
    put(sheet.cell(row, 4), item.example, "example")
    texts = (item.label, str(one.value or ""), item.help, item.example)
    sizes = map(style.height, texts, FIELD_WIDTHS)
    least = 3 if item.kind == "long_text" else 1.4
    sheet.row_dimensions[row].height = max(*sizes, least * style.LINE_HEIGHT)


def _add_table(made: Any, book: Book, lines: Lines, rows: list[Row], offers: Offers) -> None:
    words, plan = book.wording.export, lines.sheet
    widths = _widths(plan.items)
    sheet = page_setup.new_sheet(made, plan.title, widths, tab=page_setup.INPUT_TAB)
    title = page_setup.title_of(book, plan.chapter)
    _add_headings(sheet, plan, widths, book)
    for number, row in enumerate(rows, FIRST):
        _add_line(sheet, number, _contents(lines, row), widths)
    _add_blanks(sheet, plan.items, FIRST + len(rows), widths)
    for column, item in enumerate(plan.items, 1):
        letter = get_column_letter(column)
        place = f"{letter}{FIRST}:{letter}{FIRST + len(rows) + READY}"
        _offer(sheet, item, place, offers, words["choose_from_list"])
    wide = len(widths) > MOST_FROZEN
    sheet.freeze_panes = f"{'B' if wide else 'A'}{FIRST}"
    sheet.print_title_rows = f"1:{HEADINGS}"
    sheet.print_title_cols = "A:A" if wide else None
    page_setup.set_up_print(
        sheet, title, words["pdf_footer"], across=2 if sum(widths) > TWO_PAGES else 1
    )


def _add_blanks(sheet: Any, items: Sequence[Item], first: int, widths: Sequence[float]) -> None:
    """Rows to fill in; below the yellow ones they turn yellow when a row just above is used."""
    for row in range(first, first + SPARE):
        bare = row >= first + YELLOW
        for column, item in enumerate(items, 1):
            put(sheet.cell(row, column), None, f"{'ready' if bare else 'input'} {item.kind}")
        sheet.row_dimensions[row].height = ROW_HEIGHT
    last, begin = get_column_letter(len(items)), first + YELLOW
    rule = FormulaRule([f"COUNTA($A{begin - YELLOW + 3}:${last}{begin})>0"], **style.lit())
    sheet.conditional_formatting.add(f"A{begin}:{last}{first + READY}", rule)


def _add_headings(sheet: Any, plan: InputSheet, widths: Sequence[float], book: Book) -> None:
    """The help for each column is above its heading, so that the rows below can be sorted."""
    put(sheet.cell(1, 1), plan.label, "title")
    put(sheet.cell(2, 1), plan.help, "note")
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 28, 18
    hints = [_hint(item, book) for item in plan.items]
    for column, hint in enumerate(hints, 1):
        put(sheet.cell(HINTS, column), hint, "hint")
    needed = (style.height(*one, style.QUIET_LINE) for one in zip(hints, widths, strict=True))
    sheet.row_dimensions[HINTS].height = max(needed)
    page_setup.headings(sheet, HEADINGS, [item.label for item in plan.items], widths)


def _hint(item: Item, book: Book) -> str:
    must = [book.wording.form["required"]] if item.required else []
    example = [f"{book.wording.export['example']} {item.example}"] if item.example else []
    return "\n".join([*must, item.help, *example])


def _contents(lines: Lines, row: Row) -> list[Content]:
    """The cells of a line as typed; a default is shown where nothing was chosen."""
    read, wrong = lines.read(row)
    indicator = read.get("indicator")
    return [
        unread(row[item.name])
        if item.name in wrong
        else content(item, row.get(item.name), read[item.name], lines.setting, indicator)
        for item in lines.sheet.items
    ]


def _add_line(sheet: Any, row: int, cells: Sequence[Content], widths: Sequence[float]) -> None:
    for column, one in enumerate(cells, 1):
        put(sheet.cell(row, column), one.value, f"input {one.style}")
    texts = [one.value if isinstance(one.value, str) else "" for one in cells]
    sheet.row_dimensions[row].height = min(400, max(ROW_HEIGHT, *map(style.height, texts, widths)))


def _widths(items: Sequence[Item]) -> list[float]:
    plain = [max(_width(item), min(16, style.width(item.label) + 3)) for item in items]
    spread = min(2.2, max(1.0, PAGE_WIDTH / sum(plain)))
    return [round(width * spread, 1) for width in plain]


def _width(item: Item) -> float:
    if item.kind == "choice" and item.options:
        return min(LIST_WIDTH, max(map(style.width, item.options.values())) + 5)
    return WIDTHS.get(item.kind, LONG_TEXT_WIDTH if item.kind == "long_text" else TEXT_WIDTH)


def _offer(sheet: Any, item: Item, place: str, offers: Offers, says: str) -> None:
    """Give cells a drop-down list."""
    where = offers.get(tuple(item.options.values()))
    if where is None:
        return
    offer = DataValidation(type="list", formula1=where, allow_blank=True, showErrorMessage=True)
    offer.errorTitle, offer.error = item.label[:31], says[:255]
    offer.add(place)
    sheet.add_data_validation(offer)


def add_lists(made: Any, title: str, sheets: Iterable[InputSheet]) -> Offers:
    """Add the hidden sheet of lists, a column each; returns where each list's labels are."""
    sheet = made.create_sheet(title)
    sheet.sheet_state = "hidden"
    offers: dict[tuple[str, ...], str] = {}
    for item in (item for one in sheets for item in one.items if item.options):
        labels = tuple(item.options.values())
        if labels in offers:
            continue
        letter = get_column_letter(len(offers) + 1)
        for row, label in enumerate(labels, 1):
            put(sheet[f"{letter}{row}"], label, "plain")
        offers[labels] = f"{quote_sheetname(title)}!${letter}$1:${letter}${len(labels)}"
    return offers
