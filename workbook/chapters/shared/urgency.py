"""Which reason of a customer stands first, and which customer: one order for every list of the day.

Source: ours; the minutes: methodology B8. Weights and amounts are in the templates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Protocol, TypeVar

from pydantic import Field

from workbook.chapters.shared.contact_flags import known_as
from workbook.chapters.shared.day_list import Due
from workbook.domain.templates import Frozen

YUAN = 100  # fen


class Urgency(Frozen):
    """How pressing a reason is.

    weight: the heaviest reason stands on the line. least: the amount in yuan below which it takes
    no minutes of the day. fall: the customer's assets fell; rise: the act is towards more, so that
    it stays away where they fell. advice: advice on products would follow; before_advice: it has to
    be settled before any.
    """

    weight: Annotated[int, Field(ge=0, le=100)]
    least: Annotated[int, Field(ge=0)] = 0
    fall: bool = False
    rise: bool = False
    advice: bool = False
    before_advice: bool = False


class Weighed(Protocol):
    """A reason of a customer; key: names its kind."""

    @property
    def due(self) -> Due: ...
    @property
    def key(self) -> str: ...
    @property
    def kind(self) -> Urgency: ...


R = TypeVar("R", bound=Weighed)
T = TypeVar("T")


def too_small(due: Due, kind: Urgency) -> bool:
    """Whether the amount at stake is below what takes minutes of the day."""
    return 0 < due.amount < kind.least * YUAN


def by_customer(found: Iterable[R]) -> dict[str, tuple[R, ...]]:
    """Customer by :func:`known_as` → reasons, the heaviest first; of one kind only the first.

    Nothing about a rise for somebody whose assets fell. What has to be settled before advice stands
    before all that ends in it. Customers without a reason that is left are not in it.
    """
    each: dict[str, dict[str, R]] = {}
    for one in sorted(found, key=_strength):
        each.setdefault(known_as(one.due.customer), {}).setdefault(one.key, one)
    fitting = {customer: _fitting(tuple(own.values())) for customer, own in each.items()}
    return {customer: own for customer, own in fitting.items() if own}


def place(own: Sequence[Weighed]) -> tuple[int, int, str]:
    """The place of a customer in a list: by the heaviest reason, then the largest amount."""
    first = min(own, key=_strength)
    return -first.kind.weight, -first.due.amount, first.due.customer


def within(
    rows: Iterable[T], minutes_of: Callable[[T], int], minutes: int, places: int
) -> tuple[list[T], list[T]]:
    """Those who fit into the minutes and places, in their order, and the others.

    A short act may fit where a longer one before it does not.
    """
    fits: list[T] = []
    others: list[T] = []
    for one in rows:
        chosen = minutes_of(one) <= minutes and len(fits) < places
        (fits if chosen else others).append(one)
        minutes -= minutes_of(one) if chosen else 0
    return fits, others


def _strength(one: Weighed) -> tuple[int, int, dt.date]:
    return -one.kind.weight, -one.due.amount, one.due.day or dt.date.min


def _fitting(own: tuple[R, ...]) -> tuple[R, ...]:
    fell = any(one.kind.fall for one in own)
    own = tuple(one for one in own if not (fell and one.kind.rise))
    at = next((at for at, one in enumerate(own) if one.kind.advice), len(own))
    if at == len(own):
        return tuple(one for one in own if not one.due.if_advice)
    first = tuple(one for one in own[at:] if one.kind.before_advice)
    return (*own[:at], *first, *(one for one in own[at:] if not one.kind.before_advice))
