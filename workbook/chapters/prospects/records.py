"""The record of the prospects of one month."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from workbook.domain.fields import (
    Choice,
    Count,
    CustomerNumber,
    Day,
    Measure,
    Money,
    Share,
    Text,
    Yes,
)
from workbook.domain.templates import Frozen

# Chosen by its words, kept as its number.
Relationship = Annotated[int, Choice("relationships"), Field(ge=1, le=3)]
Willingness = Annotated[int, Choice("willingness"), Field(ge=1, le=3)]


class Prospect(Frozen):
    """One customer who may close this month. Pseudonymous: a customer number, never a name.

    ``amount`` is fen or pieces, as the indicator is measured. A blank ``chance`` means the
    default of the cell. ``products_held`` … ``asks_first`` are the six critical points.
    Source: S0, methodology A5.
    """

    customer: CustomerNumber
    indicator: Annotated[str, Choice("indicators")]
    amount: Annotated[Measure, Field(gt=0)] | None = None
    product: Text = ""
    relationship: Relationship | None = None
    willingness: Willingness | None = None
    chance: Share | None = None
    next_contact: Day | None = None
    status: Annotated[str, Choice("statuses")] = "open"
    talked: Text = ""
    attempts: Annotated[Count, Field(ge=0, le=99)] = 0
    last_contact: Day | None = None
    experienced: Yes = False
    gender: Annotated[str, Choice("genders")] = ""
    age: Annotated[Count, Field(ge=16, le=120)] | None = None
    opened: Day | None = None
    funds: Money | None = None
    products_held: Annotated[Count, Field(ge=0, le=99)] | None = None
    deposits: Money | None = None
    performance: Annotated[str, Choice("performances")] = ""
    contact_months: Annotated[Count, Field(ge=0, le=99)] | None = None
    purchase_months: Annotated[Count, Field(ge=0, le=99)] | None = None
    mood: Annotated[str, Choice("moods")] = ""
    asks_first: Yes = False
    flag: Annotated[str, Choice("flags")] = ""


class Reserve(Frozen):
    """The prospects of the month."""

    prospects: tuple[Prospect, ...] = ()
