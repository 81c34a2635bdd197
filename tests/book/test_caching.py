"""What was read once is not read again, and what changed is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from typed import CHEN, HUANG, book_of

from workbook.book.caching import Lazily, once
from workbook.chapters.shared.context import MOST_ANSWERS, remembered
from workbook.store import Store


@dataclass(frozen=True)
class Reader:
    seen: dict[tuple[object, ...], Any] | None
    asked: list[str] = field(default_factory=list)

    @once
    def page(self, name: str) -> str | None:
        self.asked.append(name)
        return name.upper() or None


def test_a_reader_that_stands_still_reads_once() -> None:
    still, anew = Reader({}), Reader(None)
    for reader in (still, anew):
        assert [reader.page(name) for name in ("a", "a", "b", "", "")] == [
            "A",
            "A",
            "B",
            None,
            None,
        ]
    assert still.asked == ["a", "b", ""]
    assert anew.asked == ["a", "a", "b", "", ""]


def test_things_are_made_when_they_are_asked_for() -> None:
    asked: list[str] = []

    def make(name: str) -> int | None:
        asked.append(name)
        return {"one": 1}.get(name)

    found = Lazily(("one", "two"), make)
    assert asked == []
    assert found["one"] == 1
    assert asked == ["one"]
    assert list(found) == ["one"]
    assert len(found) == 1
    for absent in ("two", "three"):
        with pytest.raises(KeyError):
            found[absent]
    assert "three" not in asked


def _desk(customers: object, today: int = 9, pack: object = None) -> Any:
    day = dt.date(2026, 12, today)
    return SimpleNamespace(
        customers=customers,
        pack=pack,
        bank=None,
        marks=SimpleNamespace(text=""),
        month=None,
        today=day,
    )


def test_work_on_the_customers_is_done_once_while_they_stay() -> None:
    days: list[int] = []

    @remembered
    def work(desk: Any) -> int:
        days.append(desk.today.day)
        return int(desk.today.day)

    some, others = (Lazily[int]((), lambda _: None) for _ in range(2))
    pack = object()
    assert [work(_desk(some, 9, pack)) for _ in range(3)] == [9, 9, 9]
    assert days == [9]
    assert work(_desk(some, 10, pack)) == 10
    assert work(_desk(others, 9, pack)) == 9
    assert work(_desk(some, 9, object())) == 9
    assert days == [9, 10, 9, 9]


def test_of_the_same_customers_no_more_is_kept_than_so_much() -> None:
    days: list[int] = []

    @remembered
    def work(desk: Any) -> int:
        days.append(desk.today.day)
        return int(desk.today.day)

    some, packs = Lazily[int]((), lambda _: None), [object() for _ in range(MOST_ANSWERS + 1)]
    for pack in packs:
        work(_desk(some, 9, pack))
    assert work(_desk(some, 9, packs[-1])) == 9
    assert len(days) == len(packs)
    work(_desk(some, 9, packs[0]))
    assert len(days) == len(packs) + 1


def test_what_nobody_imported_is_the_same_for_all_until_somebody_does(store: Store) -> None:
    one, other = book_of(store), book_of(store, HUANG.id)
    nothing = one.customers()
    assert dict(nothing) == {}
    assert other.customers() is nothing
    store.keep_import(CHEN.id, "customers", pd.DataFrame({"id": ["K1"]}), "c.csv", "c")
    assert list(one.customers()) == ["customers"]
    assert other.customers() is nothing


def test_plain_tables_may_change_and_are_worked_on_anew() -> None:
    sizes: list[int] = []

    @remembered
    def work(desk: Any) -> int:
        sizes.append(len(desk.customers))
        return len(desk.customers)

    tables: dict[str, int] = {}
    assert work(_desk(tables)) == 0
    tables["customers"] = 1
    assert work(_desk(tables)) == 1
    assert sizes == [0, 1]
