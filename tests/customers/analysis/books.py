"""Small books of customers, written by hand, and a large seeded one."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np
import pandas as pd

from workbook.customers import bank_file
from workbook.customers.analysis import (
    as_of,
    contact_filters,
    critical_customers,
    customer_segments,
    journey_stages,
    tier_placement,
    warning_signals,
)
from workbook.customers.analysis.limits import (
    CriticalLimits,
    SegmentLimits,
    SignalLimits,
    StageLimits,
)
from workbook.customers.files.frames import DTYPES
from workbook.customers.pack import load
from workbook.domain.bank import Tier

TODAY = dt.date(2026, 12, 9)
WAN = 1_000_000  # ten thousand yuan in fen

TIERS = {
    "below": Tier(least=0, band="base", label="below", source="test"),
    "wan5": Tier(least=50_000, band="waist", label="5", source="test"),
    "wan20": Tier(least=200_000, band="waist", label="20", source="test"),
    "wan50": Tier(least=500_000, band="tip", label="50", source="test"),
}
STAGE = StageLimits(
    fell_within_months=12,
    back_for_months=3,
    edge=1.1,
    outflow_days=30,
    outflow_share=0,
    decline_days=90,
    decline_share=0.3,
    decline_count=1,
    new_within_days=180,
    check_days=14,
)
SIGNAL = SignalLimits(
    decline_days=90,
    decline_share=0.3,
    decline_count=1,
    busy_days=30,
    busy_times=3,
    busy_count=1,
    leaving_days=30,
    leaving_share=0.2,
    leaving_yuan=50_000,
    silent_days=90,
    drift_levels=2,
    noted_days=60,
    moved_months=3,
)
CRITICAL = CriticalLimits(
    under=0.9,
    above=1.1,
    due_days=30,
    flow_days=30,
    flow_share=0.3,
    flow_yuan=50_000,
    dormant_days=90,
    dormant_yuan=10_000,
    expires_days=30,
    assessment_days=365,
)
SEGMENT = SegmentLimits(
    elderly_age=60, youth_age=30, payroll_months=2, acquiring_count=3, due_days=30, few_products=3
)
LABELS = {"老年": "elderly", "women": "women", "代发": "payroll", "Business Owners": "business"}
MARKS = bank_file.common()
NOTHING_NOTED = pd.DataFrame({"customer": [], "signal": [], "day": [], "said": []})


def frame(kind: str, *rows: dict[str, Any]) -> pd.DataFrame:
    """Rows of one kind with the types of the reading half; only the columns that are named.

    Money is written in yuan, days and months as text.
    """
    columns = load("en").table(kind).columns
    named = [name for name in columns if any(name in row for row in rows)]
    return pd.DataFrame(
        {name: _typed(kind, name, [row.get(name) for row in rows]) for name in named}
    )


def _typed(kind: str, name: str, cells: list[Any]) -> pd.Series[Any]:
    reads = load("en").table(kind).columns[name].reads
    if reads == "money":
        cells = [None if cell is None else round(cell * 100) for cell in cells]
    if reads in ("day", "month"):
        return pd.Series(pd.to_datetime(pd.Series(cells, dtype="object"))).astype("datetime64[us]")
    return pd.Series(cells, dtype=DTYPES[reads])


def customers(*rows: dict[str, Any]) -> pd.DataFrame:
    return frame("customers", *rows)


def one(**cells: Any) -> dict[str, pd.DataFrame]:
    """A book with one customer, A."""
    return {"customers": customers({"id": "A", **cells})}


def paid(day: str, amount: float, direction: str | None = None, **more: Any) -> dict[str, Any]:
    """A transaction of customer A, unless told otherwise."""
    cells = {"customer": "A", "date": day, "amount": amount, "direction": direction}
    return {**cells, "kind": None, "counterparty": None, **more}


def moves(*rows: dict[str, Any]) -> pd.DataFrame:
    return frame("transactions", *rows)


def held(amount: float, **more: Any) -> dict[str, Any]:
    """A holding of customer A, unless told otherwise."""
    return {"customer": "A", "amount": amount, **more}


def months(customer: str = "A", **assets: float) -> list[dict[str, Any]]:
    """Month-end assets: ``m2026_11=120_000``."""
    return [
        {"customer": customer, "month": month[1:].replace("_", "-") + "-01", "assets": amount}
        for month, amount in assets.items()
    ]


def balances(*rows: dict[str, Any]) -> pd.DataFrame:
    return frame("balances", *rows)


def ago(days: int, today: dt.date = TODAY) -> str:
    """The day so many days before ``today``."""
    return (today - dt.timedelta(days=days)).isoformat()


def noted(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    """Notes: customer, signal, day, words."""
    table = pd.DataFrame(rows, columns=["customer", "signal", "day", "said"])
    return table.assign(day=pd.to_datetime(table["day"]))


def row_of(table: pd.DataFrame, **cells: Any) -> dict[str, Any]:
    """The one row with these cells; blanks are None."""
    for name, value in cells.items():
        table = table[table[name] == value]
    assert len(table) == 1, table
    found = table.iloc[0].to_dict()
    return {name: None if _blank(value) else value for name, value in found.items()}


def _blank(value: object) -> bool:
    return value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value))


def everything(book: dict[str, pd.DataFrame], today: dt.date = TODAY) -> dict[str, pd.DataFrame]:
    """All analyses of a book, in the order in which they need each other."""
    book_then = as_of.until(book, today)
    signalled = warning_signals.signals(book, SIGNAL, today, NOTHING_NOTED, MARKS)
    staged = journey_stages.stages(book, TIERS, STAGE, today, signalled, MARKS)
    criticals = critical_customers.critical(book, TIERS, CRITICAL, today, MARKS)
    filters = contact_filters.contactable(book, today, 65)
    placed = customer_segments.segmented(book, SEGMENT, today, LABELS, MARKS)
    blocked = filters.loc[filters["blocked"], "customer"]
    return {
        "tiered": tier_placement.tiered(book_then, TIERS, STAGE.apart_days, today),
        "signals": signalled,
        "stages": staged,
        "critical": criticals,
        "filters": filters,
        "segments": placed,
        "statistics": customer_segments.segment_statistics(
            book, placed, SEGMENT, today, list(blocked)
        ),
    }


# -- a large book ---------------------------------------------------------------------------------


def large(people: int = 500, transactions: int = 20_000, seed: int = 7) -> dict[str, pd.DataFrame]:
    """A seeded book of a year up to :data:`TODAY`."""
    draw = np.random.default_rng(seed)
    ids = np.array([f"C{number:04}" for number in range(people)])
    wealth = np.exp(draw.normal(11.5, 1.2, people)).round(2)
    return {
        "customers": _many_customers(draw, ids, wealth),
        "balances": _many_balances(draw, ids, wealth),
        "transactions": _many_transactions(draw, ids, transactions),
        "contacts": _dated(draw, ids, people * 3, "contacts", "date", channel="phone"),
        "holdings": _many_holdings(draw, ids, people * 4),
    }


def _days(draw: np.random.Generator, count: int, first: int = -365, last: int = 1) -> Any:
    offsets = pd.to_timedelta(draw.integers(first, last, count), unit="D")
    return pd.Series(pd.Timestamp(TODAY) + offsets).astype("datetime64[us]")


def _table(kind: str, cells: dict[str, Any]) -> pd.DataFrame:
    columns = load("en").table(kind).columns
    types = {name: DTYPES.get(columns[name].reads, "datetime64[us]") for name in cells}
    return pd.DataFrame(cells).astype(types)


def _many_customers(draw: np.random.Generator, ids: Any, wealth: Any) -> pd.DataFrame:
    count = len(ids)
    cells = {
        "id": ids,
        "gender": draw.choice(["male", "female"], count),
        "age": draw.integers(18, 90, count),
        "opened": _days(draw, count, -3000),
        "assets": (wealth * 100).round(),
        "deposits": (wealth * 60).round(),
        "loans": draw.integers(0, 10**8, count),
        "products": draw.integers(1, 8, count),
        "payroll": draw.random(count) < 0.3,
        "main_account": draw.random(count) < 0.5,
        "risk_level": draw.choice(["C1", "C2", "C3", "C4"], count),
        "risk_assessed": _days(draw, count, -400),
        "last_contact": _days(draw, count, -200),
        "segment": draw.choice(["老年", "women", "代发", ""], count),
        "do_not_contact": draw.random(count) < 0.05,
        "complaint_open": draw.random(count) < 0.02,
        "suspected_fraud": draw.random(count) < 0.01,
    }
    return _table("customers", cells)


def _many_balances(draw: np.random.Generator, ids: Any, wealth: Any) -> pd.DataFrame:
    ends = pd.date_range("2025-12-01", periods=12, freq="MS")
    path = np.exp(draw.normal(0, 0.15, (len(ids), 12)).cumsum(axis=1))
    cells = {
        "customer": np.repeat(ids, 12),
        "month": np.tile(ends.to_numpy(), len(ids)),
        "assets": (path * wealth[:, None] * 100).round().ravel(),
    }
    return _table("balances", cells)


def _many_transactions(draw: np.random.Generator, ids: Any, count: int) -> pd.DataFrame:
    kinds = [
        "工资",
        "消费",
        "转存他行",
        "收单入账",
        "粮款",
        "货款收入",
        "信用卡还款",
        "存单到期转入",
    ]
    cells = {
        "customer": draw.choice(ids, count),
        "date": _days(draw, count),
        "kind": draw.choice(kinds, count),
        "amount": np.exp(draw.normal(12, 1.5, count)).round(),
        "direction": draw.choice(["in", "out"], count),
        "counterparty": draw.choice(["本行", "甲银行", "第三方支付"], count),
    }
    return _table("transactions", cells)


def _many_holdings(draw: np.random.Generator, ids: Any, count: int) -> pd.DataFrame:
    cells = {
        "customer": draw.choice(ids, count),
        "amount": draw.integers(10**5, 10**7, count),
        "bought": _days(draw, count, -900),
        "due": _days(draw, count, 0, 400),
        "risk_level": draw.choice(["R1", "R2", "R3", "R4", "R5"], count),
        "gain": draw.integers(-(10**5), 10**5, count),
    }
    return _table("holdings", cells)


def _dated(
    draw: np.random.Generator, ids: Any, count: int, kind: str, column: str, **more: str
) -> pd.DataFrame:
    cells = {"customer": draw.choice(ids, count), column: _days(draw, count), **more}
    return _table(kind, cells)
