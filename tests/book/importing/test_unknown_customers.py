"""Rows that fit no customer are counted, at import and on the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from typed import CHEN, book_of

from workbook.book import importing
from workbook.book.importing import ReadOptions, Report
from workbook.pages import parts, start
from workbook.store import Store

LIST = "客户号,资产\n0012,1\n0013,2\n0014,3\n"


def brought(store: Store, folder: Path, kind: str, text: str) -> Report:
    path = folder / f"{kind}.csv"
    path.write_text(text, encoding="utf-8")
    return importing.import_customers(store, CHEN.id, kind, path, ReadOptions(), sure=True)


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        (("0012", "0013"), ()),
        (("0012", "0013", "0013", "99", "98"), ("2 行（2 个客户号）", "98、99")),
        (("12", "13", "13"), ("3 行（2 个客户号）", "其中 2 个客户号补上开头的 0")),
        (("0012-", "0012"), ("1 行（1 个客户号）", "0012-")),
    ],
)
def test_rows_of_strangers_are_counted(
    store: Store, tmp_path: Path, numbers: tuple[str, ...], said: tuple[str, ...]
) -> None:
    brought(store, tmp_path, "customers", LIST)
    rows = "".join(f"{number},2026-11-{at:02},电话,好\n" for at, number in enumerate(numbers, 1))
    report = brought(store, tmp_path, "contacts", f"客户号,联系日期,渠道,结果\n{rows}")
    book = book_of(store)
    pages = (start.imported(book).html, parts.head(book, "journey").html)
    for shown in (importing.told(report), *pages):
        assert ("在客户名单里找不到" in shown) == bool(said)
        for one in said:
            assert one in shown


def test_a_new_list_of_customers_counts_the_tables_that_are_there(
    store: Store, tmp_path: Path
) -> None:
    text = "客户号,金额\nK1,5\nK2,5\n"
    report = brought(store, tmp_path, "holdings", text)
    assert "没法核对" in importing.told(report)
    report = brought(store, tmp_path, "customers", LIST)
    assert "2 行（2 个客户号）" in importing.told(report)
    report = brought(store, tmp_path, "customers", "客户号,资产\nK1,1\nK2,2\n")
    assert "找不到" not in importing.told(report)
