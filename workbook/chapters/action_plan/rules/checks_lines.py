"""Checks of the lines: their number, their parts, their day, how long they are carried.

Source: S4, methodology A4.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator

from workbook.chapters.action_plan.records import PlanLine
from workbook.chapters.action_plan.rules.lines import (
    FIVE,
    ONE,
    PACING,
    THREE,
    hangs_on,
    is_open,
    of_kind,
)
from workbook.chapters.action_plan.rules.marks import countable
from workbook.chapters.action_plan.rules.thresholds import threshold
from workbook.chapters.action_plan.rules.weeks import (
    DONE,
    ONE_DAY,
    PlanDesk,
    days_of,
    week_of,
    weeks_carried,
)
from workbook.chapters.shared.context import Finding
from workbook.domain.calendar import add_working_days

LINES = ("lines",)

Check = Callable[[PlanDesk, int, PlanLine], Iterator[Finding]]


def found(rule: str, *loc: str | int, **figures: object) -> Finding:
    """A finding of this chapter."""
    return Finding("action_plan", rule, loc, figures)


def at_line(rule: str, row: int, cell: str, line: PlanLine, **figures: object) -> Finding:
    """A finding at a cell of a line; it names the line."""
    return found(rule, "lines", row, cell, what=line.what, **figures)


# -- on all lines together ------------------------------------------------------------------------


def count_off(desk: PlanDesk) -> Iterator[Finding]:
    """There is no line, or the numbers of the kinds are not five, three, one."""
    if not desk.record.lines:
        yield found("no_lines", *LINES)
        return
    for kind, words in desk.pack.kinds.items():
        lines = len(of_kind(desk.record, kind))
        if lines != words.lines:
            yield found("count_off", *LINES, kind=kind, wanted=words.lines, lines=lines)


def not_linked(desk: PlanDesk) -> Iterator[Finding]:
    """No line hangs on the pacing worksheet."""
    lines = desk.record.lines
    if lines and not any(hangs_on(one, desk.pack, PACING) for one in lines):
        yield found("not_linked", *LINES)


def too_many_same_day(desk: PlanDesk) -> Iterator[Finding]:
    """So many open lines are due on one day that not all of them will be done."""
    days = Counter(one.by for one in desk.record.lines if one.by and is_open(one))
    most = threshold(desk.pack, "too_many_same_day")
    for day, lines in sorted(days.items()):
        if lines >= most:
            yield found("too_many_same_day", *LINES, day=day, lines=lines)


ON_LINES = (count_off, not_linked, too_many_same_day)


# -- on each line: what it lacks ------------------------------------------------------------------


def lacks(desk: PlanDesk, row: int, line: PlanLine) -> Iterator[Finding]:
    """No day, no mark, nothing to measure by, nobody to do it, or no link."""
    if line.by is None:
        yield at_line("no_date", row, "by", line, kind=line.kind)
    for rule, cell in LACKING.items():
        if not getattr(line, cell):
            yield at_line(rule, row, cell, line)


LACKING = {"no_mark": "mark", "no_measure": "measure", "no_owner": "owner", "no_link": "link"}


def vague_mark(desk: PlanDesk, row: int, line: PlanLine) -> Iterator[Finding]:
    """The mark has no number, so nothing can be counted. A resource is granted or not, and is
    exempt."""
    if line.kind != THREE and line.mark and not countable(line.mark):
        yield at_line("vague_mark", row, "mark", line, mark=line.mark)


def resources(desk: PlanDesk, row: int, line: PlanLine) -> Iterator[Finding]:
    """A line that needs a resource must say what, who grants it, and what is done without."""
    if line.kind != THREE:
        return
    if not line.grantor:
        yield at_line("no_grantor", row, "grantor", line)
    if not line.resource:
        yield at_line("no_resource", row, "resource", line)
    if line.fallback or line.granted == "yes":
        return
    if line.granted == "no":
        yield at_line("not_granted", row, "fallback", line, grantor=line.grantor)
    else:
        yield at_line("no_fallback", row, "fallback", line)


# -- on each line: its day and its review ---------------------------------------------------------


def one_too_late(desk: PlanDesk, row: int, line: PlanLine) -> Iterator[Finding]:
    """The one item does not land this week."""
    if line.kind != ONE or line.by is None or not is_open(line):
        return
    last = _last_day(desk)
    if last is not None and line.by > last:
        yield at_line("one_too_late", row, "by", line, by=line.by, last=last)


def _last_day(desk: PlanDesk) -> dt.date | None:
    """The last working day of the week, or the last of the working days that the rule gives.

    "This week" ends with the week; the working days are counted after today, or from the week's
    first day on.
    """
    days = threshold(desk.pack, "one_too_late")
    if days != days:  # a template without the rule
        return None
    before = max(desk.today, week_of(desk).first - ONE_DAY)
    last = add_working_days(before, int(days), desk.calendar)
    return min([last, *days_of(desk)[-1:]])


def after_week(desk: PlanDesk, row: int, line: PlanLine) -> Iterator[Finding]:
    """A line that works at once is dated after the week."""
    late = line.by is not None and line.by > week_of(desk).last
    if line.kind == FIVE and late and is_open(line):
        yield at_line("after_week", row, "by", line, by=line.by)


def by_past(desk: PlanDesk, row: int, line: PlanLine) -> Iterator[Finding]:
    """The day has passed without an outcome. ``days``: calendar days."""
    if line.by is not None and line.by < desk.today and is_open(line):
        days = (desk.today - line.by).days
        yield at_line("by_past", row, "outcome", line, by=line.by, days=days)


def no_reason(desk: PlanDesk, row: int, line: PlanLine) -> Iterator[Finding]:
    """Half done or not done, and no reason given."""
    if line.outcome not in ("", DONE) and not line.reason:
        yield at_line("no_reason", row, "reason", line)


def carried_long(desk: PlanDesk, row: int, line: PlanLine) -> Iterator[Finding]:
    """The same line has been carried over for many weeks."""
    weeks = weeks_carried(desk, line)
    if is_open(line) and weeks >= threshold(desk.pack, "carried_long"):
        yield at_line("carried_long", row, "what", line, weeks=weeks)


ON_LINE: tuple[Check, ...] = (
    lacks,
    vague_mark,
    resources,
    one_too_late,
    after_week,
    by_past,
    no_reason,
    carried_long,
)
