"""The weeks over which a month's target is spread, and the share of each.

A month M is worked from the fourth week of M−1 to the fourth week of M. Source: S0, methodology A1.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from workbook.chapters.pacing.pack import WEEKS, Pack, ShortWeek, Week
from workbook.chapters.pacing.records import OwnShare, Worksheet
from workbook.chapters.shared.context import Desk
from workbook.domain.calendar import Calendar, Month, four_weeks

Days = tuple[dt.date, ...]
PacingDesk = Desk[Worksheet, Pack]

WHOLE_WITHIN = Fraction(1, 10**6)  # thirds typed as decimals differ from 1 by less than this


@dataclass(frozen=True)
class Horizon:
    """The working days for a month's target, by week."""

    weeks: Mapping[Week, Days]

    @property
    def days(self) -> Days:
        """Every working day from the fourth week of the month before on, in order."""
        return tuple(day for week in WEEKS for day in self.weeks[week])

    @property
    def month_days(self) -> Days:
        """The working days of the month itself, in order."""
        return self.days[len(self.weeks["previous_w4"]) :]

    @property
    def first(self) -> dt.date:
        """The day from which actuals count for this month."""
        return self.days[0]

    @property
    def last(self) -> dt.date:
        """The last day of the month, worked or not: actuals count up to it."""
        return Month.of(self.days[-1]).last

    def week_of(self, day: dt.date) -> Week | None:
        """The week that holds the working day ``day``, or None."""
        return next((week for week in WEEKS if day in self.weeks[week]), None)

    def counted_on(self, day: dt.date) -> dt.date | None:
        """The working day to which actuals of ``day`` count; None outside the horizon.

        Actuals of a weekend or a holiday count to the working day before it, as in a week from
        Monday to Sunday.
        """
        if not self.first <= day <= self.last:
            return None
        return self.days[bisect_right(self.days, day) - 1]


@lru_cache(maxsize=64)
def horizon(month: Month, calendar: Calendar) -> Horizon:
    """The fourth week of the month before, then the four weeks of ``month``."""
    weeks = (four_weeks(month.previous, calendar)[3], *four_weeks(month, calendar))
    return Horizon(dict(zip(WEEKS, weeks, strict=True)))


def exact(number: float | Fraction) -> Fraction:
    """The exact decimal of ``number`` as typed: 0.1 is a tenth."""
    return Fraction(number if isinstance(number, int | Fraction) else str(number))


def own_sum(own_shares: Iterable[OwnShare]) -> float:
    """The sum of the manager's own shares."""
    return float(sum(exact(row.share) for row in own_shares if row.week in WEEKS))


def own_in_use(own_shares: Iterable[OwnShare]) -> bool:
    """Whether the own shares replace the scheme's: they add up to 1."""
    return abs(exact(own_sum(own_shares)) - 1) <= WHOLE_WITHIN


def week_shares(
    pack: Pack, scheme_key: str, own_shares: tuple[OwnShare, ...], horizon: Horizon
) -> dict[Week, float]:
    """The share of the target for each week.

    The manager's own shares unchanged, where they add up to 1. Otherwise the scheme's (the first
    scheme of the pack where the key is unknown), less what a short first week cannot take; where it
    is even, as many as there are working days of the month in the week.

    Source: S0, methodology A1 "The cycle of month M" and "A short first week" (ours).
    """
    if own_in_use(own_shares):
        return {week: _own_share(own_shares, week) for week in WEEKS}
    scheme = pack.schemes.get(scheme_key) or next(iter(pack.schemes.values()))
    shares = {week: exact(scheme.shares.get(week, 0)) for week in WEEKS}
    if scheme.by_day:
        shares = _even(horizon)
    if scheme.front:
        shares = _relieved(shares, len(horizon.weeks["w1"]), pack.short_week)
    return {week: float(share) for week, share in shares.items()}


def _own_share(own_shares: Iterable[OwnShare], week: Week) -> float:
    return float(sum(exact(row.share) for row in own_shares if row.week == week))


def _even(horizon: Horizon) -> dict[Week, Fraction]:
    """Every working day of the month alike; nothing before it."""
    days = len(horizon.month_days)
    own = {week: Fraction(len(horizon.weeks[week]), days) for week in WEEKS[1:]}
    return {"previous_w4": Fraction(0), **own}


def _relieved(shares: dict[Week, Fraction], days: int, rule: ShortWeek) -> dict[Week, Fraction]:
    """The shares after a first week of only ``days`` days passed on what it cannot take.

    To the week before only where the scheme works in it; else all of it to the second week.
    """
    if days >= rule.days:
        return shares
    taken = shares["w1"] * (1 - Fraction(days, rule.of))
    room = exact(rule.ceiling) - shares["previous_w4"] if shares["previous_w4"] else Fraction(0)
    earlier = min(taken, max(room, Fraction(0)))
    moved: dict[Week, Fraction] = {"previous_w4": earlier, "w1": -taken, "w2": taken - earlier}
    return {week: share + moved.get(week, 0) for week, share in shares.items()}
