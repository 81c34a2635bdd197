"""The chance to hit a target: thousands of months played, with the same luck for every schedule.

A prospect closes at an attempt with its chance, which falls by ``decay`` with every further one;
at most ``attempts`` attempts, ``gap`` working days apart, none after the month's end. The
schedules that are compared make the same number of contacts, and each prospect meets the same
luck in all of them: one uniform number for each month played. What is simulated shows a
mechanism; it proves nothing. Source: ours, methodology A1 "Chance to hit".
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from workbook.chapters.pacing.pack import Pack, Simulation
from workbook.chapters.pacing.records import Worksheet
from workbook.chapters.pacing.rules.contacts import Attempted, Days, Numbers, schedules
from workbook.chapters.pacing.rules.weeks import Horizon, horizon, week_shares
from workbook.chapters.prospects import rules as reserve
from workbook.chapters.prospects.records import Prospect
from workbook.desk import Desk, Finding
from workbook.workdays import four_weeks

CELLS_AT_ONCE = 500_000  # prospects × months in memory at a time
BAND = (0.1, 0.5, 0.9)


@dataclass(frozen=True, eq=False)
class Outcome:
    """What came out of the months played; arrays have one number a day and cannot be written to.

    probability: the share of the months in which the total reached the target.
    p10, p50, p90, mean: of the running total, what was done before included.
    contacts: all that were made; early_contacts: those of them before the month began, its cost.
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
    """What is to be reached, in fen or pieces, and what counts towards it already."""

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
    """Play the months of one indicator in one schedule.

    contacts: the days of these prospects' attempts, as :func:`schedules` gives them; days: those
    of the horizon (one at least), ``early`` of them before the month begins. The result does not
    depend on ``cells``, the size of the pieces in which it is worked out.
    """
    totals = goal.done + _running_totals(prospects, contacts, days, assumptions, cells)
    mean = totals.mean(axis=1)
    p10, p50, p90 = (_sealed(row) for row in _percentiles(totals))
    return Outcome(
        probability=float((totals[-1] >= goal.target).mean()),
        p10=p10,
        p50=p50,
        p90=p90,
        mean=_sealed(mean),
        contacts=int((contacts < days).sum()),
        early_contacts=int((contacts < early).sum()),
        pressure=_sealed(_pressure(mean[early:], goal.target)),
    )


