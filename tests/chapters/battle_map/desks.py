"""Desks for the tests: the shipped template with its numbers and maps held fast, small books.

The month is November 2026; today is Wednesday the 11th unless a test says otherwise. A map is
sound by default: no rule has anything to say about it. Amounts are given in wan yuan.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from typing import Any, get_args

import pandas as pd

from workbook import content
from workbook.chapters.battle_map.pack import BlockName, Map, Pack, Segment
from workbook.chapters.battle_map.records import BattleMaps, OwnMap
from workbook.chapters.battle_map.rules.canvas import MapDesk
from workbook.chapters.shared.context import Desk
from workbook.customers.analysis.limits import SegmentLimits
from workbook.domain.bank import Bank
from workbook.domain.caching import Lazily
from workbook.domain.calendar import Calendar, Month, load_calendar
from workbook.domain.fields import Setting
from workbook.domain.templates import Choosable

WAN = 1_000_000  # fen
OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)
SALES, ACCOUNTS = "investment_sales", "accounts"
SEGMENTS: tuple[Segment, ...] = get_args(Segment)
BLOCKS: tuple[BlockName, ...] = get_args(BlockName)
THRESHOLDS = {"block_generic": 12, "too_many_maps": 3, "bigger_elsewhere": 3, "try_late": 3}
PROMISES = {"sure": "稳赚", "free": "risk-free", "deposit": "跟存款一样"}
LIMITS = SegmentLimits(
    elderly_age=60, youth_age=30, payroll_months=2, acquiring_count=20, due_days=30,
    few_products=3,
)  # fmt: skip
OWN = {name: f"my own words on {name}" for name in ("needs", "scenes", "moves")}
SOUND: dict[str, object] = {"goal_customers": 2, "by": "2026-11-20", **OWN}
TRY: dict[str, object] = {"try_customer": "C1", "try_by": "2026-11-13"}

Given = Mapping[str, object]
CUSTOMERS = {
    "id": "str", "gender": "str", "age": "Int64", "assets": "Int64", "deposits": "Int64",
    "loans": "Int64", "products": "Int64", "payroll": "boolean", "main_account": "boolean",
    "segment": "str", "do_not_contact": "boolean", "complaint_open": "boolean",
    "vulnerable": "boolean", "suspected_fraud": "boolean", "channels": "str",
}  # fmt: skip
HOLDINGS = {
    "customer": "str", "product": "str", "kind": "str", "amount": "Int64", "gain": "Int64",
    "bought": "datetime64[us]", "due": "datetime64[us]",
}  # fmt: skip
MONEY = ("assets", "deposits", "loans", "amount", "gain")


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


# -- the template ---------------------------------------------------------------------------------


def filled(segment: Segment, place: int) -> Map:
    """A filled map of which every text names its segment and its block."""
    return Map(
        label=f"The {segment}",
        says=f"who the {segment} are",
        source="ours",
        position=f"steward of the {segment}",
        marks=(f"{segment} one", f"{segment} two", f"{segment} three"),
        bone=f"the bone of the {segment}",
        figures="{customers:count} of mine with {assets:money}, {products:ratio} products each",
        marked=(f"{segment} people", f"{segment} folk"),
        customers=10 + place,
        days=20 + place,
        blocks={name: f"{segment}, the block {name}\n\n  second line  " for name in BLOCKS},
        channel=f"{segment} channel",
        licence=f"{segment} licence",
        approval="approved",
        expires="2026-12-31",
    )


@functools.cache
def pack(language: str = "en") -> Pack:
    """The shipped template, with the numbers and the maps that the tests count on."""
    shipped = content.load("battle_map", language, Pack)
    rules = {
        name: one.model_copy(update={"threshold": THRESHOLDS.get(name)})
        for name, one in shipped.rules.items()
    }
    promises = {name: Choosable(label=word, source="ours") for name, word in PROMISES.items()}
    update = {
        "segments": {segment: filled(segment, place) for place, segment in enumerate(SEGMENTS)},
        "rules": rules, "promises": promises, "denials": ("not", "no", "不"), "limits": LIMITS,
        "least_changed": 3, "member_list": 60,
    }  # fmt: skip
    return shipped.model_copy(update=update)


def changed_map(segment: Segment, **update: object) -> Pack:
    """The template with something else in the map of one segment."""
    segments = {**pack().segments, segment: pack().segments[segment].model_copy(update=update)}
    return pack().model_copy(update={"segments": segments})


# -- a book of customers --------------------------------------------------------------------------

NOBODY: Lazily[pd.DataFrame] = Lazily((), lambda _: None)  # nothing was imported


def _frame(rows: Sequence[Given], types: Mapping[str, str], less: Sequence[str]) -> pd.DataFrame:
    in_fen = [{name: _fen(name, cell) for name, cell in row.items()} for row in rows]
    frame = pd.DataFrame(in_fen).reindex(columns=list(types)).astype(dict(types))
    return frame.drop(columns=list(less), errors="ignore")


def _fen(name: str, cell: Any) -> Any:
    return round(cell * WAN) if name in MONEY and cell is not None else cell


def book(
    *customers: Given, holdings: Sequence[Given] = (), less: Sequence[str] = ()
) -> Mapping[str, pd.DataFrame]:
    """Customers K0, K1, … with 10 wan yuan in the elderly segment, but for what is given.

    less: columns that the files do not have.
    """
    sound = {"assets": 10, "segment": "elderly people"}
    given = [{"id": f"K{at}", **sound, **one} for at, one in enumerate(customers)]
    frames = {
        "customers": _frame(given, CUSTOMERS, less),
        "holdings": _frame(holdings, HOLDINGS, less),
    }
    return Lazily(tuple(frames), frames.get)


# -- the desk -------------------------------------------------------------------------------------


def maps(*given: Given, tried: Given = TRY) -> BattleMaps:
    """Sound maps of the segments in their order, but for what is given, and a sound try."""
    rows = [{"segment": SEGMENTS[at], **SOUND, **_own(at), **one} for at, one in enumerate(given)]
    setting = Setting(10_000, 2026, {}, bank().counted)
    body = {"maps": [_there(row) for row in rows], **tried}
    return BattleMaps.model_validate(body, context=setting)


def _own(at: int) -> dict[str, object]:
    """Texts that no two maps share."""
    return {name: f"{text}, map {at}" for name, text in OWN.items()}


def _there(row: Given) -> dict[str, object]:
    return {name: cell for name, cell in row.items() if cell is not None}


def own_map(**given: object) -> OwnMap:
    """One sound map, but for what is given."""
    return maps(given).maps[0]


def desk(
    *given: Given,
    today: str = "11-11",
    template: Pack | None = None,
    customers: Mapping[str, pd.DataFrame] = NOBODY,
    earlier: Sequence[tuple[Month, BattleMaps]] = (),
    tried: Given = TRY,
) -> MapDesk:
    """The desk of the month, its maps and its try as in ``maps``."""
    return Desk(
        record=maps(*given, tried=tried),
        pack=template or pack(),
        bank=bank(),
        month=NOVEMBER,
        today=day(today),
        calendar=calendar(),
        earlier=tuple(earlier),
        customers=customers,
    )
