"""What a working day still asks for. Source: S0, methodology A1; from amounts to acts: ours."""

from __future__ import annotations

from workbook.chapters.pacing.rules.position import Standing, standings
from workbook.chapters.pacing.rules.rates import acting, day_acts
from workbook.chapters.pacing.rules.weeks import PacingDesk
from workbook.chapters.shared.day_list import Numbers, Pace


def numbers(desk: PacingDesk) -> Numbers | None:
    """The acts and amounts for today, or the next working day of the plan; None without a target.

    What is recorded for the day is taken off, and an indicator that is done asks for nothing. Those
    that count the same deals in another way ask for no acts of their own.
    """
    every = standings(desk)
    if not every:
        return None
    volumes = [one for one in every if not desk.bank.indicators[one.indicator].activity] or every
    day = next((day for day in every[0].versions[-1].plan.days if day >= desk.today), desk.today)
    asked = [_acts(desk, one) for one in volumes if one.left]
    done = [row for row in desk.record.activity if row.day == day]
    deals, meetings, calls = (
        max(sum(one[at] for one in asked) - sum(getattr(row, name) for row in done), 0)
        for at, name in enumerate(("deals", "meetings", "calls"))
    )
    told = [one for one in every if one in volumes or not one.left]
    paces = tuple(Pace(one.indicator, one.left, one.per_day) for one in told)
    called = sum(row.calls for row in done)
    return Numbers(day, deals, meetings, calls, called, paces, over=not every[0].days_left)


def _acts(desk: PacingDesk, one: Standing) -> tuple[int, int, int]:
    """Deals, meetings and calls of the plan for today, or the next day of it."""
    plan = one.versions[-1].plan
    acts = day_acts(plan, one.indicator, acting(desk), desk.bank)
    ahead = [at for at, day in enumerate(plan.days) if day >= desk.today]
    return next(((acts.deals[at], acts.meetings[at], acts.calls[at]) for at in ahead), (0, 0, 0))
