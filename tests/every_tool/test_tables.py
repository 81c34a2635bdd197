"""Tables and figures of every tool, with nothing filled in and nobody imported."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbook import chapters
from workbook.book.trainee_workbook import Book
from workbook.pages import parts

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
