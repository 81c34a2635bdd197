"""Small files, written the way a bank's systems and Excel write them."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path

import openpyxl

from workbook.portfolio import Reading, read_bytes

FILES = Path(__file__).parent / "files"
TODAY = dt.date(2026, 12, 9)
IDENTITY = "11010519491231002X"  # the example of the standard GB 11643
CARD = "6222021234567890128"


def as_csv(rows: Sequence[Sequence[object]], encoding: str = "utf-8", separator: str = ",") -> bytes:
    """The rows as a CSV file."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(rows: Sequence[Sequence[object]], **sheets: Sequence[Sequence[object]]) -> bytes:
    """A workbook whose first sheet holds ``rows``; further sheets by title."""
    book = openpyxl.Workbook()
    for title, lines in {"first": rows, **sheets}.items():
        sheet = book.active if title == "first" else book.create_sheet()
        sheet.title = title
        for line in lines:
            sheet.append(list(line))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def customers(*rows: Sequence[object], language: str = "en", **options: object) -> Reading:
    """A reading of a customers' CSV; the first row is its heading."""
    return read(as_csv(rows), "customers", language=language, **options)


def read(content: bytes, kind: str, language: str = "en", **options: object) -> Reading:
    """A reading of these bytes as of :data:`TODAY`, unless told otherwise."""
    wishes = {"today": TODAY, **options}
    return read_bytes(content, "book.csv", kind, language=language, **wishes)  # type: ignore


def problems(reading: Reading) -> list[tuple[int, str, str]]:
    """Row, column and problem of every rejected cell."""
    table = reading.rejected[["row", "column", "problem"]]
    return list(table.itertuples(index=False, name=None))
