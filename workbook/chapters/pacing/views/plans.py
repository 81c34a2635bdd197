"""The plan as tables: by week, by day, version by version, and for today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

import pandas as pd

from workbook.chapters.pacing.pack import WEEKS, Week
from workbook.chapters.pacing.rules import (
    Horizon,
    PacingDesk,
    Standing,
    acting,
    asked,
    day_acts,
    done_by_day,
    even_plan,
    horizon,
    standings,
    week_shares,
)
from workbook.content.messages import Said
from workbook.domain.calendar import four_weeks

Row = tuple[object, ...]


def space_of(desk: PacingDesk) -> Horizon:
    """The working days of the desk's month."""
    return horizon(desk.month, desk.calendar)


def shares_of(desk: PacingDesk) -> dict[Week, float]:
    """The share of each week, as the worksheet reads now."""
    record = desk.record
    return week_shares(desk.pack, record.scheme, record.own_shares, space_of(desk))


def done_on_each(desk: PacingDesk, indicator: str) -> dict[dt.date, int]:
    """Working day → the actuals of it and of the days off after it, up to today."""
    running = done_by_day(desk.record.actuals, indicator, space_of(desk), desk.today)
    steps = pairwise([0, *running.values()])
    return {day: after - before for day, (before, after) in zip(running, steps, strict=True)}


def cycle(desk: PacingDesk) -> pd.DataFrame:
    """The six weeks from the month's preparation to its buffer: their main and secondary work."""
    before = four_weeks(desk.month.previous, desk.calendar)[2]
    space, shares = space_of(desk), shares_of(desk)
    rows = [
        (phase.label, *_span(before), 0.0, phase.does, phase.beside)
        if key == "previous_w3"
        else (phase.label, *_span(space.weeks[key]), shares[key], _does(desk, key), phase.beside)
        for key, phase in desk.pack.weeks.items()
    ]
    columns = ["phase", "first_day", "last_day", "days", "share", "does", "beside"]
    return pd.DataFrame(rows, columns=columns)


def _does(desk: PacingDesk, week: Week) -> Said:
    """The work of a week, with its last day and the share that is done by then, where it plans
    one."""
    shares, days = shares_of(desk), space_of(desk).weeks[week]
    running = sum(shares[one] for one in WEEKS[: WEEKS.index(week) + 1])
    figures = {"share": running if shares[week] else None, "day": days[-1]}
    return Said(desk.pack.weeks[week].does, figures)


def weeks(desk: PacingDesk) -> pd.DataFrame:
    """Each indicator's target by week: first plan, latest plan, even, done."""
    rows = [row for one in standings(desk) for row in _weeks_of(desk, one)]
    columns = [
        "indicator", "week", "first_day", "last_day", "days", "share",
        "plan", "latest", "even", "done",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _weeks_of(desk: PacingDesk, one: Standing) -> Iterator[Row]:
    space, shares, done = space_of(desk), shares_of(desk), done_on_each(desk, one.indicator)
    plans = (one.versions[0].plan, one.versions[-1].plan, even_plan(desk, one.target))
    for week, days in space.weeks.items():
        planned = [sum(plan.by_day()[day] for day in days) for plan in plans]
        seen = [done[day] for day in days if day in done]
        yield (
            one.indicator, week, *_span(days), shares[week],
            *planned, sum(seen) if seen else None,
        )  # fmt: skip


def _span(days: tuple[dt.date, ...]) -> Row:
    """The first and the last of a week's working days, and their number."""
    return days[0], days[-1], len(days)


def days(desk: PacingDesk) -> pd.DataFrame:
    """Each working day and indicator: plans, actuals, and the acts that the plan takes."""
    rows = [row for one in standings(desk) for row in _days_of(desk, one)]
    columns = [
        "day", "week", "indicator", "first_plan", "latest_plan", "even", "actual",
        "deals", "meetings", "calls",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns).sort_values("day", kind="stable", ignore_index=True)


def _days_of(desk: PacingDesk, one: Standing) -> Iterator[Row]:
    first, latest = one.versions[0].plan, one.versions[-1].plan
    even, done = even_plan(desk, one.target), done_on_each(desk, one.indicator)
    acts = day_acts(latest, one.indicator, acting(desk), desk.bank)
    for at, day in enumerate(latest.days):
        yield (
            day, latest.weeks[at], one.indicator,
            first.amounts[at], latest.amounts[at], even.amounts[at], done.get(day),
            acts.deals[at], acts.meetings[at], acts.calls[at],
        )  # fmt: skip


def today(desk: PacingDesk) -> pd.DataFrame:
    """The acts of today, or of the next working day; empty once the month's days are over."""
    rows = [
        (ask.day, one.indicator, ask.amount, ask.deals, ask.meetings, ask.calls, one.left)
        for one in standings(desk)
        if (ask := asked(desk, one))
    ]
    columns = ["day", "indicator", "plan", "deals", "meetings", "calls", "left"]
    return pd.DataFrame(rows, columns=columns)


def plans(desk: PacingDesk) -> pd.DataFrame:
    """Every plan that was made, numbered from 1, with its reason as typed.

    total: the sum of its days, from ``since`` on.
    """
    rows = [
        (one.indicator, number, made.since, made.reason, made.target, made.plan.ahead)
        for one in standings(desk)
        for number, made in enumerate(one.versions, 1)
    ]
    return pd.DataFrame(rows, columns=["indicator", "number", "since", "reason", "target", "total"])


def acts(desk: PacingDesk) -> pd.DataFrame:
    """Deals, meetings and calls by week: those of the latest plans, and those recorded."""
    planned = _planned_acts(desk)
    rows = [(week, *planned[week], *_recorded_acts(desk, week)) for week in planned]
    columns = [
        "week", "deals", "meetings", "calls", "deals_done", "meetings_done", "calls_done",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _planned_acts(desk: PacingDesk) -> dict[Week, list[int]]:
    """Week → deals, meetings, calls; activity indicators count only where they stand alone.

    A piece of investment is a deal of investment sales counted in another way.
    """
    found: dict[Week, list[int]] = {}
    everything = standings(desk)
    volumes = [one for one in everything if not desk.bank.indicators[one.indicator].activity]
    for one in volumes or everything:
        plan = one.versions[-1].plan
        taken = day_acts(plan, one.indicator, acting(desk), desk.bank)
        days = zip(plan.weeks, taken.deals, taken.meetings, taken.calls, strict=True)
        for week, *numbers in days:
            before = found.setdefault(week, [0, 0, 0])
            found[week] = [was + more for was, more in zip(before, numbers, strict=True)]
    return found


def _recorded_acts(desk: PacingDesk, week: Week) -> list[int | None]:
    """The acts recorded in ``week``; empty for a week that has not begun."""
    space = space_of(desk)
    if not any(day <= desk.today for day in space.weeks[week]):
        return [None, None, None]
    rows = [
        row
        for row in desk.record.activity
        if row.day <= desk.today and space.counted_on(row.day) in space.weeks[week]
    ]
    return [
        sum(row.deals for row in rows),
        sum(row.meetings for row in rows),
        sum(row.calls for row in rows),
    ]
