"""A store with two trainees, one of whom has filled in two pages, and a server that opens it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from typed import CHEN, HUANG, MONTH, PACING, TODAY, Clock, book_of, reserve, saved

from server.serving import Served, running
from workbook.store import open_store


@pytest.fixture(scope="session")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the server that the tests share; they may add remarks, but save nothing."""
    return _filled(tmp_path_factory.mktemp("store") / "workbook.db")


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the module's own, to save into."""
    return _filled(tmp_path_factory.mktemp("store") / "workbook.db")


def _filled(path: Path) -> Path:
    with open_store(path, now=Clock()) as store:
        store.put_trainees([CHEN, HUANG])
        saved(book_of(store), PACING, reserve())
    return path


@pytest.fixture(scope="session")
def served(cohort: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with running(tmp_path_factory.mktemp("served"), cohort, month=MONTH, today=TODAY) as started:
        yield started


@pytest.fixture(scope="module")
def saving(own: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of the module's own store."""
    with running(tmp_path_factory.mktemp("saving"), own, month=MONTH, today=TODAY) as started:
        yield started
