from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.chapters.pacing.pack import Pack
from workbook.chapters.pacing.records import Worksheet
from workbook.chapters.pacing.rules import findings
from workbook.chapters.shared.context import Desk, Finding
from workbook.domain.calendar import Calendar, Month

from .desks import (
    AUM,
    CALM,
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

TARGET = ("targets", 0, "target")
NEAR = {"amount": 100, "chance": 0.5, "next_contact": "11-11"}


def of(desk: Desk[Worksheet, Pack], rule: str) -> list[tuple[tuple[str | int, ...], Any]]:
    """Where ``rule`` fired, and on what figures."""
    return [(one.loc, dict(one.figures)) for one in findings(desk) if one.rule == rule]


def fires(desk: Desk[Worksheet, Pack], rule: str) -> bool:
    return bool(of(desk, rule))


def selling(today: str = "11-10", **body: Any) -> Desk[Worksheet, Pack]:
    """A worksheet with a target of 229 wan, unless it is given."""
    return sheet(today, **{"targets": [(SALES, 229)], **body})


# -- what was typed -------------------------------------------------------------------------------


def test_an_empty_worksheet_is_asked_for_what_comes_first() -> None:
    assert findings(sheet("10-20")) == [
        Finding("pacing", "no_reaction", ("reaction",)),
        Finding("pacing", "no_target", ("targets",)),
        Finding("pacing", "no_try", ("try_customer",)),
    ]


def test_reaction_and_target_once_filled_in_are_no_longer_asked_for() -> None:
    desk = selling(reaction="give_up")
    assert not fires(desk, "no_reaction")
    assert not fires(desk, "no_target")


def test_a_second_target_of_an_indicator() -> None:
    targets = [(SALES, 229), (PIECES, 7), (SALES, 300), (SALES, 9)]
    assert of(sheet(targets=targets), "target_twice") == [
        (("targets", 2, "indicator"), {"indicator": SALES}),
        (("targets", 3, "indicator"), {"indicator": SALES}),
    ]
    assert not fires(sheet(targets=targets[:2]), "target_twice")


def test_a_target_that_is_not_the_one_the_month_began_with() -> None:
    before = worksheet(targets=[(PIECES, 7), (SALES, 100)])
    desk = sheet(targets=[(PIECES, 7), (SALES, 229)], planned=before)
    figures = {"indicator": SALES, "before": 100 * WAN, "now": T229}
    assert of(desk, "target_rewritten") == [(("targets", 1, "target"), figures)]
    said = sheet(
        targets=[(PIECES, 7), (SALES, 229)], planned=before, replans=[("11-06", "", SALES, 229)]
    )
    assert not fires(said, "target_rewritten")


def test_a_target_far_above_the_largest_so_far() -> None:
    earlier = [worksheet(targets=[(SALES, 50)]), worksheet(targets=[(SALES, 76)]), worksheet()]
    desk = sheet(targets=[(PIECES, 7), (SALES, 229)], earlier=earlier)
    figures = {"indicator": SALES, "target": T229, "usual": 76 * WAN, "times": 229 / 76}
    assert of(desk, "huge_target") == [(("targets", 1, "target"), figures)]


def test_three_times_the_largest_so_far_is_no_more_than_three_times() -> None:
    earlier = [worksheet(targets=[(SALES, 76)])]
    assert not fires(sheet(targets=[(SALES, 228)], earlier=earlier), "huge_target")
    assert not fires(selling(earlier=[worksheet(targets=[(PIECES, 1)])]), "huge_target")
    assert not fires(selling(), "huge_target")


def test_a_target_far_above_all_that_the_customers_hold() -> None:
    desk = sheet(targets=[(PIECES, 7), (SALES, 500_000)], assets=[30_000, None, 20_000])
    figures = {
        "indicator": SALES, "target": 500_000 * WAN, "usual": 50_000 * WAN, "times": 10.0,
    }  # fmt: skip
    assert of(desk, "target_beyond_book") == [(("targets", 1, "target"), figures)]


def test_a_target_within_the_book_or_without_one_is_no_finding() -> None:
    for targets, assets in (
        ([(SALES, 499_999)], [50_000]),
        ([(PIECES, 900)], [0.0001]),  # pieces are no money
        ([(SALES, 500_000)], []),
        ([(SALES, 500_000)], [None]),
        ([(SALES, 229)], [50_000]),
    ):
        assert not fires(sheet(targets=targets, assets=assets), "target_beyond_book")


def test_own_shares_that_are_not_whole() -> None:
    desk = selling(own_shares=[("w1", "50%"), ("w2", "30%")])
    assert of(desk, "shares_not_whole") == [(("own_shares",), {"sum": 0.8})]
    assert not fires(selling(own_shares=[("w1", "70%"), ("w2", "30%")]), "shares_not_whole")
    assert not fires(selling(), "shares_not_whole")


def test_an_own_share_outside_the_range_of_its_week() -> None:
    least, most = shipped().weeks["w3"].least, shipped().weeks["w3"].most
    assert (least, most) == (0.1, 0.2)
    shares = [("w3", 0.1), ("w3", 0.2), ("w3", 0.09), ("w3", 0.21), ("gone", 0.9)]
    desk = selling(own_shares=shares)
    assert of(desk, "share_out_of_range") == [
        (("own_shares", 2, "share"), {"week": "w3", "share": 0.09, "least": 0.1, "most": 0.2}),
        (("own_shares", 3, "share"), {"week": "w3", "share": 0.21, "least": 0.1, "most": 0.2}),
    ]


def test_actuals_outside_the_horizon_and_after_today() -> None:
    rows = [("10-25", SALES, 1), ("10-26", SALES, 1), ("11-10", SALES, 1), ("11-11", SALES, 1),
            ("11-30", SALES, 1), ("12-01", SALES, 1)]  # fmt: skip
    desk = selling("11-10", actuals=rows)
    ends = {"first": day("10-26"), "last": day("11-30")}
    assert of(desk, "actual_outside") == [
        (("actuals", 0, "day"), {"day": day("10-25"), **ends}),
        (("actuals", 5, "day"), {"day": day("12-01"), **ends}),
    ]
    assert of(desk, "actual_in_future") == [
        (("actuals", 3, "day"), {"day": day("11-11")}),
        (("actuals", 4, "day"), {"day": day("11-30")}),
    ]


def test_only_a_stock_may_fall() -> None:
    rows = [("11-03", AUM, -5), ("11-03", SALES, 0), ("11-03", SALES, -5)]
    desk = sheet(targets=[(SALES, 229), (AUM, 50)], actuals=rows)
    figures = {"indicator": SALES, "done": -5 * WAN}
    assert of(desk, "actual_negative") == [(("actuals", 2, "done"), figures)]


def test_an_actual_of_an_indicator_without_a_target() -> None:
    desk = selling(actuals=[("11-03", SALES, 1), ("11-04", PIECES, -1)])
    assert of(desk, "actual_without_target") == [
        (("actuals", 1, "indicator"), {"indicator": PIECES, "day": day("11-04")})
    ]
    assert not fires(desk, "actual_negative")


def test_a_replan_that_does_not_say_of_what() -> None:
    replans = [("11-05", "", "", 300), ("11-06", "why"), ("11-06", "", SALES, 300)]
    assert of(selling(replans=replans), "replan_unclear") == [
        (("replans", 0, "indicator"), {"day": day("11-05")})
    ]


def test_years_that_the_calendar_does_not_know() -> None:
    assert of(sheet("2027-01-05", month=Month(2027, 1)), "calendar_guessed") == [
        ((), {"year": "2027"})
    ]
    assert of(sheet("2029-01-05", month=Month(2029, 1)), "calendar_guessed") == [
        ((), {"year": "2028 / 2029"})
    ]
    assert not fires(sheet(), "calendar_guessed")


def test_years_that_are_not_official_yet() -> None:
    shipped_calendar = calendar()
    guessed = Calendar(
        shipped_calendar.holidays,
        shipped_calendar.working,
        {**shipped_calendar.standings, 2027: "provisional"},
    )
    desk = replace(sheet("2027-01-05", month=Month(2027, 1)), calendar=guessed)
    assert of(desk, "calendar_provisional") == [((), {"year": "2027"})]
    assert not fires(desk, "calendar_guessed")
    assert not fires(sheet(), "calendar_provisional")


def test_the_customer_to_try_it_on_and_the_day() -> None:
    assert of(selling(), "no_try") == [(("try_customer",), {})]
    assert of(selling(try_by="11-12"), "no_try") == [(("try_customer",), {})]
    assert of(selling(try_customer="K1"), "no_try") == [(("try_by",), {})]
    assert not fires(selling(try_customer="K1", try_by="11-12"), "no_try")


@pytest.mark.parametrize(
    ("by", "tried", "field"),
    [
        ("11-10", "", None), ("11-13", "", None), ("11-14", "", "try_by"),
        ("11-14", "went well", None), ("11-09", "", None), ("11-09", "went well", None),
    ],
)  # fmt: skip
def test_a_try_within_three_days_and_a_word_on_how_it_went(
    by: str, tried: str, field: str | None
) -> None:
    desk = selling("11-10", try_customer="K1", try_by=by, tried=tried)
    assert of(desk, "try_late") == ([((field,), {"day": day(by)})] if field else [])


@pytest.mark.parametrize(
    ("by", "tried", "asks"), [("11-10", "", False), ("11-09", "", True), ("11-09", "well", False)]
)
def test_how_the_last_try_went_is_asked_first_of_all(by: str, tried: str, asks: bool) -> None:
    desk = selling("11-10", try_customer="K1", try_by=by, tried=tried)
    assert fires(desk, "try_open") is asks
    if asks:
        first = findings(desk)[0]
        assert (first.rule, first.loc, first.figures) == (
            "try_open", ("tried",), {"customer": "K1", "day": day(by)},
        )  # fmt: skip


# -- how the month goes ---------------------------------------------------------------------------


def test_the_first_week_ends_without_a_deal() -> None:
    assert not fires(selling("11-05"), "no_first_deal")
    assert of(selling("11-06"), "no_first_deal") == [(("actuals",), {"day": day("11-06")})]
    # A deal of the second week does not change how the first one ended.
    assert fires(selling("11-20", actuals=[("11-09", SALES, 5)]), "no_first_deal")
    assert fires(selling("11-20", actuals=[("11-05", SALES, 0)]), "no_first_deal")


def test_one_deal_of_any_indicator_by_the_end_of_the_first_week_is_enough() -> None:
    targets = [(SALES, 229), (PIECES, 7)]
    for when in ("10-26", "11-06", "11-08"):
        desk = sheet("11-20", targets=targets, actuals=[(when, PIECES, 1)])
        assert not fires(desk, "no_first_deal")
    assert not fires(sheet("11-20"), "no_first_deal")


def test_behind_the_plan() -> None:
    # By Tuesday of W2: 160.3 planned, of which 90 % are 144.27.
    desk = sheet("11-10", targets=[(PIECES, 7), (SALES, 229)], actuals=[("11-03", SALES, 144.26)])
    left = T229 - 144_260_000
    figures = {
        "indicator": SALES, "plan": 160_300_000, "done": 144_260_000, "gap": 16_040_000,
        "day": day("11-10"), "per_day": -(-left // 14),
    }  # fmt: skip
    assert (("targets", 1, "target"), figures) in of(desk, "behind_plan")
    assert not fires(selling(actuals=[("11-03", SALES, 144.27)]), "behind_plan")
    assert not fires(selling("10-25"), "behind_plan")


def test_high_pressure() -> None:
    # 210 over 21 days is 10 a day; after the 11th 13 days are left, at 15 a day 195.
    desk = sheet("11-11", targets=[(SALES, 210)], actuals=[("11-02", SALES, 15)])
    figures = {"indicator": SALES, "pressure": 1.5, "per_day": 15 * WAN, "days": 13}
    assert of(desk, "pressure_high") == [(TARGET, figures)]
    eased = sheet("11-11", targets=[(SALES, 210)], actuals=[("11-02", SALES, 15.01)])
    assert not fires(eased, "pressure_high")


def test_on_the_last_day_no_day_is_left_to_press_on() -> None:
    assert fires(selling("11-27"), "pressure_high")
    assert not fires(selling("11-30"), "pressure_high")
    assert fires(selling("11-27"), "behind_plan")
    assert not fires(selling("11-30"), "behind_plan")
    (((_, figures)),) = of(selling("11-30"), "last_day")
    assert (figures["left"], figures["month"], figures["next"]) == (T229, 11, 12)
    assert not fires(selling("11-27"), "last_day")
    assert not fires(selling("12-01"), "last_day")


def test_the_month_before_presses_nobody() -> None:
    assert not fires(selling("11-01"), "pressure_high")


def test_a_target_that_is_reached() -> None:
    desk = selling(actuals=[("11-03", SALES, 230)])
    figures = {"indicator": SALES, "done": 230 * WAN, "target": T229}
    assert of(desk, "done") == [(TARGET, figures)]
    assert not fires(desk, "behind_plan")
    assert not fires(selling(actuals=[("11-03", SALES, 228.99)]), "done")


def test_a_reached_target_is_not_behind_a_plan_that_was_larger() -> None:
    replans = [("11-09", "lowered", SALES, 100)]
    desk = selling("11-10", actuals=[("11-03", SALES, 100)], replans=replans)
    assert fires(desk, "done")
    assert not fires(desk, "behind_plan")


@pytest.mark.parametrize(
    ("today", "recorded", "days"),
    [
        ("11-05", [], 3), ("11-04", [], None), ("11-30", [], 20), ("12-01", [], None),
        ("11-10", ["11-04"], 3), ("11-10", ["11-05"], None), ("11-10", ["11-04", "11-11"], 3),
        ("11-10", ["11-09", "11-02"], None), ("11-11", ["11-07"], None), ("11-12", ["11-07"], 3),
        ("10-30", [], None), ("11-10", ["11-10"], None),
    ],
)  # fmt: skip
def test_days_without_a_record(today: str, recorded: list[str], days: int | None) -> None:
    desk = selling(today, actuals=[(when, SALES, 0) for when in recorded])
    assert of(desk, "no_actuals") == ([(("actuals",), {"days": days})] if days else [])


def test_without_a_target_no_actual_is_missed() -> None:
    assert not fires(sheet("11-20"), "no_actuals")


def test_pressed_and_asking_for_no_help() -> None:
    assert of(selling("11-20"), "no_help") == [(("helps",), {})]
    assert not fires(selling("11-20", helps=[("leads from the branch",)]), "no_help")
    assert not fires(selling("11-20", actuals=[("11-03", SALES, 200)]), "no_help")


# -- the reserve ----------------------------------------------------------------------------------


def test_nobody_in_reserve() -> None:
    desk = selling(actuals=[("11-03", SALES, 29)])
    assert of(desk, "no_prospects") == [(TARGET, {"indicator": SALES, "left": 200 * WAN})]
    assert not fires(desk, "coverage_below_one")
    assert not fires(desk, "reserve_thin")
    assert not fires(selling(prospects=reserve_desk(reserve(NEAR))), "no_prospects")


def test_a_reserve_that_does_not_carry_what_is_left() -> None:
    near = {**NEAR, "next_contact": "11-30"}  # one attempt: 50 of 100
    desk = selling(
        actuals=[("11-03", SALES, 178.99)], prospects=reserve_desk(reserve(near))
    )  # 50.01 left
    figures = {
        "indicator": SALES, "coverage": 50 / 50.01, "expected": 50 * WAN,
        "left": 50_010_000, "short": 10_000,
    }  # fmt: skip
    assert of(desk, "coverage_below_one") == [(TARGET, figures)]
    carried = selling(actuals=[("11-03", SALES, 179)], prospects=reserve_desk(reserve(near)))
    assert not fires(carried, "coverage_below_one")


def test_a_thin_reserve() -> None:
    desk = selling(actuals=[("11-03", SALES, 195.66)], prospects=reserve_desk(reserve(NEAR)))
    figures = {"indicator": SALES, "face": 100 * WAN / 33_340_000, "floor": 3, "prospects": 1}
    assert of(desk, "reserve_thin") == [(TARGET, figures)]
    enough = selling(actuals=[("11-03", SALES, 195.67)], prospects=reserve_desk(reserve(NEAR)))
    assert not fires(enough, "reserve_thin")
    linked = reserve_desk(reserve({**NEAR, "amount": 99}))
    assert not fires(selling(actuals=[("11-03", SALES, 196)], prospects=linked), "reserve_thin")


def test_the_own_rate_takes_the_place_of_the_rule_of_thumb() -> None:
    earlier = reserve(*[{"status": "won"}] * 4, *[{"status": "lost"}] * 6)
    linked = reserve_desk(reserve(NEAR), earlier=[earlier])
    desk = selling(actuals=[("11-03", SALES, 185)], prospects=linked)
    figures = {"indicator": SALES, "face": 100 * WAN / (44 * WAN), "floor": 2.5, "prospects": 1}
    assert of(desk, "reserve_thin") == [(TARGET, figures)]
    assert of(desk, "own_rate_known") == [((), {"rate": 0.4, "needed": 2.5, "prospects": 10})]
    assert not fires(selling(prospects=reserve_desk(reserve(NEAR))), "own_rate_known")


def test_prospects_without_amounts_cover_nothing() -> None:
    desk = selling(prospects=reserve_desk(reserve({})))
    assert of(desk, "coverage_below_one")[0][1]["coverage"] == 0
    assert of(desk, "reserve_thin")[0][1]["face"] == 0


def test_where_nothing_is_left_or_no_day_the_reserve_is_not_weighed() -> None:
    rules = ("no_prospects", "coverage_below_one", "reserve_thin")
    linked = reserve_desk(reserve({**NEAR, "amount": 1}))
    reached = selling(actuals=[("11-03", SALES, 229)])
    assert not any(fires(reached, rule) for rule in rules)
    assert not any(fires(selling("11-30"), rule) for rule in rules)
    assert not any(fires(selling("11-30", prospects=linked), rule) for rule in rules)
    assert fires(selling("11-27", prospects=linked), "reserve_thin")


def test_a_low_chance_is_part_of_the_findings() -> None:
    assert of(selling(), "chance_low") == [(TARGET, {"indicator": SALES, "chance": 0.0})]


# -- all together ---------------------------------------------------------------------------------


def test_the_endless_pressure_of_a_month_that_is_over_breaks_nothing() -> None:
    desk = selling("12-31")
    assert all(
        not (isinstance(number, float) and math.isinf(number))
        for one in findings(desk)
        for number in one.figures.values()
    )


INDICATORS = st.sampled_from([SALES, PIECES, AUM])
DAYS = st.dates(day("10-20"), day("12-10")).map(str)
bodies = st.fixed_dictionaries(
    {
        "targets": st.lists(st.tuples(INDICATORS, st.integers(1, 10**4)), max_size=3),
        "own_shares": st.lists(
            st.tuples(st.sampled_from(["w1", "w2", "w3"]), st.integers(0, 100).map("{}%".format)),
            max_size=3,
        ),
        "actuals": st.lists(st.tuples(DAYS, INDICATORS, st.integers(-99, 10**4)), max_size=4),
        "replans": st.lists(
            st.tuples(DAYS, st.just("why"), INDICATORS | st.just(""), st.integers(1, 10**4)),
            max_size=3,
        ),
        "try_customer": st.sampled_from(["", "K1"]),
    }
)


@settings(CALM, max_examples=60)
@given(bodies, st.dates(day("10-01"), day("12-31")).map(str))
def test_no_remark_is_made_twice_at_one_place(body: dict[str, Any], today: str) -> None:
    linked = reserve_desk(reserve(NEAR, {**NEAR, "indicator": PIECES, "amount": 3}))
    found = findings(sheet(today, prospects=linked, **body))
    assert max(Counter((one.rule, one.loc) for one in found).values()) == 1
    for one in found:
        assert one.chapter == "pacing"
        assert one.rule in shipped().rules
