"""What is filled in about the few who carry the book, and the template of the page."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from workbook.domain.fields import CustomerNumber, Day, LongText, Share
from workbook.domain.templates import Choosable, Frozen, ToolPack


class Care(Frozen):
    """One of the few: what is done for this customer next, and by when."""

    customer: CustomerNumber = ""
    act: LongText = ""
    by: Day | None = None


class Concentration(Frozen):
    """The page of a month. guess: what the top fifth holds, before the curve is looked at."""

    guess: Annotated[Share, Field(ge=0, le=1)] | None = None
    care: tuple[Care, ...] = ()


class Part(Choosable):
    """A part of the customers. people: its share of them; money: that of the slogan, if it has one.

    contact: what to do for it; avoid: what not to.
    """

    people: Annotated[float, Field(gt=0, le=1)]
    money: Annotated[float, Field(ge=0, le=1)] | None = None
    contact: str
    avoid: str


class Pack(ToolPack):
    """The template of the page.

    seen_within: days within which a customer counts as seen. most: customers suggested at once.
    working_days: until a suggested act is due. leaving: how many of the largest are taken away.
    """

    seen_within: Annotated[int, Field(ge=1)]
    most: Annotated[int, Field(ge=1)]
    working_days: Annotated[int, Field(ge=1)]
    leaving: tuple[Annotated[int, Field(ge=1)], ...]
    parts: dict[Literal["top", "middle", "bottom"], Part]
    acts: dict[Literal["unseen", "unknown"], Choosable]
