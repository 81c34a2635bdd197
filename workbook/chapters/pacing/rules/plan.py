"""A target spread over working days, and re-spread, to the exact unit. Source: S0, A1."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby
from math import lcm

from workbook.chapters.pacing.pack import WEEKS, Week
from workbook.chapters.pacing.records import Replan, Worksheet
from workbook.chapters.pacing.rules.progress import done_until
from workbook.chapters.pacing.rules.weeks import (
    Days,
    Horizon,
    PacingDesk,
    exact,
    horizon,
    week_shares,
)
from workbook.chapters.shared.context import once_a_desk

Weight = float | Fraction  # in any scale


@dataclass(frozen=True)
class Plan:
    """The amount for each working day; fen or pieces, as the indicator is measured.

    shares: how the target is spread over the days, before rounding; weeks: the week of each.
    kept: how many days come from an earlier plan, because this one was made after them; done: what
    was done by then. The month's first plan keeps none.
    """

    days: Days
    amounts: tuple[int, ...]
    shares: tuple[Fraction, ...]
    weeks: tuple[Week, ...]
    kept: int = 0
    done: int = 0

    @property
    def ahead(self) -> int:
        """The sum of the days that it planned itself."""
        return sum(self.amounts[self.kept :])

    def until(self, day: dt.date) -> int:
        """The planned total at the end of ``day``.

        After a re-plan: what was done by then, plus the days since.
        """
        at = bisect_right(self.days, day)
        if at < self.kept:
            return sum(self.amounts[:at])
        return self.done + sum(self.amounts[self.kept : at])

    def by_day(self) -> dict[dt.date, int]:
        """Day → its planned amount."""
        return dict(zip(self.days, self.amounts, strict=True))


@dataclass(frozen=True)
class Version:
    """A plan as it was made on ``day``, for the target that counted then.

    since: the first day that it plans anew, where there is one; reason: as typed, "" for the
    month's first plan.
    """

    day: dt.date
    since: dt.date
    reason: str
    target: int
    plan: Plan


def spread(total: int, weights: Sequence[Weight]) -> tuple[int, ...]:
    """``total`` in whole units in proportion to ``weights``, by largest remainder.

    The parts add up to ``total`` exactly, of whatever size or sign; of equal remainders the earlier
    one is rounded up. Weights that are all 0 count as equal; no weights, no parts. No weight may be
    negative.

    Source: methodology A1 "Days".
    """
    parts_of = [exact(weight) for weight in weights]
    scale = lcm(*(part.denominator for part in parts_of))
    units = [int(part * scale) for part in parts_of]
    if not any(units):
        units = [1] * len(weights)
    ideal = [divmod(total * unit, sum(units)) for unit in units]
    parts = [part for part, _ in ideal]
    most_cut = sorted(range(len(parts)), key=lambda at: -ideal[at][1])
    for at in most_cut[: total - sum(parts)]:
        parts[at] += 1
    return tuple(parts)


def laid_out(total: int, weeks: Sequence[Week], weights: Sequence[Weight]) -> tuple[int, ...]:
    """``total`` over days in proportion to ``weights``: first over the weeks, then within each.

    So a week is exact, and seven pieces do not all fall on the heaviest days.
    """
    used = list(map(exact, weights)) if any(weights) else [Fraction(1)] * len(weeks)
    grouped = groupby(zip(weeks, used, strict=True), key=lambda pair: pair[0])
    groups = [[weight for _, weight in group] for _, group in grouped]
    sums = spread(total, [sum(group, Fraction(0)) for group in groups])
    return tuple(
        part for amount, group in zip(sums, groups, strict=True) for part in spread(amount, group)
    )


def first_plan(target: int, shares: Mapping[Week, float], horizon: Horizon) -> Plan:
    """``target`` over the horizon: each week its share, split evenly over its working days.

    The share of a week without working days goes to the others.
    """
    weeks = tuple(week for week in WEEKS for _ in horizon.weeks[week])
    daily = tuple(exact(shares[week]) / len(horizon.weeks[week]) for week in weeks)
    return Plan(horizon.days, laid_out(target, weeks, daily), daily, weeks)


def replanned(plan: Plan, target: int, done: int, day: dt.date) -> Plan:
    """``plan`` with what is left after ``day`` spread again over the working days after it.

    ``done`` is what was done up to and including ``day``. What is left, max(target − done, 0), is
    spread in proportion to the plan's shares for these days, evenly where all are 0. Days up to
    ``day`` keep the plan; with no day after it, all of them do.

    Source: methodology A1 "Re-planning".
    """
    at = bisect_right(plan.days, day)
    ahead = laid_out(max(target - done, 0), plan.weeks[at:], plan.shares[at:])
    return replace(plan, amounts=plan.amounts[:at] + ahead, kept=at, done=done)


# -- the plans of one indicator -------------------------------------------------------------------


def target_of(record: Worksheet | None, indicator: str) -> int | None:
    """A worksheet's target for ``indicator``: its first row's; None without one."""
    rows = record.targets if record else ()
    return next((row.target for row in rows if row.indicator == indicator), None)


def target_rewritten(desk: PacingDesk, indicator: str) -> bool:
    """Whether the target was changed since the month began without a re-plan."""
    before, now = target_of(desk.planned, indicator), target_of(desk.record, indicator)
    return before is not None and before != now and not _changed_openly(desk, indicator)


def _changed_openly(desk: PacingDesk, indicator: str) -> bool:
    rows = (row for row in desk.record.replans if row.indicator == indicator)
    return any(row.target is not None for row in rows)


@once_a_desk
def versions(desk: PacingDesk, indicator: str) -> tuple[Version, ...]:
    """Every plan of ``indicator``, which has a target, in order of time.

    The first is the plan of the month's beginning. Then, where the worksheet was changed since, the
    plan as the worksheet reads now; then one for each re-plan up to today. A target that a re-plan
    changes is the old one until then, whatever the list of targets says now.
    """
    space = horizon(desk.month, desk.calendar)
    before, now = target_of(desk.planned, indicator), target_of(desk.record, indicator) or 0
    start = before if before is not None and _changed_openly(desk, indicator) else now
    made = [_as_begun(desk, desk.record, start, space)]
    if desk.planned and before is not None:
        first = _as_begun(desk, desk.planned, before, space)
        made = [first] if made == [first] else [first, *made]
    for row in _replans(desk, indicator):
        made.append(_after(made[-1], row, desk.record, indicator, space))
    return tuple(made)


def latest_plan(desk: PacingDesk, indicator: str) -> Plan:
    """The plan of ``indicator`` in force today."""
    return versions(desk, indicator)[-1].plan


def even_plan(desk: PacingDesk, target: int) -> Plan:
    """``target`` ÷ working days of the month, for comparison: the pack's scheme ``even``."""
    space = horizon(desk.month, desk.calendar)
    return first_plan(target, week_shares(desk.pack, "even", (), space), space)


def _as_begun(desk: PacingDesk, record: Worksheet, target: int, space: Horizon) -> Version:
    shares = week_shares(desk.pack, record.scheme, record.own_shares, space)
    return Version(space.first, space.first, "", target, first_plan(target, shares, space))


def _replans(desk: PacingDesk, indicator: str) -> list[Replan]:
    """The re-plans of the indicator, up to today, in order of their days."""
    rows = [row for row in desk.record.replans if row.day <= desk.today]
    return sorted(
        (row for row in rows if row.indicator in ("", indicator)), key=lambda row: row.day
    )


def _after(
    last: Version, row: Replan, record: Worksheet, indicator: str, space: Horizon
) -> Version:
    """The version that a re-plan makes of the last one; its target counts where it has one."""
    named = row.target if row.indicator == indicator else None
    target = named or last.target
    done = done_until(record.actuals, indicator, space, row.day)
    since = next((day for day in space.days if day > row.day), row.day)
    plan = replanned(last.plan, target, done, row.day)
    return Version(row.day, since, row.reason, target, plan)
