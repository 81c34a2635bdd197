"""A class of three on stores of their own, with the coach's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from workbook.book.opening import open_book
from workbook.book.trainee_workbook import Book
from workbook.exchange import classes, collecting, hand_ins, returns
from workbook.exchange.collecting import Taken
from workbook.store import Store, Trainee, open_store

COHORT = "2026-winter"
PEOPLE = (
    Trainee(id="t1001", name="王芳", cohort=COHORT, coach="关宁"),
    Trainee(id="t1002", name="李明", cohort=COHORT, coach="关宁"),
    Trainee(id="t1003", name="周巍", cohort=COHORT, coach="关宁"),
)
MONTH, TODAY = "2026-12", "2026-12-09"
TARGETS = {"targets": [{"indicator": "deposits", "target": "229"}]}

_ticks = count()


def now() -> datetime:
    """One clock for all stores, so that no two saves are of one moment."""
    return datetime(2026, 12, 9, 1, tzinfo=UTC) + timedelta(seconds=next(_ticks))


class Room:
    """A coach and what their class file is; stores of trainees are made when they are asked for."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self._stack = folder, stack
        self.coach = self.store("coach")
        self.coach.put_trainees(PEOPLE)
        self.made, self.class_file = classes.open_class(self.coach, COHORT, [MONTH])

    def store(self, name: str) -> Store:
        """An empty store in a home of its own."""
        path = self.folder / name / "workbook.db"
        return self._stack.enter_context(open_store(path, now=now))

    def joined(self, name: str, pc: str = "") -> Store:
        """A trainee's store that has joined."""
        one = self.store(pc or name)
        classes.join(one, self.class_file, name)
        return one

    def collect(self, data: bytes, name: str = "x.workbook", store: Store | None = None) -> Taken:
        return collecting.taken(store or self.coach, name, data, "zh-Hans")

    def returned(self, trainee: str = "t1001") -> bytes:
        return returns.make(self.coach, self.made, self.coach.trainee(trainee)).data


def book(store: Store, trainee: str = "t1001") -> Book:
    return open_book(store, trainee, MONTH, TODAY)


def filled(store: Store, body: dict[str, object], chapter: str = "pacing", who: str = "") -> None:
    """Save a page as a form does."""
    one = book(store, who or store.trainees()[0].id)
    entry = one.entry(chapter)
    one.save(chapter, {**(entry.body if entry else {}), **body}, entry.version if entry else 0)


def handed_in(store: Store, *, whole: bool = False, with_customers: bool = False) -> bytes:
    made = hand_ins.make(store, MONTH, whole=whole, with_customers=with_customers)
    hand_ins.note(store, made, "x.workbook")
    return made.data


def bodies(store: Store, trainee: str = "t1001", chapter: str = "pacing") -> list[object]:
    return [one.body for one in store.history(trainee, chapter, MONTH)]


Making = Callable[[str], Store]


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    monkeypatch.delenv("WORKBOOK_BANK", raising=False)
    with ExitStack() as stack:
        yield Room(tmp_path, stack)
