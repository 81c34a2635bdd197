"""The simulated chance to hit a target: the whole month in three schedules, and from today.

At most ``attempts`` attempts a prospect, ``gap`` working days apart, none after the month's end,
under a daily capacity; the compared schedules make the same number of contacts. The simulation
shows a mechanism; it proves nothing. Source: ours, methodology A1 "Chance to hit".
"""

from __future__ import annotations

import datetime as dt
import functools
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from workbook.chapters.pacing.pack import WEEKS, Simulation, Week
from workbook.chapters.pacing.rules.contacts import Attempted, Days, schedules
from workbook.chapters.pacing.rules.months import Goal, Outcome, simulate
from workbook.chapters.pacing.rules.position import standings
from workbook.chapters.pacing.rules.thresholds import threshold
from workbook.chapters.pacing.rules.weeks import Horizon, PacingDesk, horizon, week_shares
from workbook.chapters.prospects.pack import Pack as Reserves
from workbook.chapters.prospects.records import Prospect
from workbook.chapters.prospects.rules import chance_of, is_open, is_won, who
from workbook.chapters.shared.context import Desk, Finding
from workbook.domain.calendar import four_weeks


@dataclass(frozen=True)
class Question:
    """All inputs of the answers: equal questions have equal answers, and are simulated once.

    goals: indicator → the target and what is done; shares: schedule → the contacts' distribution
    over the days, of which ``early`` come before the month begins.
    """

    prospects: tuple[Attempted, ...]
    goals: tuple[tuple[str, Goal], ...]
    shares: tuple[tuple[str, tuple[float, ...]], ...]
    early: int
    assumptions: Simulation


@functools.lru_cache(maxsize=16)
def _answers(question: Question) -> tuple[tuple[tuple[str, str], Outcome], ...]:
    placed = schedules(question.prospects, dict(question.shares), question.assumptions)
    return tuple(
        ((indicator, schedule), _answer(question, indicator, goal, contacts))
        for indicator, goal in question.goals
        for schedule, contacts in placed.items()
    )


def _answer(question: Question, indicator: str, goal: Goal, contacts: Days) -> Outcome:
    rows = [row for row, one in enumerate(question.prospects) if one.indicator == indicator]
    prospects = tuple(question.prospects[row] for row in rows)
    days = len(question.shares[0][1])
    return simulate(prospects, contacts[rows], goal, days, question.early, question.assumptions)


def chances(desk: PacingDesk) -> dict[tuple[str, str], Outcome]:
    """(indicator, schedule) → the whole month, as if planned at its beginning.

    All prospects of the month count that are not lost and may be contacted, those won included:
    none contacted yet, and each available from the first day on. The three schedules: evenly from
    W1, evenly from W4 of the month before, front-loaded from there.
    """
    space = horizon(desk.month, desk.calendar)
    goals = tuple((one.indicator, Goal(one.target)) for one in standings(desk))
    prospects = tuple(
        Attempted(one.indicator, one.amount or 0, chance_of(one, pack))
        for one, pack in _reserve(desk, goals)
        if is_open(one, pack) or is_won(one, pack)
    )
    return dict(_answers(_question(desk, prospects, goals, _compared(desk, space))))


def chance_now(desk: PacingDesk) -> dict[str, float]:
    """Indicator → the chance to reach the target from today on.

    Counts what is done, and the open prospects over the days after today, each from its next
    contact on, in the manager's own schedule. 1 once the target is reached; 0 without prospects.
    """
    space = horizon(desk.month, desk.calendar)
    past = bisect_right(space.days, desk.today)
    goals = tuple((one.indicator, Goal(one.target, one.done)) for one in standings(desk))
    prospects = tuple(
        _from_now(one, chance_of(one, pack), max(past, _number(one.next_contact, space)))
        for one, pack in _reserve(desk, goals)
        if is_open(one, pack)
    )
    own = {"own": _own_shares(desk, space, past)}
    answers = _answers(_question(desk, prospects, goals, own))
    return {indicator: outcome.probability for (indicator, _), outcome in answers}


def chance_findings(desk: PacingDesk) -> list[Finding]:
    """Findings on targets that will probably be missed, from planning to the month's last day."""
    planning = (day for week in four_weeks(desk.month.previous, desk.calendar)[2:] for day in week)
    if not min(planning, default=desk.month.first) <= desk.today <= desk.month.last:
        return []
    least, chance = threshold(desk, "chance_low"), chance_now(desk)
    return [
        Finding(
            "pacing", "chance_low", ("targets", one.row, "target"),
            {"indicator": one.indicator, "chance": chance[one.indicator]},
        )
        for one in standings(desk)
        if chance[one.indicator] < least
    ]  # fmt: skip


def _reserve(
    desk: PacingDesk, goals: tuple[tuple[str, Goal], ...]
) -> Iterator[tuple[Prospect, Reserves]]:
    """The goals' prospects that have an amount and may be contacted, and their template."""
    linked, wanted = desk.linked.get("prospects"), {indicator for indicator, _ in goals}
    for one in linked.record.prospects if linked else ():
        if one.indicator in wanted and one.amount and linked and _free(linked, one):
            yield one, linked.pack


def _free(reserve: Desk[Any, Any], one: Prospect) -> bool:
    return not who(reserve).why(one.customer)


def _from_now(one: Prospect, chance: float, first: int) -> Attempted:
    return Attempted(one.indicator, one.amount or 0, chance, one.attempts, first)


def _number(day: dt.date | None, space: Horizon) -> int:
    return bisect_left(space.days, day) if day else 0


def _question(
    desk: PacingDesk,
    prospects: tuple[Attempted, ...],
    goals: tuple[tuple[str, Goal], ...],
    shares: Mapping[str, tuple[float, ...]],
) -> Question:
    own_capacity = desk.record.daily_contacts
    assumptions = desk.pack.simulation
    if own_capacity is not None:
        assumptions = assumptions.model_copy(update={"daily_contacts": own_capacity})
    early = len(horizon(desk.month, desk.calendar).weeks["previous_w4"])
    return Question(prospects, goals, tuple(shares.items()), early, assumptions)


def _compared(desk: PacingDesk, space: Horizon) -> dict[str, tuple[float, ...]]:
    """Schedule → the contacts' distribution over the days.

    Front-loaded is the manager's scheme where that is a front one, else the pack's first such.
    """
    schemes, early = desk.pack.schemes, len(space.weeks["previous_w4"])
    order = (key for key in (desk.record.scheme, *schemes) if key in schemes and schemes[key].front)
    return {
        "even": (0.0,) * early + (1.0,) * len(space.month_days),
        "even_early": (1.0,) * len(space.days),
        "front_loaded": _by_day(week_shares(desk.pack, next(order, ""), (), space), space),
    }


def _own_shares(desk: PacingDesk, space: Horizon, past: int) -> tuple[float, ...]:
    """The manager's own schedule over the remaining days; evenly where it has no share for them."""
    record = desk.record
    own = _by_day(week_shares(desk.pack, record.scheme, record.own_shares, space), space)[past:]
    return (0.0,) * past + (own if any(own) else (1.0,) * len(own))


def _by_day(shares: Mapping[Week, float], space: Horizon) -> tuple[float, ...]:
    weeks = space.weeks
    return tuple(shares[week] / len(weeks[week]) for week in WEEKS for _ in weeks[week])
