from __future__ import annotations

import datetime as dt
from fractions import Fraction
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.chapters.pacing.pack import WEEKS
from workbook.chapters.pacing.records import Worksheet
from workbook.chapters.pacing.rules import (
    Plan,
    even_plan,
    first_plan,
    horizon,
    latest_plan,
    replanned,
    spread,
    versions,
    week_shares,
)
from workbook.chapters.pacing.rules.plan import laid_out, target_of, target_rewritten
from workbook.domain.calendar import Month

from .desks import (
    CALM,
    NOVEMBER,
    PIECES,
    SALES,
    T229,
    WAN,
    calendar,
    day,
    sheet,
    shipped,
    worksheet,
)

MONTHS = [Month(year, number) for year in range(2005, 2027) for number in range(1, 13)]
SCHEMES = ["front-loaded", "week-one", "even"]
weights = st.lists(
    st.fractions(0, 10) | st.floats(0, 1e6, allow_subnormal=False) | st.integers(0, 10**15),
    max_size=30,
)


def plan_of(target: int, month: Month = NOVEMBER, scheme: str = "front-loaded") -> Plan:
    space = horizon(month, calendar())
    return first_plan(target, week_shares(shipped(), scheme, (), space), space)


def by_week(plan: Plan) -> dict[str, int]:
    return {
        week: sum(amount for amount, of in zip(plan.amounts, plan.weeks, strict=True) if of == week)
        for week in WEEKS
    }


# -- spreading ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("total", "parts_of", "parts"),
    [
        (10, [1, 1, 1], (4, 3, 3)),  # equal remainders: the earlier one
        (10, [1, 1, 2], (3, 2, 5)),  # 2.5, 2.5, 5
        (7, [0.2, 0.4, 0.25, 0.15], (1, 3, 2, 1)),  # 1.4, 2.8, 1.75, 1.05
        (5, [0, 0], (3, 2)),  # all nothing: evenly
        (3, [0, 1, 0], (0, 3, 0)),
        (0, [1, 2], (0, 0)),
        (-7, [1, 1], (-3, -4)),  # −3.5 each
        (1, [0.1, 0.1, 0.1], (1, 0, 0)),
        (10**30 + 1, [1, 1], (5 * 10**29 + 1, 5 * 10**29)),
        (9, [], ()),
    ],
)
def test_a_total_is_spread_by_largest_remainder(
    total: int, parts_of: list[float], parts: tuple[int, ...]
) -> None:
    assert spread(total, parts_of) == parts


@CALM
@given(st.integers(-(10**20), 10**20), weights)
def test_parts_add_up_exactly_and_miss_their_share_by_less_than_one(
    total: int, parts_of: list[float | Fraction]
) -> None:
    parts = spread(total, parts_of)
    assert len(parts) == len(parts_of)
    whole = sum(Fraction(str(weight)) for weight in parts_of)
    if parts_of:
        assert sum(parts) == total
    if whole:
        for part, weight in zip(parts, parts_of, strict=True):
            assert abs(part - total * Fraction(str(weight)) / whole) < 1


@CALM
@given(st.integers(0, 10**9), st.lists(st.integers(0, 50), min_size=1, max_size=20))
def test_more_weight_never_gets_less(total: int, parts_of: list[int]) -> None:
    parts = spread(total, parts_of)
    for (weight, part), (other, its) in zip(
        zip(parts_of, parts, strict=True), list(zip(parts_of, parts, strict=True))[1:], strict=False
    ):
        if weight < other:
            assert part <= its
        if weight == other:
            assert part in (its, its + 1)


def test_a_count_is_right_by_week_first_and_then_by_day() -> None:
    weeks = ["previous_w4"] * 2 + ["w1"] * 2 + ["w2"] * 2
    # Over the days at once, the four days of 0.2 would take all four pieces.
    assert laid_out(4, weeks, [0.1, 0.1, 0.2, 0.2, 0.2, 0.2]) == (1, 0, 1, 1, 1, 0)


def test_days_of_unlike_weight_still_belong_to_one_week() -> None:
    assert laid_out(1, ["w1", "w1", "w2"], [0.2, 0.3, 0.4]) == (0, 1, 0)


def test_laying_out_without_weights_is_even() -> None:
    assert laid_out(5, ["w3", "w4", "w4"], [0, 0, 0]) == (2, 2, 1)
    assert laid_out(0, [], []) == ()


