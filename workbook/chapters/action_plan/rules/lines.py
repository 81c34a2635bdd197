"""The lines of a plan: their order, their number by kind, their links."""

from __future__ import annotations

from collections.abc import Iterable

from workbook.chapters.action_plan.pack import KINDS, Pack
from workbook.chapters.action_plan.records import Plan, PlanLine
from workbook.chapters.action_plan.rules.weeks import DONE, PlanDesk

FIVE, THREE, ONE = KINDS
PACING = "pacing"  # the chapter that at least one line has to link to


def in_order(lines: Iterable[PlanLine]) -> list[PlanLine]:
    """The lines with the five first, then the three, then the one; within a kind as typed."""
    return sorted(lines, key=_place)


def _place(line: PlanLine) -> int:
    return [*KINDS, line.kind].index(line.kind)


def of_kind(plan: Plan, kind: str) -> list[PlanLine]:
    """The lines of one kind."""
    return [one for one in plan.lines if one.kind == kind]


def missing(desk: PlanDesk, kind: str) -> int:
    """How many lines of a kind are lacking; 0 where there are enough."""
    wanted = {str(name): one.lines for name, one in desk.pack.kinds.items()}
    return max(wanted[kind] - len(of_kind(desk.record, kind)), 0)


def hangs_on(line: PlanLine, pack: Pack, chapter: str) -> bool:
    """Whether a line is linked to a chapter."""
    link = pack.links.get(line.link)
    return link is not None and link.chapter == chapter


def is_open(line: PlanLine) -> bool:
    """Whether a line has no outcome yet."""
    return not line.outcome


def reason_of(line: PlanLine) -> str:
    """Why a line was not done, or only half; "" for one that was."""
    return "" if line.outcome == DONE else line.reason
