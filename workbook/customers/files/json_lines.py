"""Lines of JSON objects → lines of cells, with the keys as heading."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn

from workbook.customers.files.grid import GridLine, TooWide, Trouble

BROKEN = Trouble("not_json")


def looks_like_json(text: str) -> bool:
    """Whether a text can only be JSON lines."""
    return text.lstrip("\ufeff \t\r\n").startswith("{")


def lines_of(text: str, most: int) -> Sequence[GridLine]:
    """The heading as row 0, then a line for each line of the file, numbered from 1.

    Raises TooWide where there are more than ``most`` different keys.
    """
    raw = list(io.StringIO(text.lstrip("\ufeff"), newline=""))
    objects = [as_object(line) if line.strip() else {} for line in raw]
    keys = list(_keys(objects, most))
    rows = zip(raw, objects, strict=True)
    return [
        GridLine(0, keys),
        *(_line(row, line, each, keys) for row, (line, each) in enumerate(rows, start=1)),
    ]


def _keys(objects: Iterable[Mapping[str, Any] | None], most: int) -> Mapping[str, None]:
    found: dict[str, None] = {}
    for each in objects:
        found.update(dict.fromkeys(each or ()))
        if len(found) > most:
            raise TooWide
    return found


def as_object(text: str) -> dict[str, Any] | None:
    """The JSON object that a text holds; None where it holds anything else."""
    try:
        found = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def as_text(value: object) -> str:
    """A JSON value on one line, keys in the order in which they were written."""
    return json.dumps(value, ensure_ascii=False)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _line(row: int, raw: str, found: dict[str, Any] | None, keys: list[str]) -> GridLine:
    if found is None:
        return GridLine(row, [raw.strip()], BROKEN)
    return GridLine(row, [_cell(found.get(key)) for key in keys])


def _cell(value: object) -> object:
    return as_text(value) if isinstance(value, dict | list) else value
