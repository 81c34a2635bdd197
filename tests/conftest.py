"""A store in a fresh folder with two trainees, and the book of one of them with both pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from typed import CHEN, HUANG, PACING, Clock, book_of, reserve, saved

from workbook.book.trainee_workbook import Book
from workbook.store import Store, open_store

# A slow machine is no fault of the code: nothing in the tests depends on the clock.
# ``few`` examples of each property do for a change; ``make test-all`` asks for as many as usual.
settings.register_profile("many", deadline=None, max_examples=100)
settings.register_profile("few", deadline=None, max_examples=12)
settings.load_profile("few")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "workbook.db"


@pytest.fixture
def store(path: Path, clock: Clock) -> Iterator[Store]:
    with open_store(path, timeout=0.3, now=clock) as opened:
        opened.put_trainees([CHEN, HUANG])
        yield opened


@pytest.fixture
def book(store: Store) -> Book:
    """Chen Jie's December with nothing in it."""
    return book_of(store)


@pytest.fixture
def filled(book: Book) -> Book:
    """Chen Jie's December with targets, actuals and 24 prospects."""
    return saved(book, PACING, reserve())
