"""Imported tables as lines and back: cells of four kinds, and nothing that is run or unpacked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal

import pandas as pd

from workbook import content
from workbook.content import LANGUAGES
from workbook.customers import pack
from workbook.errors import BadInput
from workbook.exchange.contents import BLOCK, TableLine
from workbook.store import ImportNote, Store, clock

Kind = Literal["text", "count", "yes", "day"]


def newest(store: Store, trainee: str) -> list[ImportNote]:
    """The note of the newest table of each kind."""
    return list({note.kind: note for note in store.imports(trainee)}.values())


def lines_of(store: Store, trainee: str) -> Iterator[dict[str, Any]]:
    """The newest table of each kind, in blocks of rows."""
    for note in newest(store, trainee):
        frame = store.imported(trainee, note.kind, note.version)
        if frame is None:
            continue
        about = {
            "what": "table",
            "kind": note.kind,
            "sha256": note.sha256,
            "source": note.source,
            "saved_at": clock.written(note.saved_at),
        }
        for begin in range(0, max(len(frame), 1), BLOCK):
            block = frame.iloc[begin : begin + BLOCK]
            yield about | {"columns": [_column(str(name), block[name]) for name in frame.columns]}


def _column(name: str, cells: pd.Series[Any]) -> dict[str, Any]:
    kind = _kind(name, cells)
    return {"name": name, "kind": kind, "cells": [_told(kind, one) for one in cells]}


def _kind(name: str, cells: pd.Series[Any]) -> Kind:
    found = cells.dtype
    if pd.api.types.is_bool_dtype(found):
        return "yes"
    if pd.api.types.is_integer_dtype(found):
        return "count"
    if pd.api.types.is_datetime64_any_dtype(found):
        return "day"
    if pd.api.types.is_string_dtype(found):
        return "text"
    raise BadInput("exchange.no_column", name=name)


def _told(kind: Kind, cell: Any) -> str | int | bool | None:
    if cell is None or cell is pd.NaT or cell is pd.NA or cell != cell:
        return None
    if kind == "yes":
        return bool(cell)
    if kind == "count":
        return int(cell)
    return pd.Timestamp(cell).isoformat() if kind == "day" else str(cell)


# -- back -----------------------------------------------------------------------------------------


def take(store: Store, trainee: str, lines: Sequence[TableLine]) -> dict[str, int]:
    """Keep each kind of table where it is newer than what is there; kind → rows of the new ones.

    BadInput for a kind or a column that this program does not know.
    """
    known = {note.kind: note for note in newest(store, trainee)}
    found = {}
    for kind in dict.fromkeys(one.kind for one in lines):
        blocks = [one for one in lines if one.kind == kind]
        moment = clock.read(blocks[0].saved_at)
        if kind in known and known[kind].saved_at >= moment:
            continue
        frame = _frame(kind, blocks)
        source, digest = blocks[0].source, blocks[0].sha256
        _, new = store.keep_import(trainee, kind, frame, source, digest, saved_at=moment)
        if new:
            found[kind] = len(frame)
    return found


def _frame(kind: str, blocks: Sequence[TableLine]) -> pd.DataFrame:
    known = content.load("portfolio", LANGUAGES[0], pack.Pack).table(kind).columns
    first = blocks[0].columns
    shape = [(column.name, column.kind) for column in first]
    if any([(one.name, one.kind) for one in block.columns] != shape for block in blocks):
        raise BadInput("exchange.altered")
    for name, _ in shape:
        if name not in known:
            raise BadInput("exchange.no_column", name=name)
    whole = {
        name: [cell for block in blocks for cell in block.columns[at].cells]
        for at, (name, _) in enumerate(shape)
    }
    if len({len(cells) for cells in whole.values()}) > 1 or len(whole) != len(shape):
        raise BadInput("exchange.altered")
    try:
        return pd.DataFrame({name: _ARRAYS[kind](whole[name]) for name, kind in shape})
    except (TypeError, ValueError, OverflowError):
        raise BadInput("exchange.altered") from None


def _text(cells: Sequence[Any]) -> Any:
    if not all(cell is None or isinstance(cell, str) for cell in cells):
        raise TypeError("text")
    return pd.array(cells, dtype="str")


def _days(cells: Sequence[Any]) -> Any:
    read = [None if cell is None else dt.datetime.fromisoformat(cell) for cell in cells]
    return pd.array(read, dtype="datetime64[us]")


_ARRAYS: Mapping[Kind, Callable[[Sequence[Any]], Any]] = {
    "text": _text,
    "count": lambda cells: pd.array(cells, dtype="Int64"),
    "yes": lambda cells: pd.array(cells, dtype="boolean"),
    "day": _days,
}
