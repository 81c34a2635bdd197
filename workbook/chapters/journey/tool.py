"""The customer journey 客户旅程: five stages, signals, critical customers. Source: S4, A2."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from workbook.chapters.journey.pack import STAGES as ORDER
from workbook.chapters.journey.pack import Pack
from workbook.chapters.journey.records import Journey
from workbook.chapters.journey.rules import (
    JourneyDesk,
    blocked,
    completeness,
    findings,
    flagged,
    queue,
    rolled_over,
    study,
    suggested,
)
from workbook.chapters.journey.rules.today import due, ticked
from workbook.chapters.journey.views import diagram, figures, left_out, sheets, tables
from workbook.chapters.shared.tool import WHOLE, CohortTable, Tool, enough

STAGES = ("stage", "managers", "customers", "assets", "signalled", "blocked")
SIGNALS = ("signal", "managers", "customers", "blocked")


def stages(rows: pd.DataFrame) -> pd.DataFrame:
    """The stages of all their customers, without naming any.

    blocked: customers who must not be contacted, whatever their stage calls for.
    """
    signalled = rows.assign(signalled=rows["signals"].map(len) > 0)
    summed = signalled.groupby("stage").agg(
        managers=("who", "nunique"),
        customers=("customer", "size"),
        assets=("assets", "sum"),
        signalled=("signalled", "sum"),
        blocked=("blocked", "sum"),
    )
    order = [name for name in ORDER if name in summed.index]
    return enough(summed.loc[order].reset_index())


def signals(rows: pd.DataFrame) -> pd.DataFrame:
    """Warning signals by kind, most frequent first, without naming a customer.

    blocked: customers who must not be contacted, so that the signal calls for nothing.
    """
    summed = rows.groupby("signal").agg(
        managers=("who", "nunique"), customers=("customer", "size"), blocked=("blocked", "sum")
    )
    most_first = summed.reset_index().sort_values(["customers", "signal"], ascending=[False, True])
    return enough(most_first)


def _blocked(desk: JourneyDesk, rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(blocked=rows["customer"].isin(blocked(desk)))


def state(desk: JourneyDesk) -> Iterator[tuple[str, dict[str, object]]]:
    """The customers of the book, those with a signal, and the critical ones."""
    found = study(desk)
    if len(found.stages):
        signalled = int((found.stages["signals"].map(len) > 0).sum())
        critical = found.criticals["customer"].nunique()
        yield "book", {"customers": len(found.stages), "signalled": signalled, "critical": critical}


TOOL = Tool(
    record=Journey,
    pack=Pack,
    tables=tables,
    findings=findings,
    figures=figures,
    handouts=sheets,
    rolled_over=rolled_over,
    suggested=suggested,
    flagged=flagged,
    left_out=left_out,
    in_use={
        "cards": lambda desk: {one.stage for one in queue(desk) if one.fits},
        "guide": lambda desk: set(study(desk).signals["signal"]),
    },
    completeness=completeness,
    on_customers=True,
    state=state,
    drawn_from={
        "map": {"touchpoints": ("stage", "touchpoint", "feeling", "aim", "act", "owner", "by")},
        "stages": {"notes": WHOLE},
    },
    results=("stages", "queue", "waiting", "watch", "signals"),
    diagram=diagram,
    cohort={
        "stages": CohortTable(STAGES, lambda desk: _blocked(desk, study(desk).stages), stages),
        "signals": CohortTable(SIGNALS, lambda desk: _blocked(desk, study(desk).signals), signals),
    },
    cohort_lists=("stages", "signals"),
    due=due,
    ticked=ticked,
)
