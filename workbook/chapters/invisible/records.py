"""What is filled in about customers whose money is elsewhere, and the template of the page."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from workbook.domain.fields import Choice, CustomerNumber, Day, LongText
from workbook.domain.templates import Choosable, Frozen, ToolPack

Sign = Literal["passing", "loan", "broker", "large"]


class Asked(Frozen):
    """A customer who was asked: by which sign, in whose words the answer is, and what is next."""

    customer: CustomerNumber = ""
    sign: Annotated[str, Choice("signs")] = ""
    said: LongText = ""
    next: LongText = ""
    by: Day | None = None


class Invisible(Frozen):
    """The page of a month."""

    asked: tuple[Asked, ...] = ()


class SignWords(Choosable):
    """A sign. means: what it may mean, and what else; ask: one question; offer: what is useful to
    the customer; avoid: what not to say; stop: when to leave it."""

    means: str
    ask: str
    offer: str
    avoid: str
    stop: str


class Pack(ToolPack):
    """The template of the page; amounts are yuan, days whole, shares 0…1.

    little: less than this held here. days: of transactions that are looked at. within_days: after a
    salary; passing_share: of it that goes on, passing_times: how often. broker_amount,
    large_amount: from which on. months: of the money that left. most: suggested at once.
    working_days: until a suggested act is due. prying: words that ask what is no business of ours.
    """

    little: Annotated[int, Field(ge=1)]
    days: Annotated[int, Field(ge=1)]
    within_days: Annotated[int, Field(ge=0)]
    passing_share: Annotated[float, Field(gt=0, le=1)]
    passing_times: Annotated[int, Field(ge=1)]
    broker_amount: Annotated[int, Field(ge=1)]
    large_amount: Annotated[int, Field(ge=1)]
    months: Annotated[int, Field(ge=1)]
    most: Annotated[int, Field(ge=1)]
    working_days: Annotated[int, Field(ge=1)]
    prying: dict[str, Choosable]
    signs: dict[Sign, SignWords]
    destinations: dict[Literal["bank", "broker", "wallet", "cash", "other"], Choosable]
