"""What is filled in about the manager's time, and the template of the page."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from workbook.domain.fields import Choice, Count, Day, LongText
from workbook.domain.templates import Choosable, Frozen, ToolPack


class TierCare(Frozen):
    """One tier: how many customers, contacts with each in a year, minutes of one contact.

    minutes: of the manager's time, preparing and writing down included.
    """

    tier: Annotated[str, Choice("tiers")]
    customers: Annotated[Count, Field(ge=0, le=100_000)] | None = None
    contacts: Annotated[Count, Field(ge=0, le=365)] | None = None
    minutes: Annotated[Count, Field(ge=1, le=480)] | None = None


class Capacity(Frozen):
    """The page of a month. minutes_a_day: free for customers; change: what is given up, by when."""

    tiers: tuple[TierCare, ...] = ()
    minutes_a_day: Annotated[Count, Field(ge=1, le=720)] | None = None
    change: LongText = ""
    by: Day | None = None


class Band(Choosable):
    """A part of the golden pyramid: contacts a year and their minutes to begin with, and content.

    contact: what a contact is about. instead: who looks after customers that fall off. stop: when
    nobody writes or calls.
    """

    contacts: Annotated[int, Field(ge=0)]
    minutes: Annotated[int, Field(ge=1)]
    contact: str
    mark: str
    instead: str
    avoid: str
    stop: str


class Reference(Choosable):
    """A number of customers a manager that the course names."""

    customers: Annotated[int, Field(ge=1)]


class Pack(ToolPack):
    """The template of the page.

    lines: the numbers of customers that are compared: own, fits, and the ``references``.
    """

    bands: dict[Literal["tip", "waist", "base"], Band]
    references: dict[str, Reference]
    lines: dict[str, Choosable]
    periods: dict[str, Choosable]
