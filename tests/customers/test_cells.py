"""Single cells: amounts, counts, days, birthdays, lists, texts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.customers.samples import read
from workbook.customers.files.amounts import as_number
from workbook.customers.files.cells import READERS, read_cells
from workbook.customers.files.column_reader import Manner
from workbook.customers.files.dates import Born, age_on
from workbook.customers.files.grid import Trouble, text_of
from workbook.customers.message_keys import Reads
from workbook.customers.pack import Column, known_values, load, value_key

TODAY = dt.date(2026, 12, 9)
EPOCH = dt.datetime.fromisoformat("1899-12-30")


def one(cell: object, reads: Reads, yuan: int = 1, **column: object) -> object:
    """What one cell is read as: a value, None for a blank, or the kind of its trouble."""
    choices = known_values(str(column["choices"])) if "choices" in column else {}
    about = Column.model_validate({"reads": reads, "label": "x", **column})
    epoch = EPOCH if column.get("label") == "xlsx" else None
    pack = load("en")
    manner = Manner(
        *(about, frozenset({"null"}), 1900, 120, yuan, choices),
        epoch=epoch,
        today=TODAY,
        null_days=frozenset(pack.null_days),
        open_ended=frozenset(map(value_key, pack.open_ended)),
    )
    [value] = read_cells([cell], manner)
    return value.kind if isinstance(value, Trouble) else value


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("12,345.67", 1_234_567),
        ("￥12,345.67", 1_234_567),
        ("CNY 1,000", 100_000),
        ("人民币5元", 500),
        ("１２３．４", 12_340),
        ("3.5万", 3_500_000),
        ("1,234.5万元", 1_234_500_000),
        ("(1,234.00)", -123_400),
        ("（5）", -500),
        ("1,234.50-", -123_450),
        ("-￥2", -200),
        ("1E+05", 10_000_000),
        (12.34, 1_234),
        (0.1 + 0.2, 30),
        (0, 0),
        ("-0.01", -1),
    ],
)
def test_money_as_banks_write_it(typed: object, fen: int) -> None:
    assert one(typed, "money") == fen


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("1234,56", "not_a_number"),
        ("1,23,456", "not_a_number"),
        ("about 5", "not_a_number"),
        ("nan", "not_a_number"),
        ("1" + "万" * 1500, "not_a_number"),
        ("1e999999999", "too_large"),
        ("99999999999999", "too_large"),
        (float("inf"), "not_a_number"),
        ("#DIV/0!", "spreadsheet_error"),
    ],
)
def test_money_that_is_none(typed: object, kind: str) -> None:
    assert one(typed, "money") == kind


def test_the_unit_of_a_heading_counts_for_bare_numbers_only() -> None:
    assert one("1.5", "money", yuan=10_000) == 1_500_000
    assert one("1.5元", "money", yuan=10_000) == 150
    assert one("2万", "money", yuan=10_000) == 2_000_000


@settings(deadline=None)
@given(st.decimals(-(10**11), 10**11, places=2), st.sampled_from(["{:f}", "{:,f}", "￥{:,f}"]))
def test_any_amount_comes_back_to_the_fen(amount: Decimal, way: str) -> None:
    written = way.format(amount)
    assert one(written, "money") == amount * 100
    if amount > 0:
        assert one(f"({written})", "money") == -amount * 100


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_a_value_a_blank_or_a_trouble(text: str) -> None:
    for reads in READERS:
        one(text, reads)
    assert isinstance(as_number(text), str | Trouble)


@pytest.mark.parametrize("typed", ["", " ", "-", "—", "n/a", "无", "NULL", None])
def test_what_counts_as_blank(typed: object) -> None:
    others = [reads for reads in READERS if (typed, reads) != ("无", "yes")]  # beside 有 a no
    assert all(one(typed, reads) is None for reads in others)


def test_counts() -> None:
    assert one("1,024", "count") == 1024
    assert one(3.0, "count") == 3
    assert one("2.5", "count") == "not_whole"
    assert one("25", "count", most=20) == "over_most"
    assert one("20", "count", most=20) == 20
    assert one("-1", "count", least=0) == "under_least"
    assert one("0", "count", least=0) == 0


@pytest.mark.parametrize(
    "typed",
    [
        "2026-12-05",
        "2026/12/5",
        "2026.12.05",
        "2026年12月5日",
        "20261205",
        "20261205103000",
        "2026-12-05 10:30:00",
        "2026-12-05T10:30:00.5+08:00",
        "2026-12-05 10:30:00.0",
        "2026年12月05日 10:20",
        "2026/12/5 上午 10:20",
        "2026/12/5 10:20:30 PM",
        "2026年12月5日 星期六",
        "2026-12-05（周六）",
        "2026年12月5日10时20分",
        "2026-12-05-10.20.30.123456",
        "20261205 102030",
        "20261205T102030",
        "2026年十二月5日",
        "05-DEC-26",
        "5 Dec 2026",
        "Dec 5, 2026",
        "05-12月-26",
        "05-12月 -26 10.20.30",
        "２０２６－１２－０５",
        dt.date(2026, 12, 5),
        dt.datetime.fromisoformat("2026-12-05 10:30"),
    ],
)
def test_days_as_banks_write_them(typed: object) -> None:
    assert one(typed, "day") == dt.date(2026, 12, 5)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("12/5", "not_a_day"),
        ("05/12/2026", "not_a_day"),
        ("26-12-05", "not_a_day"),
        ("46361", "not_a_day"),
        ("2026", "not_a_day"),
        ("2026-02-29", "no_such_day"),
        ("20261341", "no_such_day"),
        ("0002-01-01", "too_early"),
        ("1898-12-31", "too_early"),
        (True, "not_a_day"),
    ],
)
def test_days_that_are_none(typed: object, kind: str) -> None:
    assert one(typed, "day") == kind


def test_a_spreadsheet_counts_its_days() -> None:
    assert one(46361, "day", label="xlsx") == dt.date(2026, 12, 5)
    assert one(46361.4375, "day", label="xlsx") == dt.date(2026, 12, 5)
    assert one(2026, "day", label="xlsx") == "not_a_day"


def test_nothing_that_is_over_lies_after_today() -> None:
    assert one("2026-12-09", "day", past=True) == TODAY
    assert one("2026-12-10", "day", past=True) == "future"
    assert one("2026-12-10", "day") == dt.date(2026, 12, 10)
    assert one("2027-01", "month", past=True) == "future"


@pytest.mark.parametrize(
    "typed",
    [
        *("2026-11", "202611", "2026年11月", "2026/11/30", "20261130", "2026年11月份", "2026.11"),
        *("2026年十一月", "2026年11月末", "Nov-26", "November 2026", "2026-Nov"),
    ],
)
def test_months(typed: str) -> None:
    assert one(typed, "month") == dt.date(2026, 11, 1)


@pytest.mark.parametrize(
    "typed", ["2026Q3", "2026年三季度", "2026年第3季度", "2026-Q3", "Q3 2026", "2026 3季度"]
)
def test_a_quarter_is_its_last_month(typed: str) -> None:
    assert one(typed, "month") == dt.date(2026, 9, 1)


@pytest.mark.parametrize(
    "typed", ["1900-01-01", "1970/1/1", "9999-12-31", "1900-01-01 00:00:00", "0000-00-00", "0"]
)
def test_days_that_systems_write_for_none(typed: str) -> None:
    assert one(typed, "day", past=True) is None
    assert one(typed, "month") is None


def test_a_birthday_may_be_a_day_that_systems_write_for_none() -> None:
    rows = "客户号,资产,生日,开户日期\n1,5,1970-01-01,1970-01-01\n"
    [row] = read(rows.encode()).rows.to_dict("records")
    assert (row["birthday"], pd.isna(row["opened"])) == ("01-01", True)


@pytest.mark.parametrize("typed", ["活期", "长期", "无固定期限", "随时可取", "T+0", "开放式"])
def test_what_never_falls_due(typed: str) -> None:
    assert one(typed, "day") is None


def test_months_that_are_none() -> None:
    for typed in ("2026W05", "2026年", "2026Q5", "2026年第5周", "2026上半年"):
        assert one(typed, "month") == "not_a_month"
    assert one("11", "month") == "not_a_month"
    assert one("46361", "month") == "not_a_month"
    assert one("2026-13", "month") == "no_such_day"


@pytest.mark.parametrize("typed", ["2-29", "02-29", "0229", "2月29日", "02/29"])
def test_a_birthday_without_a_year(typed: str) -> None:
    assert one(typed, "birthday") == Born("02-29", None)


def test_birthdays() -> None:
    assert one("1980-02-29", "birthday") == Born("02-29", dt.date(1980, 2, 29))
    assert one("2-30", "birthday") == "no_such_day"
    assert one("2026-12-10", "birthday") == "future"
    assert one("1905-01-01", "birthday") == "too_early"


def test_ages_are_whole_years() -> None:
    assert age_on(TODAY, dt.date(1990, 12, 9)) == 36
    assert age_on(TODAY, dt.date(1990, 12, 10)) == 35
    assert age_on(dt.date(2026, 2, 28), dt.date(2000, 2, 29)) == 25
    assert age_on(dt.date(2026, 3, 1), dt.date(2000, 2, 29)) == 26


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("0012", "0012"),
        ("００１２", "0012"),
        (' ="0012" ', "0012"),
        ("'0012", "0012"),
        ("0012\t", "0012"),
        (12.0, "12"),
        (12, "12"),
        ("6222021234567891", "6222021234567891"),
        ("6.22E+18", "scientific_id"),
        (6.222021234567891e18, "scientific_id"),
        ("C\x0012", "control_signs"),
    ],
)
def test_ids_are_text(cell: object, text: str) -> None:
    assert one(cell, "id") == text


def test_lists_are_read_in_any_language() -> None:
    for typed in ("C3", "c3", "3", "C3-平衡型", "Ｃ３（平衡）"):
        assert one(typed, "choice", choices="risk_customer") == "C3"
    for typed in ("贷", "收入", "IN", "credit", "轉入"):
        assert one(typed, "choice", choices="direction") == "in"
    for typed in ("C33", "稳健", "6"):
        assert one(typed, "choice", choices="risk_customer") == "not_in_list"


def test_yes_and_no() -> None:
    assert [one(typed, "yes") for typed in ("是", "Y", "1", True, "√")] == [True] * 5
    assert [one(typed, "yes") for typed in ("否", "n", "0", False)] == [False] * 4
    assert one("maybe", "yes") == "not_yes_or_no"


def test_text_stays_as_typed() -> None:
    typed = "=HYPERLINK(“x”) <b>$x^2$</b>\n😀"
    assert one(typed, "text") == typed
    assert one("字" * 2_001, "text") == "too_long"
    assert one("a\x07b", "text") == "control_signs"
    assert one("\ud800", "text") == "control_signs"


def test_json() -> None:
    assert one('{"b": 1, "a": "好"}', "json") == '{"b": 1, "a": "好"}'
    for typed in ("[1]", "{", '{"a": NaN}', "[" * 100_000, '{"a": ' + "1" * 5_000 + "}"):
        assert one(typed, "json") == "not_json"
    assert one('{"a": "\\ud800"}', "json") == "control_signs"


def test_the_text_of_a_cell() -> None:
    assert text_of(dt.datetime.fromisoformat("2026-12-05")) == "2026-12-05"
    assert text_of(dt.datetime.fromisoformat("2026-12-05 08:00")) == "2026-12-05 08:00:00"
    assert text_of("'=1+1") == "=1+1"
    assert text_of("'tis") == "'tis"
    assert text_of(1e300) == "1e+300"
