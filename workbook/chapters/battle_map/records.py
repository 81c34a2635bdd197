"""The record of the segments that a manager works on this month."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from workbook.domain.fields import Choice, Count, CustomerNumber, Day, LongText, Measure, Text
from workbook.domain.templates import Frozen


class OwnMap(Frozen):
    """The manager's own map of one segment; a blank block keeps the template's text.

    goal_customers, amount, by: how many customers, how much of which indicator, until when.
    ``amount`` is fen or pieces, as the indicator is measured. Source: S4, methodology A3.
    """

    segment: Annotated[str, Choice("segments")]
    goal_customers: Annotated[Count, Field(ge=1)] | None = None
    indicator: Annotated[str, Choice("indicators")] = ""
    amount: Annotated[Measure, Field(gt=0)] | None = None
    by: Day | None = None
    owner: Text = ""
    who: LongText = ""
    needs: LongText = ""
    services: LongText = ""
    hook: LongText = ""
    lead: LongText = ""
    bundle: LongText = ""
    unsuitable: LongText = ""
    rivals: LongText = ""
    scenes: LongText = ""
    dates: LongText = ""
    scripts: LongText = ""
    avoid: LongText = ""
    stop: LongText = ""
    goal: LongText = ""
    resources: LongText = ""
    moves: LongText = ""


class BattleMaps(Frozen):
    """The maps of the month, the main one first; and one customer to try it on."""

    maps: tuple[OwnMap, ...] = ()
    try_customer: CustomerNumber = ""
    try_by: Day | None = None
    tried: LongText = ""
