"""How a file joins what is there: nothing goes without a word, and nothing is kept twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy
from typed import CHEN

from workbook.book import importing
from workbook.book.importing import ReadOptions, Report
from workbook.book.importing.versions import listed, numbered, restored
from workbook.errors import StoreError
from workbook.store import Store

BOOK = "客户号,AUM,岁数,末次面谈\nA1,800000,70,2026-11-01\nA2,30000,35,2026-10-01\n"
LARGE = "客户号,资产\n" + "".join(f"K{at:03},{at}000\n" for at in range(1, 21))


def brought(
    store: Store,
    path: Path,
    text: str | bytes,
    kind: str = "customers",
    how: ReadOptions | None = None,
    *,
    sure: bool = False,
) -> Report:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return importing.import_customers(store, CHEN.id, kind, path, how or ReadOptions(), sure=sure)


def table(store: Store, kind: str = "customers") -> list[dict[str, Any]]:
    found = store.imported(CHEN.id, kind)
    return [] if found is None else [dict(row) for row in found.to_dict("records")]


def ids(store: Store, kind: str = "customers") -> list[Any]:
    return [row["id" if kind == "customers" else "customer"] for row in table(store, kind)]


# -- the table counts, not the file ---------------------------------------------------------------


def test_a_corrected_mapping_of_the_same_file_takes_effect(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "book.csv"
    assert brought(store, path, BOOK).changed == 1
    again = brought(
        store, path, BOOK, how=ReadOptions(columns={"岁数": "age", "末次面谈": "last_contact"})
    )
    assert (again.changed, again.waits) == (1, False)
    assert [row["age"] for row in table(store)] == [70, 35]
    assert "重新" in listed(store, CHEN.id, "zh-Hans")[-1]
    assert "岁数→age" in listed(store, CHEN.id, "zh-Hans")[-1]


def test_another_sheet_of_the_same_file_takes_effect(store: Store, tmp_path: Path) -> None:
    made, path = openpyxl.Workbook(), tmp_path / "book.xlsx"
    for title, row in (("一月", ("K1", 5)), ("二月", ("K2", 7))):
        sheet = made.create_sheet(title)
        sheet.append(("客户号", "资产"))
        sheet.append(row)
    made.remove(made.worksheets[0])
    made.save(path)
    content = path.read_bytes()
    brought(store, path, content, how=ReadOptions(sheet="一月"))
    assert brought(store, path, content, how=ReadOptions(sheet="二月")).changed == 1
    assert ids(store) == ["K2"]


def test_another_encoding_of_the_same_file_takes_effect(store: Store, tmp_path: Path) -> None:
    path, content = tmp_path / "book.csv", "客戶號,資產,備註\nK1,5,臺中\n".encode("big5")
    how = ReadOptions(columns={"ID": "id"}, language="zh-Hans")
    with pytest.raises(Exception, match=r"book\.csv"):
        brought(store, path, content, how=how)
    assert brought(store, path, content, how=ReadOptions(encoding="big5")).changed == 1
    assert table(store)[0]["notes"] == "臺中"


def test_names_that_the_bank_allows_take_effect(store: Store, tmp_path: Path) -> None:
    path, text = tmp_path / "named.csv", "客户号,姓名,AUM\nA1,王小明,800000\n"
    brought(store, path, text)
    assert brought(store, path, text, how=ReadOptions(keep_names=True)).changed == 1
    assert table(store)[0]["name"] == "王小明"
    assert brought(store, path, text, how=ReadOptions(keep_names=True)).changed == 0


def test_the_same_table_under_another_name_and_format_adds_nothing(
    store: Store, tmp_path: Path
) -> None:
    brought(store, tmp_path / "book.csv", LARGE)
    assert brought(store, tmp_path / "again.csv", LARGE.encode("gb18030")).changed == 0
    assert brought(store, tmp_path / "semi.csv", LARGE.replace(",", ";")).changed == 0
    assert len(store.imports(CHEN.id)) == 1


# -- what replaces what ---------------------------------------------------------------------------


def test_a_new_month_of_the_book_replaces_it_and_says_the_numbers(
    store: Store, tmp_path: Path
) -> None:
    brought(store, tmp_path / "november.csv", LARGE)
    december = LARGE.replace("K001,1000\n", "K099,5\n")
    report = brought(store, tmp_path / "december.csv", december)
    assert (report.waits, report.changed) == (False, 1)
    said = importing.told(report)
    assert "20 行替换原有的 20 行" in said
    assert "少了 1 位客户，多了 1 位" in said
    assert "--restore 1" in said


@pytest.mark.parametrize(
    "text",
    [
        "客户号,资产\nK001,1000\nK002,约2千\nK003,约3千\n",
        "客户号,资产\nK001,1000\n",
        "客户号,存款\n" + "".join(f"K{at:03},{at}\n" for at in range(1, 21)),
    ],
    ids=["one good row of three", "one row", "a column is missing"],
)
def test_what_would_lose_much_waits_for_a_yes(store: Store, tmp_path: Path, text: str) -> None:
    brought(store, tmp_path / "book.csv", LARGE)
    before = table(store)
    path = tmp_path / "other.csv"
    report = brought(store, path, text)
    assert (report.waits, report.kept, report.changed) == (True, 0, 0)
    assert table(store) == before
    assert not (tmp_path / "other.customers.rejected.csv").exists()
    change = report.change
    assert change is not None
    assert change.asks
    assert change.replaced == 20
    assert brought(store, path, text, sure=True).changed == 1
    assert ids(store) == [row["id"] for row in change.rows.to_dict("records")]


# -- months ---------------------------------------------------------------------------------------


def test_a_sheet_for_each_month_joins_sheet_by_sheet(store: Store, tmp_path: Path) -> None:
    made, path = openpyxl.Workbook(), tmp_path / "year.xlsx"
    for title, assets in (("2026-10", 50), ("2026-11", 60)):
        sheet = made.create_sheet(title)
        sheet.append(("客户号", "AUM"))
        sheet.append(("K1", assets))
    made.save(path)
    content = path.read_bytes()
    for sheet_name, unit in (("2026-10", "万元"), ("2026-11", "元"), ("2026-11", "万元")):
        how = ReadOptions(sheet=sheet_name, unit=unit)
        assert brought(store, path, content, "balances", how).changed == 1
    found = [(f"{row['month']:%m}", row["assets"]) for row in table(store, "balances")]
    assert sorted(found) == [("10", 50_000_000), ("11", 60_000_000)]


def test_balances_of_one_month_a_file_join(store: Store, tmp_path: Path) -> None:
    for month in ("2026-10", "2026-11", "2026-12"):
        text = f"客户号,月份,资产\nK001,{month},3000\nK002,{month},2000\n"
        report = brought(store, tmp_path / f"{month}.csv", text, "balances")
        assert (report.waits, report.changed) == (False, 1)
    assert len(table(store, "balances")) == 6
    corrected = "客户号,月份,资产\nK001,2026-11,9000\nK002,2026-11,9000\n"
    report = brought(store, tmp_path / "b.csv", corrected, "balances")
    assert len(table(store, "balances")) == 6
    assert "2 行" in importing.told(report)
    assert sum(row["assets"] == 900_000 for row in table(store, "balances")) == 2


@pytest.mark.parametrize("kind", ["transactions", "contacts"])
def test_days_of_other_weeks_and_months_stay(store: Store, tmp_path: Path, kind: str) -> None:
    transactions = kind == "transactions"
    head = "客户号,交易日期,金额,收支方向" if transactions else "客户号,联系日期,渠道,结果"
    tail = "100,支出" if transactions else "电话,好"

    def rows(*days: str) -> str:
        lines = [f"K001,2026-{day},{tail}" for day in days]
        return "\n".join([head, *lines, ""])

    for name, days in {
        "october": ("10-05", "10-30"),
        "week 1": ("11-02", "11-06"),
        "week 2": ("11-09", "11-13"),
        "november": ("11-02", "11-06", "11-09", "11-12", "11-27"),
    }.items():
        report = brought(store, tmp_path / f"{name}.csv", rows(*days), kind)
        assert not report.waits, name
    days = sorted(f"{row['date']:%m-%d}" for row in table(store, kind))
    assert days == ["10-05", "10-30", "11-02", "11-06", "11-09", "11-12", "11-27"]


def test_a_day_that_was_mistyped_covers_no_years(store: Store, tmp_path: Path) -> None:
    head = "客户号,交易日期,金额,收支方向\n"
    brought(store, tmp_path / "a.csv", f"{head}K001,2026-10-05,1,支出\n", "transactions")
    text = f"{head}K001,2006-11-05,1,支出\nK001,2026-11-05,1,支出\n"
    brought(store, tmp_path / "b.csv", text, "transactions")
    assert len(table(store, "transactions")) == 3


def test_one_month_of_a_few_customers_waits_for_a_yes(store: Store, tmp_path: Path) -> None:
    head = "客户号,月份,资产\n"
    whole = head + "".join(f"K{at},2026-11,{at}000\n" for at in range(20))
    brought(store, tmp_path / "a.csv", whole, "balances")
    report = brought(store, tmp_path / "b.csv", f"{head}K1,2026-11,7\n", "balances")
    assert report.waits
    assert len(table(store, "balances")) == 20


def test_a_month_read_anew_gives_way_to_its_own_new_reading_alone(
    store: Store, tmp_path: Path
) -> None:
    october = "客户号,月份,AUM,日均\nK1,2026-10,1000,100000\nK2,2026-10,2000,200000\n"
    november = "客户号,月份,AUM\nK1,2026-11,3000\nK2,2026-11,4000\n"
    brought(store, tmp_path / "10.csv", october, "balances")
    brought(store, tmp_path / "11.csv", november, "balances")
    how = ReadOptions(columns={"日均": "assets", "AUM": "average"})
    for _ in range(2):
        report = brought(store, tmp_path / "10.csv", october, "balances", how)
        assert not report.waits
        assert sorted(str(row["assets"]) for row in table(store, "balances")) == [
            "10000000",
            "20000000",
            "300000",
            "400000",
        ]
    assert report.changed == 0


# -- mended rows ----------------------------------------------------------------------------------

PARTLY = "客户号,资产,备注\n0012,1000,a\n0013,约2千,b\n0014,-x,=1+1\n0015,4000,d\n"


def mended(report: Report, **changes: str) -> str:
    assert report.rejected is not None
    text = report.rejected.read_text(encoding="utf-8-sig")
    for old, new in {"约2千": "2000", "'-x": "3000", **changes}.items():
        text = text.replace(old, new)
    return text


def as_xlsx(text: str, path: Path) -> bytes:
    """What Excel makes of a CSV: numbers where it sees digits alone."""
    import csv
    import io

    made = openpyxl.Workbook()
    for row in csv.reader(io.StringIO(text)):
        made.active.append([float(cell) if cell.isdigit() else cell for cell in row])
    made.save(path)
    return path.read_bytes()


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("book.customers.rejected.csv", "utf-8-sig"),
        ("book.customers.rejected(1).csv", "gb18030"),
        ("book.customers.rejected - 副本.csv", "utf-16"),
        ("改好的.txt", "utf-8"),
        ("改好的.xlsx", ""),
    ],
)
def test_a_mended_list_joins_whatever_it_is_called(
    store: Store, tmp_path: Path, name: str, encoding: str
) -> None:
    first = brought(store, tmp_path / "book.csv", PARTLY)
    text = mended(first)
    if encoding == "utf-16":
        text = text.replace(",", "\t")
    path = tmp_path / "mended" / name
    path.parent.mkdir()
    content = text.encode(encoding) if encoding else as_xlsx(text, path)
    report = brought(store, path, content)
    assert (report.waits, report.partly) == (False, False), importing.told(report)
    assert sorted(map(str, ids(store))) == ["0012", "0013", "0014", "0015"]
    notes = {row["id"]: row["notes"] for row in table(store)}
    assert notes["0014"] == "=1+1"
    assert "改好的" in importing.told(report)
    assert brought(store, path, content).changed == 0


def test_a_list_that_is_mended_bit_by_bit_doubles_nothing(store: Store, tmp_path: Path) -> None:
    head = "客户号,交易日期,金额,收支方向\n"
    text = head + "K1,2026-11-01,5,支出\nK1,2026-11-01,5,支出\nK2,x,7,支出\nK3,y,8,支出\n"
    first = brought(store, tmp_path / "t.csv", text, "transactions")
    half = mended(first, **{",x,": ",2026-11-02,"})
    whole = half.replace(",y,", ",2026-11-03,")
    brought(store, tmp_path / "half.csv", half, "transactions")
    report = brought(store, tmp_path / "whole.csv", whole, "transactions")
    assert ids(store, "transactions") == ["K1", "K1", "K2", "K3"]
    assert "1 行原来就有" in importing.told(report)


def test_mended_rows_stay_when_the_file_is_brought_again(store: Store, tmp_path: Path) -> None:
    first = brought(store, tmp_path / "book.csv", PARTLY)
    brought(store, tmp_path / "mended.csv", mended(first))
    again = brought(store, tmp_path / "book.csv", PARTLY)
    assert not again.waits
    assert sorted(map(str, ids(store))) == ["0012", "0013", "0014", "0015"]


def test_the_unit_above_a_heading_comes_along_with_the_rejected_rows(
    store: Store, tmp_path: Path
) -> None:
    text = "客户号,资产（万元）\nK1,5\nK2,x\n"
    first = brought(store, tmp_path / "book.csv", text)
    brought(store, tmp_path / "m.csv", mended(first, **{",x": ",7"}))
    assert [row["assets"] for row in table(store)] == [5_000_000, 7_000_000]


# -- versions -------------------------------------------------------------------------------------


def test_an_earlier_version_comes_back_and_the_later_one_stays(
    store: Store, tmp_path: Path
) -> None:
    brought(store, tmp_path / "a.csv", LARGE)
    brought(store, tmp_path / "h.csv", "客户号,金额\nK001,5\n", "holdings")
    brought(store, tmp_path / "b.csv", BOOK, sure=True)
    assert [one.kind for one in numbered(store, CHEN.id)] == ["customers", "holdings", "customers"]
    assert "1 号" in restored(store, CHEN.id, 1, "zh-Hans")
    assert len(ids(store)) == 20
    lines = listed(store, CHEN.id, "en")
    assert len(lines) == 4
    assert [line.endswith("in use") for line in lines] == [False, True, False, True]
    restored(store, CHEN.id, 3, "en")
    assert ids(store) == ["A1", "A2"]
    with pytest.raises(Exception, match=r"9 号.*number 9"):
        restored(store, CHEN.id, 9, "en")


# -- a damaged table ------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["the same file", "another month", "restore"])
def test_a_damaged_table_gives_way(store: Store, tmp_path: Path, way: str) -> None:
    other = LARGE.replace("K001,1000", "K001,9000")
    brought(store, tmp_path / "first.csv", LARGE)
    brought(store, tmp_path / "second.csv", other)
    with store.engine.begin() as connection:
        connection.execute(sqlalchemy.text("UPDATE imports SET frame = x'00' WHERE version = 2"))
    with pytest.raises(StoreError, match="Import it again"):
        table(store)
    if way == "restore":
        restored(store, CHEN.id, 1, "zh-Hans")
    else:
        brought(store, tmp_path / "third.csv", other if way == "the same file" else LARGE)
    assert len(table(store)) == 20
    assert (table(store)[0]["assets"] == 900_000) == (way == "the same file")
