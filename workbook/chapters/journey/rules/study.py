"""The analysis of the imported customers: stages, signals, critical kinds, who may be contacted.

Source: S4, methodology A2 and B2; the analyses themselves are in ``workbook.customers``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from workbook.chapters.journey.pack import Pack
from workbook.chapters.journey.records import Journey, Noted
from workbook.chapters.shared.context import Desk, remembered
from workbook.customers.analysis import (
    as_of,
    cash_flows,
    contact_filters,
    critical_customers,
    journey_stages,
    missing_columns,
    silence,
    tier_placement,
    warning_signals,
)
from workbook.domain.caching import Memo

JourneyDesk = Desk[Journey, Pack]
Row = dict[str, Any]  # column → cell

ANALYSES = ("tiers", "stages", "maturities", "suitability", "easily_lost", "hard_flags")
NOTED = {"customer": "str", "signal": "str", "day": "datetime64[us]", "said": "str"}


@dataclass(frozen=True, eq=False)
class Study:
    """The analysis of the imported customers; each table as ``workbook.customers`` makes it."""

    tiers: pd.DataFrame
    signals: pd.DataFrame
    stages: pd.DataFrame
    criticals: pd.DataFrame
    filters: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Measured:
    """The result of the data alone. answers: that with the manager's newest notes."""

    tiers: pd.DataFrame
    seen: pd.DataFrame
    facts: pd.DataFrame
    criticals: pd.DataFrame
    filters: pd.DataFrame
    uncontacted: pd.DataFrame
    answers: Memo = field(default_factory=Memo, init=False, repr=False)


@remembered
def measured(desk: JourneyDesk) -> Measured:
    """The result of the data alone, cached for an imported book, a template and a day."""
    pack, tiers, today, marks = desk.pack, desk.bank.tiers, desk.today, desk.marks
    book = as_of.until(desk.customers, today)  # shared by all of them
    return Measured(
        tiers=tier_placement.tiered(book, tiers, pack.stage_limits.apart_days, today),
        seen=warning_signals.seen_signals(book, pack.signal_limits, today, marks),
        facts=journey_stages.facts(book, tiers, pack.stage_limits, today, marks),
        criticals=critical_customers.critical(book, tiers, pack.critical_limits, today, marks),
        filters=contact_filters.contactable(book, today, pack.care_age),
        uncontacted=silence.uncontacted(book, marks, pack.signal_limits.silent_days, today),
    )


@remembered
def leaving(desk: JourneyDesk) -> tuple[Row, ...]:
    """The rows of the customers who move their assets to other banks, and nothing else of a study:
    other pages ask for them at every save."""
    book = as_of.until(desk.customers, desk.today)
    moves = cash_flows.movements(book, desk.marks)
    limits = desk.pack.signal_limits
    return tuple(rows_of(warning_signals.leaving(book, moves, limits, desk.today)))


def study(desk: JourneyDesk) -> Study:
    """The result of the data and the manager's notes; a save that leaves the notes costs
    nothing."""
    data, notes = measured(desk), desk.record.notes
    return data.answers.get(study, None, lambda: _study(desk, data, notes), mark=notes)


def _study(desk: JourneyDesk, data: Measured, notes: Sequence[Noted]) -> Study:
    """A noted signal can change a customer's stage."""
    signals = _signals(desk, data.seen, notes)
    return Study(
        tiers=data.tiers,
        signals=signals,
        stages=journey_stages.staged(data.facts, desk.pack.stage_limits, signals),
        criticals=data.criticals,
        filters=data.filters,
    )


def _signals(desk: JourneyDesk, seen: pd.DataFrame, notes: Sequence[Noted]) -> pd.DataFrame:
    """The signals; the template in use says which are strong."""
    noted = pd.DataFrame([_note(one, desk) for one in notes], columns=list(NOTED)).astype(NOTED)
    limits, strong = desk.pack.signal_limits, _strong(desk.pack)
    found = warning_signals.with_notes(seen, desk.customers, limits, desk.today, noted)
    return found.assign(strong=found["signal"].isin(strong))


def _strong(pack: Pack) -> list[str]:
    return [key for key, one in pack.signals.items() if one.strong]


def _note(one: Noted, desk: JourneyDesk) -> tuple[object, ...]:
    """A note without a day is dated as its page."""
    day = one.day or min(desk.today, desk.month.last)
    return one.customer, one.signal, pd.Timestamp(day), one.said


def has_customers(desk: JourneyDesk) -> bool:
    """Whether the manager's customers were imported."""
    return not desk.customers.get("customers", pd.DataFrame()).empty


def lacks(desk: JourneyDesk) -> list[Row]:
    """[analysis, kind, column]: the columns that the chapter's analyses lack in the imported
    files."""
    return rows_of(missing_columns.lacking(desk.customers, ANALYSES))


# -- tables into rows -----------------------------------------------------------------------------


def rows_of(frame: pd.DataFrame) -> list[Row]:
    """Rows of plain values: days as dates, whole numbers as int, None for blanks."""
    names = [str(name) for name in frame.columns]
    columns = [[_plain(value) for value in frame[name].astype(object)] for name in names]
    return [dict(zip(names, cells, strict=True)) for cells in zip(*columns, strict=True)]


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return value
    if pd.isna(value):
        return None
    return value.date() if isinstance(value, dt.datetime) else value
