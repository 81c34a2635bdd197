"""Desks for the tests: the shipped template with its numbers held fast, typed rows, small books.

The month is November 2026; today is Wednesday the 11th unless a test says otherwise. Tiers of the
shipped bank: from 50,000, 200,000, 500,000, 1 million and 6 million yuan.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from workbook import content
from workbook.chapters.journey.pack import STAGES, Pack
from workbook.chapters.journey.records import Journey, Touchpoint
from workbook.chapters.journey.rules import JourneyDesk
from workbook.chapters.shared.context import Desk
from workbook.customers import pack as columns
from workbook.domain.bank import Bank
from workbook.domain.caching import Lazily
from workbook.domain.calendar import Calendar, Month, load_calendar
from workbook.domain.fields import Setting

NOVEMBER = Month(2026, 11)
YUAN = 100  # fen
SOUND_POINT: dict[str, object] = {
    "stage": "stable", "thinks": "how long?", "feeling": 0, "aim": 1, "act": "ask",
    "owner": "Lin", "by": "2026-11-30", "failure": "nobody asks",
}  # fmt: skip
STRONG = ("assets_leaving", "reputation", "complaint", "income_moved")
MINUTES = {
    "big_outflow": 15, "due_soon": 10, "expiring": 8, "above_edge": 10, "under_tier": 12,
    "big_inflow": 12, "dormant": 6,
}  # fmt: skip
THRESHOLDS = {"at_risk_unattended": 14, "queue_not_worked": 5, "try_late": 3}
OPEN = ("half", "waiting")  # outcomes that leave something to do
NUMBERS: dict[str, Any] = {
    "stage_limits": {
        "fell_within_months": 12, "back_for_months": 3, "edge": 1.1,
        "outflow_days": 30, "outflow_share": 0, "decline_days": 90, "decline_share": 0.3,
        "decline_count": 1, "new_within_days": 180, "check_days": 14,
    },
    "signal_limits": {
        "decline_days": 90, "decline_share": 0.3, "decline_count": 1, "busy_days": 30,
        "busy_times": 3, "busy_count": 1,
        "leaving_days": 30, "leaving_share": 0.2, "leaving_yuan": 50_000, "silent_days": 90,
        "drift_levels": 1, "noted_days": 90, "moved_months": 3,
    },
    "critical_limits": {
        "under": 0.9, "above": 1.1, "due_days": 30, "flow_days": 30, "flow_share": 0.3,
        "flow_yuan": 50_000, "dormant_days": 90, "dormant_yuan": 10_000, "expires_days": 30,
        "assessment_days": 365,
    },
    "young_age": 30, "few_products": 3, "third_party_days": 90, "third_party_share": 0.5,
    "care_age": 65, "leaving_days": 30, "minutes_a_day": 90, "most_a_day": 12,
}  # fmt: skip
DAYS = {
    "customers": ("opened", "last_contact", "risk_assessed"), "holdings": ("bought", "due"),
    "balances": ("month",), "contacts": ("date",), "transactions": ("date",),
}  # fmt: skip
WHOLE = ("assets", "amount", "deposits", "products", "age", "gain")
YES = ("do_not_contact", "complaint_open", "suspected_fraud", "vulnerable", "main_account")


Imported = Lazily[pd.DataFrame]  # as a book hands them over: the same object, the same answers


def imported(tables: Mapping[str, pd.DataFrame]) -> Imported:
    """Tables by kind, as imported."""
    return Lazily(tuple(tables), tables.get)


NOTHING = imported({})  # one for all: what is worked out from it is worked out once


def day(text: str) -> dt.date:
    """The day written as ``11-02`` (of 2026) or ``2027-01-04``."""
    return dt.date.fromisoformat(text if len(text) == 10 else f"2026-{text}")


@functools.cache
def calendar() -> Calendar:
    """The shipped calendar."""
    return load_calendar()


@functools.cache
def bank() -> Bank:
    """The shipped bank: money in wan yuan, its tiers held fast."""
    shipped = content.load("bank", "en", Bank)
    least = {"below": 0, "wan5": 50_000, "wan20": 200_000, "wan50": 500_000,
             "wan100": 1_000_000, "wan600": 6_000_000}  # fmt: skip
    tiers = {
        name: one.model_copy(update={"least": least[name]}) for name, one in shipped.tiers.items()
    }
    return shipped.model_copy(update={"tiers": tiers})


@functools.cache
def pack() -> Pack:
    """The shipped template, with the numbers that the tests count on.

    Its scripts may be used until the end of the year, those of the key situations until yesterday;
    the map and the list to start from stand in the wrong order.
    """
    shipped = content.load("journey", "en", Pack)
    limits = ("stage_limits", "signal_limits", "critical_limits")
    held = {name: getattr(shipped, name).model_copy(update=NUMBERS[name]) for name in limits}
    scripts = ("stages", "strategies", "moments", "referrers")
    until = {name: _until(getattr(shipped, name), "2026-12-31") for name in scripts}
    lists = {
        "typical": dict(reversed(shipped.typical.items())),
        "listed": dict(reversed(shipped.listed.items())),
        "situations": _until(shipped.situations, "2026-11-10"),
        "signals": {
            key: one.model_copy(update={"strong": key in STRONG})
            for key, one in _until(shipped.signals, "2026-12-31").items()
        },
        "criticals": {
            key: one.model_copy(update={"minutes": MINUTES[key]})
            for key, one in _until(shipped.criticals, "2026-12-31").items()
        },
        "urgency": {
            key: one.model_copy(update={"least": 0}) for key, one in shipped.urgency.items()
        },
        "outcomes": {
            key: one.model_copy(update={"open": key in OPEN})
            for key, one in shipped.outcomes.items()
        },
        "rules": {
            key: one.model_copy(update={"threshold": THRESHOLDS.get(key)})
            for key, one in shipped.rules.items()
        },
    }
    return shipped.model_copy(update={**NUMBERS, **held, **until, **lists})


def _until(scripts: Mapping[Any, Any], day: str) -> dict[str, Any]:
    """Scripts that may be used with customers up to this day."""
    update = {"approval": "approved", "expires": day}
    return {key: one.model_copy(update=update) for key, one in scripts.items()}


def changed(**numbers: object) -> Pack:
    """The template with other numbers, for instance ``minutes_a_day=20``."""
    return pack().model_copy(update=numbers)


def without(rule: str) -> Pack:
    """The template less one rule."""
    return changed(rules={name: one for name, one in pack().rules.items() if name != rule})


# -- what is typed --------------------------------------------------------------------------------


def point(**given: object) -> dict[str, object]:
    """A touchpoint about which no rule has anything to say, but for what is given."""
    return {"touchpoint": "lobby", **SOUND_POINT, **given}


def low(**given: object) -> dict[str, object]:
    """A sound low point."""
    return point(**{"touchpoint": "queue", "feeling": -2, "aim": 0, **given})


def points(*given: Mapping[str, object]) -> tuple[Touchpoint, ...]:
    """Touchpoints as the record has them."""
    return journey(touchpoints=list(given)).touchpoints


def journey(**body: object) -> Journey:
    """What is typed, as the record has it."""
    setting = Setting(10_000, 2026, {}, bank().counted)
    return Journey.model_validate(body, context=setting)


SOUND: dict[str, Any] = {
    "touchpoints": [low(stage=stage) for stage in STAGES],
    "steps": [
        {"stage": "stable", "what": f"step {at}", "owner": "Lin", "mark": "a date",
         "by": "2026-11-30"}
        for at in (1, 2, 3)
    ],
    "try_customer": "A1",
    "try_by": "2026-11-13",
}  # fmt: skip


def desk(
    today: str = "11-11",
    *,
    book: Imported = NOTHING,
    template: Pack | None = None,
    planned: Journey | None = None,
    earlier: Sequence[Journey] = (),
    **body: object,
) -> JourneyDesk:
    """The desk of the month, with what is typed."""
    months = [Month(2026, 10 - at) for at in range(len(earlier))]
    return Desk(
        record=journey(**body),
        pack=template or pack(),
        bank=bank(),
        month=NOVEMBER,
        today=day(today),
        calendar=calendar(),
        planned=planned,
        earlier=tuple(zip(months, earlier, strict=True)),
        customers=book,
    )


def sound(today: Any = "11-11", **given: Any) -> JourneyDesk:
    """A page on which no rule has anything to say but that no customers are there."""
    return desk(today, **{**SOUND, **given})


# -- what was imported ----------------------------------------------------------------------------


def table(kind: str, *rows: Mapping[str, object]) -> pd.DataFrame:
    """One kind of file as the reading half makes it: money in fen, days as days."""
    frame = pd.DataFrame(list(rows), dtype=object)
    for name in frame.columns:
        if name in DAYS[kind]:
            frame[name] = pd.to_datetime(frame[name]).astype("datetime64[us]")
        elif name in WHOLE:
            frame[name] = frame[name].astype("Int64")
        else:
            frame[name] = frame[name].astype("boolean" if name in YES else "str")
    return frame


def book(**kinds: Sequence[Mapping[str, object]]) -> Imported:
    """Kinds of files by their rows; a customer's assets in fen."""
    return imported({kind: table(kind, *rows) for kind, rows in kinds.items()})


@functools.cache
def people(**assets: int) -> Imported:
    """Customers by what they hold, in yuan; the same object for the same ones."""
    rows = [{"id": name, "assets": yuan * YUAN} for name, yuan in assets.items()]
    return book(customers=rows)


def full(*customers: Mapping[str, object], **kinds: Sequence[Mapping[str, object]]) -> Imported:
    """A book with every kind and every column that there can be, mostly blank."""
    known = columns.load("en").kinds
    rows = {"customers": customers, **kinds}
    return imported(
        {
            kind: table(kind, *rows.get(kind, ())).reindex(columns=list(known[kind].columns))
            for kind in DAYS
        }
    )
