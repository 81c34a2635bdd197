"""Tables and figures of every tool, with nothing filled in and nobody imported."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbook import chapters
from workbook.book import samples
from workbook.book.opening import open_book
from workbook.book.trainee_workbook import Book
from workbook.pages import parts
from workbook.store import open_store

FOLDER = Path(chapters.__file__).parent
OURS = "workbook.chapters."
each = pytest.mark.parametrize("tool", chapters.names())


@each
def test_a_table_has_its_columns_even_without_a_row(tool: str, book: Book) -> None:
    """Exactly those with words, ``indicator`` beside them where it says how a row is measured."""
    for name, words in book.pack(tool).tables.items():
        columns = list(book.frame(tool, name).columns)
        assert set(columns) - {"indicator"} == set(words.columns) - {"indicator"}, name
        assert parts.table(book, tool, name).html


@each
def test_a_figure_is_drawn_even_from_nothing(tool: str, book: Book) -> None:
    for name in chapters.chapter(tool).figures:
        assert parts.figure(book, tool, name).drawing.startswith("<svg")


def imported(tool: str) -> Iterator[str]:
    """The tools of which a tool's modules import something."""
    for path in (FOLDER / tool).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(OURS):
                yield str(node.module).split(".")[2]


@each
def test_a_tool_imports_only_what_is_shared_and_the_tools_that_it_reads(tool: str) -> None:
    allowed = {tool, chapters.SHARED, *chapters.chapter(tool).reads}
    assert set(imported(tool)) <= allowed


def test_what_is_shared_knows_no_tool() -> None:
    assert set(imported(chapters.SHARED)) <= {chapters.SHARED}


@each
def test_the_cards_in_use_are_rows_of_a_table_of_cards(tool: str, book: Book) -> None:
    """Without a case of one's own none is; the page then has a line for each card."""
    for name, in_use in chapters.chapter(tool).in_use.items():
        words, frame = book.pack(tool).tables[name], book.frame(tool, name)
        assert words.layout == "cards", name
        assert not in_use(book.desk(tool)), name
        assert parts.table(book, tool, name).html.count("<details") == len(frame)


@pytest.mark.slow
@each
def test_own_cases_come_first_and_the_others_have_a_line_each(tool: str, filled: Book) -> None:
    for name, in_use in chapters.chapter(tool).in_use.items():
        frame, used = filled.frame(tool, name), set(in_use(filled.desk(tool)))
        first = next(iter(filled.pack(tool).tables[name].columns))
        assert used, name
        assert used <= set(frame[first]), name
        assert parts.table(filled, tool, name).html.count("<details") == len(frame) - len(used)


@pytest.fixture(scope="module")
def filled() -> Iterator[Book]:
    """A person of the samples, who has cases on every page."""
    with open_store(samples.prepared(), read_only=True) as store:
        yield open_book(store, samples.FIRST, samples.MONTH, samples.TODAY).still()
