"""All findings on the week, each at its cell, in the order of the page."""

from __future__ import annotations

from collections.abc import Iterator

from workbook.chapters.action_plan.rules.checks_lines import ON_LINE, ON_LINES
from workbook.chapters.action_plan.rules.checks_typed import ON_TYPED, try_open
from workbook.chapters.action_plan.rules.checks_week import ON_WEEK
from workbook.chapters.action_plan.rules.weeks import PlanDesk
from workbook.chapters.shared.context import Finding


def findings(desk: PlanDesk) -> list[Finding]:
    """The findings on one week's plan; rules that the template lacks stay silent."""
    return [one for one in _all(desk) if one.rule in desk.pack.rules]


def _all(desk: PlanDesk) -> Iterator[Finding]:
    yield from try_open(desk)
    for on_lines in ON_LINES:
        yield from on_lines(desk)
    for row, line in enumerate(desk.record.lines):
        for on_line in ON_LINE:
            yield from on_line(desk, row, line)
    for on_page in (*ON_WEEK, *ON_TYPED):
        yield from on_page(desk)