def _running_totals(
    prospects: tuple[Attempted, ...], contacts: Days, days: int, assumptions: Simulation, cells: int
) -> Numbers:
    """The running total of every month played, shape (days, runs)."""
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

    Every prospect has its own stretch of one stream: so it meets the same luck in every
    schedule, and in however many pieces the work is done.
    """
    drawn = np.empty((len(prospects), assumptions.runs))
    for row, prospect in zip(drawn, prospects, strict=True):
        stream = np.random.PCG64(assumptions.seed).advance(int(prospect) * assumptions.runs)
        np.random.Generator(stream).random(out=row)
    return drawn


def _closing_chances(prospects: tuple[Attempted, ...], assumptions: Simulation) -> Numbers:
    """The chance of having closed by the first, second, … attempt from now; (prospects, attempts).

    An attempt that is not made counts here too: it has no day, and so no weight.
    """
    chance = np.array([one.chance for one in prospects], dtype=np.float64)[:, None]
    made = np.array([one.made for one in prospects], dtype=np.int64)[:, None]
    each = chance * assumptions.decay ** (made + np.arange(assumptions.attempts))
    return 1 - np.cumprod(1 - each, axis=1)


def _weights(prospects: tuple[Attempted, ...], contacts: Days, days: int) -> Numbers:
    """What a close by the j-th attempt adds to each day's total; (attempts, prospects, days).

    Who closed by attempt j counts from its day until that of the next one, where those who closed
    by the next one take over: so one comparison for each attempt gives every day's total.
    """
    amount = np.array([one.amount for one in prospects], dtype=np.float64)
    until = np.pad(contacts[:, 1:], ((0, 0), (0, 1)), constant_values=days)
    day = np.arange(days)
    counts = (contacts.T[:, :, None] <= day) & (day < until.T[:, :, None])
    return counts * amount[:, None]


def _percentiles(totals: Numbers) -> list[Numbers]:
    """For each day the totals at or under which the shares of BAND of the months stayed."""
    runs = totals.shape[1]
    ranks = [int(np.ceil(share * runs)) - 1 for share in BAND]
    ordered = np.partition(totals, ranks, axis=1)
    return [ordered[:, rank] for rank in ranks]


def _pressure(path: Numbers, target: int) -> Numbers:
    """What is left a day still to come ÷ the target a day; after the last day 0 or infinite."""
    left = np.maximum(target - path, 0) * len(path)
    to_come = np.arange(len(path))[::-1] * float(target)
    endless = np.where(left > 0, np.inf, 0.0)
    return np.divide(left, to_come, out=endless, where=to_come > 0)


def _sealed(numbers: Numbers) -> Numbers:
    """A copy that cannot be written to, because results are kept and shared."""
    kept = numbers.copy()
    kept.setflags(write=False)
    return kept


# -- the questions that a desk asks ---------------------------------------------------------------


@dataclass(frozen=True)
class Question:
    """All that an answer depends on: equal questions have equal answers, and are played once."""

    prospects: tuple[Attempted, ...]
    goals: tuple[tuple[str, Goal], ...]
    shares: tuple[tuple[str, tuple[float, ...]], ...]
    early: int
    assumptions: Simulation


@functools.lru_cache(maxsize=16)
def _answers(question: Question) -> tuple[tuple[tuple[str, str], Outcome], ...]:
    shares = dict(question.shares)
    placed = schedules(question.prospects, shares, question.assumptions)
    return tuple(
        ((indicator, schedule), _answer(question, indicator, goal, placed[schedule]))
        for indicator, goal in question.goals
        for schedule in shares
    )


def _answer(question: Question, indicator: str, goal: Goal, placed: Days) -> Outcome:
    rows = [row for row, one in enumerate(question.prospects) if one.indicator == indicator]
    prospects = tuple(question.prospects[row] for row in rows)
    days = len(question.shares[0][1])
    return simulate(prospects, placed[rows], goal, days, question.early, question.assumptions)


def chances(desk: Desk[Worksheet, Pack]) -> dict[tuple[str, str], Outcome]:
    """(indicator, schedule) → the whole month, as if planned at its beginning.

    All prospects of the month count that are not lost and may be contacted, won ones too: none
    contacted yet, each to be contacted from the first day. Three schedules: evenly from W1,
    evenly from W4 of the month before, front-loaded from there.
    """
    span = horizon(desk.month, desk.calendar)
    goals = tuple((indicator, Goal(target)) for indicator, target in _targets(desk).items())
    prospects = tuple(
        Attempted(one.indicator, one.amount or 0, reserve.chance_of(one, pack))
        for one, pack in _of_the_month(desk)
        if pack.statuses[one.status].open or pack.statuses[one.status].won
    )
    early = len(span.days) - len(span.month_days)
    shares = tuple(_compared(desk, span).items())
    return dict(_answers(Question(prospects, goals, shares, early, _assumptions(desk))))


def chance_now(desk: Desk[Worksheet, Pack]) -> dict[str, float]:
    """Indicator → the chance to reach the target from today.

    What is done counts, and the open prospects over the days after today, each from its next
    contact on, in the manager's own schedule. 1 once the target is reached; 0 without prospects.
    """
    span = horizon(desk.month, desk.calendar)
    past = sum(day <= desk.today for day in span.days)
    targets = _targets(desk)
    goals = tuple((name, Goal(target, done_by(desk, name))) for name, target in targets.items())
    prospects = tuple(
        _from_now(one, reserve.chance_of(one, pack), span, past)
        for one, pack in _of_the_month(desk)
        if pack.statuses[one.status].open
    )
    own = (("own", _own_shares(desk, span, past)),)
    early = len(span.days) - len(span.month_days)
    answers = _answers(Question(prospects, goals, own, early, _assumptions(desk)))
    return {indicator: outcome.probability for (indicator, _), outcome in answers}
