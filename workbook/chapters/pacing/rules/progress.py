"""Running totals, and the pressure of the rest. Source: S0, methodology A1."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable
from itertools import pairwise
from math import inf

from workbook.chapters.pacing.records import Actual
from workbook.chapters.pacing.rules.weeks import Horizon

ONE_DAY = dt.timedelta(days=1)


def done_until(actuals: Iterable[Actual], indicator: str, horizon: Horizon, day: dt.date) -> int:
    """The total of ``indicator`` from the horizon's first day up to and including ``day``.

    Days off count; days before the horizon or after the month do not.
    """
    last = min(day, horizon.last)
    return sum(
        row.done
        for row in actuals
        if row.indicator == indicator and horizon.first <= row.day <= last
    )


def done_by_day(
    actuals: Iterable[Actual], indicator: str, horizon: Horizon, today: dt.date
) -> dict[dt.date, int]:
    """Working day → the total up to it, for the days up to ``today``.

    What was done on days off counts to the working day before (see Horizon.counted_on).
    """
    rows = tuple(actuals)
    ends = [after - ONE_DAY for _, after in pairwise(horizon.days)] + [horizon.last]
    return {
        day: done_until(rows, indicator, horizon, min(end, today))
        for day, end in zip(horizon.days, ends, strict=True)
        if day <= today
    }


def days_after(days: tuple[dt.date, ...], day: dt.date) -> int:
    """How many of the ordered ``days`` come after ``day``."""
    return len(days) - bisect_right(days, day)


def pressure(target: int, done: int, left_days: int, month_days: int) -> float:
    """The load of each remaining day, as a multiple of what each day of the month had to.

    0 where nothing is left; infinite where something is left but no day, or without a target to
    measure by.

    Source: ours, methodology A1 "Pressure".
    """
    left = target - done
    if left <= 0:
        return 0.0
    if left_days <= 0 or target <= 0:
        return inf
    return left * month_days / (left_days * target)
