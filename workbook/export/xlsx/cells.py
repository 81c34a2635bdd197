"""Typed text ↔ a cell: numbers as numbers, days as days, and every text as text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from workbook.book.merging.sheets import Item
from workbook.book.merging.texts import shown, unescaped
from workbook.domain.fields import Setting, is_blank

EARLIEST = dt.date(1900, 3, 1)  # before it spreadsheets disagree on the numbers of days
FORMULA_STARTS = ("=", "+", "-", "@")
LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True)
class Content:
    """The content of a cell: a text, a number, a day or nothing; ``style`` names its look."""

    value: str | int | float | dt.date | None
    style: str


def escaped(text: str) -> str:
    """A text escaped for a spreadsheet's XML, where _x0041_ would become an A."""
    return LOOKS_ESCAPED.sub("_x005F_", text)


def content(item: Item, typed: Any, value: Any, setting: Setting, indicator: object) -> Content:
    """The cell for a ``typed`` text that reads as ``value``."""
    if is_blank(typed) and not (item.kind == "choice" and value):
        return Content(None if typed is None else shown(str(typed)), item.kind)
    if item.kind in ("choice", "yes"):
        return Content(_label(item, value), item.kind)
    if item.kind == "day":
        return Content(value if value >= EARLIEST else value.isoformat(), "day")
    if item.kind in ("money", "measure"):
        return _amount(item, value, setting, counted=indicator in setting.counted)
    if item.kind == "share":
        return Content(value, "share" if value * 100 % 1 == 0 else "fine share")
    if item.kind == "count":
        return Content(value, "count")
    return Content(shown(str(value)), item.kind)


def unread(typed: Any) -> Content:
    """The cell for unreadable input: the typed text, marked."""
    return Content(shown(str(typed)), "unread")


def put(cell: Any, value: object, style: str) -> None:
    """Write into an openpyxl cell; a text stays a text, whatever it begins with."""
    cell.style = style
    if isinstance(value, str):
        cell.value = escaped(shown(value))
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(FORMULA_STARTS)
    else:
        cell.value = value


def _label(item: Item, value: Any) -> str:
    key = str(value).lower() if item.kind == "yes" else str(value)
    return shown(item.options.get(key, key))


def _amount(item: Item, value: int, setting: Setting, *, counted: bool) -> Content:
    if item.kind == "measure" and counted:
        return Content(value, "count")
    return Content(float(Decimal(value) / 100 / setting.yuan_in_unit), "money")


# -- a cell's value as typed text -----------------------------------------------------------------


def typed_text(value: object, *, percent: bool) -> str:
    """The text that a person would type for the cell's value: 229, 2026-12-05, 30%."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return _number(value, percent=percent)
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return unescaped(str(value))


def kept(item: Item, text: str, keys: Mapping[str, str]) -> str | bool:
    """A cell's text for the store: a choice (label → key in ``keys``) becomes its key."""
    if item.kind not in ("choice", "yes"):
        return text
    key = keys.get(text.strip(), text)
    return key == "true" if item.kind == "yes" and key in ("true", "false") else key


def _number(value: int | float, *, percent: bool) -> str:
    number = Decimal(repr(value))
    text = f"{number * 100 if percent else number:f}"
    short = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{short}%" if percent else short
