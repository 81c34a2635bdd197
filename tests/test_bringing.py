"""A live notebook's button that brings in a file of customers."""

from __future__ import annotations

import datetime as dt
from typing import Any

import comm
import pytest
from markup import Page
from typed import CHEN, Browser

from workbook.book import KINDS, Book
from workbook.bringing import upload
from workbook.store import Store


@pytest.fixture(autouse=True)
def browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comm, "create_comm", Browser)


class Button:
    """The list of kinds, the button, what came of it, and how often the page was made anew."""

    def __init__(self, book: Book) -> None:
        self.drawn = 0
        box, self.said = upload(book, self.draw).children
        self.kinds, self.files = box.children

    def draw(self) -> None:
        self.drawn += 1

    def choose(self, kind: str, name: str, content: bytes) -> str:
        """What the page says after the person chose a file."""
        self.kinds.value = kind
        self.files.value = (
            {
                "name": name,
                "type": "text/csv",
                "size": len(content),
                "content": memoryview(content),
                "last_modified": dt.datetime(2026, 12, 9, tzinfo=dt.UTC),
            },
        )
        said: str = self.said.value
        return said


def test_a_file_comes_in_and_the_page_is_made_anew(book: Book) -> None:
    button = Button(book)
    said = button.choose("customers", "my.csv", "客户号,总资产\n0012,5\n".encode("gb18030"))
    assert "1" in said
    assert list(book.customers()["customers"]["id"]) == ["0012"]
    assert (button.drawn, button.files.value) == (1, ())


def test_every_kind_can_be_chosen(book: Book) -> None:
    options: Any = Button(book).kinds.options
    assert [kind for _, kind in options] == list(KINDS)
    assert all(label for label, _ in options)


def test_bad_rows_are_listed_as_text(book: Book) -> None:
    content = "客户号,总资产\n0012,5\n0013,<img src=x onerror=y>\n".encode()
    said = Button(book).choose("customers", "my.csv", content)
    assert {tag for tag, _ in Page(said).elements} <= {"pre", "p"}
    assert "<img src=x onerror=y>"[:10] in Page(said).text


@pytest.mark.parametrize(
    ("name", "content"),
    [("<b>x.csv", b""), ("photo.csv", b"\x89PNG\r\n\x1a\n\x00\x00"), ("a.xlsx", b"PK\x03\x04rest")],
)
def test_a_file_that_is_none_is_said_in_words(book: Book, name: str, content: bytes) -> None:
    button = Button(book)
    said = button.choose("holdings", name, content)
    assert Page(said).text.strip()
    assert {tag for tag, _ in Page(said).elements} <= {"pre", "p"}
    assert "Traceback" not in said
    assert book.store.imports(CHEN.id) == []


def test_a_store_that_cannot_be_written_is_said(book: Book, store: Store) -> None:
    button = Button(book)
    with store.engine.connect() as busy:
        busy.exec_driver_sql("select 1")  # the engine begins every transaction IMMEDIATE
        said = button.choose("customers", "my.csv", "客户号,总资产\n0012,5\n".encode())
    assert Page(said).text.strip()
    assert "Traceback" not in said
    assert store.imports(CHEN.id) == []
