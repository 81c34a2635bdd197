"""The 531 action plan 531行动计划: five, three, one, week by week. Source: S4, methodology A4."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from workbook.chapters.action_plan.pack import Pack
from workbook.chapters.action_plan.records import Plan
from workbook.chapters.action_plan.rules import (
    PlanDesk,
    completeness,
    findings,
    rolled_over,
    suggested,
)
from workbook.chapters.action_plan.rules.today import due, ticked
from workbook.chapters.action_plan.views import figures, left_out, sheets, tables
from workbook.chapters.action_plan.views.appointments import appointments
from workbook.chapters.shared.tool import CohortTable, Tool, enough

LINES = ("five", "three", "one")
OUTCOMES = ("done", "half", "not", "open")
PLANS = ("plan_week", "managers", *(f"lines_{one}" for one in OUTCOMES))
REASONS = ("reason", "managers", "lines")
WEEKS = 2  # this one and the last


def plans(rows: pd.DataFrame) -> pd.DataFrame:
    """The lines of this week and the last, of those who have any: done, half, not, still open."""
    rows = rows[rows[[*OUTCOMES]].any(axis=1)]
    rows = rows.rename(columns={"week": "plan_week", **{one: f"lines_{one}" for one in OUTCOMES}})
    sums = {f"lines_{one}": (f"lines_{one}", "sum") for one in OUTCOMES}
    summed = rows.groupby("plan_week").agg(managers=("who", "nunique"), **sums)
    return enough(summed.sort_index(ascending=False).head(WEEKS).reset_index())


def reasons(rows: pd.DataFrame) -> pd.DataFrame:
    """Why lines were not done, most frequent reason first."""
    summed = rows.groupby("reason").agg(managers=("who", "nunique"), lines=("lines", "sum"))
    return summed.reset_index().sort_values(["lines", "reason"], ascending=[False, True])


def state(desk: PlanDesk) -> Iterator[tuple[str, dict[str, object]]]:
    """The lines of this week by their result."""
    if desk.record.lines:
        now = tables["history"](desk).iloc[0]
        results = {name: now[name] for name in OUTCOMES}
        yield "week", {**results, "lines": now[[*LINES]].sum()}


TOOL = Tool(
    record=Plan,
    pack=Pack,
    tables=tables,
    findings=findings,
    span="week",
    reads=("pacing", "prospects", "journey", "battle_map"),
    figures=figures,
    handouts=sheets,
    rolled_over=rolled_over,
    suggested=suggested,
    left_out=left_out,
    completeness=completeness,
    drawn_from={"weeks": {"lines": ("kind", "outcome", "what")}},
    results=("plan", "threes", "balance", "offered", "review", "carry"),
    appointments=appointments,
    state=state,
    cohort={
        "plans": CohortTable(PLANS, lambda desk: tables["history"](desk).head(WEEKS), plans),
        "reasons": CohortTable(REASONS, tables["reasons"], reasons),
    },
    cohort_lists=("reasons",),
    due=due,
    ticked=ticked,
)
