"""What lies on the desk when a chapter thinks: its record, its template, the month, the links."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Concatenate, Generic, Literal, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

import pandas as pd
import pydantic

from workbook.content.messages import Said
from workbook.customers.analysis.transaction_words import Marks
from workbook.customers.bank_file import common
from workbook.domain.bank import Bank
from workbook.domain.calendar import Calendar, Month, Week
from workbook.domain.fields import Problem

Record = TypeVar("Record", bound=pydantic.BaseModel)
Pack = TypeVar("Pack", bound=pydantic.BaseModel)
Answer = TypeVar("Answer")
Asked = ParamSpec("Asked")
Words = str | Said  # text, or a sentence of the template with its figures


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
class Mark:
    """What a page says of a customer, whoever reads it: a flag, or that special care is due.

    blocks: the flag takes the customer off every list of whom to contact.
    """

    customer: str
    flag: str
    blocks: bool = True


@dataclass(frozen=True)
class Block:
    """A named block of a sheet: its lines, its width of twelve columns, how it stands out."""

    label: Words
    lines: tuple[Words, ...]
    width: int = 3
    tone: Literal["plain", "strong", "warn"] = "plain"


@dataclass(frozen=True)
class Grid:
    """A table of the chapter on a sheet, by its name; ``columns``: only these, all by default."""

    table: str
    width: int = 12
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Handout:
    """A page that is printed and handed over; its words and paper stand in ``pack.sheets``.

    of: what it is of, beside the title (a segment, a week); facts: label and value, at the top.
    """

    parts: tuple[Block | Grid, ...]
    of: Words = ""
    facts: tuple[tuple[Words, Words], ...] = ()


@dataclass(frozen=True, eq=False)
class Desk(Generic[Record, Pack]):
    """All that a chapter's pure functions may look at.

    record: what is filled in now, the sound part of it; problems: the rest; rows: for each field
    of rows, where in what was typed each row of the record stands.
    pack: the template in use, in the reader's language; bank: units and indicators.
    month: the month that the page is for; today: nothing after it has happened yet.
    planned: the record as it stood when the plan began, or None where nothing was saved by then.
    earlier: the records of earlier months (weeks, where the page is a week's), the latest first.
    linked: the desks of the chapters named in LINKED; found: their findings.
    marked: chapter → what its pages say of customers who must not be contacted; of every chapter.
    customers: the imported tables by kind (customers, holdings, …); a missing one is absent.
    given: the week that the page is for, where it is a week's; see ``period``.
    marks: the words by which transactions are known for what they are, the bank's own among them.
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
    customers: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    given: Month | Week | None = None
    marks: Marks = field(default_factory=common)

    @property
    def period(self) -> Month | Week:
        """What the page is for: the month, or a week of it."""
        return self.given or self.month


def once_a_desk(
    work: Callable[Concatenate[Any, Asked], Answer],
) -> Callable[Concatenate[Any, Asked], Answer]:
    """Work on a desk that is done once for it: a desk never changes, a save makes another one."""
    kept: WeakKeyDictionary[Any, dict[tuple[object, ...], Answer]] = WeakKeyDictionary()

    @functools.wraps(work)
    def working(desk: Any, /, *asked: Asked.args, **others: Asked.kwargs) -> Answer:
        answers, key = kept.setdefault(desk, {}), (asked, *others.items())
        if key not in answers:
            answers[key] = work(desk, *asked, **others)
        return answers[key]

    return working


def remembered(work: Callable[[Any], Answer]) -> Callable[[Any], Answer]:
    """Work on the imported customers that is done once while they stay the same.

    For functions of a desk that read only its customers, pack, bank, marks, month and today, never
    the record: a save does not make them anew, another import or another day does.
    """
    kept: WeakKeyDictionary[Any, dict[tuple[object, ...], tuple[Answer, object]]]
    kept = WeakKeyDictionary()

    @functools.wraps(work)
    def working(desk: Any) -> Answer:
        if isinstance(desk.customers, dict):  # a plain one may change, and is no weak key
            return work(desk)
        answers = kept.setdefault(desk.customers, {})
        key = (id(desk.pack), id(desk.bank), desk.marks.text, desk.month, desk.today)
        if key not in answers:
            answers[key] = work(desk), (desk.pack, desk.bank)  # held, so that their ids are theirs
        return answers[key][0]

    return working
