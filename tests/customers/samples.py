"""Small files, written the way a bank's systems and Excel write them."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

from workbook.customers.files.file_reader import Reading, read_bytes
from workbook.customers.files.request import ReadOptions
from workbook.customers.message_keys import Problem
from workbook.customers.pack import load

FILES = Path(__file__).parent / "files"
TODAY = dt.date(2026, 12, 9)
IDENTITY = "11010519491231002X"  # the example of the standard GB 11643
CARD = "6222021234567890128"


def as_csv(
    rows: Sequence[Sequence[object]], encoding: str = "utf-8", separator: str = ","
) -> bytes:
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


def read(content: bytes, kind: str = "customers", **wishes: Any) -> Reading:
    """A reading in English as of :data:`TODAY`, unless told otherwise."""
    return read_bytes(
        content, "book.csv", kind, ReadOptions(**{"language": "en", "today": TODAY, **wishes})
    )


def customers(*rows: Sequence[object], **wishes: Any) -> Reading:
    """A reading of a customers' CSV; the first row is its heading."""
    return read(as_csv(rows), **wishes)


def flaws(reading: Reading) -> list[tuple[int, str, str]]:
    """Row, column and problem of everything that was rejected."""
    table = reading.rejected[["row", "column", "problem"]]
    return list(table.itertuples(index=False, name=None))


def words(kind: Problem, **figures: object) -> str:
    """What is said in English of this kind of problem."""
    return load("en").problems[kind].problem.format(**figures)
