"""A store in a fresh folder with two trainees and a clock that ticks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from workbook.store import Store, open_store

from .samples import CHEN, WANG, ticking


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "workbook.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_store(path, timeout=0.3, now=ticking()) as opened:
        opened.put_trainees([CHEN, WANG])
        yield opened
