"""How much of what is due by today is filled in on the worksheet."""

from __future__ import annotations

from collections.abc import Iterator

from workbook.chapters.pacing.rules.checks_progress import days_without_actuals, presses
from workbook.chapters.pacing.rules.position import indicators, standings
from workbook.chapters.pacing.rules.thresholds import threshold
from workbook.chapters.pacing.rules.weeks import PacingDesk, horizon


def completeness(desk: PacingDesk) -> float:
    """The share of the chapter's parts that are filled in, 0…1.

    Always due: reaction, targets, prospects for each of them, the exercise's answer, the try
    line. Due once a working day of the month is over: actuals up to date, activity. Due while the
    pressure is high: the help that is asked for. Due once its day is over: how the try went.
    """
    parts = [float(part) for part in (*_always(desk), *_in_the_month(desk), *_when_it_comes(desk))]
    return sum(parts) / len(parts)


def _always(desk: PacingDesk) -> Iterator[float]:
    record = desk.record
    yield bool(record.reaction)
    yield bool(record.targets)
    yield _reserved(desk)
    yield bool(record.answer)
    yield bool(record.try_customer and record.try_by)


def _reserved(desk: PacingDesk) -> float:
    """The share of the indicators that have a prospect, whatever its outcome."""
    linked, wanted = desk.linked.get("prospects"), indicators(desk)
    there = {one.indicator for one in linked.record.prospects} if linked else set()
    return len(wanted.keys() & there) / max(len(wanted), 1)


def _in_the_month(desk: PacingDesk) -> Iterator[float]:
    days = horizon(desk.month, desk.calendar).month_days
    if desk.today <= days[0]:
        return
    yield days_without_actuals(desk) < threshold(desk, "no_actuals")
    yield any(row.day <= desk.today for row in desk.record.activity)


def _when_it_comes(desk: PacingDesk) -> Iterator[float]:
    record = desk.record
    if any(presses(desk, one) for one in standings(desk)):
        yield bool(record.helps)
    if record.try_by and record.try_by < desk.today:
        yield bool(record.tried)
