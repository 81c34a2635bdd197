"""A customer's entries in the book: facts for a line, consent, birthdays. Source: E, G."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from workbook.chapters.shared.contact_flags import known_as
from workbook.chapters.shared.context import Desk, remembered
from workbook.chapters.shared.day_list import Due
from workbook.customers.analysis.as_of import until
from workbook.customers.analysis.customer_facts import customer_facts
from workbook.customers.analysis.tables import table

Facts = Mapping[str, object]
LEAP, BEFORE = "02-29", "02-28"


@remembered
def facts(desk: Desk[Any, Any]) -> Mapping[str, Facts]:
    """Customer → gender, age, assets, days since the last contact; what is not known is None."""
    rows = customer_facts(until(desk.customers, desk.today), desk.today)
    cells = zip(
        *(rows[name] for name in ("customer", "gender", "age", "assets", "days")), strict=True
    )
    return {
        known_as(customer): {"gender": _known(gender), "age": _whole(age), "assets": _whole(assets),
                             "days": _whole(since)}
        for customer, gender, age, assets, since in cells
    }  # fmt: skip


def _known(value: Any) -> str | None:
    return None if pd.isna(value) else str(value)


def _whole(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


@remembered
def consents(desk: Desk[Any, Any]) -> Mapping[str, bool]:
    """Customer → whether marketing is agreed to; absent where nobody knows.

    Of several rows of a customer a refusal counts.
    """
    rows = table(desk.customers, "customers", "consent")
    told = rows[rows["consent"].notna()]
    found: dict[str, bool] = {}
    for customer, consent in zip(told["customer"], told["consent"], strict=True):
        key = known_as(customer)
        found[key] = found.get(key, True) and bool(consent)
    return found


@remembered
def birthdays(desk: Desk[Any, Any]) -> tuple[Due, ...]:
    """The customers whose birthday is today, or since the working day before.

    A birthday of a leap day is greeted the day before in other years.
    """
    rows = table(desk.customers, "customers", "birthday")
    days = {f"{day:%m-%d}": day for day in _days(desk)}
    if BEFORE in days and not calendar.isleap(days[BEFORE].year):
        days[LEAP] = days[BEFORE]
    return tuple(
        Due(customer, "birthday", days[text], {"day": days[text]}, loc=("birthday",))
        for customer, text in zip(rows["customer"], rows["birthday"], strict=True)
        if not pd.isna(text) and text in days
    )


def _days(desk: Desk[Any, Any]) -> Iterator[dt.date]:
    """Today, and the days off before it: a birthday on Sunday is greeted on Monday."""
    day = desk.today
    yield day
    while not desk.calendar.is_working(day := day - dt.timedelta(days=1)):
        yield day
