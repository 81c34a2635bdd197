"""The contract of a tool: one record, each hook with its signature and its default."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd
import pydantic

from workbook.chapters.shared.appointments import Appointments
from workbook.chapters.shared.context import Desk, Finding, Handout, Mark
from workbook.chapters.shared.day_list import DayList, Due, Numbers, Result
from workbook.content.messages import Voice
from workbook.domain import bank as banks
from workbook.domain.bank import Bank
from workbook.domain.calendar import Month
from workbook.domain.fields import Setting, chosen

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Rows = Mapping[str, tuple[pydantic.BaseModel, ...]]
Lists = Mapping[str, Mapping[str, str]]  # list → key → label

Columns = Sequence[str]
WHOLE: Columns = ()
FEWEST = 3  # people behind a sum, so that nobody's figure can be derived from it


@dataclass(frozen=True)
class CohortTable:
    """A table of the coach's page: rows of each manager, and what they come to together.

    rows: function(desk) -> DataFrame. summed: function(the rows of all, "who" being the number of
    the manager) -> DataFrame with ``columns``; it is asked only where there are rows.
    """

    columns: tuple[str, ...]
    rows: Callable[[Any], pd.DataFrame]
    summed: Callable[[pd.DataFrame], pd.DataFrame]


@dataclass(frozen=True)
class Target:
    """The target of an indicator, in fen or pieces: in this month's plan, or an earlier one's."""

    indicator: str
    amount: int
    earlier: bool


def no_lists(_pack: Any) -> Lists:
    """Every list that fields choose from is one of the pack's or the bank's, whole."""
    return {}


def no_rows(_desk: Any) -> Rows:
    """No row is carried over."""
    return {}


def no_suggestions(_desk: Any, _voice: Voice) -> Rows:
    """No row to begin with."""
    return {}


def begun(desk: Desk[Any, Any]) -> float:
    """All or nothing: 1 once anything is filled in."""
    return float(desk.record != type(desk.record)())


@dataclass(frozen=True)
class Tool:
    """The contract of a tool. Whatever is generic asks this record and knows no tool by name.

    record: the frozen pydantic model of what is filled in; every field has a default.
    pack: the frozen pydantic model of its template.
    tables: name → function(desk) -> DataFrame, the columns as in pack.tables[name].
    findings: function(desk) -> list of Finding.

    All below has a default:

    span: what an entry belongs to. reads: the tools whose records and findings it sees.
    lists: function(pack) -> the lists that fields choose from, where it is not all of them.
    figures: name → function(desk) -> matplotlib Figure.
    handouts: name → function(desk) -> the sheets to print and hand over, as in pack.sheets.
    rolled_over: function(desk) -> the open rows of the last month or week to take over, by field.
    suggested: function(desk, voice) -> rows to begin with, by field; voice gives their words.
    flagged: function(pages, pack, today) -> marks of customers who must not be contacted;
    pages: period and record, the latest first. None where no page of the tool marks anybody.
    left_out: name of a table → function(desk) -> flag → how many customers it keeps off the table.
    in_use: name of a table of cards → function(desk) -> those of its first column that the person's
    own cases need: a page shows them first, and of the others one line each.
    completeness: function(desk) -> the share that is filled in, 0…1; None where the page
    makes itself and nothing has to be filled in.
    on_customers: the page is about the imported tables, and says what is odd in them.
    drawn_from: figure → field of the record → its columns that the figure is drawn from (all by
    default). Drawing takes longer than all tables of a page together, so a save redraws only the
    figures that it changed, and those that are not named here.
    results: the tables that a spreadsheet shows; all by default.
    appointments: function(desk, voices) -> what the page puts into a calendar, in no order.
    diagram: function(desk) -> the page as a diagram in mermaid's language.
    targets: function(desk) -> the targets that amounts on any page are held against.
    state: function(desk) -> keys of the template's ``state`` with their figures: how things stand,
    in at most two sentences, for the first screen of the page.
    helps: function(desk) -> rows help_what, help_who, help_by: what the manager asks others for.
    cohort: name → table of the coach's page; cohort_lists: lists of the pack that name its keys.
    pace: function(desk) -> day, planned, done, before: the course of the month as shares of the
    targets, a row a working day; no rows without a target.
    due: function(desk) -> whom the tool wants to have contacted today, for the one list of the day.
    ticked: function(desk, result) -> the record as a result of today changes it, None for no
    change. Rows keep their places; cells may change, and rows may be added at the end.
    numbers: function(desk) -> what a day of the month asks for; None where nothing is planned.
    day_list: what the one tool offers that makes the list of the day.
    """

    record: type[pydantic.BaseModel]
    pack: type[pydantic.BaseModel]
    tables: Mapping[str, Callable[[Any], pd.DataFrame]]
    findings: Callable[[Any], list[Finding]]
    span: Literal["month", "week"] = "month"
    reads: tuple[str, ...] = ()
    lists: Callable[[Any], Lists] = no_lists
    figures: Mapping[str, Callable[[Any], Figure]] = field(default_factory=dict)
    handouts: Mapping[str, Callable[[Any], tuple[Handout, ...]]] = field(default_factory=dict)
    rolled_over: Callable[[Any], Rows] = no_rows
    suggested: Callable[[Any, Voice], Rows] = no_suggestions
    flagged: Callable[[Sequence[tuple[Any, Any]], Any, dt.date], Iterable[Mark]] | None = None
    left_out: Mapping[str, Callable[[Any], Mapping[str, int]]] = field(default_factory=dict)
    in_use: Mapping[str, Callable[[Any], Collection[str]]] = field(default_factory=dict)
    completeness: Callable[[Any], float] | None = begun
    on_customers: bool = False
    drawn_from: Mapping[str, Mapping[str, Columns]] = field(default_factory=dict)
    results: tuple[str, ...] = ()
    appointments: Appointments | None = None
    diagram: Callable[[Any], str] | None = None
    targets: Callable[[Any], Iterator[Target]] | None = None
    state: Callable[[Any], Iterator[tuple[str, Mapping[str, object]]]] | None = None
    helps: Callable[[Any], list[dict[str, object]]] | None = None
    cohort: Mapping[str, CohortTable] = field(default_factory=dict)
    cohort_lists: tuple[str, ...] = ()
    pace: Callable[[Any], pd.DataFrame] | None = None
    due: Callable[[Any], Iterator[Due]] | None = None
    ticked: Callable[[Any, Result], pydantic.BaseModel | None] | None = None
    numbers: Callable[[Any], Numbers | None] | None = None
    day_list: DayList | None = None

    def setting(self, pack: Any, bank: Bank, month: Month) -> Setting:
        """How what is typed is read: the unit of money, the year of a day without one, the lists.

        A field that is a ``Choice`` names a list of the pack, or else of the bank.
        """
        own = self.lists(pack)
        others = {name: _list(name, pack, bank) for name in chosen(self.record) if name not in own}
        return banks.setting(bank, month, {**others, **own})


def _list(name: str, pack: Any, bank: Bank) -> Mapping[str, str]:
    found = getattr(pack, name, None) or getattr(bank, name)
    return {str(key): one.label for key, one in found.items()}


def enough(summed: pd.DataFrame) -> pd.DataFrame:
    """The rows with enough managers behind them."""
    return summed[summed["managers"] >= FEWEST]
