"""Conflicts in words: the place, and the three versions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from workbook.book.merging.rows import Clash
from workbook.book.merging.sheets import InputSheet, Item
from workbook.book.trainee_workbook import Book
from workbook.content.messages import Wording
from workbook.domain import fields


def clash_lines(book: Book, clashes: Sequence[tuple[InputSheet, Clash]]) -> list[str]:
    """The conflicts: the place, and the three versions; empty without conflicts."""
    if not clashes:
        return []
    words = book.wording.export
    said = [_clash_line(sheet, clash, book.wording) for sheet, clash in clashes]
    return [f"{words['both_title']}: {words['both_says']}", *said, words["both_how"]]


def versions_of(sheet: InputSheet, clash: Clash, wording: Wording) -> tuple[str, str, str]:
    """The three versions in words: before, in the file, in the workbook."""
    items = list(_different(sheet, clash))
    before, here, there = (
        _rows(rows, items, wording) for rows in (clash.before, clash.here, clash.there)
    )
    return before, here, there


def _clash_line(sheet: InputSheet, clash: Clash, wording: Wording) -> str:
    words = wording.export
    versions = versions_of(sheet, clash, wording)
    names = ("before", "here", "there")
    said = [f"{words[name]} {text}" for name, text in zip(names, versions, strict=True)]
    return f"{where(sheet, clash, wording)}: {' · '.join(said)}"


def where(sheet: InputSheet, clash: Clash, wording: Wording) -> str:
    """The sheet with the field, or with the key of its row."""
    if clash.name:
        label = next(item.label for item in sheet.items if item.name == clash.name)
        return f"{sheet.title} · {label}"
    row = next(iter((*clash.here, *clash.there, *clash.before)))
    key = [_cell(item, row, wording) for item in sheet.items if item.name in sheet.key]
    return " · ".join([sheet.title, *key])


def _different(sheet: InputSheet, clash: Clash) -> Iterator[Item]:
    """The items to show: the one field, or those that differ between the lines."""
    rows = (*clash.before, *clash.here, *clash.there)
    for item in sheet.items:
        texts = {str(row.get(item.name, "")) for row in rows}
        if item.name == clash.name or (
            not clash.name and item.name not in sheet.key and len(texts) > 1
        ):
            yield item


def _rows(rows: Sequence[Mapping[str, Any]], items: Sequence[Item], wording: Wording) -> str:
    said = [wording.join.join(_cell(item, row, wording) for item in items) for row in rows]
    return " / ".join(said) or wording.none


def _cell(item: Item, row: Mapping[str, Any], wording: Wording) -> str:
    typed = row.get(item.name)
    if fields.is_blank(typed):
        return wording.none
    key = str(typed).lower() if item.kind == "yes" else str(typed)
    return item.options.get(key, key)[:200]
