"""The first page: who I am, my customers, where I stand."""

from __future__ import annotations

import pandas as pd
import pytest
from markup import Page
from typed import CHEN, HUANG, book_of

from workbook import chapters
from workbook.book.trainee_workbook import Book
from workbook.customers.pack import TABLES
from workbook.pages import start
from workbook.store import Store, Trainee


def brought(store: Store, kind: str, rows: int, name: str) -> None:
    frame = pd.DataFrame({"id": [f"{row:04}" for row in range(rows)]})
    store.keep_import(CHEN.id, kind, frame, name, f"{kind}{rows}{name}")


def test_the_head_says_whose_workbook_it_is(book: Book) -> None:
    shown = start.head(book)
    for fact in (CHEN.id, CHEN.name, CHEN.cohort, CHEN.branch, CHEN.coach, "2026-12"):
        assert fact in Page(shown.html).text
        assert fact in shown.text


def test_facts_that_are_not_known_are_left_out(store: Store) -> None:
    book = book_of(store, HUANG.id)
    assert f"{book.wording.start['branch']}:" not in start.head(book).text
    assert f"{book.wording.start['name']}: {HUANG.name}" in start.head(book).text


def test_every_kind_of_table_has_a_line_before_anything_is_brought(book: Book) -> None:
    shown = start.imported(book)
    for kind in TABLES:
        assert book.wording.start[kind] in shown.text
    assert book.wording.start["import_privacy"] in Page(shown.html).text
    assert "nan" not in shown.text.lower()


def test_the_newest_file_of_each_kind_is_shown(book: Book, store: Store) -> None:
    brought(store, "customers", 3, "first.csv")
    brought(store, "customers", 1234, "<b>second.csv")
    brought(store, "contacts", 2, "=cmd.csv")
    shown = start.imported(book)
    assert "1,234" in shown.text
    assert "first.csv" not in shown.text
    assert "<b>second.csv" in Page(shown.html).text
    assert not [tag for tag, _ in Page(shown.html).elements if tag == "b"]


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_progress_has_a_line_for_each_chapter(filled: Book, store: Store, language: str) -> None:
    book = book_of(store, language=language)
    shown = start.progress(book)
    for chapter in chapters.names():
        assert book.pack(chapter).label in shown.text
    assert "12-08 09:00" in shown.text
    begun = [chapter for chapter in chapters.names() if book.entry(chapter)]
    assert len(begun) == 2
    assert shown.text.count(book.wording.start["never"]) == len(chapters.names()) - len(begun)
    assert "{" not in shown.text


def test_progress_of_an_empty_book_says_what_to_begin_with(book: Book) -> None:
    shown = start.progress(book)
    assert shown.text.count(book.wording.start["never"]) == len(chapters.names())
    assert "0%" in shown.text


def test_a_roster_is_text(store: Store) -> None:
    name = "<script>x</script> $a$"
    store.put_trainees([Trainee(id=CHEN.id, name=name, cohort=name, coach=name)])
    shown = start.head(book_of(store))
    assert Page(shown.html).text.count(name) == 3
