"""How a column is read, and the wording of refusals of :mod:`workbook.domain.fields`."""

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
    """The settings for reading the cells of one column.

    blanks: compared words that mean nothing. earliest_year, oldest: a day before this year, or a
    birthday of a higher age, is refused. yuan: the unit of money in the heading.
    choices: compared value → key; offer: their labels. epoch: day 0 of a spreadsheet's dates.
    today: a past event may not be later; None where the day is not known.
    null_days: days, and texts, that systems write for none; open_ended: compared words for a day
    that never comes. values: compared text → its meaning in the reader's mapping. width: to how
    many digits a numeric id is padded with zeros.
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
    """A text as a form's field would read it; a Trouble where it refuses."""
    try:
        return adapter.validate_python(typed, context=setting)
    except ValidationError as error:
        wrong: Any = error.errors(include_url=False, include_input=False)[0]
        figures = {name: str(value) for name, value in wrong.get("ctx", {}).items()}
        return Trouble(wrong["type"], figures)
    except ArithmeticError:  # 1e999999999
        return Trouble("too_large")
