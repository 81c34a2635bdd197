"""Pacing 月度节奏: the month planned from its end. Source: S0, methodology A1."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from workbook.chapters.pacing.pack import Pack
from workbook.chapters.pacing.records import Worksheet
from workbook.chapters.pacing.rules import (
    PacingDesk,
    completeness,
    findings,
    lists,
    numbers,
    pace_by_day,
    standings,
)
from workbook.chapters.pacing.views import figures, left_out, sheets, tables
from workbook.chapters.pacing.views.appointments import appointments
from workbook.chapters.prospects.tool import RESERVE
from workbook.chapters.shared.tool import FEWEST, WHOLE, CohortTable, Target, Tool
from workbook.chapters.shared.try_line import due_try, ticked_try

PLAN = dict.fromkeys(("targets", "scheme", "own_shares", "replans"), WHOLE)
STATED = ("indicator", "done", "target", "gap", "per_day")
SPOKEN = 2  # indicators that the first screen speaks of
TOTALS = ("indicator", "filled", "targets", "done", "gap", "coverage")


def targets(desk: PacingDesk) -> Iterator[Target]:
    """The targets of this month and of the earlier ones."""
    for row in desk.record.targets:
        yield Target(row.indicator, row.target, earlier=False)
    for _, record in desk.earlier:
        for row in record.targets:
            yield Target(row.indicator, row.target, earlier=True)


def state(desk: PacingDesk) -> Iterator[tuple[str, dict[str, object]]]:
    """How far the first two indicators are, and what each day asks for from here."""
    for one in standings(desk)[:SPOKEN]:
        key = "behind" if one.gap else "kept"
        figures = {name: getattr(one, name) for name in STATED}
        yield key if one.left else "reached", figures


def helps(desk: PacingDesk) -> list[dict[str, object]]:
    """The manager's requests to others."""
    return [
        {"help_what": line.what, "help_who": line.who, "help_by": line.by}
        for line in desk.record.helps
    ]


def totals(rows: pd.DataFrame) -> pd.DataFrame:
    """indicator, filled (people), targets, done, gap (fen or pieces), coverage (median ratio)."""
    groups = rows.groupby("indicator", sort=False)
    summed = groups.agg(
        filled=("who", "nunique"),
        targets=("target", "sum"),
        done=("done", "sum"),
        gap=("gap", "sum"),
        coverage=("coverage", "median"),
    ).reset_index()
    return summed[summed["filled"] >= FEWEST]


def pace(desk: PacingDesk) -> pd.DataFrame:
    """day, planned, done, before: the course of the month as shares of the targets."""
    return pd.DataFrame(pace_by_day(desk), columns=["day", "planned", "done", "before"])


TOOL = Tool(
    record=Worksheet,
    pack=Pack,
    tables=tables,
    findings=findings,
    reads=("prospects",),
    lists=lists,
    figures=figures,
    handouts=sheets,
    left_out=left_out,
    completeness=completeness,
    drawn_from={
        "pace": {**PLAN, "actuals": WHOLE},
        "pressure": {**PLAN, "actuals": WHOLE},
        "fan": {**PLAN, "daily_contacts": WHOLE, **RESERVE},
    },
    results=("targets", "weeks", "coverage", "boss"),
    appointments=appointments,
    targets=targets,
    state=state,
    helps=helps,
    cohort={"totals": CohortTable(TOTALS, tables["boss"], totals)},
    pace=pace,
    due=due_try,
    ticked=ticked_try,
    numbers=numbers,
)
