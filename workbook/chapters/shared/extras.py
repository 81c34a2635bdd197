"""What a chapter may offer beyond the contract: each hook with its signature and its default."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from workbook.chapters.shared.appointments import Appointment, Voices

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


@dataclass(frozen=True)
class Extras:
    """Whatever is generic asks this record and knows no chapter by name.

    on_customers: the page is about the imported tables, and says what is odd in them.
    drawn_from: figure → field of the record → its columns that the figure is drawn from (all by
    default). Drawing takes longer than all tables of a page together, so a save redraws only the
    figures that it changed, and those that are not named here.
    results: the tables that a spreadsheet shows; all of the chapter by default.
    appointments: function(desk, voices) -> what the page puts into a calendar, in no order.
    diagram: function(desk) -> the page as a diagram in mermaid's language.
    targets: function(desk) -> the targets that amounts on any page are held against.
    helps: function(desk) -> rows help_what, help_who, help_by: what the manager asks others for.
    cohort: name → table of the coach's page; cohort_lists: lists of the pack that name its keys.
    """

    on_customers: bool = False
    drawn_from: Mapping[str, Mapping[str, Columns]] = field(default_factory=dict)
    results: tuple[str, ...] = ()
    appointments: Callable[[Any, Voices], Iterator[Appointment]] | None = None
    diagram: Callable[[Any], str] | None = None
    targets: Callable[[Any], Iterator[Target]] | None = None
    helps: Callable[[Any], list[dict[str, object]]] | None = None
    cohort: Mapping[str, CohortTable] = field(default_factory=dict)
    cohort_lists: tuple[str, ...] = ()


def enough(summed: pd.DataFrame) -> pd.DataFrame:
    """The rows with enough managers behind them."""
    return summed[summed["managers"] >= FEWEST]
