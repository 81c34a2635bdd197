"""Which prospects are contacted on which day, under a schedule.

Days are numbers here: 0 is the first working day of the horizon. Every day the most valuable of
those who may be contacted are chosen: amount × chance of the next attempt × how likely they are
still open. Source: ours, methodology A1 "Chance to hit".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from workbook.chapters.pacing.pack import Simulation

Numbers = npt.NDArray[np.float64]
Days = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Attempted:
    """A prospect as the simulation sees it.

    amount: fen or pieces; made: the attempts so far; first: the number of the day from which it
    may be contacted.
    """

    indicator: str
    amount: int
    chance: float
    made: int = 0
    first: int = 0


@dataclass(frozen=True, eq=False)
class _Reserve:
    """The prospects as columns.

    group: numbers the indicators; worth: the amount as a share of its indicator's reserve, so
    that fen and pieces compare.
    """

    group: Days
    worth: Numbers
    chance: Numbers
    made: Days
    first: Days
    groups: int


def _columns(prospects: tuple[Attempted, ...]) -> _Reserve:
    names = sorted({one.indicator for one in prospects})
    group = np.array([names.index(one.indicator) for one in prospects], dtype=np.int64)
    amount = np.array([one.amount for one in prospects], dtype=np.float64)
    whole = np.bincount(group, weights=amount, minlength=len(names))
    return _Reserve(
        group,
        amount / whole[group],
        np.array([one.chance for one in prospects], dtype=np.float64),
        np.array([one.made for one in prospects], dtype=np.int64),
        np.array([one.first for one in prospects], dtype=np.int64),
        len(names),
    )


def schedules(
    prospects: tuple[Attempted, ...],
    shares: Mapping[str, tuple[float, ...]],
    assumptions: Simulation,
) -> dict[str, Days]:
    """For each schedule the days of each prospect's attempts, shape (prospects, attempts).

    ``shares`` spreads the contacts of a schedule over the days, in any scale. An attempt that is
    not made has the number of days as its day. All schedules make the same number of contacts for
    each indicator, what the tightest of them can place: so the comparison is fair. A single
    schedule makes all that it can.
    """
    reserve = _columns(prospects)
    left = np.clip(assumptions.attempts - reserve.made, 0, None)
    quota = _by_group(reserve, left)
    while True:
        placed = {
            name: _placed(reserve, np.array(over), quota, assumptions)
            for name, over in shares.items()
        }
        made = np.array(
            [_by_group(reserve, (placed[name] < len(shares[name])).sum(axis=1)) for name in placed]
        )
        if (made == made.min(axis=0)).all():
            return placed
        quota = made.min(axis=0)


def _by_group(reserve: _Reserve, counts: Days) -> Days:
    sums = np.bincount(reserve.group, weights=counts, minlength=reserve.groups)
    return sums.astype(np.int64)


def _placed(reserve: _Reserve, shares: Numbers, quota: Days, assumptions: Simulation) -> Days:
    """One schedule, day by day, as far as its quotas and the daily capacity allow.

    What a day cannot use, for lack of capacity or of prospects, rolls on to the next day.
    """
    placed = np.full((len(reserve.group), assumptions.attempts), len(shares), dtype=np.int64)
    made, free = reserve.made.copy(), reserve.first.copy()
    still_open, done = np.ones(len(made)), np.zeros_like(quota)
    for day, due in enumerate(_due(shares, quota)):
        chance = reserve.chance * assumptions.decay**made
        may = np.flatnonzero((made < assumptions.attempts) & (free <= day))
        best = _best(reserve, may, reserve.worth * chance * still_open, due - done)
        chosen = best[: assumptions.daily_contacts]
        placed[chosen, (made - reserve.made)[chosen]] = day
        still_open[chosen] *= 1 - chance[chosen]
        made[chosen] += 1
        free[chosen] = day + max(assumptions.gap, 1)  # never twice on one day
        done += np.bincount(reserve.group[chosen], minlength=reserve.groups)
    return placed


def _due(shares: Numbers, quota: Days) -> Iterator[Days]:
    """The number of contacts due by the end of each day, for each indicator."""
    running = np.cumsum(shares)
    whole = running[-1:].sum() or 1.0  # no share at all: nothing is ever due
    for share in running / whole:
        yield np.floor(quota * share + 0.5).astype(np.int64)


def _best(reserve: _Reserve, may: Days, value: Numbers, room: Days) -> Days:
    """The most valuable of those who may be contacted, at most ``room`` of each indicator."""
    ranked = may[np.argsort(-value[may], kind="stable")]
    group = reserve.group[ranked]
    kept = np.zeros(len(ranked), dtype=bool)
    for number, places in enumerate(room):
        kept[np.flatnonzero(group == number)[:places]] = True
    return ranked[kept]
