"""The record of one month: targets, actuals, re-plans, activity, help needed."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from workbook.domain.fields import (
    Choice,
    Count,
    CustomerNumber,
    Day,
    LongText,
    Measure,
    Share,
    Text,
)
from workbook.domain.templates import Frozen

Indicator = Annotated[str, Choice("indicators")]


class Target(Frozen):
    """One indicator's target for the month; fen or pieces, as the indicator is measured."""

    indicator: Indicator
    target: Annotated[Measure, Field(gt=0)]


class OwnShare(Frozen):
    """The manager's own share of the target for one week, replacing the scheme's."""

    week: Annotated[str, Choice("weeks")]
    share: Share


class Actual(Frozen):
    """One day's result; negative only for stocks that can fall."""

    day: Day
    indicator: Indicator
    done: Measure
    note: Text = ""


class Replan(Frozen):
    """From the day after ``day`` on, the remainder is spread again; a changed target goes here."""

    day: Day
    reason: Text = ""
    indicator: Indicator = ""
    target: Annotated[Measure, Field(gt=0)] | None = None


class Activity(Frozen):
    """One day's work in numbers, from which the manager's own rates are computed."""

    day: Day
    calls: Annotated[Count, Field(ge=0)] = 0
    meetings: Annotated[Count, Field(ge=0)] = 0
    deals: Annotated[Count, Field(ge=0)] = 0


class Help(Frozen):
    """One thing that the manager asks the boss for."""

    what: Text
    who: Text = ""
    by: Day | None = None


class Worksheet(Frozen):
    """The monthly pacing worksheet. Source: S0, methodology A1."""

    reaction: Annotated[str, Choice("reactions")] = ""
    scheme: Annotated[str, Choice("schemes")] = "front-loaded"
    targets: tuple[Target, ...] = ()
    own_shares: tuple[OwnShare, ...] = ()
    daily_contacts: Annotated[Count, Field(ge=1, le=60)] | None = None
    actuals: tuple[Actual, ...] = ()
    replans: tuple[Replan, ...] = ()
    activity: tuple[Activity, ...] = ()
    helps: tuple[Help, ...] = ()
    answer: LongText = ""
    try_customer: CustomerNumber = ""
    try_by: Day | None = None
    tried: LongText = ""
