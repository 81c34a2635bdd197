from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pandas as pd
import pytest

from workbook.chapters.pacing.pack import WEEKS, Pack
from workbook.chapters.pacing.records import Worksheet
from workbook.chapters.pacing.rules import horizon
from workbook.chapters.pacing.views import tables
from workbook.chapters.shared.context import Desk
from workbook.domain.calendar import Month, working_days

from .desks import (
    NOVEMBER,
    PIECES,
    SALES,
    T229,
    WAN,
    calendar,
    day,
    reserve,
    reserve_desk,
    sheet,
    shipped,
    worksheet,
)

ALWAYS_FULL = {"cycle": 6, "rates": 1}
NEAR = {"amount": 100, "chance": 0.5, "next_contact": "11-30"}


def rows(name: str, desk: Desk[Worksheet, Pack]) -> list[dict[str, Any]]:
    """The table's rows, a cell without a number as None."""
    records = tables[name](desk).to_dict("records")
    return [{key: _known(cell) for key, cell in row.items()} for row in records]


def _known(cell: object) -> object:
    return None if isinstance(cell, float) and math.isnan(cell) else cell


BOOK = [
    {"id": "A1", "assets": 1, "investments": 1, "insurance": 0, "opened": "2026-11-02"},
    {"id": "A2", "assets": 1, "investments": 0, "insurance": 5, "opened": "2020-01-01"},
    {"id": "A3", "assets": 1, "investments": None, "insurance": None, "opened": "2026-10-31"},
    {"id": "A4", "assets": 1, "investments": 3, "insurance": 2, "opened": None},
]


def november(**body: Any) -> Desk[Worksheet, Pack]:
    """229 wan and seven pieces, seen on Tuesday of the second week."""
    filled = {
        "targets": [(SALES, 229), (PIECES, 7)],
        "actuals": [("10-28", SALES, 30), ("11-07", SALES, 50), ("11-03", PIECES, 2)],
        "replans": [("11-06", "put off", SALES)],
        "activity": [("11-03", 10, 3, 1), ("11-07", 5, 2, 1), ("11-11", 9, 9, 9)],
        "helps": [("leads from the branch", "the head", "11-20"), ("a seminar",)],
        **body,
    }
    return sheet("11-10", prospects=reserve_desk(reserve(NEAR)), book=BOOK, **filled)


@pytest.mark.parametrize("name", list(shipped().tables))
def test_the_columns_are_those_of_the_template_with_rows_and_without(name: str) -> None:
    columns = list(shipped().tables[name].columns)
    full, empty = tables[name](november()), tables[name](sheet())
    assert list(full.columns) == columns
    assert list(empty.columns) == columns
    assert len(full) > 0
    assert len(empty) == ALWAYS_FULL.get(name, 0)


def test_the_rate_of_activity_counts_customers_once() -> None:
    found = {row["activity"]: row for row in rows("participation", november())}
    counts = {name: row["customers"] for name, row in found.items()}
    assert counts == {"investment": 2, "policy": 2, "account": 1, "any": 3}
    assert found["any"]["share"] == 0.75


def test_what_no_column_tells_is_blank_in_the_rate_of_activity() -> None:
    lacking = [{"id": "A1", "assets": 1, "insurance": 5}, {"id": "A2", "assets": 1}]
    found = {
        row["activity"]: row["customers"] for row in rows("participation", sheet(book=lacking))
    }
    assert found == {"investment": None, "policy": 1, "account": None, "any": 1}


def test_every_table_has_its_words() -> None:
    assert set(tables) == set(shipped().tables)


@pytest.mark.parametrize("name", list(shipped().tables))
@pytest.mark.parametrize("today", ["2026-01-05", "10-26", "11-01", "11-30", "2027-05-05"])
def test_a_table_is_made_on_any_day(name: str, today: str) -> None:
    desk = sheet(today, targets=[(SALES, 229)], actuals=[("11-03", SALES, 5)])
    assert isinstance(tables[name](desk), pd.DataFrame)


def test_targets() -> None:
    # 30 done by the re-plan of the 6th: 199 left, 5/8 of it in the five days of W2
    sales, pieces = rows("targets", november())
    assert sales == {
        "indicator": SALES, "scheme": "front-loaded", "target": T229, "done": 80 * WAN,
        "left": 149 * WAN, "planned": 79_750_000, "pace": 80 / 79.75, "days_left": 14,
        "pressure": 149 * 21 / (14 * 229),
    }  # fmt: skip
    assert (pieces["done"], pieces["planned"], pieces["pace"]) == (2, 6, 2 / 6)


