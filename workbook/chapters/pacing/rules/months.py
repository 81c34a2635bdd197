"""Simulates months: the result of a schedule of contacts, thousands of times.

A prospect closes at an attempt with its chance, which falls by ``decay`` with every further one.
Each prospect has the same random numbers in every schedule: one uniform number for each simulated
month. Days are numbers here: 0 is the first working day of the horizon; amounts are fen or pieces.
Source: ours, methodology A1 "Chance to hit".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbook.chapters.pacing.pack import Simulation
from workbook.chapters.pacing.rules.contacts import Attempted, Days, Numbers

CELLS_AT_ONCE = 500_000  # prospects × months in memory at a time
BAND = (0.1, 0.5, 0.9)


@dataclass(frozen=True, eq=False)
class Outcome:
    """The result of the simulated months; arrays have one number a day and are read-only.

    probability: the share of the months in which the total reached the target.
    p10, p50, p90, mean: of the running total, what was done before included.
    contacts: all that were made; early_contacts: those before the month began, its cost.
    pressure: of the mean path, for each working day of the month itself.
    """

    probability: float
    p10: Numbers
    p50: Numbers
    p90: Numbers
    mean: Numbers
    contacts: int
    early_contacts: int
    pressure: Numbers


@dataclass(frozen=True)
class Goal:
    """The target, in fen or pieces, and what counts towards it already."""

    target: int
    done: int = 0


def simulate(
    prospects: tuple[Attempted, ...],
    contacts: Days,
    goal: Goal,
    days: int,
    early: int,
    assumptions: Simulation,
    cells: int = CELLS_AT_ONCE,
) -> Outcome:
    """Simulate the months of one indicator in one schedule.

    contacts: the days of these prospects' attempts, as :func:`schedules` gives them; days: those of
    the horizon (one at least), ``early`` of them before the month begins. The result does not
    depend on ``cells``, the size of the pieces of the computation.
    """
    totals = goal.done + _running_totals(prospects, contacts, days, assumptions, cells)
    mean = totals.mean(axis=1)
    p10, p50, p90 = (_sealed(row) for row in percentiles(totals))
    return Outcome(
        probability=float((totals[-1] >= goal.target).mean()),
        p10=p10,
        p50=p50,
        p90=p90,
        mean=_sealed(mean),
        contacts=int((contacts < days).sum()),
        early_contacts=int((contacts < early).sum()),
        pressure=_sealed(pressure_along(mean[early:], goal.target)),
    )


def _running_totals(
    prospects: tuple[Attempted, ...], contacts: Days, days: int, assumptions: Simulation, cells: int
) -> Numbers:
    """The running total of every simulated month, shape (days, runs)."""
    closed = _closing_chances(prospects, assumptions)
    weights = _weights(prospects, contacts, days)
    totals = np.zeros((days, assumptions.runs))
    met = np.flatnonzero((contacts < days).any(axis=1))
    at_once = max(1, cells // assumptions.runs)
    for some in (met[start : start + at_once] for start in range(0, len(met), at_once)):
        drawn = _luck(some, assumptions)
        for chance, weight in zip(closed[some].T, weights[:, some], strict=True):
            totals += weight.T @ (drawn < chance[:, None]).astype(np.float64)
    return totals


def _luck(prospects: Days, assumptions: Simulation) -> Numbers:
    """A uniform number for each of these prospects and each month, shape (prospects, runs).

    Every prospect has its own stretch of one stream, so it has the same luck in every schedule, and
    in however many pieces the work is done.
    """
    drawn = np.empty((len(prospects), assumptions.runs))
    for row, prospect in zip(drawn, prospects, strict=True):
        stream = np.random.PCG64(assumptions.seed).advance(int(prospect) * assumptions.runs)
        np.random.Generator(stream).random(out=row)
    return drawn


def _closing_chances(prospects: tuple[Attempted, ...], assumptions: Simulation) -> Numbers:
    """The chance of having closed by the first, second, … attempt from now; (prospects, attempts).

    An attempt that is not made is included: it has no day, and so no weight.
    """
    chance = np.array([one.chance for one in prospects], dtype=np.float64)[:, None]
    made = np.array([one.made for one in prospects], dtype=np.int64)[:, None]
    each = chance * assumptions.decay ** (made + np.arange(assumptions.attempts))
    return 1 - np.cumprod(1 - each, axis=1)


def _weights(prospects: tuple[Attempted, ...], contacts: Days, days: int) -> Numbers:
    """The amount that a close by the j-th attempt adds to each day; (attempts, prospects, days).

    Who closed by attempt j counts from its day until that of the next one, where those who closed
    by the next one take over: so one comparison for each attempt gives every day's total.
    """
    amount = np.array([one.amount for one in prospects], dtype=np.float64)
    until = np.pad(contacts[:, 1:], ((0, 0), (0, 1)), constant_values=days)
    day = np.arange(days)
    counts = (contacts.T[:, :, None] <= day) & (day < until.T[:, :, None])
    return counts * amount[:, None]


def percentiles(totals: Numbers) -> list[Numbers]:
    """For each day the totals that the shares BAND of the months did not exceed."""
    runs = totals.shape[1]
    ranks = [int(np.ceil(share * runs)) - 1 for share in BAND]
    ordered = np.partition(totals, ranks, axis=1)
    return [ordered[:, rank] for rank in ranks]


def pressure_along(path: Numbers, target: int) -> Numbers:
    """The rest per remaining day ÷ the target per day; after the last day 0 or infinite."""
    left = np.maximum(target - path, 0) * len(path)
    to_come = np.arange(len(path))[::-1] * float(target)
    pressure: Numbers = np.where(left > 0, np.inf, 0.0)
    np.divide(left, to_come, out=pressure, where=to_come > 0)
    return pressure


def _sealed(numbers: Numbers) -> Numbers:
    """A read-only copy, because results are cached and shared."""
    kept = numbers.copy()
    kept.setflags(write=False)
    return kept
