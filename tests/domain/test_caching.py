"""What was worked out once is not worked out again, and what changed is."""

from __future__ import annotations

import datetime as dt
import gc
import weakref
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from typed import CHEN, HUANG, book_of

from workbook.chapters.shared.context import MOST_ANSWERS, remembered
from workbook.domain.caching import Lazily, Memo, Same, once
from workbook.store import Store


class Reader:
    """Reads names; with a memo it has read each once."""

    def __init__(self, memo: Memo | None) -> None:
        self.memo = memo
        self.asked: list[str] = []

    def read(self, name: str) -> str | None:
        self.asked.append(name)
        return name.upper() or None

    page = once(read, lambda reader: reader.memo)


def test_what_has_a_memo_answers_once() -> None:
    still, anew = Reader(Memo()), Reader(None)
    for reader in (still, anew):
        pages = [reader.page(name) for name in ("a", "a", "b", "", "")]
        assert pages == ["A", "A", "B", None, None]
    assert still.asked == ["a", "b", ""]
    assert anew.asked == ["a", "a", "b", "", ""]


def test_an_answer_holds_for_its_mark_and_the_last_one_is_still_there() -> None:
    memo, made = Memo(), iter(range(9))
    assert [memo.get("size", "a", made.__next__, mark) for mark in (1, 1, 2, 2)] == [0, 0, 1, 1]
    assert memo.last("size", "a") == (2, 1)
    assert memo.last("size", "b") is memo.last("weight", "a") is None
    assert memo.get("weight", "a", made.__next__, 2) == 2


def test_to_each_question_the_newest_answers_are_kept() -> None:
    memo = Memo()
    for key in ("a", "b", "c"):
        memo.get("size", key, key.upper, most=2)
        memo.get("weight", key, key.upper)
    memo.get("size", "b", "later".upper, mark="new", most=2)
    memo.get("size", "d", "d".upper, most=2)
    assert dict(memo) == {
        ("size", "b"): "LATER", ("size", "d"): "D",
        ("weight", "a"): "A", ("weight", "b"): "B", ("weight", "c"): "C",
    }  # fmt: skip


def test_an_answer_that_fails_is_asked_for_again() -> None:
    memo = Memo()
    with pytest.raises(ZeroDivisionError):
        memo.get("size", "a", lambda: 1 // 0)
    assert memo.get("size", "a", lambda: 1) == 1


def test_answers_go_with_what_they_were_made_from() -> None:
    reader = Reader(Memo())
    reader.page("a")
    gone = weakref.ref(reader)
    del reader
    gc.collect()
    assert gone() is None


def test_one_object_stands_for_itself_alone() -> None:
    one, other = [1], [1]
    assert Same(one) == Same(one)
    assert hash(Same(one)) == hash(Same(one))
    assert Same(one) != Same(other)
    assert Same(one) != one


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