def test_the_scheme_is_blank_where_own_shares_count() -> None:
    own = [("w1", "50%"), ("w2", "50%")]
    assert rows("targets", november(own_shares=own))[0]["scheme"] == ""
    broken = [("w1", "50%"), ("w2", "40%")]
    assert rows("targets", november(own_shares=broken))[0]["scheme"] == "front-loaded"


def test_before_the_month_pace_and_pressure_are_unknown() -> None:
    (row,) = rows("targets", sheet("10-20", targets=[(SALES, 229)]))
    assert (row["pace"], row["pressure"], row["days_left"]) == (None, None, 26)


def test_weeks() -> None:
    found = rows("weeks", november())
    assert [row["week"] for row in found] == [*WEEKS, *WEEKS]
    assert found[0] == {
        "indicator": SALES, "week": "previous_w4", "first_day": day("10-26"),
        "last_day": day("10-30"), "days": 5, "share": 0.2, "plan": 45_800_000,
        "latest": 45_800_000, "even": 0, "done": 30 * WAN,
    }  # fmt: skip
    first, second, third = found[1], found[2], found[3]
    # Saturday's deal belongs to the week that it ends.
    assert (first["done"], second["done"], third["done"]) == (50 * WAN, 0, None)
    assert (second["plan"], second["latest"]) == (57_250_000, 124_375_000)
    assert second["even"] == 54_523_810
    assert (found[4]["days"], found[4]["share"]) == (6, 0.0)
    assert [row["done"] for row in found[5:]] == [0, 2, 0, None, None]


def test_weeks_add_up_to_the_target() -> None:
    frame = tables["weeks"](november())
    sales = frame[frame["indicator"] == SALES]
    assert sales["plan"].sum() == sales["even"].sum() == T229
    assert sales["done"].sum() == 80 * WAN


def test_the_cycle_names_its_six_weeks() -> None:
    found = rows("cycle", november())
    phases = list(shipped().weeks.values())
    assert [row["phase"] for row in found] == [phase.label for phase in phases]
    said = [row["does"] if isinstance(row["does"], str) else row["does"].template for row in found]
    assert said == [phase.does for phase in phases]
    first = found[2]["does"].figures
    assert first == {"share": pytest.approx(0.6), "day": day("11-06")}
    assert found[5]["does"].figures["share"] is None
    assert [row["beside"] for row in found] == [phase.beside for phase in phases]
    assert [row["share"] for row in found] == [0.0, 0.2, 0.4, 0.25, 0.15, 0.0]
    assert [row["days"] for row in found] == [5, 5, 5, 5, 5, 6]
    assert (found[0]["first_day"], found[0]["last_day"]) == (day("10-19"), day("10-23"))
    assert (found[5]["first_day"], found[5]["last_day"]) == (day("11-23"), day("11-30"))


def test_the_cycle_shows_the_shares_in_use() -> None:
    desk = sheet(month=Month(2026, 10), targets=[(SALES, 229)])
    assert [row["share"] for row in rows("cycle", desk)] == [0.0, 0.36, 0.24, 0.25, 0.15, 0.0]


def test_days() -> None:
    found = rows("days", november())
    days = horizon(NOVEMBER, calendar()).days
    assert [row["day"] for row in found[::2]] == list(days)
    assert [row["indicator"] for row in found[:4]] == [SALES, PIECES, SALES, PIECES]
    friday, monday = found[18], found[20]
    assert friday == {
        "day": day("11-06"), "week": "w1", "indicator": SALES, "first_plan": 18_320_000,
        "latest_plan": 18_320_000, "even": 10_904_762, "actual": 50 * WAN,
        "deals": friday["deals"], "meetings": friday["meetings"], "calls": friday["calls"],
    }  # fmt: skip
    assert (monday["first_plan"], monday["latest_plan"]) == (11_450_000, 24_875_000)
    assert [row["actual"] for row in found[22:26]] == [0, 0, None, None]


