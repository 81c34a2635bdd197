"""A bank's settings for all of its managers: the unit of money, the indicators, the tiers.

Source: S0, methodology A1 (core and activity indicators); S4, methodology B3 (the golden pyramid);
units, sizes of deals and the thresholds of the tiers are ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from workbook.domain.calendar import Month
from workbook.domain.fields import Setting
from workbook.domain.templates import Choosable, Frozen


class Unit(Frozen):
    """The unit in which money is typed and shown: its name, and how many yuan it is."""

    yuan: Annotated[int, Field(gt=0)]
    label: str
    decimals: Annotated[int, Field(ge=0, le=6)]


class Indicator(Choosable):
    """A target that the bank sets.

    measure: an amount of money or a count of pieces; piece: the word for one of them.
    activity: counts the people who take part, not the volume (活动率).
    may_fall: a stock (AUM, average balance), so actuals may be negative.
    deal: the size of one deal in yuan or pieces, until the manager's own records give a better one.
    """

    measure: Literal["money", "count"]
    piece: str
    activity: bool
    may_fall: bool
    deal: Annotated[int, Field(gt=0)]


class Tier(Choosable):
    """A tier of customers by their assets, from ``least`` yuan on, and its place in the pyramid."""

    least: Annotated[int, Field(ge=0)]
    band: Literal["base", "waist", "tip"]


class Doubt(Frozen):
    """When to ask about an amount: this many times the usual, or this many deals in one."""

    times: Annotated[int, Field(gt=1)] = 10
    deals: Annotated[int, Field(gt=1)] = 1000


class Bank(Frozen):
    """The template ``bank`` in one language; ``tiers`` run from the lowest to the highest."""

    label: str
    money: Unit
    doubt: Doubt = Doubt()
    indicators: dict[str, Indicator]
    tiers: dict[str, Tier]

    @property
    def counted(self) -> frozenset[str]:
        """The indicators that are measured in pieces."""
        return frozenset(key for key, one in self.indicators.items() if one.measure == "count")


def labels(choosable: Mapping[Any, Choosable]) -> dict[str, str]:
    """Key → label, for a list of choices."""
    return {key: one.label for key, one in choosable.items()}


def setting(bank: Bank, month: Month, choices: Mapping[str, Mapping[str, str]]) -> Setting:
    """How this bank's typed text is parsed; ``choices`` are the lists that fields choose from."""
    pieces = {key: bank.indicators[key].piece for key in sorted(bank.counted)}
    units = {"": bank.money.label, **pieces}
    return Setting(bank.money.yuan, month.year, choices, bank.counted, month.number, units=units)
