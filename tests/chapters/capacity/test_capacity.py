"""Worked examples by hand. 2026 has 248 working days, its December 23, its February 16."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook import content
from workbook.chapters.capacity import TOOL
from workbook.chapters.capacity.records import Capacity, Pack, TierCare
from workbook.chapters.capacity.rules import (
    CapacityDesk,
    completeness,
    days_of_year,
    fallen,
    fewer,
    findings,
    fitting,
    in_book,
    kept,
    load_of_month,
    load_of_year,
    loads,
    suggested,
)
from workbook.chapters.capacity.views import figures, tables
from workbook.chapters.shared.context import Desk
from workbook.content.messages import Voice, Wording
from workbook.domain.bank import Bank
from workbook.domain.calendar import Month, load_calendar

TOP, MIDDLE, LOW = ("wan600", 1, 12, 60), ("wan20", 2, 6, 30), ("below", 10, 2, 15)  # 720, 360, 300
BANK, PACK = content.load("bank", "en", Bank), content.load("capacity", "en", Pack)
SPOKEN = Voice(content.load("wording", "en", Wording), BANK)

DECEMBER = Month(2026, 12)
Row = tuple[str, int | None, int | None, int | None]


def desk(
    *rows: Row, minutes: int | None = 6, customers: Sequence[Mapping[str, object]] = (),
    month: Month = DECEMBER, change: str = "", by: dt.date | None = None,
) -> CapacityDesk:  # fmt: skip
    """The page of a month, today being 9 December 2026."""
    names = ("tier", "customers", "contacts", "minutes")
    tiers = tuple(TierCare(**dict(zip(names, row, strict=True))) for row in rows)
    record = Capacity(tiers=tiers, minutes_a_day=minutes, change=change, by=by)
    tables = {"customers": pd.DataFrame(customers)} if customers else {}
    return Desk(record, PACK, BANK, month, dt.date(2026, 12, 9), load_calendar(), customers=tables)


def test_the_year_is_that_of_the_calendar() -> None:
    assert days_of_year(desk()) == 248
    assert load_of_year(desk(TOP, MIDDLE)) == pytest.approx(1080 / (248 * 6))
    assert load_of_month(desk(TOP, MIDDLE)) == pytest.approx(90 / (23 * 6))
    assert load_of_month(desk(TOP, MIDDLE, month=Month(2026, 2))) == pytest.approx(90 / (16 * 6))


def test_nothing_is_said_about_a_load_that_is_not_known() -> None:
    for page in (desk(), desk(TOP, minutes=None), desk(("wan20", 2, None, 30))):
        assert load_of_year(page) is None
        assert fitting(page) is None
        assert list(tables["balance"](page).index) == []


def test_contacts_by_year_month_day_and_hour() -> None:
    top, middle = tables["load"](desk(MIDDLE, TOP, minutes=60)).to_dict("records")
    assert (top["tier"], middle["tier"]) == ("wan600", "wan20")
    assert (middle["year"], middle["month"]) == (12, 1)
    assert middle["day"] == middle["hour"] == pytest.approx(12 / 248)
    assert (middle["hours"], middle["share"]) == (6, pytest.approx(1 / 3))


def test_what_is_asked_for_against_what_there_is() -> None:
    rows = tables["balance"](desk(TOP, MIDDLE, minutes=60)).set_index("period")
    assert list(rows.index) == ["year", "month", "day", "hour"]
    assert list(rows["asked"])[:2] == [18, 1.5]
    assert list(rows["there"]) == [248, 23, 1, 1]
    assert list(rows["left"])[:2] == [230, 21.5]
    assert list(rows["load"]) == pytest.approx([18 / 248, 1.5 / 23, 18 / 248, 18 / 248])


def test_the_highest_tier_is_served_first_and_nothing_is_left_for_those_below() -> None:
    """992 minutes: 720 for the top, 272 are one of 180 and a rest that nobody gets."""
    page = desk(LOW, TOP, MIDDLE, minutes=4)
    assert kept(page) == {"wan600": 1, "wan20": 1, "below": 0}
    assert fallen(page) == {"wan600": 0, "wan20": 1, "below": 10}
    rows = tables["falls_off"](page)
    assert list(rows["tier"]) == ["below", "wan20", "wan600"]
    assert [bool(one) for one in rows["instead"]] == [True, True, False]


def test_the_contacts_at_which_a_tier_fits() -> None:
    low = loads(desk(TOP, LOW, minutes=4))[-1]
    assert fewer(desk(TOP, LOW, minutes=4), low) == 1  # 992 − 720 = 272, and 150 a contact
    assert fewer(desk(TOP, LOW, minutes=2), low) is None  # 496: the top alone asks for more
    (found,) = [one for one in findings(desk(TOP, LOW, minutes=4)) if one.rule == "overload"]
    assert found.loc == ("tiers", 1, "contacts")
    assert (found.figures["tier"], found.figures["fewer"]) == ("below", 1)
    assert found.figures["fallen"] == 1  # 272 minutes are enough for 9 customers of 30


def test_the_references_are_in_the_mix_of_the_page() -> None:
    rows = tables["references"](desk(MIDDLE, minutes=60)).set_index("line")
    assert list(rows["customers"][["own", "lower", "upper"]]) == [2, 450, 750]
    assert rows["each"]["lower"] == pytest.approx(248 * 60 / 450)
    assert rows["load"]["lower"] == pytest.approx(450 * 180 / (248 * 60))
    assert rows["customers"]["fits"] == 248 * 60 // 180


def test_the_book_counts_who_may_be_contacted_by_their_assets() -> None:
    people = [
        {"id": "K1", "assets": 700_000_000},
        {"id": "K2", "assets": 25_000_000},
        {"id": "K3", "assets": 26_000_000, "do_not_contact": True},
        {"id": "K4", "assets": None},
    ]
    page = desk(MIDDLE, customers=people)
    assert dict(in_book(page)) == {"wan600": 1, "wan20": 1}
    (row,) = suggested(page, SPOKEN)["tiers"]
    assert row == TierCare(tier="wan600", customers=1, contacts=24, minutes=45)
    assert suggested(desk(), SPOKEN) == {}


def test_how_far_the_page_is_filled_in() -> None:
    assert completeness(desk(minutes=None)) == 0
    assert completeness(desk(TOP, minutes=None)) == 3 / 4
    assert completeness(desk(("wan20", 2, None, 30))) == 3 / 4
    assert completeness(desk(TOP, MIDDLE)) == 1
    short = desk(TOP, MIDDLE, minutes=4, change="half")
    assert completeness(short) == 8 / 9


ROWS = st.lists(
    st.tuples(
        st.sampled_from(sorted(BANK.tiers)),
        st.integers(0, 900), st.integers(0, 60), st.integers(1, 90),
    ),
    max_size=8,
)  # fmt: skip


@given(rows=ROWS, minutes=st.integers(1, 720))
def test_nobody_is_lost_and_what_is_kept_fits(rows: list[Row], minutes: int) -> None:
    page = desk(*rows, minutes=minutes)
    fits, lost = kept(page), fallen(page)
    assert all(fits[one.tier] + lost[one.tier] == one.customers for one in loads(page))
    assert sum(fits[one.tier] * one.each for one in loads(page)) <= minutes * 248
    assert any(lost.values()) is ((load_of_year(page) or 0) > 1)
    for name, make in tables.items():
        assert set(make(page).columns) == set(PACK.tables[name].columns)
    assert {one.rule for one in findings(page)} <= set(PACK.rules)


def test_the_figure_is_drawn_for_any_number_of_tiers() -> None:
    rows = [(tier, 3, 6, 20) for tier in BANK.tiers]
    for count in range(len(rows) + 1):
        assert figures["hours"](desk(*rows[:count])).axes
    assert TOOL.suggested is suggested