# -- the first plan -------------------------------------------------------------------------------


def test_sixty_per_cent_of_229_is_done_by_the_end_of_the_first_week() -> None:
    plan = plan_of(T229)
    assert plan.ahead == sum(plan.amounts) == T229
    assert by_week(plan) == {
        "previous_w4": 4580 * WAN // 100, "w1": 9160 * WAN // 100, "w2": 5725 * WAN // 100,
        "w3": 3435 * WAN // 100, "w4": 0,
    }  # fmt: skip
    assert plan.until(day("11-06")) == 13740 * WAN // 100  # 137.4, not 145.4


def test_the_even_scheme_is_the_target_by_working_days() -> None:
    plan = even_plan(sheet(), T229)
    assert by_week(plan) == {
        "previous_w4": 0, "w1": 54_523_810, "w2": 54_523_810, "w3": 54_523_809, "w4": 65_428_571,
    }  # fmt: skip
    days = plan.amounts[5:]  # 5, 5, 5 and 6 days
    assert {round(amount / WAN, 2) for amount in days} == {round(229 / 21, 2)}


def test_october_2026_still_has_sixty_per_cent_by_the_end_of_its_short_week() -> None:
    plan = plan_of(T229, Month(2026, 10))
    assert plan.until(day("10-10")) == 13740 * WAN // 100
    assert plan.by_day()[day("10-08")] == T229 * 8 // 100  # 0.24 over three days


