"""A chapter's page → the bytes of a spreadsheet: the inputs, the results, the description."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import openpyxl
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.writer.excel import ExcelWriter

from workbook import chapters
from workbook.book.merging.sheets import InputSheet, input_sheets, title
from workbook.book.remarks import threads
from workbook.book.trainee_workbook import CHINA, Book
from workbook.export.file_names import page_name, plain
from workbook.export.xlsx import page_setup, provenance, style
from workbook.export.xlsx.cells import put
from workbook.export.xlsx.inputs import add_inputs, add_lists
from workbook.export.xlsx.outputs import add_findings, add_results
from workbook.export.xlsx.provenance import About, Column, Made
from workbook.export.xlsx.remarks import add_remarks

FIRST_DAY, LAST_DAY = dt.date(1980, 1, 1), dt.date(2107, 12, 31)  # the dates that a zip can hold
COMMAND = "workbook import entries {file}.xlsx"
READ_ME_WIDTHS = (4, 30, 96)
ABOUT_WIDTHS = (18, 26, 18, 18, 18, 34)
MOST_BEFORE = 60  # versions by which another store finds the last one that both had
RULES = (
    "yellow_only",
    "choose_from_list",
    "add_rows",
    "keep_shape",
    "dates",
    "money",
    "shares",
    "counts",
    "names",
    "formulas",
)


def workbook_file(book: Book, chapter: str) -> bytes:
    """A page, or a tool by itself, with the tools it reads, as an XLSX file.

    The same content gives the same bytes. Raises NotFound for an unknown name.
    """
    book, names = book.still(), chapters.together(chapter)
    return _file(book, names, input_sheets(book, names), chapter)


def whole_file(book: Book) -> bytes:
    """All pages of a month that are filled in, with the remarks beside their fields, as one file.

    Of a weekly page it has the week of ``book.today``.
    """
    book = book.still()
    names = [name for name in chapters.names() if chapters.chapter(name).completeness]
    return _file(book, names, _titled(book, input_sheets(book, names)))


def _titled(book: Book, sheets: Sequence[InputSheet]) -> list[InputSheet]:
    """The sheets of many pages: each says of which."""
    found: list[InputSheet] = []
    for one in sheets:
        wished = f"{book.pack(one.chapter).label} · {one.label}"
        taken = [each.title.casefold() for each in found]
        found.append(replace(one, title=title(wished, taken)))
    return found


def _file(book: Book, names: Sequence[str], sheets: Sequence[InputSheet], page: str = "") -> bytes:
    """page: whose results are added; "" for all pages of a month, without results."""
    made = openpyxl.Workbook()
    style.add_styles(made, book.language, book.bank(names[0]).money.decimals)
    _add_read_me(made.active, book, names, sheets, page)
    offers = add_lists(made, book.wording.export["sheet_lists"], sheets)
    add_inputs(made, book, sheets, offers)
    add_remarks(made, book, sheets)
    add_findings(made, book, names)
    if page:
        add_results(made, book, page)
    _add_about(made, book, names, sheets)
    hidden = made[book.wording.export["sheet_lists"]]
    made.move_sheet(hidden, len(made.sheetnames))
    return _bytes(made, book.today)


def _add_read_me(
    sheet: Any,
    book: Book,
    names: Sequence[str],
    sheets: Sequence[InputSheet],
    page: str,
) -> None:
    words, general = book.wording.export, book.wording.page
    whose = page_setup.title_of(book, page) if page else name_of_whole(book)
    page_setup.lay_out(sheet, words["sheet_read_me"], READ_ME_WIDTHS)
    row = page_setup.say(sheet, 1, whose, "title", (1, 3))
    row = page_setup.say(sheet, row, words["hello"], "plain", (1, 3))
    row = page_setup.say(sheet, row + 1, words["read_me_title"], "heading", (1, 3))
    name = page_name(book, page) if page else name_of_whole(book)
    for number, text in enumerate(_rules(book, names[0], name), 1):
        put(sheet.cell(row, 1), number, "number")
        row = page_setup.say(sheet, row, text, "plain", (2, 3))
    row = page_setup.say(sheet, row + 1, general["contents"], "heading", (1, 3))
    row = _add_contents(sheet, row, sheets, _read_only(book, names, page))
    for text in (*_versions(book, names), general["privacy"], general["compliance"]):
        row = page_setup.say(sheet, row + 1, text, "quiet", (1, 3)) - 1
    page_setup.protect(sheet)
    page_setup.set_up_print(sheet, whose, words["pdf_footer"], down=1)


def _read_only(book: Book, names: Sequence[str], page: str) -> list[str]:
    """The titles of the sheets that are to be read."""
    words = book.wording.export
    said = [words["sheet_remarks"]] if any(threads(book, name) for name in names) else []
    return [*said, words["sheet_findings"], *([words["sheet_tables"]] if page else [])]


def name_of_whole(book: Book) -> str:
    """The file name of all pages of a person's month, without its suffix."""
    said = book.wording.exchange["file_book"]
    return said.format(month=str(book.month), name=plain(book.trainee.name))


