"""The record of a manager's customer journey."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from workbook.domain.fields import Choice, Count, CustomerNumber, Day, LongText, Text, Yes
from workbook.domain.templates import Frozen

Feeling = Annotated[Count, Field(ge=-2, le=2)]


class Touchpoint(Frozen):
    """One touchpoint of the map: what the customer thinks and feels, and what we do.

    feeling, aim: the feeling today and the one aimed at, −2…+2. failure: what it looks like when it
    goes wrong. Source: S4, methodology A2.
    """

    stage: Annotated[str, Choice("stages")]
    touchpoint: Text
    thinks: Text = ""
    feeling: Feeling | None = None
    aim: Feeling | None = None
    act: Text = ""
    owner: Text = ""
    by: Day | None = None
    failure: Text = ""


class Noted(Frozen):
    """A warning signal that is in no file: the manager saw or heard it."""

    customer: CustomerNumber
    signal: Annotated[str, Choice("signals")]
    day: Day | None = None
    said: Text = ""


class Care(Frozen):
    """An act for one customer of the queue, or of a stage: act, proof, next date."""

    customer: CustomerNumber
    critical: Annotated[str, Choice("criticals")] = ""
    act: Text = ""
    day: Day | None = None
    proof: Text = ""
    outcome: Annotated[str, Choice("outcomes")] = ""
    next_day: Day | None = None


class Loss(Frozen):
    """A customer who is leaving or has left: the cause, in the customer's words, and the way
    back."""

    customer: CustomerNumber
    cause: Annotated[str, Choice("causes")] = ""
    said: Text = ""
    strategy: Annotated[str, Choice("strategies")] = ""
    situation: Annotated[str, Choice("situations")] = ""
    next_day: Day | None = None
    back: Yes = False


class Referral(Frozen):
    """A good moment for a referral: the referred person makes contact by themselves."""

    customer: CustomerNumber
    moment: Annotated[str, Choice("moments")] = ""
    referrer: Annotated[str, Choice("referrers")] = ""
    day: Day | None = None
    came: Yes = False


class Step(Frozen):
    """One line of the lifecycle action list."""

    stage: Annotated[str, Choice("stages")]
    what: Text
    customers: Text = ""
    owner: Text = ""
    by: Day | None = None
    mark: Text = ""
    done: Yes = False


class Journey(Frozen):
    """The journey page of a month. ``minutes``: the time for the daily queue."""

    touchpoints: tuple[Touchpoint, ...] = ()
    minutes: Annotated[Count, Field(ge=0, le=600)] | None = None
    notes: tuple[Noted, ...] = ()
    cares: tuple[Care, ...] = ()
    losses: tuple[Loss, ...] = ()
    referrals: tuple[Referral, ...] = ()
    steps: tuple[Step, ...] = ()
    try_customer: CustomerNumber = ""
    try_by: Day | None = None
    tried: LongText = ""
