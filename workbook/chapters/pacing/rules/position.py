"""Each indicator's state today: numbers shared by tables, findings and the boss's page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import isfinite

from workbook.chapters.pacing.rules.plan import Version, versions
from workbook.chapters.pacing.rules.progress import (
    days_after,
    done_by_day,
    done_until,
    pressure,
)
from workbook.chapters.pacing.rules.weeks import Horizon, PacingDesk, horizon
from workbook.chapters.shared.context import once_a_desk


@dataclass(frozen=True)
class Standing:
    """One indicator on one day. Amounts are fen or pieces, as the indicator is measured.

    row: its first row in the record's targets; target: the one in force today.
    planned: the latest plan's total for today; days_left: working days after today.
    pressure: None before the first working day of the month, and where no day is left.
    """

    indicator: str
    row: int
    target: int
    done: int
    planned: int
    days_left: int
    pressure: float | None
    versions: tuple[Version, ...]

    @property
    def left(self) -> int:
        """The rest of the target."""
        return max(self.target - self.done, 0)

    @property
    def gap(self) -> int:
        """How far the month is behind the plan."""
        return max(self.planned - self.done, 0)

    @property
    def pace(self) -> float | None:
        """Done ÷ planned up to today; None where nothing was planned yet."""
        return self.done / self.planned if self.planned else None

    @property
    def per_day(self) -> int:
        """The amount for each remaining working day, rounded up; on the last day all that is
        left."""
        return -(-self.left // max(self.days_left, 1))


def indicators(desk: PacingDesk) -> dict[str, int]:
    """The indicators that have a target → the first row that gives it."""
    found: dict[str, int] = {}
    for at, row in enumerate(desk.record.targets):
        found.setdefault(row.indicator, at)
    return found


@once_a_desk
def standings(desk: PacingDesk) -> tuple[Standing, ...]:
    """The state of each indicator with a target, in the order of the worksheet."""
    return tuple(_standing(desk, indicator, row) for indicator, row in indicators(desk).items())


def _standing(desk: PacingDesk, indicator: str, row: int) -> Standing:
    space, made = horizon(desk.month, desk.calendar), versions(desk, indicator)
    target, plan = made[-1].target, made[-1].plan
    done = done_until(desk.record.actuals, indicator, space, desk.today)
    begun = days_after(space.month_days, desk.today) < len(space.month_days)
    return Standing(
        indicator=indicator,
        row=row,
        target=target,
        done=done,
        planned=plan.until(desk.today),
        days_left=days_after(space.days, desk.today),
        pressure=_finite(_pressure_on(desk.today, target, done, space)) if begun else None,
        versions=made,
    )


def _finite(number: float) -> float | None:
    """None for what is infinite: on the last day there is a gap, and no pressure."""
    return number if isfinite(number) else None


def _pressure_on(day: dt.date, target: int, done: int, space: Horizon) -> float:
    days = space.month_days
    return pressure(target, done, days_after(days, day), len(days))


def target_on(made: tuple[Version, ...], day: dt.date) -> int:
    """The target in force on ``day``: that of the last version made by then."""
    return next((one.target for one in reversed(made) if one.day <= day), made[0].target)


def pressure_by_day(desk: PacingDesk, standing: Standing) -> dict[dt.date, float]:
    """Working day of the month → pressure at its end, for the days up to today.

    Not for the last day while anything is left: no day is left to spread it over. What was booked
    in the fourth week of the month before is done at the start; a changed target counts from the
    day of the change.

    Source: ours, methodology A1 "Pressure".
    """
    space = horizon(desk.month, desk.calendar)
    done = done_by_day(desk.record.actuals, standing.indicator, space, desk.today)
    found = {
        day: _finite(_pressure_on(day, target_on(standing.versions, day), done[day], space))
        for day in space.month_days
        if day in done
    }
    return {day: number for day, number in found.items() if number is not None}


def pressure_of_plan(desk: PacingDesk, standing: Standing) -> tuple[float, ...]:
    """The pressure at the end of each working day but the last, of somebody who keeps the month's
    first plan: it falls. Source: S0."""
    space, plan = horizon(desk.month, desk.calendar), standing.versions[0].plan
    whole, days = sum(plan.shares) or Fraction(1), len(space.month_days)
    before = len(space.days) - days
    running = tuple(accumulate(plan.shares))
    return tuple(
        float((1 - running[before + at] / whole) * days / (days - at - 1)) for at in range(days - 1)
    )


def pressure_of_even(desk: PacingDesk) -> tuple[float, ...]:
    """The same of an even manager, who looks for customers from the first day on: it rises.

    Every working day brings target ÷ working days, but the first deal takes as many days as lie
    between two contacts, and what is owed then stays owed. Source: S0 (the rising curve); the days:
    ours.
    """
    days, late = len(horizon(desk.month, desk.calendar).month_days), desk.pack.simulation.gap
    return tuple((days - max(at + 1 - late, 0)) / (days - at - 1) for at in range(days - 1))
