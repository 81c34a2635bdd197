"""The tables and the figure of the capacity page. Source: S1, methodology B8."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pandas as pd

from workbook.chapters.capacity.rules import (
    HOUR,
    MONTHS,
    CapacityDesk,
    asked,
    band_of,
    days_of_month,
    days_of_year,
    fallen,
    fitting,
    in_book,
    loads,
    there,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LOAD = (
    "tier", "in_book", "customers", "contacts", "minutes", "year", "month", "day", "hour", "hours",
    "share",
)  # fmt: skip
BALANCE = ("period", "contacts", "asked", "there", "left", "load")
REFERENCES = ("line", "customers", "day", "hours", "load", "each")
FALLS_OFF = ("tier", "customers", "hours", "kept", "fallen", "instead")
RHYTHM = ("band", "contacts", "minutes", "contact", "mark", "instead", "avoid", "stop")


def load_table(desk: CapacityDesk) -> pd.DataFrame:
    """A row for each tier, the highest first: contacts a year, month, day and free hour."""
    days, free, book = days_of_year(desk), there(desk), in_book(desk)
    rows = [
        (
            one.tier, book.get(one.tier) if book else None, one.customers, one.contacts,
            one.minutes, one.contacts_a_year, one.contacts_a_year / MONTHS,
            one.contacts_a_year / days, one.contacts_a_year * HOUR / free if free else None,
            one.minutes_a_year / HOUR, one.minutes_a_year / asked(desk) if asked(desk) else None,
        )
        for one in loads(desk)
    ]  # fmt: skip
    return _frame(LOAD, rows)


def contacts(desk: CapacityDesk) -> int:
    """The contacts of all tiers in a year."""
    return sum(one.contacts_a_year for one in loads(desk))


def balance_table(desk: CapacityDesk) -> pd.DataFrame:
    """The hours needed and the hours there are, by year, month, day and free hour."""
    free, year, month = desk.record.minutes_a_day, days_of_year(desk), days_of_month(desk)
    if not (asked(desk) and free):
        return _frame(BALANCE, [])
    # A part of the year's contacts, and the free minutes in which it has to be done.
    periods = {
        "year": (Fraction(1), free * year),
        "month": (Fraction(1, MONTHS), free * month),
        "day": (Fraction(1, year), free),
        "hour": (Fraction(HOUR, free * year), HOUR),
    }
    rows = [
        (
            name, float(contacts(desk) * part), float(asked(desk) * part / HOUR), minutes / HOUR,
            float((minutes - asked(desk) * part) / HOUR), float(asked(desk) * part / minutes),
        )
        for name, (part, minutes) in periods.items()
    ]  # fmt: skip
    return _frame(BALANCE, rows)


def state(desk: CapacityDesk) -> Iterator[tuple[str, dict[str, object]]]:
    """The hours that this month asks for, and those there are."""
    for period, asks, has, load in balance_table(desk)[["period", "asked", "there", "load"]].values:
        if period == "month":
            yield "load", {"asked": asks, "there": has, "load": load}


def references_table(desk: CapacityDesk) -> pd.DataFrame:
    """My customers, what fits, and the course's two numbers, all in the mix of the page."""
    rows = [
        (
            line, count, contacts(desk) * part / days_of_year(desk),
            asked(desk) * part / HOUR / days_of_year(desk),
            asked(desk) * part / there(desk), there(desk) / count if count else None,
        )
        for line, count, part in sizes(desk)
    ]  # fmt: skip
    return _frame(REFERENCES, rows)


def sizes(desk: CapacityDesk) -> list[tuple[str, int, float]]:
    """Line, customers and their share of those on the page; none while the load is not known."""
    own, fits = sum(one.customers for one in loads(desk)), fitting(desk)
    if fits is None:
        return []
    named = {name: one.customers for name, one in desk.pack.references.items()}
    counts = {"own": own, "fits": fits, **named}
    return [(line, counts[line], counts[line] / own) for line in desk.pack.lines]


def falls_off_table(desk: CapacityDesk) -> pd.DataFrame:
    """The customers who fall off, the lowest tier first."""
    lost = fallen(desk)
    rows = [
        (
            one.tier, one.customers, one.minutes_a_year / HOUR, one.customers - lost[one.tier],
            lost[one.tier], band_of(desk, one.tier).instead if lost[one.tier] else "",
        )
        for one in reversed(loads(desk))
    ]  # fmt: skip
    return _frame(FALLS_OFF, rows if there(desk) else [])


def rhythm_table(desk: CapacityDesk) -> pd.DataFrame:
    """The template's rhythm of each part of the pyramid, the tip first."""
    rows = [
        (band, *(getattr(one, name) for name in RHYTHM[1:]))
        for band, one in desk.pack.bands.items()
    ]
    return _frame(RHYTHM, rows)


def _frame(columns: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    """Rows as a table; blanks stay None, whole numbers stay whole."""
    return pd.DataFrame(rows, columns=list(columns), dtype=object)


def hours_figure(desk: CapacityDesk) -> Figure:
    """The hours of a working day that each line asks for, by tier, against those there are."""
    from workbook.chapters.capacity.figure import draw

    labels, free = desk.pack.figures["hours"].labels, desk.record.minutes_a_day
    lines, days = sizes(desk), days_of_year(desk)
    bars = {
        line: {one.tier: one.minutes_a_year * part / HOUR / days for one in loads(desk)}
        for line, _, part in lines
    }
    names = {line: f"{desk.pack.lines[line].label} · {count:,}" for line, count, _ in lines}
    tiers = {one.tier: desk.bank.tiers[one.tier].label for one in loads(desk)}
    return draw(labels, names, bars, tiers, (free or 0) / HOUR)


tables: Mapping[str, Callable[[Any], pd.DataFrame]] = {
    "load": load_table,
    "balance": balance_table,
    "references": references_table,
    "falls_off": falls_off_table,
    "rhythm": rhythm_table,
}
figures: Mapping[str, Callable[[Any], Figure]] = {"hours": hours_figure}
