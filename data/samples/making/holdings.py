"""What customers hold, and what they had at each month's end. Money is in fen."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from making.people import Customer, Rng
from making.written import AS_OF, Transfers

MONTHS = (dt.date(2025, 12, 1), *(dt.date(2026, month, 1) for month in range(1, 12)))
NEXT_MONTH = 30  # days after the export in which many deposits fall due
MEAN_A_YEAR = {1: 0.017, 2: 0.027, 3: 0.03, 4: 0.02, 5: 0.0}
SPREAD_A_YEAR = {1: 0.002, 2: 0.006, 3: 0.04, 4: 0.13, 5: 0.22}


@dataclass(frozen=True)
class Holding:
    """One product that a customer holds."""

    customer: str
    product: Mapping[str, Any] | None  # None: the demand deposit
    kind: str
    amount: int
    bought: dt.date | None = None
    due: dt.date | None = None
    risk: int | None = None
    gain: int | None = None


def holdings(customer: Customer, book: Mapping[str, Any], rng: Rng) -> Iterator[Holding]:
    """All that a customer holds; the amounts add up to the assets."""
    fixed = _fixed(customer, rng)
    for amount in fixed:
        product = book["products"]["deposits"][int(rng.choice(4, p=(0.15, 0.4, 0.2, 0.25)))]
        bought, due = _term(product["term"], customer.opened, rng)
        yield Holding(customer.id, product, "deposits", amount, bought, due)
    for kind, amount in customer.lots:
        yield _lot(customer, kind, amount, book["products"][kind], rng)
    if customer.deposits > sum(fixed):
        yield Holding(customer.id, None, "demand", customer.deposits - sum(fixed))


def _fixed(customer: Customer, rng: Rng) -> list[int]:
    """Term deposits: of larger deposits a good part, in one or two."""
    if customer.deposits < 3_000_000 or rng.random() < 0.2:
        return []
    part = int(customer.deposits * rng.uniform(0.5, 0.92)) // 500_000 * 500_000
    if part > 20_000_000 and rng.random() < 0.6:
        first = part * 3 // 5 // 500_000 * 500_000
        return [first, part - first]
    return [part]


def _term(months: int, opened: dt.date, rng: Rng) -> tuple[dt.date, dt.date]:
    """(bought, due): one in five falls due within the next month, and none before today."""
    soon = rng.random() < 0.2
    days = int(rng.integers(1, NEXT_MONTH if soon else months * 30))
    due = AS_OF + dt.timedelta(days=days)
    bought = later(due, -months)
    if bought >= opened:
        return bought, due
    start = max(opened, later(AS_OF, -months) + dt.timedelta(days=31))
    return start, later(start, months)


def later(day: dt.date, months: int) -> dt.date:
    """The same day so many months later (or earlier), the 28th at most."""
    years, month = divmod(day.month - 1 + months, 12)
    return dt.date(day.year + years, month + 1, min(day.day, 28))


def _lot(
    customer: Customer, kind: str, amount: int, products: Sequence[Mapping[str, Any]], rng: Rng
) -> Holding:
    product = _fitting(customer, products, rng)
    bought = _bought(customer, rng)
    due = None
    if product["term"]:
        bought, due = _term(product["term"], customer.opened, rng)
    risk = product.get("risk")
    gain = None if risk is None else _gain(customer, kind, amount, risk, bought, rng)
    return Holding(customer.id, product, kind, amount, bought, due, risk, gain)


def _fitting(
    customer: Customer, products: Sequence[Mapping[str, Any]], rng: Rng
) -> Mapping[str, Any]:
    """A product within the customer's risk level; now and then one that is not."""
    allowed = customer.risk + (1 if rng.random() < 0.04 else 0)
    fitting = [one for one in products if one.get("risk", 1) <= allowed] or list(products[:1])
    return fitting[int(rng.integers(len(fitting)))]


def _bought(customer: Customer, rng: Rng) -> dt.date:
    return max(AS_OF - dt.timedelta(days=int(rng.integers(10, 1100))), customer.opened)


def _gain(customer: Customer, kind: str, amount: int, risk: int, bought: dt.date, rng: Rng) -> int:
    years = max((AS_OF - bought).days, 5) / 365
    spread = SPREAD_A_YEAR[risk] * math.sqrt(years)
    rate = MEAN_A_YEAR[risk] * years + spread * float(rng.normal())
    if customer.losing and kind == "funds":
        rate = -abs(rate) - 0.06
    return round(amount * max(rate, -0.6))


# -- month-end balances ---------------------------------------------------------------------------


def balances(customer: Customer, rng: Rng) -> list[int | None]:
    """Assets at the end of each of ``MONTHS``; None before the account was opened.

    The path leads backwards from today: steady, rising, falling, or one large change at ``turn``.
    """
    drift = {"rising": 0.025, "falling": -0.03}.get(customer.path, 0.0)
    found = [customer.assets * (1 + 0.01 * float(rng.normal()))]
    for at in range(len(MONTHS) - 1, 0, -1):
        change = drift + 0.018 * float(rng.normal())
        if at == customer.turn and customer.path in ("left", "came"):
            change = _turn(customer.path, rng)
        found.append(found[-1] / (1 + max(change, -0.75)))
    whole = [round(amount / 100) * 100 for amount in reversed(found)]
    return [_since(customer, month, one) for month, one in zip(MONTHS, whole, strict=True)]


def before(ends: Sequence[int | None], gone: Transfers) -> list[int | None]:
    """Month-ends that were higher by what was to leave later, so that they fall with it."""
    return [
        None if amount is None else amount + sum(fen for day, fen in gone if day >= later(month, 1))
        for month, amount in zip(MONTHS, ends, strict=True)
    ]


def _turn(path: str, rng: Rng) -> float:
    return -float(rng.uniform(0.35, 0.7)) if path == "left" else float(rng.uniform(0.4, 1.5))


def _since(customer: Customer, month: dt.date, amount: int) -> int | None:
    return amount if later(month, 1) > customer.opened else None
