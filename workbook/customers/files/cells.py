"""Cells → values of one column; an unreadable cell becomes a Trouble, never an exception.

The readers of :mod:`workbook.domain.fields` define numbers, days and texts; additions for files are
in ``amounts``, ``days`` and ``texts``. Each distinct text is read once, and plain amounts take a
fast path, so that long files are fast.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeGuard

from workbook.customers.files import amounts, dates, texts
from workbook.customers.files.column_reader import Manner, Reader, Value
from workbook.customers.files.grid import Formula, Trouble, text_of
from workbook.customers.message_keys import Reads
from workbook.customers.pack import value_key
from workbook.domain.fields import is_blank
from workbook.domain.privacy import private_number

ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)", re.IGNORECASE)
NONE_OF_IT = ("无", "無")
IDS = ("id", "trainee", "json")  # in texts such a number is masked, see veiling
READERS: Mapping[Reads, Callable[[Manner], Reader]] = {
    "id": texts.number,
    "trainee": texts.trainee,
    "text": texts.text,
    "json": texts.json_object,
    "choice": texts.choice,
    "money": amounts.money,
    "count": amounts.count,
    "yes": texts.yes,
    "day": dates.day,
    "month": dates.month,
    "birthday": dates.birthday,
}


def read_cells(cells: Sequence[object], manner: Manner) -> list[Value | Trouble | None]:
    """A value, a Trouble or None (blank) for each cell.

    Values: str for text, ids and keys of lists; whole fen as int, fractions of one as Decimal;
    int, bool, dt.date (a month is its first day) and :class:`workbook.customers.files.dates.Born`.
    """
    read = READERS[manner.column.reads](manner)
    keys = _keys(cells)
    known = {key: _read(key if isinstance(key, str) else key[1], read, manner) for key in set(keys)}
    return list(map(known.__getitem__, keys))


def _keys(cells: Sequence[object]) -> Sequence[str | tuple[type, object]]:
    """The cells, each with its type unless it is a text: 1, 1.0 and True are equal keys, but are
    read differently."""
    if all_texts(cells):
        return cells
    return [cell if isinstance(cell, str) else (cell.__class__, cell) for cell in cells]


def _read(cell: object, read: Reader, manner: Manner) -> Value | Trouble | None:
    if isinstance(cell, Formula):
        return Trouble("formula")
    return _value(_padded(cell, manner.width) if manner.width else text_of(cell), read, manner)


def _padded(cell: object, width: int) -> str:
    """An id with the leading zeros that its number format shows."""
    text = text_of(cell)
    return text.zfill(width) if is_number(cell) and text.isdigit() else text


def all_texts(cells: Sequence[object]) -> TypeGuard[Sequence[str]]:
    """Whether every cell is a text, as in any text file."""
    return set(map(type, cells)) <= {str}


def is_number(cell: object) -> bool:
    """Whether a cell is stored as a number, so that an id in it has lost its leading zeros."""
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _value(text: str, read: Reader, manner: Manner) -> Value | Trouble | None:
    if manner.values:
        text = manner.values.get(value_key(text), text)
    if manner.column.reads == "money" and amounts.is_plain(text):
        return read(text)  # nearly all amounts of a long file
    nothing = is_blank(text) or value_key(text) in manner.blanks
    if not text or (nothing and not _is_no(text, manner)):
        return None
    if ERROR.fullmatch(text):
        return Trouble("spreadsheet_error")
    private = private_number(text) if manner.column.reads in IDS else None
    if private is not None:
        return Trouble(private[0])
    value = read(text)
    if value is None:
        return None
    return _implausible(value, manner) or value


def _is_no(text: str, manner: Manner) -> bool:
    """Whether “无” is an answer: in a column of yes and no that also has “有”."""
    return manner.column.reads == "yes" and text in NONE_OF_IT


def _implausible(value: Value, manner: Manner) -> Trouble | None:
    column, today = manner.column, manner.today
    if isinstance(value, dt.date) and column.past and today and value > today:
        return Trouble("future", {"today": today.isoformat()})
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    if column.least is not None and value < column.least:
        return Trouble("under_least", {"least": str(column.least)})
    if column.most is not None and value > column.most:
        return Trouble("over_most", {"most": str(column.most)})
    return None
