"""The record of one week: the 531 lines, the Monday list, ticks, Friday."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from workbook.domain.fields import Choice, Count, CustomerNumber, Day, LongText, Text, Yes
from workbook.domain.templates import Frozen


class PlanLine(Frozen):
    """One line of the plan.

    kind: "five" (works at once), "three" (needs a resource), "one" (lands this week). customers:
    how many, customer: which, by number. mark: the sign that anybody can check. resource, grantor,
    fallback: for the three: what, who grants it, and what is done without. outcome, reason,
    learned: the review. Source: S4, methodology A4.
    """

    kind: Annotated[str, Choice("kinds")]
    what: Text
    customers: Annotated[Count, Field(ge=0, le=9_999)] | None = None
    owner: Text = ""
    by: Day | None = None
    mark: Text = ""
    measure: Text = ""
    link: Annotated[str, Choice("links")] = ""
    outcome: Annotated[str, Choice("outcomes")] = ""
    customer: CustomerNumber = ""
    indicator: Annotated[str, Choice("indicators")] = ""
    resource: Text = ""
    grantor: Text = ""
    fallback: Text = ""
    granted: Annotated[str, Choice("grants")] = ""
    reason: Annotated[str, Choice("reasons")] = ""
    learned: Text = ""
    since: Text = ""


class Contact(Frozen):
    """One customer of the Monday list; ``moved``: something happened that can be checked."""

    customer: CustomerNumber
    because: Annotated[str, Choice("becauses")] = ""
    act: Text = ""
    day: Day | None = None
    called: Yes = False
    moved: Yes = False


class Tick(Frozen):
    """The two ticks of a day: the list was worked, what was done was written down."""

    day: Day
    worked: Yes = False
    written: Yes = False


class Plan(Frozen):
    """The week. ``learned``, ``next_line``: Friday's ten minutes."""

    lines: tuple[PlanLine, ...] = ()
    contacts: tuple[Contact, ...] = ()
    ticks: tuple[Tick, ...] = ()
    learned: LongText = ""
    next_line: Text = ""
    try_customer: CustomerNumber = ""
    try_by: Day | None = None
    tried: LongText = ""
