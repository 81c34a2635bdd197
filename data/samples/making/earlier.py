"""The months before: pages of the same shape as the written ones, drawn at random."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from making.pages import COUNTED, in_wan
from making.people import Customer, Rng
from making.written import WAN, Row

from workbook.domain.calendar import Month, four_weeks, load_calendar
from workbook.resources import templates

SHARES = {"front-loaded": (0.2, 0.4, 0.25, 0.15, 0.02), "even": (0.02, 0.25, 0.25, 0.25, 0.25)}
# The usual size of a deal, in half 万.
DEAL = {"investment_sales": 30, "insurance_premium": 8, "aum_growth": 60}
LIKELY = ("won", "paused", "open", "lost")  # how it ends, the closest customers first

Done = list[tuple[dt.date, str, str]]


@dataclass(frozen=True)
class Tongue:
    """Words of one language: by cell, by indicator, and two sentences."""

    words: Mapping[str, Sequence[str]]
    products: Mapping[str, Sequence[str]]
    answer: str
    tried: str


@dataclass(frozen=True)
class Past:
    """One month that is over: what was asked, the days it was worked on, and the language."""

    month: Month
    asked: Mapping[str, Any]
    weeks: tuple[tuple[dt.date, ...], ...]
    tongue: Tongue

    @property
    def days(self) -> tuple[dt.date, ...]:
        """The working days from the fourth week of the month before on."""
        return tuple(day for week in self.weeks for day in week)


def past(key: str, asked: Mapping[str, Any], tongue: Tongue) -> Past:
    """The month ``key`` with its working days."""
    # The calendar that ships, whatever calendar this machine may use.
    calendar = load_calendar(templates() / "workdays" / "workdays.yaml")
    month = Month.parse(key)
    weeks = (four_weeks(month.previous, calendar)[3], *four_weeks(month, calendar))
    return Past(month, asked, weeks, tongue)


def page(one: Past, rows: Sequence[Row], rng: Rng) -> Row:
    """The pacing page of the month; ``rows`` are its prospects."""
    done: Done = [
        each
        for name, target, reached in one.asked["targets"]
        for each in _done(one, name, target, reached, rng)
    ]
    done.sort(key=lambda each: each[0])
    return {
        "reaction": one.asked["reaction"],
        "scheme": one.asked["scheme"],
        "targets": [[name, target] for name, target, _ in one.asked["targets"]],
        "actuals": [[f"{day:%m-%d}", name, amount, ""] for day, name, amount in done],
        "activity": _activity(one, done, rng),
        "answer": one.tongue.answer,
        "try_customer": rows[0]["id"],
        "try_by": f"{one.days[2]:%m-%d}",
        "tried": one.tongue.tried,
    }


def _done(one: Past, indicator: str, target: str, reached: str, rng: Rng) -> Done:
    """What was done on which day: ``reached`` of the target, one deal after the other."""
    counted = indicator in COUNTED
    total = round(float(target) * float(reached) * (1 if counted else 2))
    by_day: dict[dt.date, int] = defaultdict(int)
    for size in _deals(total, 1 if counted else DEAL[indicator], rng):
        by_day[_day(one, rng)] += size
    if indicator == "aum_growth":  # what left, and came again on another day
        for _ in range(3):
            away, back, size = _day(one, rng), _day(one, rng), int(rng.integers(12, 40))
            by_day[away] -= size
            by_day[back] += size
    days = sorted(day for day, size in by_day.items() if size)
    return [(day, indicator, _typed(by_day[day], counted)) for day in days]


def _typed(size: int, counted: bool) -> str:
    return str(size) if counted else f"{size / 2:g}"


def _deals(total: int, usual: int, rng: Rng) -> list[int]:
    sizes = []
    while total > 0:
        size = 1 if usual == 1 else max(round(usual * float(rng.lognormal(0, 0.5))), 2)
        sizes.append(min(size, total))
        total -= size
    return sizes


def _day(one: Past, rng: Rng) -> dt.date:
    shares = np.array(SHARES[one.asked["scheme"]])
    week = one.weeks[int(rng.choice(5, p=shares / shares.sum()))]
    return week[int(rng.integers(len(week)))]


def _activity(one: Past, done: Done, rng: Rng) -> list[list[str]]:
    """Calls, meetings and deals of most days."""
    rows = []
    for day in one.days:
        deals = sum(when == day and name != "aum_growth" for when, name, _ in done)
        if deals or rng.random() < 0.85:
            meetings = max(int(rng.poisson(1.6)), min(deals, 2)) + (deals > 0)
            calls = int(rng.integers(5, 14))
            rows.append([f"{day:%m-%d}", str(calls), str(meetings), str(deals)])
    return rows


# -- prospects ------------------------------------------------------------------------------------


def prospects(one: Past, found: Sequence[Customer], december: Sequence[Row], rng: Rng) -> list[Row]:
    """The prospects of the month: won, lost, put off, open, and those carried into December."""
    wanted = {row["id"] for row in december}
    fitting = [each for each in found if each.id not in wanted and not each.flags]
    richer = sorted(fitting, key=lambda each: -each.assets)[: len(fitting) * 2 // 5]
    counts = {name: int(count) for name, count in one.asked["prospects"].items()}
    chosen = rng.choice(len(richer), sum(counts.values()), replace=False)
    closest = sorted((richer[int(at)] for at in chosen), key=_closeness, reverse=True)
    outcomes = [name for name in LIKELY for _ in range(counts[name])]
    rows = [_row(one, each, outcome, rng) for each, outcome in zip(closest, outcomes, strict=True)]
    rows += [_carried(one, row, rng) for row in _kept(one, december)]
    return [rows[at] for at in rng.permutation(len(rows))]


def _closeness(customer: Customer) -> tuple[int, int]:
    return (customer.relationship or 1) + (customer.willingness or 2), customer.assets


def _row(one: Past, customer: Customer, outcome: str, rng: Rng) -> Row:
    cell = f"{customer.relationship or 1}{customer.willingness or 2}"
    indicator = _indicator(one, cell, rng)
    products = one.tongue.products[indicator]
    if cell[1] == "1":  # who resists is asked about what matures, the last of the list
        products = products[-1:]
    return {
        "id": customer.id,
        "for": indicator,
        "amount": _amount(indicator, customer, rng),
        "product": products[int(rng.integers(len(products)))],
        "cell": cell,
        **_course(one, cell, outcome, rng),
    }


def _indicator(one: Past, cell: str, rng: Rng) -> str:
    """The first target for every other prospect, and for all who resist."""
    names = [name for name, _, _ in one.asked["targets"]]
    if cell[1] == "1" or rng.random() < 0.5:
        return str(names[0])
    return str(names[int(rng.integers(len(names)))])


def _amount(indicator: str, customer: Customer, rng: Rng) -> str:
    if indicator in COUNTED:
        return "1"
    most = 12 if indicator == "insurance_premium" else 60
    wan = customer.assets / WAN * float(rng.uniform(0.2, 0.5))
    return in_wan(max(round(min(wan, most)), 2) * WAN)


def _course(one: Past, cell: str, outcome: str, rng: Rng) -> Row:
    """When they talked, what was said, and how it ended."""
    ends = one.days[-1]
    first, second = sorted(int(at) for at in rng.choice(len(one.days) - 4, 2, replace=False))
    words = [str(each) for each in rng.permutation(list(one.tongue.words[cell]))]
    when = [one.days[first], one.days[second]] if cell in ("32", "33") else [one.days[second]]
    talks = {f"{day:%m-%d}": said for day, said in zip(when, words, strict=False)}
    settled = one.days[min(second + int(rng.integers(0, 4)), len(one.days) - 1)]
    if outcome == "open":
        return {"talks": talks, "next": _next(ends, rng)}
    return {"talks": talks, "settled": f"{outcome} {settled:%m-%d}"}


def _next(ends: dt.date, rng: Rng) -> str:
    """A weekday in the first half of the next month."""
    day = Month.of(ends).next.first + dt.timedelta(days=int(rng.integers(1, 14)))
    return f"{day - dt.timedelta(days=max(day.isoweekday() - 5, 0)):%m-%d}"


def _kept(one: Past, december: Sequence[Row]) -> list[Row]:
    """The rows of December that were open in this month already."""
    carried = [tuple(each) for each in one.asked.get("carried", ())]
    return [row for row in december if (row["id"], row["for"]) in carried]


def _carried(one: Past, row: Row, rng: Rng) -> Row:
    """A row of December as it stood a month before: the same customer, other words."""
    cell = row["cell"]
    return {
        **{name: row[name] for name in ("id", "for", "amount", "product", "cell")},
        **_course(one, cell, "open", rng),
        "next": row["next"],
    }
