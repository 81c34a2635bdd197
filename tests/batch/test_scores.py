"""The tally of a page: from the page where it says so, else from the store."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest

from workbook import chapters
from workbook.batch.jobs import STORE, Job
from workbook.batch.scores import tallied
from workbook.book import samples
from workbook.book.opening import open_book
from workbook.book.trainee_workbook import Book
from workbook.pages import parts, start
from workbook.store import open_store

from .cohorts import job

GIVEN = {"month": samples.MONTH, "today": samples.TODAY, "language": "en"}


@pytest.fixture(scope="module")
def book() -> Iterator[Book]:
    with open_store(samples.prepared(), read_only=True) as store:
        yield open_book(store, samples.FIRST, *GIVEN.values()).still()


def page(folder: Path, chapter: str) -> Job:
    shutil.copy(samples.prepared(), folder / STORE)
    asked = job(folder, "")
    return replace(asked, trainee=samples.FIRST, chapter=chapter, parameters=GIVEN)


def notebook(*standings: Any) -> Any:
    """A notebook with an output that says nothing, and one for each of ``standings``."""
    said = [{}, *({parts.READ: {"standings": list(one)}} for one in standings)]
    outputs = [nbformat.v4.new_output("display_data", metadata=one) for one in said]
    return nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell(), nbformat.v4.new_code_cell(outputs=outputs)]
    )


@pytest.mark.slow
@pytest.mark.parametrize("chapter", ["start", *chapters.pages()])
def test_what_the_page_says_is_what_the_store_says(
    chapter: str, book: Book, tmp_path: Path
) -> None:
    asked = page(tmp_path, chapter)
    if chapter == "start":
        said = [start.progress(book).standings]
    else:
        said = [parts.findings(book, name).standings for name in chapters.pages()[chapter]]
    found = tallied(asked, notebook(*said), tmp_path)
    assert found is not None
    assert found == tallied(asked, notebook(), tmp_path)
    assert 0 < found.completeness <= 1


def test_the_page_is_asked_first(book: Book, tmp_path: Path) -> None:
    (one,) = parts.findings(book, "journey").standings
    found = tallied(page(tmp_path, "journey"), notebook([{**one, "completeness": 0.125}]), tmp_path)
    assert found is not None
    assert found.completeness == 0.125


def test_a_page_that_says_half_of_it_is_worked_out(book: Book, tmp_path: Path) -> None:
    asked = page(tmp_path, "pacing")
    half = notebook(parts.findings(book, "pacing").standings)
    assert tallied(asked, half, tmp_path) == tallied(asked, notebook(), tmp_path)


def test_a_page_of_something_else_has_no_tally(tmp_path: Path) -> None:
    assert tallied(job(tmp_path, ""), notebook(), tmp_path) is None
