"""Rows → files: CSV in several encodings, and XLSX; the same rows are always the same bytes."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import openpyxl
from making.written import WAN, Row

MONEY = {"assets", "deposits", "investments", "insurance", "loans", "amount", "gain"}
TEXT = "@"  # the number format of a spreadsheet that keeps 0012 as it is
TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
STAMP = (2026, 12, 8, 18, 0, 0)

Cells = Sequence[object]


def cells(
    rows: Sequence[Row], kind: str, headings: Mapping[str, Any], *, numbers: bool
) -> Iterator[Cells]:
    """The heading, then a line for each row; ``numbers``: as a spreadsheet stores them."""
    columns = headings[kind]
    yield list(columns.values())
    wan = headings["money"] == "wan" and kind != "transactions"
    for row in rows:
        yield [_cell(name, row[name], wan=wan, numbers=numbers) for name in columns]


def _cell(name: str, value: Any, *, wan: bool, numbers: bool) -> object:
    if value is None:
        return None if numbers else ""
    if name in MONEY and isinstance(value, int):
        return value / 100 if numbers else _amount(value, wan=wan)
    if name == "month" and isinstance(value, dt.date):
        return f"{value:%Y%m}" if wan else f"{value:%Y-%m}"
    if isinstance(value, dt.date) and not numbers:
        return f"{value:%Y/%m/%d}" if wan else value.isoformat()
    return value if numbers and value != "" else (None if numbers else str(value))


def _amount(fen: int, *, wan: bool) -> str:
    unit = WAN if wan else 100
    text = f"{Decimal(fen) / unit:f}"
    return text if "." in text else f"{text}.00"


def as_csv(lines: Sequence[Cells], encoding: str) -> bytes:
    """Comma-separated; line ends as the system that made it writes them."""
    ending = "\r\n" if encoding == "gb18030" else "\n"
    text = io.StringIO()
    csv.writer(text, lineterminator=ending).writerows(lines)
    return text.getvalue().encode(encoding)


def as_xlsx(lines: Sequence[Cells], title: str, above: str) -> bytes:
    """A sheet with a line of title above its heading, ids and texts as text."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for line in ([above], *lines):
        sheet.append(list(line))
    for row in sheet.iter_rows(min_row=3):
        for cell in row:
            if isinstance(cell.value, str):
                cell.number_format = TEXT
    book.properties.creator = "samples"
    packed = io.BytesIO()
    book.save(packed)
    return _repacked(packed.getvalue())


def _repacked(content: bytes) -> bytes:
    """The same workbook without the time of its making, and not compressed: libraries differ."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in sorted(old.namelist()):
            part = old.read(name)
            if name == "docProps/core.xml":
                part = TIMES.sub(rb"\g<1>2026-12-08T18:00:00Z", part)
            new.writestr(zipfile.ZipInfo(name, STAMP), part)
    return packed.getvalue()


def spoiled(
    lines: Sequence[Cells], wrong: Mapping[str, Any], columns: Mapping[str, str]
) -> list[Cells]:
    """The lines with what is wrong in them: cells, a customer twice, a line of totals."""
    names = list(columns)
    found = [list(line) for line in lines]
    number = {str(line[0]): at for at, line in enumerate(found)}
    for customer, column, value in wrong.get("cells", ()):
        found[number[customer]][names.index(column)] = value
    for customer in wrong.get("again", ()):
        again = list(found[number[customer]])
        again[names.index("assets")] = "1.00"
        found.append(again)
    if "totals" in wrong:
        found.append([wrong["totals"], *[""] * (len(names) - 1)])
    return [tuple(line) for line in found]
