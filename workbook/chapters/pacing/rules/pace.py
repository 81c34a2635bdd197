"""The course of the month as shares of the targets, to be compared with nobody else's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from workbook.chapters.pacing.records import Actual
from workbook.chapters.pacing.rules.position import standings
from workbook.chapters.pacing.rules.progress import done_by_day
from workbook.chapters.pacing.rules.weeks import Horizon, PacingDesk, horizon
from workbook.chapters.shared.context import once_a_desk


@dataclass(frozen=True)
class PaceDay:
    """One working day, counted from 1 in the fourth week of the month before.

    planned, done: the mean of the indicators' shares of their targets at its end; done is None for
    the days after today. before: what was done by the same day of the month before, None without a
    worksheet of it or where it had no such day.
    """

    day: int
    planned: float
    done: float | None
    before: float | None


@once_a_desk
def pace_by_day(desk: PacingDesk) -> tuple[PaceDay, ...]:
    """The working days of the month; none without a target. Source: ours, methodology H."""
    found = [one for one in standings(desk) if one.target > 0]
    if not found:
        return ()
    space = horizon(desk.month, desk.calendar)
    targets = {one.indicator: one.target for one in found}
    done, before = _shares(desk, desk.record.actuals, targets, space), _last_month(desk)
    return tuple(
        PaceDay(
            at + 1,
            fmean(one.versions[-1].plan.until(day) / one.target for one in found),
            done[at] if at < len(done) else None,
            before[at] if at < len(before) else None,
        )
        for at, day in enumerate(space.days)
    )


def _last_month(desk: PacingDesk) -> Sequence[float]:
    month = desk.month.previous
    record = next((record for period, record in desk.earlier if period == month), None)
    if record is None:
        return ()
    # Its plan is not worked out again: the targets are those that it began with.
    targets = {row.indicator: row.target for row in reversed(record.targets) if row.target > 0}
    return _shares(desk, record.actuals, targets, horizon(month, desk.calendar))


def _shares(
    desk: PacingDesk, actuals: Iterable[Actual], targets: Mapping[str, int], space: Horizon
) -> Sequence[float]:
    """Each working day up to today: the mean share of the targets that was done by its end."""
    rows = tuple(actuals)
    courses = [
        [done / target for done in done_by_day(rows, name, space, desk.today).values()]
        for name, target in targets.items()
    ]
    return [fmean(day) for day in zip(*courses, strict=True)]
