"""How far the week is filled in."""

from __future__ import annotations

from collections.abc import Iterator

from workbook.chapters.action_plan.records import Plan
from workbook.chapters.action_plan.rules.lines import is_open, missing
from workbook.chapters.action_plan.rules.progress import days_over, ticked
from workbook.chapters.action_plan.rules.weeks import PlanDesk, last_week

NEEDED = ("owner", "by", "mark")


def completeness(desk: PlanDesk) -> float:
    """The share of what the page needs by today; 0 for an empty one.

    Five, three and one line; owner, day and mark on each; a Monday list; both ticks on past days;
    last week reviewed. Parts that do not apply are not required.
    """
    if desk.record == Plan():
        return 0.0
    parts = [*_parts(desk)]
    return sum(parts) / len(parts)


def _parts(desk: PlanDesk) -> Iterator[float]:
    lines, over = desk.record.lines, days_over(desk)
    wanted = sum(one.lines for one in desk.pack.kinds.values())
    yield 1 - sum(missing(desk, kind) for kind in desk.pack.kinds) / wanted
    cells = [bool(getattr(line, name)) for line in lines for name in NEEDED]
    yield sum(cells) / len(cells) if cells else 0.0
    yield float(bool(desk.record.contacts))
    if over:
        yield ticked(desk, over) / len(over)
    for _, before in last_week(desk):
        if before.lines:
            yield 1 - sum(map(is_open, before.lines)) / len(before.lines)
