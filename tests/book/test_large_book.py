"""A page for 50,000 customers: short, with the count and where the whole is; the whole is whole."""

from __future__ import annotations

import ast
import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from large import keep
from typed import CHEN, book_of

from workbook import chapters
from workbook.book.trainee_workbook import Book
from workbook.export.tables import table_as
from workbook.pages import parts
from workbook.pages.notebook import open_workbook
from workbook.store import open_store

CUSTOMERS = 50_000
MOST_HTML = 2_000_000  # signs of a page
LONG = ("customers", "watch", "signals", "waiting")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("large")


@pytest.fixture(scope="module")
def large(folder: Path) -> Iterator[Book]:
    with open_store(folder / "workbook.db") as store:
        store.put_trainees([CHEN])
        keep(store, CHEN.id, CUSTOMERS)
        yield book_of(store).still()


@pytest.fixture(scope="module")
def sample() -> Book:
    return open_workbook("chen-jie", "2026-12", today="2026-12-09", store="samples").book.still()


@pytest.mark.slow
@pytest.mark.parametrize("chapter", ["journey", "battle_map"])
def test_all_tables_of_a_page_together_are_short(large: Book, chapter: str) -> None:
    tables = chapters.chapter(chapter).tables
    assert sum(len(parts.table(large, chapter, name).whole) for name in tables) < MOST_HTML
    assert sum(len(parts.table(large, chapter, name).text) for name in tables) < MOST_HTML


@pytest.mark.slow
@pytest.mark.parametrize("name", LONG)
def test_a_cut_table_says_of_how_many_and_where_the_whole_is(large: Book, name: str) -> None:
    rows, most = len(large.frame("journey", name)), large.pack("journey").tables[name].most
    shown = parts.table(large, "journey", name)
    assert rows > 1_000 > most
    assert shown.html.count("<tr>") <= most + 1
    assert f"这里列前 {most} 行，一共 {rows:,} 行" in shown.html
    command = f"workbook table journey {name} --trainee chen-jie --month 2026-12 --today 2026-12-09"
    assert f"{command} --format csv" in shown.html


@pytest.mark.slow
@pytest.mark.parametrize("name", LONG)
def test_the_whole_table_comes_out_plain(large: Book, name: str) -> None:
    rows = [*csv.DictReader(io.StringIO(table_as(large, "journey", name, "csv")))]
    frame = large.frame("journey", name)
    assert len(rows) == len(frame)
    assert [row["customer"] for row in rows] == list(frame["customer"])
    cells = {cell for row in rows for cell in row.values()}
    assert not [cell for cell in cells if cell.startswith(("(", "[", "Said", "{"))]
    if name == "waiting":
        assert {"due_soon; expiring", "due_soon"} <= {row["critical"] for row in rows}


@pytest.mark.parametrize("shape", ["csv", "json", "md"])
def test_no_table_shows_how_python_writes_a_tuple(sample: Book, shape: str) -> None:
    for chapter, name in _tables():
        text = table_as(sample, chapter, name, shape)
        for found in re.findall(r"\([^()\n]*,[^()\n]*\)", text):
            assert not isinstance(_value(found), tuple), (name, found)
        if shape == "json":
            assert isinstance(json.loads(text), list)


def _tables() -> list[tuple[str, str]]:
    return [(one, name) for one in chapters.names() for name in chapters.chapter(one).tables]


def _value(text: str) -> object:
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return None


@pytest.mark.slow
def test_a_table_of_a_notebook_is_a_frame(folder: Path, large: Book) -> None:
    shown = open_workbook(CHEN.id, "2026-12", today="2026-12-09", store=str(folder / "workbook.db"))
    frame = shown.chapter("journey").table("signals").frame
    assert isinstance(frame, pd.DataFrame)
    assert len(frame) == len(large.frame("journey", "signals"))
    assert frame["evidence"].map(type).eq(str).all()
