"""Balances with a column for each month are read as if each month had its row."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest

from workbook.customers.files.file_reader import Reading, read_bytes, rejected_file
from workbook.customers.files.request import ReadOptions
from workbook.errors import BadInput

WIDE = "客户号,{0},{1}\nK1,100000,200000\nK2,,300000\n"


def balances(text: str | bytes, name: str = "wide.csv", language: str = "zh-Hans") -> Reading:
    content = text if isinstance(text, bytes) else text.encode()
    return read_bytes(content, name, "balances", ReadOptions(language))


def months(reading: Reading, column: str = "assets") -> list[tuple[str, str, int]]:
    """Customer, month and yuan of each row."""
    rows = reading.rows.dropna(subset=[column])
    return [
        (row["customer"], f"{row['month']:%Y-%m}", row[column] // 100)
        for row in rows.to_dict("records")
    ]


@pytest.mark.parametrize(
    "heads",
    [
        ("2026-01", "2026-02"),
        ("202601", "202602"),
        ("2026年1月", "2026年2月"),
        ("2026/01/31", "2026/02/28"),
        ("2026年1月末资产", "2026年2月末资产"),
        ("AUM余额202601", "AUM余额202602"),
        ("2026-01 月末余额", "2026-02 月末余额"),
        ("Jan 2026", "Feb 2026"),
        ("Jan-26", "Feb-26"),
        ("2026-01-31 00:00:00", "2026-02-28 00:00:00"),
        ("2026-01(元)", "2026-02(元)"),
    ],
)
def test_a_column_for_each_month(heads: tuple[str, str]) -> None:
    reading = balances(WIDE.format(*heads))
    assert months(reading) == [
        ("K1", "2026-01", 100_000),
        ("K1", "2026-02", 200_000),
        ("K2", "2026-02", 300_000),
    ]
    assert reading.rejected.empty
    assert any("2026-01" in note and "2026-02" in note for note in reading.notes)


def test_units_titles_totals_and_averages_are_read_as_ever() -> None:
    text = "单位：万元,,,\n客户号,姓名,2026年1月资产,2026年1月日均AUM\nK1,陈静,10,11\n合计,,10,11\n"
    reading = balances(text)
    assert months(reading) == [("K1", "2026-01", 100_000)]
    assert months(reading, "average") == [("K1", "2026-01", 110_000)]
    headed = balances("客户号,2026-01(万元),2026-02(万元)\nK1,10,20\n")
    assert months(headed) == [("K1", "2026-01", 100_000), ("K1", "2026-02", 200_000)]


def test_days_in_the_headings_of_a_workbook() -> None:
    book, made = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.append(["客户号", dt.date(2026, 1, 31), dt.date(2026, 2, 28)])
    book.active.append(["0012", 100000, 200000])
    book.save(made)
    reading = balances(made.getvalue(), "wide.xlsx")
    assert months(reading) == [("0012", "2026-01", 100_000), ("0012", "2026-02", 200_000)]


def test_a_bad_cell_costs_its_month_alone_and_comes_back_mended() -> None:
    reading = balances("客户号,2026-01,2026-02\nK1,abc,200000\nK2,1,2\nK3,,\n")
    assert len(months(reading)) == 3
    assert set(reading.rejected["value"]) == {"abc", ""}  # K3 has nothing at all, and is named
    text = rejected_file(reading).decode("utf-8-sig")
    assert "2026-01" in text
    mended = balances(text.replace("abc", "500000"))
    assert mended.mended
    assert ("K1", "2026-01", 500_000) in months(mended)


@pytest.mark.parametrize(
    "heads",
    [("1月", "2月"), ("2026-01", "2026/1/31"), ("2026-01(万元)", "2026-02(元)"), ("2026", "2027")],
)
def test_months_that_may_be_mistaken_are_refused_with_what_to_do(heads: tuple[str, str]) -> None:
    with pytest.raises(BadInput, match="2026年1月资产"):
        balances(WIDE.format(*heads))
    with pytest.raises(BadInput, match="Assets Jan 2026"):
        balances(WIDE.format(*heads), language="en")


def test_a_table_with_an_amount_of_its_own_stays_as_it_is() -> None:
    reading = balances("客户号,月份,资产,2026-01\nK1,2026-03,100000,200000\n")
    assert months(reading) == [("K1", "2026-03", 100_000)]
    with pytest.raises(BadInput):
        read_bytes(WIDE.format("2026-01", "2026-02").encode(), "c.csv", "customers")