def _rules(book: Book, chapter: str, name: str) -> list[str]:
    words, voice = book.wording.export, book.voice(chapter)
    said = {"unit": book.bank(chapter).money.label, "command": COMMAND.format(file=name)}
    return [voice.say(words[rule], said) for rule in (*RULES, "send_back")]


def _add_contents(sheet: Any, row: int, sheets: Sequence[InputSheet], others: Sequence[str]) -> int:
    listed = [(one.title, one.help, "yellow") for one in sheets]
    for name, says, mark in (*listed, *((name, "", "plain") for name in others)):
        put(sheet.cell(row, 1), None, mark)
        link = sheet.cell(row, 2)
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"{quote_sheetname(name)}!A1")
        put(link, name, "link")
        row = page_setup.say(sheet, row, says, "quiet", (3, 3))
    return row


def _versions(book: Book, names: Sequence[str]) -> list[str]:
    """The version of each chapter that the file was made from."""
    said = []
    for name in names:
        entry, label = book.entry(name), book.pack(name).label
        based = book.wording.form["never_saved"]
        if entry:
            time = entry.saved_at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
            figures = {"version": entry.version, "time": time}
            based = book.voice(name).say(book.wording.export["based_on"], figures)
        said.append(f"{label}　{based}")
    return said


# -- what the file says about itself --------------------------------------------------------------


def _add_about(made: Any, book: Book, names: Sequence[str], sheets: Sequence[InputSheet]) -> None:
    words, page = book.wording.export, book.wording.page
    sheet = page_setup.new_sheet(made, words["sheet_about"], ABOUT_WIDTHS)
    row = page_setup.say(sheet, 1, words["sheet_about"], "title", (1, 6))
    facts = {
        page["trainee"]: f"{book.trainee.name}　{book.trainee.id}",
        page["month"]: str(book.month),
        page["chapter"]: "　".join(book.pack(name).label for name in names),
        page["language"]: book.wording.language,
        page["today"]: book.today.isoformat(),
    }
    for name, fact in facts.items():
        put(sheet.cell(row, 1), name, "bold")
        row = page_setup.say(sheet, row, fact, "plain", (2, 6))
    for text in (*_versions(book, names), words["keep_shape"]):
        row = page_setup.say(sheet, row, text, "quiet", (1, 6))
    for number, line in enumerate(provenance.as_lines(_about(book, names, sheets)), row + 1):
        for column, text in enumerate(line, 1):
            put(sheet.cell(number, column), text, "small")
        sheet.row_dimensions[number].hidden = True  # for the machine; it takes no room on paper
    page_setup.protect(sheet)
    page_setup.set_up_print(sheet, page_setup.title_of(book, names[0]), words["pdf_footer"])


def _about(book: Book, names: Sequence[str], sheets: Sequence[InputSheet]) -> About:
    lists: dict[tuple[str, ...], str] = {}
    keys: dict[str, dict[str, str]] = {}
    columns = []
    for sheet in sheets:
        for item in sheet.items:
            number = lists.setdefault(tuple(item.options), str(len(lists))) if item.options else ""
            keys |= {number: {label: key for key, label in item.options.items()}} if number else {}
            columns.append(
                Column(sheet.title, sheet.chapter, sheet.field, item.name, number, item.label)
            )
    made = tuple(_made(book, name) for name in names)
    month, today = str(book.month), book.today.isoformat()
    before = {name: _before(book, name) for name in names}
    place = (book.trainee.id, month, today, book.language, names[0])
    return About(*place, made, tuple(columns), keys, before)


def _before(book: Book, chapter: str) -> tuple[str, ...]:
    """The versions before the one that the file is made from, latest first."""
    found = (provenance.fingerprint(one.body) for one in reversed(book.history(chapter)))
    return tuple(dict.fromkeys(found))[:MOST_BEFORE]


def _made(book: Book, chapter: str) -> Made:
    entry = book.entry(chapter)
    return Made(
        chapter,
        entry.version if entry else 0,
        provenance.fingerprint(entry.body if entry else {}),
        book.template(chapter).digest,
        book.bank(chapter).money.yuan,
    )


# -- bytes ----------------------------------------------------------------------------------------


def _bytes(made: Any, day: dt.date) -> bytes:
    """The file, with every time in it set to ``day``."""
    noon = dt.datetime.combine(day, dt.time(12))
    made.properties.created = made.properties.modified = noon
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        ExcelWriter(made, archive).save()
    return _dated(written, min(max(day, FIRST_DAY), LAST_DAY))


def _dated(written: io.BytesIO, day: dt.date) -> bytes:
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(written) as parts,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in parts.namelist():
            info = zipfile.ZipInfo(name, (day.year, day.month, day.day, 12, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, parts.read(name))
    return packed.getvalue()
