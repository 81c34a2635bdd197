"""The input sheets of a spreadsheet, and their columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from workbook import chapters
from workbook.book.trainee_workbook import Book
from workbook.content.form_fields import describe

LONGEST_TITLE = 31  # what Excel allows
NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True)
class Item:
    """One field or column: its words, its kind, and its choices, key → label."""

    name: str
    label: str
    help: str
    example: str
    kind: str
    required: bool
    default: str | bool
    options: Mapping[str, str]


@dataclass(frozen=True)
class InputSheet:
    """A sheet to fill in: the rows of one field, or (``field`` empty) a chapter's single fields."""

    title: str
    chapter: str
    field: str
    label: str
    help: str
    items: tuple[Item, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The record's fields of the items, in order."""
        return tuple(item.name for item in self.items)

    @property
    def key(self) -> tuple[str, ...]:
        """The cells that identify a row: the choice, day and text that every row must have."""
        kinds = ("choice", "day", "text")
        return tuple(one.name for one in self.items if one.required and one.kind in kinds)


def input_sheets(book: Book, names: Sequence[str]) -> list[InputSheet]:
    """The sheets to fill in for the chapters ``names``; every title is unique and allowed."""
    found: list[InputSheet] = []
    for chapter in names:
        for sheet in _of_chapter(book, chapter):
            taken = [one.title.casefold() for one in found] + _taken(book)
            found.append(replace(sheet, title=title(sheet.title, taken)))
    return found


def title(wished: str, taken: Sequence[str]) -> str:
    """``wished`` as a valid sheet title in Excel that is not in ``taken`` (casefolded)."""
    plain = NOT_IN_TITLES.sub(" ", wished).strip("' ")[:LONGEST_TITLE].strip("' ") or "1"
    number, made = 1, plain
    while made.casefold() in taken:
        number += 1
        made = f"{plain[: LONGEST_TITLE - 3]} {number}"
    return made


def _taken(book: Book) -> list[str]:
    said = book.wording.export.items()
    ours = [text for name, text in said if name.startswith("sheet_") and name != "sheet_fields"]
    return [text.casefold() for text in ours]


def _of_chapter(book: Book, chapter: str) -> list[InputSheet]:
    words = book.pack(chapter).fields
    model = chapters.chapter(chapter).record
    fields = describe(model, words, book.setting(chapter))["fields"]
    ticks = {"true": book.wording.yes, "false": book.wording.no}
    singles = tuple(_item(one, ticks) for one in fields if one["kind"] != "rows")
    found = [_rows(one, chapter, ticks) for one in fields if one["kind"] == "rows"]
    if singles:
        label = book.wording.export["sheet_fields"]
        found.insert(0, InputSheet(label, chapter, "", label, "", singles))
    return found


def _rows(described: Mapping[str, Any], chapter: str, ticks: Mapping[str, str]) -> InputSheet:
    label = described["label"]
    items = tuple(_item(column, ticks) for column in described["columns"])
    return InputSheet(label, chapter, described["name"], label, described["help"], items)


def _item(described: Mapping[str, Any], ticks: Mapping[str, str]) -> Item:
    options = {one["key"]: one["label"] for one in described["options"]}
    names = ("name", "label", "help", "example", "kind", "required", "default")
    copied = {name: described[name] for name in names}
    return Item(**copied, options=ticks if described["kind"] == "yes" else options)
