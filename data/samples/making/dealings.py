"""What customers did in a year: contacts and transactions. Money is in fen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from making.holdings import MONTHS
from making.people import Customer, Rng
from making.written import AS_OF, Transfers, Wanted

FIRST = dt.date(2025, 12, 9)
PLANNING = dt.date(2026, 11, 15)  # from here on the pages tell who was contacted
LATELY = dt.timedelta(days=90)


@dataclass(frozen=True)
class Contact:
    """One contact, in words."""

    customer: str
    date: dt.date
    channel: str
    by: str
    result: str
    reached: bool


@dataclass(frozen=True)
class Dealing:
    """One transaction. kind: the words for it by language."""

    customer: str
    date: dt.date
    kind: Mapping[str, str]
    amount: int
    direction: str
    counterparty: str


def contacts(
    customer: Customer, wish: Wanted | None, words: Mapping[str, Any], language: str, rng: Rng
) -> list[Contact]:
    """The contacts of the year, by day: some at random, and those that the pages tell."""
    said = {key: value.get(language) for key, value in words.items()}
    found = [_contact(customer, day, said, rng) for day in _days(customer, wish, rng)]
    for day, talk in (wish.talks or {}).items() if wish else ():
        result = said["talked"] if talk else said["silent"]
        channel, by = said["channels"][0]
        found.append(Contact(customer.id, day, channel, by[0], result, bool(talk)))
    return sorted(found, key=lambda one: one.date)


def _days(customer: Customer, wish: Wanted | None, rng: Rng) -> list[dt.date]:
    """More for those who have more; none lately for those who must not be contacted."""
    yuan = customer.assets / 100
    mean = 0.6 if yuan < 50_000 else 1.5 if yuan < 200_000 else 3.0 if yuan < 1_000_000 else 5.0
    count = int(rng.poisson(mean * (1 if customer.relationship else 0.4)))
    start, end = max(FIRST, customer.opened), PLANNING if wish else AS_OF
    if "do_not_contact" in customer.flags:
        end = dt.date(2026, 6, 30)
    span = (end - start).days
    return [start + dt.timedelta(days=int(rng.integers(span))) for _ in range(count) if span > 0]


def _contact(customer: Customer, day: dt.date, said: Mapping[str, Any], rng: Rng) -> Contact:
    reached = bool(rng.random() < 0.78)
    channel, by = _one_of(said["channels"], rng)
    result = _one_of(said["reached" if reached else "missed"], rng)
    return Contact(customer.id, _weekday(day), channel, _one_of(by, rng), result, reached)


def _one_of(choices: Sequence[Any], rng: Rng) -> Any:
    return choices[int(rng.integers(len(choices)))]


def _weekday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=max(day.isoweekday() - 5, 0))


# -- transactions ---------------------------------------------------------------------------------


def dealings(
    customer: Customer,
    ends: Sequence[int | None],
    book: Mapping[str, Any],
    least_and_most: tuple[int, int],
    language: str,
    rng: Rng,
) -> list[Dealing]:
    """The transactions of the year, by day: the segment's flows, and large transfers."""
    about = book["segments"][customer.segment]
    count = _count(least_and_most, rng)
    paid = _paydays(customer, about, count, rng)
    found = [_dealing(customer, about["flows"][0], day, book, language, rng) for day in paid]
    weights = np.array([flow[4] for flow in about["flows"]], dtype=float)
    if paid:
        weights[0] = 0
    for _ in range(count - len(paid)):
        flow = about["flows"][int(rng.choice(len(weights), p=weights / weights.sum()))]
        day = _day(customer, flow[5], rng)
        if day:
            found.append(_dealing(customer, flow, day, book, language, rng))
    found += _large(customer, ends, book, language, rng)
    return sorted(found, key=lambda one: one.date)


def _count(least_and_most: tuple[int, int], rng: Rng) -> int:
    least, most = least_and_most
    middle = np.log((least * most) ** 0.5)
    return int(np.clip(round(float(rng.lognormal(middle, 0.6))), least, most))


def _paydays(customer: Customer, about: Mapping[str, Any], count: int, rng: Rng) -> list[dt.date]:
    """The days of a salary or pension: the latest months, half of all transactions at most."""
    if "payday" not in about or (about["payroll"] and not customer.payroll):
        return []
    days = [month.replace(day=about["payday"]) for month in MONTHS]
    days = [day for day in days if day >= max(FIRST, customer.opened)]
    kept = days[-max(count // 2, 1) :]
    return [day for day in kept if not (customer.path == "falling" and AS_OF - day < LATELY)]


def _day(customer: Customer, months: str, rng: Rng) -> dt.date | None:
    """A day of the year in one of the months; of those who fall away few lately."""
    start = max(FIRST, customer.opened)
    span = (AS_OF - start).days
    for _ in range(40):
        day = start + dt.timedelta(days=int(rng.integers(max(span, 1))))
        fits = not months or str(day.month) in months.split()
        fading = customer.path == "falling" and AS_OF - day < LATELY and rng.random() < 0.7
        if fits and not fading:
            return day
    return None


def _dealing(
    customer: Customer,
    flow: Sequence[Any],
    day: dt.date,
    book: Mapping[str, Any],
    language: str,
    rng: Rng,
) -> Dealing:
    zh, en, direction, median, _, _, party = flow
    spread = 0.02 if median >= 2000 and direction == "in" and party == "own" else 0.5
    yuan = median * customer.pay * float(rng.lognormal(0, spread))
    amount = round(yuan / 100) * 10_000 if yuan > 20_000 else round(yuan * 100)
    kind = {"zh": zh, "en": en}
    return Dealing(customer.id, day, kind, amount, direction, _party(party, book, language, rng))


def _party(party: str, book: Mapping[str, Any], language: str, rng: Rng) -> str:
    return str(_one_of(book["counterparties"][party][language], rng))


def _large(
    customer: Customer,
    ends: Sequence[int | None],
    book: Mapping[str, Any],
    language: str,
    rng: Rng,
) -> Iterator[Dealing]:
    """The transfer behind a large change of the balance."""
    if customer.path not in ("left", "came"):
        return
    before, after = ends[customer.turn - 1], ends[customer.turn]
    if before is None or after is None:
        return
    direction = "out" if customer.path == "left" else "in"
    day = MONTHS[customer.turn].replace(day=int(rng.integers(2, 28)))
    amount = max(abs(after - before) // 100_000 * 100_000, 100_000)
    party = _party("other", book, language, rng)
    yield Dealing(customer.id, day, book["large"][direction], amount, direction, party)


def leaving(
    customer: str, gone: Transfers, book: Mapping[str, Any], language: str, rng: Rng
) -> Iterator[Dealing]:
    """The transfers of one whose money goes to another bank; it is always the same bank."""
    party = _party("other", book, language, rng)
    for day, amount in gone:
        yield Dealing(customer, day, book["large"]["out"], amount, "out", party)
