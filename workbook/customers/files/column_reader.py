"""What reading a column depends on, and how a refusal of :mod:`workbook.domain.fields` is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter, ValidationError

from workbook.customers.files.grid import Trouble
from workbook.customers.pack import Column
from workbook.domain.fields import Setting

Value = object
Reader = Callable[[str], Value | Trouble | None]


@dataclass(frozen=True)
class Manner:
    """What reading the cells of one column depends on.

    blanks: compared words for nothing. earliest_year, oldest: before which year a day, and above
    which age a birthday, is not believed. yuan: the unit of money that the heading names.
    choices: compared value → key; offer: their labels. epoch: day 0 of a spreadsheet's dates.
    today: nothing that is over may be later; None where the day is not known.
    null_days: days, and texts, that systems write for none; open_ended: compared words for a day
    that never comes. values: compared text → what the reader's mapping says it means. width: to
    how many digits a number that is an id is filled up with zeros.
    """

    column: Column
    blanks: frozenset[str]
    earliest_year: int
    oldest: int
    yuan: int = 1
    choices: Mapping[str, str] = field(default_factory=dict)
    offer: str = ""
    epoch: dt.datetime | None = None
    today: dt.date | None = None
    null_days: frozenset[str] = frozenset()
    open_ended: frozenset[str] = frozenset()
    values: Mapping[str, str] = field(default_factory=dict)
    width: int = 0


def adapted(adapter: TypeAdapter[Any], typed: str, setting: Setting | None = None) -> Any:
    """What a field of a form would make of a text; where it refuses, the Trouble."""
    try:
        return adapter.validate_python(typed, context=setting)
    except ValidationError as error:
        wrong: Any = error.errors(include_url=False, include_input=False)[0]
        figures = {name: str(value) for name, value in wrong.get("ctx", {}).items()}
        return Trouble(wrong["type"], figures)
    except ArithmeticError:  # 1e999999999
        return Trouble("too_large")
