"""Desks for the tests: the shipped templates with their numbers held fast, and typed-in rows.

November 2026 has weeks of 5, 5, 5 and 6 working days, after 26–30 October (5). Money is in fen.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import pydantic
from hypothesis import settings

from workbook import content
from workbook.chapters.pacing.pack import Pack, Rates, ShortWeek, Simulation
from workbook.chapters.pacing.records import (
    Activity,
    Actual,
    Help,
    OwnShare,
    Replan,
    Target,
    Worksheet,
)
from workbook.chapters.prospects.pack import Pack as ReservePack
from workbook.chapters.prospects.records import Reserve
from workbook.chapters.shared.context import Desk
from workbook.domain.bank import Bank
from workbook.domain.caching import Lazily
from workbook.domain.calendar import Calendar, Month, load_calendar
from workbook.domain.fields import Setting

CALM = settings(deadline=None)  # a slow machine is no failure
WAN = 1_000_000  # fen
NOVEMBER = Month(2026, 11)
SALES, PIECES, AUM = "investment_sales", "investment_pieces", "aum_growth"
T229 = 229 * WAN
THRESHOLDS: dict[str, float | None] = {
    "huge_target": 3, "target_beyond_book": 10,
    "behind_plan": 0.9, "pressure_high": 1.5, "coverage_below_one": 1,
    "reserve_thin": 3, "no_actuals": 3, "try_late": 3, "chance_low": 0.5,
}  # fmt: skip
RATES = Rates(meetings_per_deal=3, calls_per_meeting=5, enough_meetings=20, enough_prospects=10)
PLAYED = Simulation(runs=50, seed=1, attempts=3, gap=5, decay=0.7, daily_contacts=8)

Row = Sequence[object]


def day(text: str) -> dt.date:
    """The day written as ``11-02`` (of 2026) or ``2027-01-04``."""
    return dt.date.fromisoformat(text if len(text) == 10 else f"2026-{text}")


@functools.cache
def calendar() -> Calendar:
    """The shipped calendar."""
    return load_calendar()


@functools.cache
def shipped() -> Pack:
    """The shipped template, with the numbers that the tests count on."""
    shipped = content.load("pacing", "en", Pack)
    rules = {
        name: rule.model_copy(update={"threshold": THRESHOLDS.get(name)})
        for name, rule in shipped.rules.items()
    }
    numbers = {
        "rules": rules, "rates": RATES, "simulation": PLAYED,
        "short_week": ShortWeek(days=4, of=5, ceiling=0.5),
    }  # fmt: skip
    return shipped.model_copy(update=numbers)


@functools.cache
def bank() -> Bank:
    """The shipped bank: money in wan yuan."""
    return content.load("bank", "en", Bank)


@functools.cache
def reserve_pack() -> ReservePack:
    """The shipped template of the prospects."""
    return content.load("prospects", "en", ReservePack)


def rows(model: type[pydantic.BaseModel], typed: Sequence[Row]) -> list[dict[str, object]]:
    """Rows given as the cells that are filled in, in the order of the columns."""
    names = list(model.model_fields)
    return [dict(zip(names, row, strict=False)) for row in typed]


def _record(model: type[Any], lists: Mapping[str, type[pydantic.BaseModel]], body: Any) -> Any:
    """``body`` as a form would hand it over: days and amounts as typed, amounts in wan yuan."""
    tables = {name: rows(lists[name], value) for name, value in body.items() if name in lists}
    context = Setting(10_000, 2026, {}, bank().counted)
    return model.model_validate({**body, **tables}, context=context)


def worksheet(**body: object) -> Worksheet:
    """A worksheet; its lists as rows of cells: ``targets=[(SALES, 229)]``."""
    lists = {
        "targets": Target, "own_shares": OwnShare, "actuals": Actual, "replans": Replan,
        "activity": Activity, "helps": Help,
    }  # fmt: skip
    made: Worksheet = _record(Worksheet, lists, body)
    return made


def reserve(*prospects: Mapping[str, object]) -> Reserve:
    """The prospects of a month, each given by the fields that are filled in."""
    given = [{"customer": f"K{at}", "indicator": SALES, **one} for at, one in enumerate(prospects)]
    made: Reserve = _record(Reserve, {}, {"prospects": given})
    return made


def reserve_desk(record: Reserve, earlier: Sequence[Reserve] = ()) -> Desk[Reserve, ReservePack]:
    """The desk of the linked chapter; the earlier months, the latest first."""
    months = [Month(2026, 10 - at) for at in range(len(earlier))]
    return Desk(
        record, reserve_pack(), bank(), NOVEMBER, day("11-10"), calendar(),
        earlier=tuple(zip(months, earlier, strict=True)),
    )  # fmt: skip


def sheet(
    today: str = "11-10",
    *,
    month: Month = NOVEMBER,
    pack: Pack | None = None,
    planned: Worksheet | None = None,
    earlier: Sequence[Worksheet] = (),
    prospects: Desk[Reserve, ReservePack] | None = None,
    assets: Sequence[float | None] = (),
    book: Sequence[Mapping[str, object]] = (),
    **body: object,
) -> Desk[Worksheet, Pack]:
    """The desk of a month on a day, with what is typed on its worksheet. assets: of each customer,
    in wan yuan; book: the customers with the columns that there are."""
    fen = [None if one is None else int(one * WAN) for one in assets]
    fens = pd.DataFrame({"assets": pd.array(fen, "Int64")})
    months = [Month(2026, 10 - at) for at in range(len(earlier))]
    return Desk(
        record=worksheet(**body),
        pack=pack or shipped(),
        bank=bank(),
        month=month,
        today=day(today),
        calendar=calendar(),
        planned=planned,
        earlier=tuple(zip(months, earlier, strict=True)),
        linked={"prospects": prospects} if prospects else {},
        customers=imported(book) if book else ({"customers": fens} if fen else {}),
    )


def imported(book: Sequence[Mapping[str, object]]) -> Lazily[pd.DataFrame]:
    """An imported table of customers, as the reading half makes it."""
    frame = pd.DataFrame(list(book))
    for name in frame.columns.intersection(["assets", "investments", "insurance"]):
        frame[name] = frame[name].astype("Int64")
    if "opened" in frame:
        frame["opened"] = pd.to_datetime(frame["opened"]).astype("datetime64[us]")
    tables = {"customers": frame}
    return Lazily(tuple(tables), tables.get)


def without(rule: str) -> Pack:
    """The template less one rule."""
    rules = {name: one for name, one in shipped().rules.items() if name != rule}
    return shipped().model_copy(update={"rules": rules})
