"""Customers drawn at random: who they are and what they have. Money is in fen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from making.written import AS_OF, Wanted

RICHEST = 12_000_000  # yuan
PATHS = ("steady", "rising", "falling", "left", "came")
PATH_SHARES = (0.62, 0.15, 0.13, 0.05, 0.05)
FLAGGED = {"do_not_contact": 0.02, "complaint_open": 0.008, "vulnerable": 0.02}
ENOUGH_FOR_FRAUD = 150  # in a book of so many there is one customer with a suspicion
OLD = 65

Rng = np.random.Generator
Lots = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Customer:
    """A fictitious customer. lots: (kind, fen) of what is held beside deposits."""

    id: str
    segment: str
    gender: str
    born: dt.date
    opened: dt.date
    deposits: int
    lots: Lots
    loans: int
    payroll: bool
    main: bool
    risk: int
    assessed: dt.date
    points: int
    card: int
    relationship: int | None
    willingness: int | None
    channel: int
    note: int
    pay: float
    path: str
    turn: int
    losing: bool
    flags: tuple[str, ...] = ()

    @property
    def age(self) -> int:
        """Whole years on the day of the export."""
        had = (AS_OF.month, AS_OF.day) >= (self.born.month, self.born.day)
        return AS_OF.year - self.born.year - (not had)

    @property
    def assets(self) -> int:
        """All that lies with the bank."""
        return self.deposits + sum(amount for _, amount in self.lots)

    def held(self, *kinds: str) -> int:
        """What is held in these kinds."""
        return sum(amount for kind, amount in self.lots if kind in kinds)


def drawn(
    plan: Mapping[str, Any],
    weights: Mapping[str, float],
    wanted: Mapping[str, Wanted],
    book: Mapping[str, Any],
    rng: Rng,
) -> list[Customer]:
    """The customers of one trainee, by number."""
    ids = [plan["ids"].format(number) for number in range(1, plan["customers"] + 1)]
    segments = iter(_segments(weights, len(ids) - len(wanted), rng))
    found = []
    for each in ids:
        wish = wanted.get(each)
        segment = wish.segment if wish else next(segments)
        found.append(_customer(each, segment, wish, book, rng))
    return _flagged(found, wanted, rng)


def _segments(weights: Mapping[str, float], count: int, rng: Rng) -> list[str]:
    """Segments in the branch's proportions, three of each at least, shuffled."""
    names = list(weights)
    share = np.array([weights[name] for name in names], dtype=float)
    more = rng.multinomial(count - 3 * len(names), share / share.sum())
    found = [name for name, extra in zip(names, more, strict=True) for _ in range(3 + extra)]
    return [found[at] for at in rng.permutation(count)]


def _customer(
    number: str, segment: str, wish: Wanted | None, book: Mapping[str, Any], rng: Rng
) -> Customer:
    about = book["segments"][segment]
    born = _born(wish.age if wish else _age(about["age"], rng), rng)
    opened = _opened(born, wish is not None, rng)
    risk = int(rng.choice(5, p=about["risk"])) + 1
    total = _assets(about["assets"], wish, rng)
    deposits, lots = _laid_out(total, about["mix"], risk, wish, rng)
    levels = (wish.relationship, wish.willingness) if wish else _levels(total, rng)
    path = "steady" if wish else str(rng.choice(PATHS, p=PATH_SHARES))
    return Customer(
        id=number,
        segment=segment,
        gender=wish.gender if wish else ("f" if rng.random() < about["female"] else "m"),
        born=born,
        opened=opened,
        deposits=deposits,
        lots=lots,
        loans=_loan(about["loans"], rng),
        payroll=bool(rng.random() < about["payroll"]),
        main=bool(rng.random() < about["main"]),
        risk=risk,
        assessed=_assessed(opened, rng),
        points=round(total / 100 * float(rng.lognormal(0, 0.25))),
        card=_card(total, book["cards"], rng),
        relationship=levels[0],
        willingness=levels[1],
        channel=int(rng.integers(4)) if rng.random() < 0.15 else -1,
        note=int(rng.integers(6)) if rng.random() < 0.06 else -1,
        pay=float(rng.lognormal(0, 0.35)),
        path=path,
        turn=int(rng.integers(3, 11)),
        losing=bool(wish and wish.losing),
    )


def _age(shape: Sequence[float], rng: Rng) -> int:
    mean, spread, least, most = shape
    return round(float(np.clip(rng.normal(mean, spread), least, most)))


def _born(age: int, rng: Rng) -> dt.date:
    """A day of birth that gives this age; never the day of the export or a 29 February."""
    born = AS_OF.replace(year=AS_OF.year - age) - dt.timedelta(days=int(rng.integers(2, 364)))
    return born - dt.timedelta(days=1) if (born.month, born.day) == (2, 29) else born


def _opened(born: dt.date, known: bool, rng: Rng) -> dt.date:
    """Mostly years ago, some within the last half-year, never before the age of 16."""
    new = rng.random() < 0.06 and not known
    days = int(rng.integers(5, 180)) if new else 400 + int(min(rng.exponential(2200), 7000))
    earliest = born.replace(year=born.year + 16)
    return max(AS_OF - dt.timedelta(days=days), min(earliest, AS_OF - dt.timedelta(days=400)))


