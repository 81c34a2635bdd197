"""Pages of any tool with the same text in every cell for text, made from its form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbook import chapters
from workbook.book.trainee_workbook import Book
from workbook.content.form_fields import describe

Field = Mapping[str, Any]
TEXT = ("text", "long_text")
SANE = {"money": "30", "measure": "30", "count": "2", "share": "8%", "day": "12-10", "yes": True}


def fields_of(book: Book, tool: str) -> list[Field]:
    """The fields of a tool's form, as the browser has them."""
    record, words = chapters.chapter(tool).record, book.pack(tool).fields
    found: list[Field] = describe(record, words, book.setting(tool))["fields"]
    return found


def filled(book: Book, tool: str, text: str) -> dict[str, Any]:
    """A page whose texts are all ``text``, and whose other cells can be read."""
    return {one["name"]: _cell(one, text) for one in fields_of(book, tool)}


def _cell(field: Field, text: str) -> object:
    if field["kind"] == "rows":
        return [{one["name"]: _cell(one, text) for one in field["columns"]}]
    if field["kind"] == "choice":
        return field["options"][0]["key"]
    return text if field["kind"] in TEXT else SANE[field["kind"]]


def with_one_text(book: Book, tool: str, text: str) -> list[tuple[tuple[str | int, ...], Any]]:
    """Each place where a text may be typed, and a page on which ``text`` stands there alone."""
    plain = filled(book, tool, "plain")
    pages: list[tuple[tuple[str | int, ...], Any]] = []
    for field in fields_of(book, tool):
        name = field["name"]
        if field["kind"] in TEXT:
            pages.append(((name,), plain | {name: text}))
        for column in field.get("columns", ()):
            if column["kind"] in TEXT:
                row = plain[name][0] | {column["name"]: text}
                pages.append(((name, 0, column["name"]), plain | {name: [row]}))
    return pages
