"""Which of our columns stands where."""

from __future__ import annotations

import pytest

from tests.customers.samples import as_csv, as_xlsx, customers, read
from workbook.content import LANGUAGES
from workbook.customers.pack import KINDS, heading_key, known_headings, load
from workbook.errors import BadInput, NotFound


@pytest.mark.parametrize("kind", KINDS)
def test_no_heading_means_two_columns(kind: str) -> None:
    meant: dict[str, set[str]] = {}
    for language in LANGUAGES:
        for name, column in load(language).table(kind).columns.items():
            for heading in (name, column.label, *column.aliases):
                meant.setdefault(heading_key(heading), set()).add(name)
    assert {heading: names for heading, names in meant.items() if len(names) > 1} == {}
    assert "" not in meant


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("客户号", "id"),
        ("*客户编号", "id"),
        ("客戶號", "id"),
        ("CustomerId", "id"),
        ("Customer No.", "id"),
        ("金融资产余额", "assets"),
        ("ＡＵＭ", "assets"),
        ("Num_Of_Products", "products"),
        ("最近一次联系", "last_contact"),
    ],
)
def test_headings_as_banks_write_them(heading: str, column: str) -> None:
    assert known_headings("customers")[heading_key(heading)] == column


@pytest.mark.parametrize(
    ("heading", "fen"),
    [
        ("资产", 100),
        ("资产（元）", 100),
        ("资产(万元)", 1_000_000),
        ("资产（单位：万元）", 1_000_000),
        ("AUM [RMB]", 100),
        ("资产(亿元)", 10_000_000_000),
    ],
)
def test_a_heading_may_name_the_unit(heading: str, fen: int) -> None:
    assert customers(["id", heading], ["1", "1"]).rows["assets"].tolist() == [fen]


def test_another_currency_is_no_yuan() -> None:
    with pytest.raises(BadInput, match=r"资产.美元"):
        customers(["id", "资产(美元)"], ["1", "1"])


def test_a_mapped_heading_may_name_the_unit_too() -> None:
    reading = customers(
        ["号", "规模(万元)"], ["1", "2"], columns={"号": "id", "规模(万元)": "assets"}
    )
    assert reading.rows["assets"].tolist() == [2_000_000]


def test_the_mapping_wins_over_the_names_that_we_know() -> None:
    reading = customers(["id", "AUM", "Gross"], ["1", "5", "6"], columns={"Gross": "assets"})
    assert reading.rows["assets"].tolist() == [600]
    assert any("AUM" in note for note in reading.notes)


def test_two_columns_of_one_meaning_are_a_question() -> None:
    [asked] = customers(["id", "AUM", "总资产"], ["1", "5", "6"]).questions
    assert "AUM, 总资产" in asked
    [asked] = customers(["id", "AUM", "AUM"], ["1", "5", "6"]).questions
    assert "AUM, AUM" in asked
    assert customers(["id", "AUM", "总资产"], ["1", "5", "5.1"]).questions == ()
    chosen = customers(["id", "AUM", "总资产"], ["1", "5", "6"], columns={"总资产": "assets"})
    assert chosen.rows["assets"].tolist() == [600]


def test_two_columns_that_are_left_out_anyway_are_none() -> None:
    assert len(customers(["id", "AUM", "手机", "电话"], ["1", "5", "1", "2"]).rows) == 1


def test_required_columns_and_a_value() -> None:
    with pytest.raises(BadInput, match=r"Customer ID.*Kundennummer"):
        customers(["Kundennummer", "AUM"], ["1", "5"])
    with pytest.raises(BadInput, match=r"Assets, .*Deposits.*Guthaben"):
        customers(["id", "Guthaben"], ["1", "5"])
    assert len(customers(["id", "star points"], ["1", "5"]).rows) == 1


def test_a_mapping_is_held_against_the_kind_and_the_file() -> None:
    with pytest.raises(NotFound, match="assets"):
        customers(["id", "AUM"], ["1", "5"], columns={"AUM": "asset"})
    with pytest.raises(BadInput, match=r"“Aum total”.*AUM"):
        customers(["id", "AUM"], ["1", "5"], columns={"Aum total": "assets"})


def test_a_file_without_a_heading_shows_what_could_be_one() -> None:
    with pytest.raises(BadInput, match="Kunde, Guthaben"):
        customers(["Kunde", "Guthaben"], ["1", "5"])


def test_the_other_sheets_are_offered() -> None:
    book = as_xlsx([["cover"]], customers=[["id", "AUM"], ["1", "5"]])
    reading = read(book)
    assert len(reading.rows) == 1
    assert load("en").notes["sheet"].format(sheet="customers", others="first") in reading.notes
    with pytest.raises(BadInput, match=r"first, other.*--sheet"):
        read(as_xlsx([["cover"]], other=[["cover"]]))


def test_a_heading_below_a_title_is_found() -> None:
    reading = read(
        as_csv([["客户资产清单"], ["2026-12-01 导出"], [], ["客户号", "资产"], ["1", "5"]])
    )
    assert reading.rows["id"].tolist() == ["1"]


@pytest.mark.parametrize("heading", ["AUM月日均", "AUM月日均（万元）", "月日均", "Average balance"])
def test_a_monthly_average_is_a_column_of_its_own(heading: str) -> None:
    rows = [["客户号", "月份", "月末余额", heading], ["1", "2026-11", "9", "8"]]
    fen = 8_000_000 if "万" in heading else 800
    assert read(as_csv(rows), "balances").rows["average"].tolist() == [fen]
    alone = read(as_csv([[*row[:2], row[3]] for row in rows]), "balances").rows
    assert alone["average"].tolist() == [fen]
    assert "assets" not in alone


def test_a_customer_may_come_with_an_average_alone() -> None:
    assert customers(["客户号", "AUM月日均"], ["1", "8"]).rows["average"].tolist() == [800]
