"""Sheets to hand over, in words: the boss's page of a sample trainee."""

from __future__ import annotations

import pytest

from workbook.book import samples
from workbook.book.opening import open_book
from workbook.book.trainee_workbook import Book
from workbook.errors import NotFound
from workbook.pages import parts
from workbook.pages.handouts import handouts
from workbook.rendering import Grid
from workbook.store import open_store


def opened(language: str = "zh-Hans", trainee: str = samples.FIRST) -> Book:
    store = open_store(samples.address(samples.NAME), read_only=True)
    return open_book(store, trainee, samples.MONTH, samples.TODAY, language)


@pytest.mark.parametrize(
    "language",
    ["zh-Hans", *(pytest.param(one, marks=pytest.mark.slow) for one in ("zh-Hant", "en"))],
)
def test_the_boss_page_says_what_the_page_says(language: str) -> None:
    book = opened(language)
    (sheet,) = handouts(book, "pacing", "boss")
    words, boss = book.pack("pacing").sheets["boss"], book.frame("pacing", "boss")
    assert (sheet.paper, sheet.landscape, sheet.language) == ("A4", False, language)
    assert sheet.title == words.title
    assert book.trainee.name in sheet.subtitle
    assert "2026-12" in sheet.subtitle
    grid = sheet.parts[0]
    assert isinstance(grid, Grid)
    assert len(grid.rows) == len(boss)
    shown = parts.sheet(book, "pacing", "boss")
    assert words.title in shown.text
    assert all(line.what in shown.text for line in book.desk("pacing").record.helps)


def test_only_the_named_columns_stand_on_a_sheet() -> None:
    book = opened()
    (sheet,) = handouts(book, "pacing", "boss")
    labels = {
        name: one.label for name, one in book.pack("pacing").tables["coverage"].columns.items()
    }
    reserve = sheet.parts[1]
    assert isinstance(reserve, Grid)
    assert reserve.head == tuple(
        labels[name] for name in ("indicator", "prospects", "expected", "left", "coverage")
    )
    assert reserve.numbers == (1, 2, 3, 4)


def test_a_sheet_that_is_not_there_is_named_with_what_is() -> None:
    with pytest.raises(NotFound, match="boss"):
        parts.sheet(opened(), "pacing", "bos")


def test_an_empty_page_still_has_its_sheet() -> None:
    book = opened(trainee="deng-li")
    (sheet,) = handouts(book, "pacing", "boss")
    assert book.pack("pacing").boss.no_ask in parts.sheet(book, "pacing", "boss").text
    assert sheet.parts
