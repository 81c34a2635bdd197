"""Desks for the tests: the shipped template with its numbers held fast, and typed-in prospects.

The month is November 2026; today is Wednesday the 11th unless a test says otherwise. A prospect
is sound by default: no rule has anything to say about it.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping, Sequence

from workbook import content
from workbook.chapters.prospects.pack import Pack
from workbook.chapters.prospects.records import Prospect, Reserve
from workbook.chapters.prospects.rules.contact import ReserveDesk
from workbook.chapters.shared.context import Desk
from workbook.domain.bank import Bank
from workbook.domain.calendar import Calendar, Month, load_calendar
from workbook.domain.fields import Setting

WAN = 1_000_000  # fen
NOVEMBER = Month(2026, 11)
SALES, ACCOUNTS, PREMIUM = "investment_sales", "accounts", "insurance_premium"
CHANCES = {
    "r1w1": 0.01, "r1w2": 0.04, "r1w3": 0.08,
    "r2w1": 0.03, "r2w2": 0.09, "r2w3": 0.15,
    "r3w1": 0.05, "r3w2": 0.12, "r3w3": 0.22,
}  # fmt: skip
CAPS = {name: 1 + int(name[1]) for name in CHANCES}  # 2, 3 and 4 by relationship
THRESHOLDS = {
    "overdue": 1, "chance_outside_habit": 2, "positive_is_not_yes": 0.6, "all_in_one_cell": 0.6,
    "loss_not_called": 14, "age_care": 65,
}  # fmt: skip
POINTS: dict[str, dict[str, object]] = {
    "products_held": {"level2": 1, "level3": None},
    "deposits": {"level2": WAN, "level3": None},
    "performance": {"good": ("well",), "level2": None, "level3": None},
    "contact_months": {"level2": 3, "level3": 1, "at_most": True},
    "purchase_months": {"level2": 12, "level3": 6, "at_most": True},
    "mood": {"good": ("calm", "warm"), "level2": None, "level3": None},
}
SOUND: dict[str, object] = {
    "indicator": SALES, "amount": 20, "relationship": 2, "willingness": 2,
    "next_contact": "2026-11-18",
}  # fmt: skip


def day(text: str) -> dt.date:
    """The day written as ``11-02`` (of 2026) or ``2027-01-04``."""
    return dt.date.fromisoformat(text if len(text) == 10 else f"2026-{text}")


@functools.cache
def calendar() -> Calendar:
    """The shipped calendar."""
    return load_calendar()


@functools.cache
def bank() -> Bank:
    """The shipped bank: money in wan yuan."""
    return content.load("bank", "en", Bank)


@functools.cache
def pack() -> Pack:
    """The shipped template, with the numbers that the tests count on."""
    shipped = content.load("prospects", "en", Pack)
    cells = {
        name: one.model_copy(update={"chance": CHANCES[name], "contacts_a_month": CAPS[name]})
        for name, one in shipped.cells.items()
    }
    rules = {
        name: one.model_copy(update={"threshold": THRESHOLDS.get(name)})
        for name, one in shipped.rules.items()
    }
    points = {name: one.model_copy(update=POINTS[name]) for name, one in shipped.points.items()}
    update = {"cells": cells, "rules": rules, "points": points, "due_list": 12}
    return shipped.model_copy(update=update)


def without(rule: str) -> Pack:
    """The template less one rule."""
    rules = {name: one for name, one in pack().rules.items() if name != rule}
    return pack().model_copy(update={"rules": rules})


def reserve(*prospects: Mapping[str, object]) -> Reserve:
    """Prospects K0, K1, …: sound ones, but for what is given. Amounts in wan yuan or pieces."""
    given = [{"customer": f"K{at}", **SOUND, **one} for at, one in enumerate(prospects)]
    setting = Setting(10_000, 2026, {}, bank().counted)
    return Reserve.model_validate({"prospects": given}, context=setting)


def prospect(**given: object) -> Prospect:
    """One sound prospect, but for what is given."""
    return reserve(given).prospects[0]


def sheet(
    *prospects: Mapping[str, object],
    today: str = "11-11",
    template: Pack | None = None,
    earlier: Sequence[tuple[Month, Reserve]] = (),
) -> ReserveDesk:
    """The desk of the month."""
    return Desk(
        record=reserve(*prospects),
        pack=template or pack(),
        bank=bank(),
        month=NOVEMBER,
        today=day(today),
        calendar=calendar(),
        earlier=tuple(earlier),
    )