def test_february_2026_is_worked_around_the_spring_festival() -> None:
    plan = plan_of(T229, Month(2026, 2))
    assert by_week(plan)["w2"] == 5725 * WAN // 100
    assert plan.by_day()[day("02-09")] == -(-5725 * WAN // 300)
    assert day("02-14") in plan.days  # a make-up Saturday
    assert not any(day("02-15") <= one <= day("02-23") for one in plan.days)


def test_seven_pieces_fall_on_the_first_days_of_their_weeks() -> None:
    plan = plan_of(7)
    assert by_week(plan) == {"previous_w4": 1, "w1": 3, "w2": 2, "w3": 1, "w4": 0}
    assert plan.amounts[:10] == (1, 0, 0, 0, 0, 1, 1, 1, 0, 0)


def test_a_plan_knows_its_days() -> None:
    plan = plan_of(T229)
    assert plan.days == horizon(NOVEMBER, calendar()).days
    assert plan.until(day("10-25")) == 0
    assert plan.until(day("10-26")) == plan.amounts[0] == T229 * 4 // 100
    assert plan.until(day("11-01")) == plan.until(day("10-30")) == T229 // 5
    assert plan.until(day("12-31")) == T229
    assert plan.by_day()[day("11-02")] == plan.amounts[5] == T229 * 8 // 100


@CALM
@given(st.integers(0, 10**15), st.sampled_from(MONTHS), st.sampled_from(SCHEMES))
def test_the_days_add_up_to_the_target_in_every_month(
    target: int, month: Month, scheme: str
) -> None:
    plan = plan_of(target, month, scheme)
    assert sum(plan.amounts) == plan.ahead == target
    assert min(plan.amounts) >= 0
    shares = week_shares(shipped(), scheme, (), horizon(month, calendar()))
    for week, amount in by_week(plan).items():
        assert abs(amount - target * Fraction(str(shares[week]))) < 1


# -- laid anew ------------------------------------------------------------------------------------


def test_what_is_left_follows_the_shares_of_the_days_after() -> None:
    plan = plan_of(T229)
    again = replanned(plan, T229, 100 * WAN, day("11-06"))
    assert again.amounts[:10] == plan.amounts[:10]
    assert sum(again.amounts[10:]) == 129 * WAN
    # 129 over 0.25 and 0.15: 80.625 and 48.375
    assert by_week(again)["w2"] == 80_625_000
    assert by_week(again)["w3"] == 48_375_000
    assert by_week(again)["w4"] == 0
    assert (again.days, again.shares, again.weeks) == (plan.days, plan.shares, plan.weeks)


def test_a_plan_laid_anew_starts_from_what_was_done() -> None:
    plan = plan_of(T229)
    again = replanned(plan, T229, 100 * WAN, day("11-06"))
    assert (again.kept, again.done, again.ahead) == (10, 100 * WAN, 129 * WAN)
    assert again.until(day("11-05")) == plan.until(day("11-05"))
    assert again.until(day("11-06")) == again.until(day("11-08")) == 100 * WAN
    assert again.until(day("11-09")) == 100 * WAN + again.amounts[10]
    assert again.until(day("11-30")) == T229


def test_where_the_plan_has_nothing_left_the_days_after_are_even() -> None:
    again = replanned(plan_of(T229), T229, 220 * WAN, day("11-20"))
    assert again.amounts[-6:] == (WAN * 3 // 2,) * 6  # 9 over the six days of the buffer
    assert sum(again.amounts[:-6]) == T229


def test_more_than_the_target_leaves_nothing_to_plan() -> None:
    again = replanned(plan_of(T229), T229, 230 * WAN, day("11-03"))
    assert set(again.amounts[7:]) == {0}


def test_after_the_last_day_the_plan_stays() -> None:
    plan = plan_of(T229)
    again = replanned(plan, 500 * WAN, 9, day("11-30"))
    assert (again.amounts, again.ahead) == (plan.amounts, 0)
    assert again.until(day("11-30")) == 9


def test_before_the_first_day_all_of_it_is_laid_anew() -> None:
    assert replanned(plan_of(T229), 7, 0, day("10-25")).amounts == plan_of(7).amounts


@CALM
@given(
    st.integers(1, 10**13),
    st.integers(1, 10**13),
    st.integers(-(10**12), 10**13),
    st.dates(dt.date(2026, 10, 20), dt.date(2026, 12, 5)),
    st.sampled_from(SCHEMES),
)
def test_planning_anew_leaves_the_past_and_loses_nothing(
    first: int, target: int, done: int, when: dt.date, scheme: str
) -> None:
    plan = plan_of(first, scheme=scheme)
    again = replanned(plan, target, done, when)
    past = sum(one <= when for one in plan.days)
    assert again.amounts[:past] == plan.amounts[:past]
    if past < len(plan.days):
        left = max(target - done, 0)
        assert sum(again.amounts[past:]) == left
        shares = plan.shares[past:]
        even = Fraction(1, len(shares))
        for amount, share in zip(again.amounts[past:], shares, strict=True):
            part = share / sum(shares) if any(shares) else even
            assert abs(amount - left * part) < 2


# -- versions -------------------------------------------------------------------------------------


def test_without_a_change_there_is_one_plan() -> None:
    (only,) = versions(sheet(targets=[(SALES, 229)]), SALES)
    assert only.plan == plan_of(T229)
    assert (only.day, only.since, only.reason) == (day("10-26"), day("10-26"), "")
    assert only.target == T229


def test_the_plan_of_an_unchanged_worksheet_is_not_listed_twice() -> None:
    before = worksheet(targets=[(SALES, 229)])
    assert len(versions(sheet(targets=[(SALES, 229)], planned=before), SALES)) == 1


def test_a_replan_adds_a_version_and_keeps_the_first() -> None:
    desk = sheet(
        "11-10",
        targets=[(SALES, 229)],
        actuals=[("11-02", SALES, 60), ("11-07", SALES, 40), ("11-09", SALES, 9)],
        replans=[("11-06", "two customers put off")],
    )
    first, second = versions(desk, SALES)
    assert first.plan == plan_of(T229)
    # The deal of Saturday 7 November came after the re-plan of the 6th.
    assert second.plan == replanned(plan_of(T229), T229, 60 * WAN, day("11-06"))
    assert (second.day, second.since) == (day("11-06"), day("11-09"))
    assert (second.reason, second.target) == ("two customers put off", T229)
    assert latest_plan(desk, SALES) == second.plan


def test_replans_build_on_each_other_in_the_order_of_their_days() -> None:
    desk = sheet(
        "11-20",
        targets=[(SALES, 229)],
        actuals=[("11-02", SALES, 60), ("11-11", SALES, 10)],
        replans=[("11-13", "second"), ("11-06", "first", SALES, 300)],
    )
    _, first, second = versions(desk, SALES)
    assert [first.reason, second.reason] == ["first", "second"]
    assert [first.target, second.target] == [300 * WAN, 300 * WAN]
    assert second.plan == replanned(first.plan, 300 * WAN, 70 * WAN, day("11-13"))


def test_a_replan_after_today_waits() -> None:
    replans = [("11-11", "tomorrow")]
    assert len(versions(sheet("11-10", targets=[(SALES, 229)], replans=replans), SALES)) == 1
    assert len(versions(sheet("11-11", targets=[(SALES, 229)], replans=replans), SALES)) == 2


def test_a_replan_after_the_last_day_changes_no_day() -> None:
    desk = sheet("12-05", targets=[(SALES, 229)], replans=[("11-30", "too late", SALES, 300)])
    last = versions(desk, SALES)[-1]
    assert last.plan.amounts == plan_of(T229).amounts
    assert (last.since, last.target) == (day("11-30"), 300 * WAN)


def test_a_replan_for_another_indicator_does_not_concern() -> None:
    targets = [(SALES, 229), (PIECES, 7)]
    desk = sheet(targets=targets, replans=[("11-06", "", PIECES, 9)])
    assert len(versions(desk, SALES)) == 1
    assert [one.target for one in versions(desk, PIECES)] == [7, 9]


def test_a_replan_without_an_indicator_concerns_all_and_changes_no_target() -> None:
    desk = sheet(targets=[(SALES, 229), (PIECES, 7)], replans=[("11-06", "", "", 300)])
    assert [one.target for one in versions(desk, SALES)] == [T229, T229]
    assert [one.target for one in versions(desk, PIECES)] == [7, 7]


def test_the_plan_that_the_month_began_with_is_kept() -> None:
    before = worksheet(targets=[(SALES, 100)], scheme="even")
    desk = sheet(targets=[(SALES, 229)], planned=before)
    first, now = versions(desk, SALES)
    assert first.plan == plan_of(100 * WAN, scheme="even")
    assert now.plan == plan_of(T229)


def test_own_shares_make_the_plan() -> None:
    shares = [("w1", "50%"), ("w2", "50%")]
    plan = latest_plan(sheet(targets=[(SALES, 100)], own_shares=shares), SALES)
    assert by_week(plan)["w1"] == by_week(plan)["w2"] == 50 * WAN


def test_a_target_that_a_replan_changed_is_the_old_one_until_then() -> None:
    before = worksheet(targets=[(SALES, 100)])
    changed = [("11-06", "the bank raised it", SALES, 229)]
    desk = sheet(targets=[(SALES, 229)], replans=changed, planned=before)
    first, second = versions(desk, SALES)
    assert (first.target, second.target) == (100 * WAN, T229)
    assert second.plan == replanned(first.plan, T229, 0, day("11-06"))
    assert not target_rewritten(desk, SALES)


def test_an_indicator_that_came_later_has_its_own_first_plan() -> None:
    before = worksheet(targets=[(SALES, 100)])
    desk = sheet(targets=[(SALES, 100), (PIECES, 7)], planned=before)
    assert [one.target for one in versions(desk, PIECES)] == [7]


@pytest.mark.parametrize(
    ("planned", "replans", "rewritten"),
    [
        (None, [], False),
        (worksheet(targets=[(SALES, 229)]), [], False),
        (worksheet(targets=[(PIECES, 100)]), [], False),
        (worksheet(targets=[(SALES, 100)]), [], True),
        (worksheet(targets=[(SALES, 100)]), [("11-06", "why")], True),
        (worksheet(targets=[(SALES, 100)]), [("11-06", "why", SALES)], True),
        (worksheet(targets=[(SALES, 100)]), [("11-06", "why", PIECES, 9)], True),
        (worksheet(targets=[(SALES, 100)]), [("11-27", "to come", SALES, 229)], False),
    ],
)
def test_a_target_is_rewritten_where_no_replan_says_so(
    planned: Worksheet | None, replans: list[tuple[object, ...]], rewritten: bool
) -> None:
    desk = sheet(targets=[(SALES, 229)], replans=replans, planned=planned)
    assert target_rewritten(desk, SALES) is rewritten


def test_the_first_row_gives_the_target() -> None:
    record = worksheet(targets=[(SALES, 229), (SALES, 300)])
    assert target_of(record, SALES) == T229
    assert target_of(record, PIECES) is None
    assert target_of(None, SALES) is None


def test_shares_of_a_plan_are_those_of_the_scheme() -> None:
    totals = list(accumulate(plan_of(T229).shares))
    assert totals[4] == Fraction("0.2")
    assert totals[9] == Fraction("0.6")
    assert totals[-1] == 1
