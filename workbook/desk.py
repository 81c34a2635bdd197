"""What lies on the desk when a chapter thinks: its record, its template, the month, the links."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import pandas as pd
import pydantic

from workbook.bank import Bank
from workbook.fields import Problem
from workbook.workdays import Calendar, Month

Record = TypeVar("Record", bound=pydantic.BaseModel)
Pack = TypeVar("Pack", bound=pydantic.BaseModel)


@dataclass(frozen=True)
class Finding:
    """A remark on what was filled in. Words, weight and source stand in the pack under ``rule``.

    chapter: the chapter that found it.
    rule: key of ``pack.rules``.
    loc: the field or cell of the record; empty for the whole page.
    figures: the numbers that the words name, raw (fen, dates, shares), and keys of pack lists.
    """

    chapter: str
    rule: str
    loc: tuple[str | int, ...] = ()
    figures: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Desk(Generic[Record, Pack]):
    """All that a chapter's pure functions may look at.

    record: what is filled in now, the sound part of it; problems: the rest; rows: for each field
    of rows, where in what was typed each row of the record stands.
    pack: the template in use, in the reader's language; bank: units and indicators.
    month: the month that the page is for; today: nothing after it has happened yet.
    planned: the record as it stood when the plan began, or None where nothing was saved by then.
    earlier: the records of earlier months, the latest first.
    linked: the desks of the chapters named in LINKED.
    customers: the imported tables by kind (customers, holdings, …); a missing one is absent.
    """

    record: Record
    pack: Pack
    bank: Bank
    month: Month
    today: dt.date
    calendar: Calendar
    problems: tuple[Problem, ...] = ()
    rows: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    planned: Record | None = None
    earlier: tuple[tuple[Month, Record], ...] = ()
    linked: Mapping[str, Desk[Any, Any]] = field(default_factory=dict)
    customers: Mapping[str, pd.DataFrame] = field(default_factory=dict)
