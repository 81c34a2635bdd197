"""The file of rejected rows."""

from __future__ import annotations

import csv
import io

import pytest

from tests.customers.samples import as_csv, customers, read, words
from workbook.customers.files.file_reader import Reading, rejected_file
from workbook.customers.files.rejected_rows import is_rejected_list


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


# -- what nobody else may read --------------------------------------------------------------------

IDENTITY, CARD = "11010519491231002X", "6222021234567890128"
PRIVATE = {
    "an identity card": IDENTITY,
    "a bank card": CARD,
    "a mobile phone": "13812345678",
    "one with blanks": "138 1234 5678",
    "one with a country": "+86 138-1234-5678",
    "a telephone": "010-62345678",
}


@pytest.mark.parametrize("number", PRIVATE.values(), ids=PRIVATE.keys())
@pytest.mark.parametrize("heading", ["notes", "phone", "name", "证件号码", "家庭电话"])
def test_no_private_number_stands_in_it(number: str, heading: str) -> None:
    reading = customers(["id", "assets", heading], ["1", "5", ""], ["2", "x", f"tel {number}!"])
    text = rejected_file(reading).decode("utf-8-sig")
    assert number not in text
    assert number.strip("+").replace(" ", "").replace("-", "") not in text
    assert "2" in text


@pytest.mark.parametrize("number", PRIVATE.values(), ids=PRIVATE.keys())
def test_a_mask_that_comes_back_becomes_no_data(number: str) -> None:
    reading = customers(["id", "assets", "notes"], ["2", "x", f"likes tea {number} in winter"])
    mended = [[cell.replace("x", "7") for cell in line] for line in lines(reading)]
    again = read(as_csv(mended))
    assert again.mended
    (row,) = again.rows.to_dict("records")
    assert "*" not in row["notes"]
    assert row["notes"].startswith("likes tea")
    assert row["notes"].endswith("in winter")


def test_a_customers_number_that_looks_like_a_telephone_stays() -> None:
    reading = customers(["id", "assets"], ["13812345678", "x"])
    assert lines(reading)[1][3] == "'13812345678" or lines(reading)[1][3] == "13812345678"
    again = read(as_csv([[cell.replace("x", "7") for cell in line] for line in lines(reading)]))
    assert list(again.rows["id"]) == ["13812345678"]


@pytest.mark.parametrize("number", ["0012", "000000000001", "123456789012345"])
def test_a_spreadsheet_leaves_its_numbers_as_they_are(number: str) -> None:
    reading = customers(["id", "assets"], [number, "x"])
    assert lines(reading)[1][3] == f"'{number}"


@pytest.mark.parametrize(
    ("headings", "is_one"),
    [
        (["行号", "问题", "怎么改", "客户号"], True),
        (["row", "problem", "what to do", "id"], True),
        (["客户号", "問題", "怎麼改"], True),
        (["客户号", "行号", "问题"], True),
        (["客户号", "资产", "备注"], False),
        (["行号", "客户号", "资产"], False),
        ([], False),
    ],
)
def test_a_list_is_known_by_its_headings(headings: list[str], is_one: bool) -> None:
    assert is_rejected_list(headings) == is_one
