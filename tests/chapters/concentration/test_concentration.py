"""Worked examples by hand: who holds what, who was seen, and the cuts of small books."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook import content
from workbook.chapters.concentration import TOOL
from workbook.chapters.concentration.records import Care, Concentration, Pack
from workbook.chapters.concentration.rules import (
    ConcentrationDesk,
    completeness,
    left_off,
    parts,
    suggested,
    top,
    unseen,
)
from workbook.chapters.concentration.views import figures, tables
from workbook.chapters.shared.context import Desk
from workbook.content.messages import Voice, Wording
from workbook.customers.analysis.value_concentration import fifths, ranked
from workbook.domain.bank import Bank
from workbook.domain.calendar import Month, load_calendar
from workbook.rendering import svg

TODAY = dt.date(2026, 12, 9)  # a Wednesday
BANK, PACK = content.load("bank", "en", Bank), content.load("concentration", "en", Pack)
SPOKEN = Voice(content.load("wording", "en", Wording), BANK)
SHARES = (0.2, 0.6, 0.2)


def desk(
    *assets: int | None, record: Concentration | None = None, **columns: object
) -> ConcentrationDesk:
    """Customers K1, K2 … with these assets in fen; columns: of all of them."""
    rows = [{"id": f"K{at}", "assets": one, **columns} for at, one in enumerate(assets, 1)]
    book: Mapping[str, pd.DataFrame] = {"customers": pd.DataFrame(rows)} if rows else {}
    return Desk(
        record or Concentration(), PACK, BANK, Month(2026, 12), TODAY, load_calendar(),
        customers=book,
    )  # fmt: skip


def test_the_parts_hold_what_was_counted_by_hand() -> None:
    found = parts(desk(500, 300, 100, 100, 0, 0, 0, 0, 0, 0))
    assert [(one.key, one.customers, one.money) for one in found] == [
        ("top", 2, 800), ("middle", 6, 200), ("bottom", 2, 0),
    ]  # fmt: skip
    assert found[0].share == pytest.approx(0.8)


def test_of_equal_customers_each_fifth_holds_a_fifth() -> None:
    assert [one.share for one in parts(desk(*[7] * 5))] == pytest.approx(SHARES)


def test_nothing_is_shared_where_nobody_owns_anything() -> None:
    for page in (desk(), desk(0, 0), desk(None, None)):
        assert parts(page) == ()
        assert top(page).empty
        assert tables["parts"](page).empty


@given(st.integers(0, 2000))
def test_the_cuts_leave_nobody_out_and_count_nobody_twice(count: int) -> None:
    cuts = fifths(count, SHARES)
    assert [at for cut in cuts for at in range(count)[cut]] == list(range(count))


@given(st.lists(st.integers(-5, 10**9), min_size=1, max_size=60))
def test_the_curve_rises_more_slowly_and_ends_with_everything(assets: list[int]) -> None:
    rows = ranked({"customers": desk(*assets).customers["customers"]}, TODAY)
    assert rows["assets"].is_monotonic_decreasing
    assert (rows["assets"] >= 0).all()
    if rows["assets"].sum():
        assert rows["reached"].iloc[-1] == pytest.approx(1)
        assert (rows["reached"] >= rows["people"] - 1e-9).all()


def test_who_was_contacted_lately_or_is_planned_is_not_unseen() -> None:
    book = desk(900, 800, *[1] * 8, last_contact=pd.Timestamp("2026-10-09"))
    assert [*unseen(book)["customer"]] == ["K1", "K2"]
    planned = Concentration(care=(Care(customer="k1", act="ask"),))
    again = desk(900, 800, *[1] * 8, record=planned, last_contact=pd.Timestamp("2026-10-09"))
    assert [*unseen(again)["customer"]] == ["K2"]
    assert unseen(desk(900, 800, *[1] * 8, last_contact=pd.Timestamp("2026-10-10"))).empty


def test_who_must_not_be_contacted_counts_and_is_not_listed() -> None:
    book = desk(900, 800, *[1] * 8, do_not_contact=True)
    assert parts(book)[0].money == 1700
    assert top(book).empty
    assert left_off(book) == {"do_not_contact": 2}
    assert suggested(book, SPOKEN) == {}


def test_three_are_suggested_each_with_an_act_that_fits_and_a_working_day() -> None:
    (rows,) = suggested(desk(*range(1, 31)), SPOKEN).values()
    assert [one.customer for one in rows] == ["K30", "K29", "K28"]
    assert {one.act for one in rows} == {PACK.acts["unknown"].says}
    assert {one.by for one in rows} == {dt.date(2026, 12, 16)}
    filled = desk(*range(1, 31), record=Concentration(guess=0.5, care=rows))
    assert completeness(filled) == 1
    rules = {one.rule for one in TOOL.findings(filled)}
    assert not rules & {"unfinished", "late", "bottom_row"}


def test_only_as_many_are_taken_away_as_there_are() -> None:
    assert [*tables["leaving"](desk(6, 3, 1))["count"]] == [1, 3]
    assert tables["leaving"](desk(6, 3, 1))["share"].tolist() == pytest.approx([0.6, 1.0])


def test_the_curve_names_its_points_and_says_where_there_is_nothing_to_draw() -> None:
    words = PACK.figures["curve"].labels
    drawn = svg(figures["curve"](desk(*range(1, 31), record=Concentration(guess=0.5))))
    assert "my guess: 50%" in drawn
    assert "slogan: 80%" in drawn
    assert words["empty"] in svg(figures["curve"](desk()))
