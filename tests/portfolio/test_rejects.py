"""The file of rejected rows."""

from __future__ import annotations

import csv
import io

import pytest

from tests.portfolio.samples import as_csv, customers, read, words
from workbook.portfolio import Reading, rejected_file


def lines(reading: Reading) -> list[list[str]]:
    return list(csv.reader(io.StringIO(rejected_file(reading).decode("utf-8-sig"), newline="")))


def test_all_columns_of_the_rejected_rows_with_their_problems() -> None:
    reading = customers(
        ["id", "assets", "unknown", "star_points"], ["1", "5", "a", "9"], ["2", "x", "b", "y"]
    )
    heading, row = lines(reading)
    assert heading == ["row", "problem", "what to do", "id", "assets", "unknown", "star_points"]
    assert row[0] == "3"
    assert row[1].split(" | ") == [
        f"assets: {words('not_a_number')}",
        f"star_points: {words('not_a_number')}",
    ]
    assert len(row[2].split(" | ")) == 1
    assert row[3:] == ["2", "x", "", "y"]


def test_excel_opens_it_as_utf_8() -> None:
    assert rejected_file(customers(["id", "assets"], ["1", "错"])).startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝"])
def test_nothing_in_it_is_a_formula(sign: str) -> None:
    evil = f"{sign}HYPERLINK(1)"
    reading = customers(["id", "assets", evil], [evil, "x", evil], [evil, "5", evil])
    cells = [cell for line in lines(reading) for cell in line]
    assert f"'{evil}" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))]


def test_a_row_that_was_mended_comes_in_without_another_touch() -> None:
    reading = customers(["id", "assets", "notes"], ["0012", "x", "=1+1"], ["2", "5", ""])
    mended = [[cell.replace("x", "-7") for cell in line] for line in lines(reading)]
    again = read(as_csv(mended))
    assert again.rows.to_dict("records") == [{"id": "0012", "assets": -700, "notes": "=1+1"}]


def test_rows_that_could_not_be_split_are_there_too() -> None:
    reading = read(b'id,assets\n1,"5\n2,6,7\n\x003,4\n')
    assert [line[0] for line in lines(reading)[1:]] == ["2", "3", "4"]
    assert lines(reading)[1][3] == '1,"5'
    assert lines(reading)[2][3:] == ["2", "6", "7"]


def test_without_rejected_rows_it_is_a_heading() -> None:
    reading = customers(["id", "assets"], ["1", "5"])
    assert len(lines(reading)) == 1
    assert list(reading.rejected) == ["row", "column", "value", "problem", "remedy"]
    assert reading.rejected.dtypes.astype(str).tolist() == ["int64", "str", "str", "str", "str"]
