"""XLSX files."""

from __future__ import annotations

import datetime as dt
import io
import random
import zipfile

import openpyxl
import pandas as pd
import pytest

from tests.customers.samples import CARD, as_xlsx, flaws, read, words
from workbook.customers.pack import load
from workbook.errors import BadInput

HEADING = ["客户号", "AUM", "最近联系", "备注"]


def test_ids_dates_and_amounts_as_excel_keeps_them() -> None:
    rows: list[list[object]] = [
        [*HEADING],
        ["0012", 12.34, dt.datetime.fromisoformat("2026-12-05 10:30"), None],
        [13.0, "1.2万", 46361, "x"],
        ["0014", 5, "2026年12月5日", 7],
    ]
    reading = read(as_xlsx(rows))
    assert reading.rows["id"].tolist() == ["0012", "13", "0014"]
    assert reading.rows["assets"].tolist() == [1_234, 1_200_000, 500]
    assert set(reading.rows["last_contact"]) == {pd.Timestamp(2026, 12, 5)}
    assert reading.rows["notes"].tolist()[1:] == ["x", "7"]
    assert load("en").notes["number_ids"].format(heading="客户号", count=1) in reading.notes
    assert reading.encoding == "xlsx"


def test_days_counted_from_1904() -> None:
    book = openpyxl.Workbook()
    book.epoch = dt.datetime.fromisoformat("1904-01-01")
    for row in (HEADING, ["1", 5, 44899, None]):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    reading = read(buffer.getvalue())
    assert reading.rows["last_contact"].tolist() == [pd.Timestamp(2026, 12, 5)]


def test_a_number_with_lost_digits_is_no_id() -> None:
    reading = read(as_xlsx([HEADING, [int(CARD), 5, None, None]]))
    assert flaws(reading) == [(2, "客户号", words("scientific_id"))]


def test_a_card_kept_as_text_is_refused() -> None:
    assert flaws(read(as_xlsx([HEADING, [CARD, 5, None, None]]))) == [
        (2, "客户号", words("card_number"))
    ]


def test_a_formula_that_was_never_calculated() -> None:
    reading = read(as_xlsx([HEADING, ["1", "=1+1", None, None], ["2", 5, None, "=A1"]]))
    assert flaws(reading) == [(2, "AUM", words("formula"))]
    assert any("备注" in note and words("formula") in note for note in reading.notes)


def test_a_formula_in_a_column_that_is_not_read_does_no_harm() -> None:
    reading = read(as_xlsx([["客户号", "AUM", "x"], ["1", 5, "=1+1"]]))
    assert len(reading.rows) == 1


def test_merged_cells_count_once() -> None:
    book = openpyxl.Workbook()
    for row in (
        ["客户清单", None, None],
        ["客户号", "产品", "金额"],
        ["1", "甲", 5],
        [None, "乙", 6],
    ):
        book.active.append(row)
    book.active.merge_cells("A1:C1")
    book.active.merge_cells("A3:A4")
    buffer = io.BytesIO()
    book.save(buffer)
    reading = read(buffer.getvalue(), "holdings")
    assert reading.rows["product"].tolist() == ["甲"]
    assert flaws(reading) == [(4, "客户号", words("blank_required"))]


def test_blank_rows_count_and_short_rows_are_sound() -> None:
    reading = read(as_xlsx([HEADING, [], ["1", 5], ["2", "x"], ["3", 5, None, None, "beyond"]]))
    assert flaws(reading) == [(4, "AUM", words("not_a_number"))]
    assert reading.rows["id"].tolist() == ["1", "3"]
    assert load("en").notes["beyond_heading"].format(count=1, rows="5") in reading.notes


def test_a_sheet_by_name() -> None:
    book = as_xlsx([HEADING, ["1", 5]], 十二月=[HEADING, ["2", 6]])
    with pytest.raises(BadInput, match=r"first, 十二月.*--sheet"):
        read(book)
    assert read(book, sheet="first").rows["id"].tolist() == ["1"]
    assert read(book, sheet="十二月").rows["id"].tolist() == ["2"]
    with pytest.raises(BadInput, match="十二月"):
        read(book, sheet="十一月")


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"PK\x03\x04" + b"\0" * 99])
def test_a_damaged_workbook(content: bytes) -> None:
    with pytest.raises(BadInput, match=r"not a sound .xlsx"):
        read(content)


def test_an_archive_of_something_else() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("letter.txt", "id,assets")
    with pytest.raises(BadInput, match=r"not a sound .xlsx"):
        read(buffer.getvalue())


def test_an_old_or_locked_workbook() -> None:
    with pytest.raises(BadInput, match="password"):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def test_any_damage_gives_rows_or_a_plain_word() -> None:
    sound = as_xlsx([HEADING, *[[f"C{n}", n, 46000, "=1"] for n in range(20)]])
    dice = random.Random(7)
    seen = set()
    for _ in range(60):
        try:
            reading = read(_damaged(sound, dice))
            assert reading.rows_read == len(reading.rows) + reading.rejected["row"].nunique()
            seen.add("rows")
        except BadInput:
            seen.add("word")
    assert seen == {"rows", "word"}


def _damaged(content: bytes, dice: random.Random) -> bytes:
    """The workbook with a few wrong signs in its sheet."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            part = bytearray(old.read(name))
            if "sheet1" in name:
                at = dice.randrange(len(part))
                part[at : at + dice.randint(0, 2)] = dice.choices(b'<>/=" 09Ar\0\xff', k=1)
            new.writestr(name, bytes(part))
    return buffer.getvalue()