def test_the_days_ask_for_whole_deals_meetings_and_calls() -> None:
    frame = tables["days"](november())
    sales = frame[frame["indicator"] == SALES]
    ahead = sales[sales["day"] > day("11-06")]
    # 199 left in deals of 15: 14; three meetings each, five calls to a meeting
    assert (ahead["deals"].sum(), ahead["meetings"].sum(), ahead["calls"].sum()) == (14, 42, 210)


@pytest.mark.parametrize(
    ("today", "asked"), [("11-10", "11-10"), ("11-14", "11-16"), ("10-01", "10-26")]
)
def test_today_is_the_next_working_day(today: str, asked: str) -> None:
    (row,) = rows("today", sheet(today, targets=[(SALES, 229)]))
    assert row["day"] == day(asked)


def test_what_today_asks_for() -> None:
    sales, pieces = rows("today", november())
    in_days = [row for row in rows("days", november()) if row["day"] == day("11-10")]
    assert sales == {
        "day": day("11-10"), "indicator": SALES, "plan": 24_875_000,
        "deals": in_days[0]["deals"], "meetings": in_days[0]["meetings"],
        "calls": in_days[0]["calls"], "left": 149 * WAN,
    }  # fmt: skip
    assert (pieces["plan"], pieces["deals"], pieces["left"]) == (1, 1, 5)


def test_after_the_last_working_day_nothing_is_asked_for() -> None:
    assert rows("today", sheet("12-01", targets=[(SALES, 229)])) == []


def test_pressure_by_day() -> None:
    found = rows("pressure", november())
    assert [row["day"] for row in found[:7]] == list(working_days(NOVEMBER, calendar()))[:7]
    assert [row["indicator"] for row in found] == [SALES] * 7 + [PIECES] * 7
    assert found[6]["pressure"] == 149 * 21 / (14 * 229)


def test_plans_number_their_versions() -> None:
    before = worksheet(targets=[(SALES, 229), (PIECES, 7)])
    found = rows("plans", november(planned=before))
    assert [tuple(row.values()) for row in found] == [
        (SALES, 1, day("10-26"), "", T229, T229),
        (SALES, 2, day("11-09"), "put off", T229, 199 * WAN),
        (PIECES, 1, day("10-26"), "", 7, 7),
    ]


def test_the_page_for_the_boss() -> None:
    sales, pieces = rows("boss", november())
    assert {name: sales[name] for name in list(sales)[:7]} == {
        "indicator": SALES, "target": T229, "done": 80 * WAN, "gap": 0,
        "pace": 80 / 79.75, "pressure": 149 * 21 / (14 * 229), "coverage": 50 / 149,
    }  # fmt: skip
    assert pieces["gap"] == 4
    chance = {row["indicator"]: row["chance"] for row in rows("chance_now", november())}
    assert (sales["chance"], pieces["chance"]) == (chance[SALES], chance[PIECES])


def test_helps_as_they_were_typed() -> None:
    assert rows("helps", november()) == [
        {"what": "leads from the branch", "who": "the head", "by": day("11-20")},
        {"what": "a seminar", "who": "", "by": None},
    ]


def test_acts_by_week() -> None:
    found = {row["week"]: row for row in rows("acts", november())}
    frame = tables["days"](november())
    # Pieces and policies are the same deals seen from another side: they are not added again.
    indicators = november().bank.indicators
    frame = frame[~frame["indicator"].map(lambda one: indicators[one].activity)]
    for week in WEEKS:
        asked = frame[frame["week"] == week]
        assert found[week]["deals"] == asked["deals"].sum()
        assert found[week]["meetings"] == asked["meetings"].sum()
        assert found[week]["calls"] == asked["calls"].sum()
    done = [(row["deals_done"], row["meetings_done"], row["calls_done"]) for row in found.values()]
    # Saturday the 7th belongs to W1; the row of tomorrow does not count yet.
    assert done == [(0, 0, 0), (2, 5, 15), (0, 0, 0), (None,) * 3, (None,) * 3]


def test_rates_say_what_they_rest_on() -> None:
    assert rows("rates", november()) == [
        {"meetings_per_deal": 3.0, "calls_per_meeting": 5.0, "meetings": 5, "enough": 20}
    ]


def test_days_are_days() -> None:
    for name, column in (("days", "day"), ("today", "day"), ("weeks", "first_day")):
        cells = tables[name](november())[column]
        assert all(type(cell) is dt.date for cell in cells)
