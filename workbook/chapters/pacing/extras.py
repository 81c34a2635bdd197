"""What pacing offers beyond the contract: the month's calendar, targets, the cohort's totals."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from workbook.chapters.pacing.rules import PacingDesk
from workbook.chapters.pacing.views import tables
from workbook.chapters.pacing.views.appointments import appointments
from workbook.chapters.prospects.extras import RESERVE
from workbook.chapters.shared.extras import FEWEST, WHOLE, CohortTable, Extras, Target

PLAN = dict.fromkeys(("targets", "scheme", "own_shares", "replans"), WHOLE)
TOTALS = ("indicator", "filled", "targets", "done", "gap", "coverage")


def targets(desk: PacingDesk) -> Iterator[Target]:
    """The targets of this month and of the earlier ones."""
    for row in desk.record.targets:
        yield Target(row.indicator, row.target, earlier=False)
    for _, record in desk.earlier:
        for row in record.targets:
            yield Target(row.indicator, row.target, earlier=True)


def helps(desk: PacingDesk) -> list[dict[str, object]]:
    """What the manager asks others for."""
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


EXTRAS = Extras(
    drawn_from={
        "pace": {**PLAN, "actuals": WHOLE},
        "pressure": {**PLAN, "actuals": WHOLE},
        "fan": {**PLAN, "daily_contacts": WHOLE, **RESERVE},
    },
    results=("targets", "weeks", "coverage", "boss"),
    appointments=appointments,
    targets=targets,
    helps=helps,
    cohort={"totals": CohortTable(TOTALS, tables["boss"], totals)},
)
