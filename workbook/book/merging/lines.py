"""Typed lines of cells → values, cell by cell, so that lines can be compared.

“229”, “229.00” and “229万” are the same amount. An unreadable cell counts as its text, and so does
a line that lacks a cell.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

import pydantic
from pydantic import create_model

from workbook import chapters
from workbook.book.merging.sheets import InputSheet
from workbook.book.merging.texts import shown, unescaped
from workbook.domain import fields
from workbook.domain.fields import Setting

Row = Mapping[str, Any]
Values = tuple[object, ...]
SAME_SHARE = 10  # decimals: what remains of a share after another program has saved it


@dataclass(frozen=True)
class Lines:
    """How to read the lines of a sheet: the sheet, its record without required fields, the
    setting."""

    sheet: InputSheet
    model: type[pydantic.BaseModel]
    setting: Setting

    @property
    def names(self) -> tuple[str, ...]:
        """The cells of a line."""
        return self.sheet.names

    def read(self, row: Row) -> tuple[dict[str, Any], frozenset[str]]:
        """The value of each cell (its default where it is blank), and the unreadable cells."""
        parsed = fields.parse(self.model, row, self.setting)
        wrong = frozenset(str(problem.loc[0]) for problem in parsed.problems)
        return dict(parsed.record), wrong & set(self.names)

    def values(self, row: Row) -> Values:
        """The identity of a line: lines with equal values are the same."""
        read, wrong = self.read(row)
        return tuple(
            _comparable(row.get(name) if name in wrong else read[name]) for name in self.names
        )

    def key(self, values: Values) -> Values:
        """The identity of its subject: lines with equal keys are two states of the same thing."""
        by_name = dict(zip(self.names, values, strict=True))
        return tuple(by_name[name] for name in self.sheet.key)


def lines_of(sheet: InputSheet, setting: Setting) -> Lines:
    """The reader of ``sheet``."""
    return Lines(sheet, _undemanding(sheet.chapter, sheet.field), setting)


def rows_in(body: Mapping[str, Any], sheet: InputSheet) -> list[Any]:
    """The typed lines of the sheet; the single fields are one line."""
    if not sheet.field:
        return [{name: body[name] for name in sheet.names if name in body}]
    rows = body.get(sheet.field)
    return rows if isinstance(rows, list) else []


def is_line(row: object) -> bool:
    """Whether an item of a body is a line with content."""
    return isinstance(row, dict) and not all(map(fields.is_blank, row.values()))


@functools.lru_cache(maxsize=64)
def _undemanding(chapter: str, field: str) -> type[pydantic.BaseModel]:
    """The record of a line without required fields: one missing cell hides no other."""
    record = chapters.chapter(chapter).record
    model = _model_of_rows(record, field) if field else record
    made: Any = {}
    for name, one in model.model_fields.items():
        kind: Any = one.rebuild_annotation()
        made[name] = (kind | None, None) if one.is_required() else (kind, one.default)
    return create_model(f"{model.__name__}Line", **made)


def _model_of_rows(record: type[pydantic.BaseModel], field: str) -> type[pydantic.BaseModel]:
    rows = get_args(record.model_fields[field].annotation)  # tuple[Row, ...]
    model: type[pydantic.BaseModel] = rows[0]
    return model


def _comparable(value: object) -> object:
    if value is None or isinstance(value, dt.date | int):
        return value
    if isinstance(value, float):
        return round(value, SAME_SHARE)
    # Unescaped, since programs differ on a typed _x0041_.
    return shown(unescaped(str(value))).strip() or None
