"""The acts of a working day. Source: S0, methodology A1; from amounts to acts: ours."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from math import ceil

from workbook.chapters.pacing.rules.plan import Plan
from workbook.chapters.pacing.rules.position import Standing, standings
from workbook.chapters.pacing.rules.rates import FEN_IN_YUAN, acting, day_acts
from workbook.chapters.pacing.rules.weeks import PacingDesk, exact
from workbook.chapters.shared.day_list import Numbers, Pace


@dataclass(frozen=True)
class Ask:
    """A day's share of one indicator: an amount (fen or pieces) and the acts that it takes."""

    day: dt.date
    amount: int
    deals: int
    meetings: int
    calls: int


def asked(desk: PacingDesk, one: Standing) -> Ask | None:
    """The plan for today, or for its next day; None once no day of it is left.

    Nothing where the target is reached. Where the plan has nothing more to ask though something is
    left, that is spread evenly over the days left, with no more calls than a day holds.
    """
    plan = one.versions[-1].plan
    ahead = [at for at, day in enumerate(plan.days) if day >= desk.today]
    if not ahead:
        return None
    day = plan.days[ahead[0]]
    if not one.left:
        return Ask(day, 0, 0, 0, 0)
    if any(plan.amounts[at] for at in ahead):
        return _planned(desk, one, plan, ahead[0])
    return _possible(desk, one, day, -(-one.left // len(ahead)))


def _planned(desk: PacingDesk, one: Standing, plan: Plan, at: int) -> Ask:
    acts = day_acts(plan, one.indicator, acting(desk), desk.bank)
    return Ask(plan.days[at], plan.amounts[at], acts.deals[at], acts.meetings[at], acts.calls[at])


def _possible(desk: PacingDesk, one: Standing, day: dt.date, amount: int) -> Ask:
    """The acts for the amount, as far as the day has room for calls."""
    rates, size = acting(desk), desk.bank.indicators[one.indicator].deal
    pieces = size if one.indicator in desk.bank.counted else size * FEN_IN_YUAN
    room = desk.record.daily_contacts or desk.pack.simulation.daily_contacts
    meetings = ceil(-(-amount // pieces) * exact(rates.meetings_per_deal))
    calls = min(ceil(meetings * exact(rates.calls_per_meeting)), room)
    meetings = min(meetings, ceil(calls / exact(rates.calls_per_meeting)))
    deals = min(-(-amount // pieces), ceil(meetings / exact(rates.meetings_per_deal)))
    return Ask(day, amount, deals, meetings, calls)


def numbers(desk: PacingDesk) -> Numbers | None:
    """The acts and amounts for today, or the next working day of the plan; None without a target.

    What is recorded for the day is taken off, and an indicator that is done asks for nothing. Those
    that count the same deals in another way ask for no acts of their own.
    """
    every = standings(desk)
    if not every:
        return None
    volumes = [one for one in every if not desk.bank.indicators[one.indicator].activity] or every
    asks = [ask for one in volumes if (ask := asked(desk, one))]
    day = next((ask.day for ask in asks), desk.today)
    done = [row for row in desk.record.activity if row.day == day]
    deals, meetings, calls = (
        max(sum(getattr(one, name) for one in asks) - sum(getattr(row, name) for row in done), 0)
        for name in ("deals", "meetings", "calls")
    )
    told = [one for one in every if one in volumes or not one.left]
    paces = tuple(Pace(one.indicator, one.left, one.per_day) for one in told)
    called = sum(row.calls for row in done)
    return Numbers(day, deals, meetings, calls, called, paces, over=not every[0].days_left)
