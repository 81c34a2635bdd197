"""Amounts far above the usual: the person is asked about them, never refused.

Most are yuan typed into a column of ten thousand yuan. Source: ours; the thresholds are in the
template ``bank``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import pydantic

from workbook.domain.bank import Bank
from workbook.domain.fields import kinds_of

Against = Literal["target", "earlier", "assets", "deal"]
TARGET = ("targets", "target")  # the field in which a month's target itself is typed


@dataclass(frozen=True)
class Scale:
    """The amounts to compare with, in fen or pieces, as the indicator is measured.

    targets: of the month; earlier: the largest target of the months before; assets(): the total
    that the customers hold, 0 where unknown.
    """

    bank: Bank
    targets: Mapping[str, int]
    earlier: Mapping[str, int]
    assets: Callable[[], int]


@dataclass(frozen=True)
class Amount:
    """One number of the record: its place, and the indicator that gives its unit."""

    loc: tuple[str, int, str]
    indicator: str
    value: int
    money: bool


@dataclass(frozen=True)
class Doubt:
    """An amount that is ``times`` as large as what it was compared with (``against``)."""

    amount: Amount
    against: Against
    usual: int

    @property
    def times(self) -> float:
        return abs(self.amount.value) / self.usual


def amounts(
    record: pydantic.BaseModel, rows: Mapping[str, tuple[int, ...]], counted: frozenset[str]
) -> Iterator[Amount]:
    """Every amount of money and every measure in the record's rows, numbered as in ``rows``."""
    for name, value in record:
        for at, row in enumerate(value if isinstance(value, tuple) else ()):
            kinds = kinds_of(type(row)) if isinstance(row, pydantic.BaseModel) else {}
            indicator = str(getattr(row, "indicator", ""))
            for column, kind in kinds.items():
                number = getattr(row, column)
                if kind in ("money", "measure") and number is not None:
                    money = kind == "money" or indicator not in counted
                    loc = (name, rows[name][at], column)
                    yield Amount(loc, indicator if kind == "measure" else "", number, money)


def doubt(amount: Amount, scale: Scale) -> Doubt | None:
    """The doubt about an amount, or None where its size is plausible.

    It is compared with its indicator's target (a target: with earlier ones); money also with the
    customers' total assets; and without any of these, with the size of one deal.
    """
    known = dict(_known(amount, scale))
    for against, usual in known.items():
        if abs(amount.value) >= scale.bank.doubt.times * usual:
            return Doubt(amount, against, usual)
    deal = _deal(amount, scale.bank)
    if not known and deal and abs(amount.value) >= scale.bank.doubt.deals * deal:
        return Doubt(amount, "deal", deal)
    return None


def _known(amount: Amount, scale: Scale) -> Iterator[tuple[Against, int]]:
    is_target = (amount.loc[0], amount.loc[2]) == TARGET
    target = 0 if is_target else scale.targets.get(amount.indicator, 0)
    earlier = scale.earlier.get(amount.indicator, 0)
    if target > 0:
        yield "target", target
    elif earlier > 0:
        yield "earlier", earlier
    if amount.money and (assets := scale.assets()) > 0:
        yield "assets", assets


def _deal(amount: Amount, bank: Bank) -> int:
    one = bank.indicators.get(amount.indicator)
    deals = [each.deal for each in bank.indicators.values() if each.measure == "money"]
    deal = one.deal if one else max(deals, default=0)
    return deal * (100 if amount.money else 1)
