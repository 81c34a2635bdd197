"""The inputs of a chapter's rules: its record, its template, the month, and other chapters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Concatenate, Generic, Literal, ParamSpec, TypeVar

import pandas as pd
import pydantic

from workbook.chapters.shared.day_list import Due, Numbers
from workbook.content.messages import Said
from workbook.customers.analysis.transaction_words import Marks
from workbook.customers.bank_file import common
from workbook.domain.bank import Bank
from workbook.domain.caching import Lazily, Memo, Same, once
from workbook.domain.calendar import Calendar, Month, Week
from workbook.domain.fields import Problem

Record = TypeVar("Record", bound=pydantic.BaseModel)
Pack = TypeVar("Pack", bound=pydantic.BaseModel)
Answer = TypeVar("Answer")
Asked = ParamSpec("Asked")
Words = str | Said  # text, or a sentence of the template with its figures
MOST_ANSWERS = 64  # kept for the same customers: other days, months, templates and languages


@dataclass(frozen=True)
class Finding:
    """A remark on what was filled in. Words, weight and source are in the pack under ``rule``.

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
class Mark:
    """A page's mark on a customer, seen by every page: a flag, or a need for special care.

    blocks: the flag takes the customer off every contact list.
    """

    customer: str
    flag: str
    blocks: bool = True


@dataclass(frozen=True)
class Block:
    """A named block of a printed sheet: lines, width in twelfths of the page, emphasis."""

    label: Words
    lines: tuple[Words, ...]
    width: int = 3
    tone: Literal["plain", "strong", "warn"] = "plain"


@dataclass(frozen=True)
class Grid:
    """A table of the chapter on a printed sheet, by name; ``columns``: only these, default all."""

    table: str
    width: int = 12
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Handout:
    """A printed page to hand over; its words and paper size are in ``pack.sheets``.

    of: the subject beside the title (a segment, a week); facts: label and value, at the top.
    """

    parts: tuple[Block | Grid, ...]
    of: Words = ""
    facts: tuple[tuple[Words, Words], ...] = ()


@dataclass(frozen=True, eq=False)
class Desk(Generic[Record, Pack]):
    """The inputs of a chapter's pure functions.

    record: what is filled in now, as far as it can be read; problems: what cannot; rows: for each
    field of rows, the typed row that each row of the record comes from.
    pack: the template in use, in the reader's language; bank: units and indicators.
    month: the page's month; today: nothing later has happened yet.
    planned: the record when the plan began, or None where nothing was saved by then.
    earlier: the records of earlier months (of weeks, for a weekly page), latest first.
    linked: the inputs of the chapters named in LINKED; found: their findings.
    marked: chapter → the customers whom its pages flag as not to be contacted; for every chapter.
    due: chapter → whom it wants to have contacted today; numbers: chapter → what a day asks for, by
    this month's plan and by the next one's. Both are for every chapter that offers them.
    customers: the imported tables by kind (customers, holdings, …); a missing one is absent.
    given: the page's week, for a weekly page; see ``period``.
    marks: the words that classify transactions, the bank's own among them.
    answers: what was worked out from it once; a desk never changes, and a save makes a new one.
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
    earlier: tuple[tuple[Any, Record], ...] = ()
    linked: Mapping[str, Desk[Any, Any]] = field(default_factory=dict)
    found: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    marked: Mapping[str, tuple[Mark, ...]] = field(default_factory=dict)
    due: Mapping[str, tuple[Due, ...]] = field(default_factory=dict)
    numbers: Mapping[str, tuple[Numbers | None, ...]] = field(default_factory=dict)
    customers: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    given: Month | Week | None = None
    marks: Marks = field(default_factory=common)
    answers: Memo = field(default_factory=Memo, init=False, repr=False)

    @property
    def period(self) -> Month | Week:
        """The page's period: the month, or a week of it."""
        return self.given or self.month

    def typed(self, loc: tuple[str | int, ...]) -> tuple[str | int, ...]:
        """A place in the record as a place in what was typed, where unreadable rows count too."""
        match loc:
            case (str(name), int(row), *cell) if row < len(self.rows.get(name, ())):
                return (name, self.rows[name][row], *cell)
        return loc


def once_a_desk(
    work: Callable[Concatenate[Any, Asked], Answer],
) -> Callable[Concatenate[Any, Asked], Answer]:
    """Cache a function for the life of one Desk."""
    return once(work, lambda desk: desk.answers)


def remembered(work: Callable[[Any], Answer]) -> Callable[[Any], Answer]:
    """Cache a function of the imported customers until they change.

    Only for functions that read customers, pack, bank, marks, month and today, never the
    record: a save does not recompute them, another import or another day does.
    """
    return once(work, _of_customers, _beside_customers, MOST_ANSWERS)


def _of_customers(desk: Desk[Any, Any]) -> Memo | None:
    """None for plain tables, which may change."""
    return desk.customers.answers if isinstance(desk.customers, Lazily) else None


def _beside_customers(desk: Desk[Any, Any]) -> tuple[object, ...]:
    return (Same(desk.pack), Same(desk.bank), desk.marks.text, desk.month, desk.today)
