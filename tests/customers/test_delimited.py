"""CSV texts, sound and broken."""

from __future__ import annotations

import pytest

from tests.customers.samples import as_csv, flaws, read, words
from workbook.customers.pack import load
from workbook.errors import BadInput


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_heading_tells_the_separator(separator: str) -> None:
    rows = [["客户号", "资产", "备注"], ["1", "1,234.50", "甲,乙;丙|丁\t戊"]]
    reading = read(as_csv(rows, separator=separator))
    assert reading.rows.to_dict("records") == [
        {"id": "1", "assets": 123_450, "notes": "甲,乙;丙|丁\t戊"}
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end(end: str) -> None:
    assert len(read(f"id,assets{end}1,5{end}2,6".encode()).rows) == 2


def test_a_quoted_cell_may_hold_line_breaks_and_quotes() -> None:
    reading = read(as_csv([["id", "assets", "notes"], ["1", "5", 'a\r\n"b"\nc'], ["2", "x", ""]]))
    assert reading.rows["notes"].tolist() == ['a\r\n"b"\nc']
    assert flaws(reading) == [(3, "assets", words("not_a_number"))]
    assert load("en").notes["line_breaks"].format(count=1, rows=2) in reading.notes


def test_a_quote_that_never_closes_spoils_its_own_row_only() -> None:
    reading = read(b'id,assets,notes\n1,5,"a\n2,6,b\n3,7,"c"\n4,8,"d"x\n')
    assert flaws(reading) == [(2, "", words("broken_line")), (5, "", words("broken_line"))]
    assert reading.rows["id"].tolist() == ["2", "3"]


def test_a_stray_quote_does_not_swallow_rows_up_to_the_next_one() -> None:
    reading = read(b'id,assets,notes\n1,"5,a\n2,6,b\n3,7,c"\n4,8,d\n')
    assert flaws(reading) == [(2, "", words("broken_line"))]
    assert reading.rows["id"].tolist() == ["2", "3", "4"]


def test_rows_with_too_few_or_too_many_cells() -> None:
    reading = read(b"id,assets,notes\n1,5\n2,5,a,b\n3,5,a,,\n4,5,\n")
    assert flaws(reading) == [
        (2, "", words("too_few_cells", cells=2, columns=3)),
        (3, "", words("too_many_cells", cells=4, columns=3)),
    ]
    assert reading.rows["id"].tolist() == ["3", "4"]


def test_totals_and_repeated_headings_are_no_customers() -> None:
    reading = read("客户号,资产\n1,5\n客户号,资产\n2,6\n合 计,11\n合计,11\nTotal,11\n".encode())
    assert flaws(reading) == []
    assert reading.rows["id"].tolist() == ["1", "2"]
    assert reading.rows_read == 2
    said, about = load("en").notes["asides"], load("en").asides
    assert said.format(what=about["total"], rows="5, 6, 7") in reading.notes
    assert said.format(what=about["heading"], rows="3") in reading.notes


def test_nul_bytes_reject_their_row() -> None:
    reading = read(b"id,assets,notes\na\0b,5,1\n2,5,c\n")
    assert flaws(reading) == [(2, "id", words("control_signs"))]
    assert reading.rejected["value"].tolist() == ["a\\x00b"]


def test_a_very_long_cell_is_left_out_and_said() -> None:
    reading = read(b"id,assets,notes\n1,5," + b"x" * 200_000 + b"\n2,5,a\n3,5," + b"y" * 3_000)
    assert [row for row, _, _ in flaws(reading)] == [2]
    assert reading.rows["id"].tolist() == ["2", "3"]
    assert any("3000" in note for note in reading.notes)
    assert reading.rejected["value"].str.len().max() <= 40


def test_a_web_page_without_a_table_is_said() -> None:
    with pytest.raises(BadInput, match="web page"):
        read(b"<html><p>id, assets</p></html>")