def _assets(shape: Sequence[float], wish: Wanted | None, rng: Rng) -> int:
    """Log-normal, in yuan; enough for what is talked about."""
    median, sigma = shape
    total = min(median * float(rng.lognormal(0, sigma)), RICHEST)
    least = (wish.amount / 100) * float(rng.uniform(1.4, 2.4)) if wish else 0
    return round(max(total, least, 20_000 if wish else 30))


def _laid_out(
    total: int, mix: Sequence[float], risk: int, wish: Wanted | None, rng: Rng
) -> tuple[int, Lots]:
    """(deposits, lots) in fen that add up to about ``total`` yuan; lots in whole thousands."""
    shares = rng.dirichlet(np.array(mix) * 5)
    kinds = ("wealth", "funds", "insurance")
    amounts = [int(total * share // 1000 * 1000) for share in shares[1:]]
    parts = list(zip(kinds, amounts, strict=True))
    if risk == 1:  # no funds for the most careful
        parts = [("wealth", parts[0][1] + parts[1][1]), parts[2]]
    lots = [part for part in parts if part[1] >= (1000 if total >= 20_000 else 5000)]
    lots = _as_many(lots, wish, total, rng) if wish else _split(lots)
    rest = max(total - sum(amount for _, amount in lots), 10_000 if wish else 0)
    cents = rest // 1000 * 100_000 if wish else rest * 100 + int(rng.integers(100))
    return cents, tuple((kind, amount * 100) for kind, amount in lots)


def _split(lots: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Large holdings lie in two products."""
    found = []
    for kind, amount in lots:
        first = amount * 3 // 5 // 1000 * 1000 if amount > 200_000 and kind != "insurance" else 0
        found += [(kind, first), (kind, amount - first)] if first else [(kind, amount)]
    return found


def _as_many(
    lots: list[tuple[str, int]], wish: Wanted, total: int, rng: Rng
) -> list[tuple[str, int]]:
    """As many holdings as the level of the relationship asks for."""
    level = wish.relationship or 1
    count = int(rng.integers(*{1: (0, 2), 2: (1, 4), 3: (2, 5)}[level]))
    if wish.losing:
        return [("funds", max(total // 3 // 1000 * 1000, 5000))]
    lots = sorted(lots, key=lambda lot: -lot[1])[:count]
    while len(lots) < count:
        lots.append(("wealth", max(total // 12 // 1000 * 1000, 2000)))
    return lots


def _levels(total: int, rng: Rng) -> tuple[int | None, int | None]:
    """How close and how willing; of one customer in four nothing is known."""
    if rng.random() < 0.25:
        return None, None
    rich, middling = (0.2, 0.5, 0.3), (0.4, 0.48, 0.12)
    close = rich if total > 500_000 else middling if total > 50_000 else (0.75, 0.22, 0.03)
    return int(rng.choice(3, p=close)) + 1, int(rng.choice(3, p=(0.4, 0.4, 0.2))) + 1


def _loan(shape: Sequence[float], rng: Rng) -> int:
    share, median = shape
    has = rng.random() < share
    return round(median * float(rng.lognormal(0, 0.6)) / 1000) * 100_000 if has else 0


def _assessed(opened: dt.date, rng: Rng) -> dt.date:
    """The last risk assessment: for one in five more than a year ago."""
    days = int(rng.integers(366, 900) if rng.random() < 0.2 else rng.integers(3, 364))
    return max(AS_OF - dt.timedelta(days=days), opened)


def _card(total: int, cards: Sequence[Sequence[Any]], rng: Rng) -> int:
    """Which card or agreement, by number; -1 for none."""
    if rng.random() < 0.45:
        return -1
    reached = [at for at, (least, *_) in enumerate(cards) if total >= least]
    return reached[min(int(rng.integers(2)), len(reached) - 1)]


def _flagged(found: list[Customer], wanted: Mapping[str, Wanted], rng: Rng) -> list[Customer]:
    """A few customers with marks that filter them out, at least one of each kind."""
    marks: dict[str, tuple[str, ...]] = {}
    for flag, share in FLAGGED.items():
        fitting = [
            one.id for one in found
            if one.id not in wanted and (flag != "vulnerable" or one.age >= OLD)
        ]  # fmt: skip
        count = max(1, round(share * len(found)))
        for number in rng.choice(fitting, min(count, len(fitting)), replace=False):
            marks[str(number)] = (*marks.get(str(number), ()), flag)
    if len(found) >= ENOUGH_FOR_FRAUD:
        marks[_elderly(found, wanted)] = ("suspected_fraud",)
    for number, wish in wanted.items():
        if wish.flag in (*FLAGGED, "suspected_fraud"):
            marks[number] = (wish.flag,)
    return [replace(one, flags=marks.get(one.id, ())) for one in found]


def _elderly(found: Sequence[Customer], wanted: Mapping[str, Wanted]) -> str:
    """The oldest customer that no page names."""
    return max((one for one in found if one.id not in wanted), key=lambda one: one.age).id
