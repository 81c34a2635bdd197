from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.chapters.pacing.pack import WEEKS, Scheme, Week
from workbook.chapters.pacing.records import OwnShare
from workbook.chapters.pacing.rules import horizon, own_in_use, week_shares
from workbook.chapters.pacing.rules.weeks import exact, own_sum
from workbook.domain.calendar import Month, working_days

from .desks import CALM, NOVEMBER, calendar, day, shipped, worksheet

OCTOBER = Month(2026, 10)


def own(**shares: object) -> tuple[OwnShare, ...]:
    return worksheet(own_shares=list(shares.items())).own_shares


def scheme(front: bool, **shares: float) -> Scheme:
    given: dict[Week, float] = {week: shares[week] for week in WEEKS if week in shares}
    return Scheme(label="s", source="ours", shares=given, front=front)


def shares_of(one: Scheme, month: Month = OCTOBER) -> dict[Week, float]:
    pack = shipped().model_copy(update={"schemes": {"only": one}})
    return week_shares(pack, "only", (), horizon(month, calendar()))


def test_a_month_is_worked_from_the_fourth_week_of_the_month_before() -> None:
    space = horizon(NOVEMBER, calendar())
    assert list(space.weeks) == list(WEEKS)
    early = ["10-26", "10-27", "10-28", "10-29", "10-30"]
    assert space.weeks["previous_w4"] == tuple(map(day, early))
    assert [len(space.weeks[week]) for week in WEEKS] == [5, 5, 5, 5, 6]
    assert space.month_days == working_days(NOVEMBER, calendar())
    assert space.days == space.weeks["previous_w4"] + space.month_days
    assert (space.first, space.last) == (day("10-26"), day("11-30"))


def test_january_begins_in_the_year_before() -> None:
    space = horizon(Month(2027, 1), calendar())
    assert space.first == day("2026-12-21")
    assert (space.days[-1], space.last) == (day("2027-01-29"), day("2027-01-31"))


def test_a_working_day_has_its_week() -> None:
    space = horizon(NOVEMBER, calendar())
    assert [space.week_of(day(text)) for text in ("10-30", "11-02", "11-30")] == [
        "previous_w4", "w1", "w4",
    ]  # fmt: skip
    assert space.week_of(day("11-01")) is None


@pytest.mark.parametrize(
    ("done_on", "counts_to"),
    [
        ("10-25", None), ("10-26", "10-26"), ("10-27", "10-27"), ("10-31", "10-30"),
        ("11-01", "10-30"), ("11-02", "11-02"), ("11-30", "11-30"), ("12-01", None),
    ],
)  # fmt: skip
def test_what_is_done_on_a_day_off_counts_to_the_working_day_before(
    done_on: str, counts_to: str | None
) -> None:
    counted = horizon(NOVEMBER, calendar()).counted_on(day(done_on))
    assert counted == (day(counts_to) if counts_to else None)


def test_the_weekend_that_ends_a_month_counts_to_its_last_working_day() -> None:
    space = horizon(Month(2027, 1), calendar())
    assert space.counted_on(day("2027-01-31")) == day("2027-01-29")


@CALM
@given(st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)))
def test_a_day_counts_to_a_working_day_that_is_not_later(when: dt.date) -> None:
    space = horizon(NOVEMBER, calendar())
    counted = space.counted_on(when)
    if counted is None:
        assert when < space.first or when > space.last
    else:
        assert counted in space.days
        assert counted <= when
        assert not any(counted < other <= when for other in space.days)


def test_a_decimal_is_what_a_person_means_by_it() -> None:
    assert exact(0.1) * 10 == 1
    assert exact(0.15) + exact(0.4) + exact(0.25) + exact(0.2) == 1


# -- shares ---------------------------------------------------------------------------------------


def test_the_scheme_gives_each_week_its_share() -> None:
    space = horizon(NOVEMBER, calendar())
    assert week_shares(shipped(), "front-loaded", (), space) == {
        "previous_w4": 0.2, "w1": 0.4, "w2": 0.25, "w3": 0.15, "w4": 0.0,
    }  # fmt: skip
    assert week_shares(shipped(), "week-one", (), space) == {
        "previous_w4": 0.0, "w1": 0.6, "w2": 0.25, "w3": 0.15, "w4": 0.0,
    }  # fmt: skip


def test_an_unknown_scheme_stands_for_the_first_of_the_template() -> None:
    space = horizon(NOVEMBER, calendar())
    first = next(iter(shipped().schemes))
    assert week_shares(shipped(), "gone", (), space) == week_shares(shipped(), first, (), space)


def test_october_2026_opens_with_three_days_and_gives_the_week_before_what_they_cannot_carry() -> (
    None
):
    space = horizon(OCTOBER, calendar())
    assert space.weeks["w1"] == (day("10-08"), day("10-09"), day("10-10"))
    # 0.40 × 3/5 = 0.24; the 0.16 taken away goes to the week before: 0.20 + 0.16
    assert week_shares(shipped(), "front-loaded", (), space) == {
        "previous_w4": 0.36, "w1": 0.24, "w2": 0.25, "w3": 0.15, "w4": 0.0,
    }  # fmt: skip
    # Week one only collects in the week before: the second takes what three days cannot carry.
    assert week_shares(shipped(), "week-one", (), space) == {
        "previous_w4": 0.0, "w1": 0.36, "w2": 0.49, "w3": 0.15, "w4": 0.0,
    }  # fmt: skip


def test_the_week_before_takes_up_to_its_ceiling_and_the_second_week_the_rest() -> None:
    moved = shares_of(scheme(True, previous_w4=0.45, w1=0.5, w2=0.05))
    # 0.5 × 2/5 = 0.20 is taken away; 0.05 fit into the week before, 0.15 go to the second
    assert moved == {"previous_w4": 0.5, "w1": 0.3, "w2": 0.2, "w3": 0.0, "w4": 0.0}


def test_a_week_before_that_is_over_its_ceiling_keeps_its_share() -> None:
    moved = shares_of(scheme(True, previous_w4=0.6, w1=0.4))
    assert moved == {"previous_w4": 0.6, "w1": 0.24, "w2": 0.16, "w3": 0.0, "w4": 0.0}


def test_a_first_week_of_four_days_carries_its_share() -> None:
    front = scheme(True, previous_w4=0.2, w1=0.4, w2=0.4)
    assert len(horizon(Month(2026, 9), calendar()).weeks["w1"]) == 4
    assert shares_of(front, Month(2026, 9)) == {**front.shares, "w3": 0.0, "w4": 0.0}


def test_the_even_scheme_gives_a_week_as_many_parts_as_it_has_working_days() -> None:
    space = horizon(OCTOBER, calendar())
    days = {week: len(space.weeks[week]) for week in WEEKS[1:]}
    assert days["w1"] == 3
    whole = sum(days.values())
    assert week_shares(shipped(), "even", (), space) == {
        "previous_w4": 0.0, **{week: count / whole for week, count in days.items()},
    }  # fmt: skip


def test_own_shares_count_as_they_stand_where_they_are_whole() -> None:
    space = horizon(OCTOBER, calendar())
    shares = own(w1="50%", w2="30%", w3="20%")
    assert own_in_use(shares)
    assert week_shares(shipped(), "even", shares, space) == {
        "previous_w4": 0.0, "w1": 0.5, "w2": 0.3, "w3": 0.2, "w4": 0.0,
    }  # fmt: skip


def test_two_rows_for_one_week_add_up() -> None:
    shares = (*own(w1=0.3, w2=0.4), *own(w1=0.3))
    assert own_sum(shares) == 1.0
    found = week_shares(shipped(), "even", shares, horizon(NOVEMBER, calendar()))
    assert (found["w1"], found["w2"]) == (0.6, 0.4)


@pytest.mark.parametrize(
    ("last", "used"),
    [(0.4, True), (0.400001, True), (0.399999, True), (0.40001, False), (0.3, False)],
)
def test_own_shares_that_miss_one_give_way_to_the_scheme(last: float, used: bool) -> None:
    shares = own(w1=0.6, w2=last)
    assert own_in_use(shares) is used
    found = week_shares(shipped(), "even", shares, horizon(NOVEMBER, calendar()))
    assert (found["w1"] == 0.6) is used


def test_no_own_shares_are_not_in_use() -> None:
    assert own_sum(()) == 0.0
    assert not own_in_use(())


def test_an_own_share_of_a_week_that_carries_none_does_not_count() -> None:
    shares = own(previous_w3=0.5, w1=0.5)
    assert own_sum(shares) == 0.5


@CALM
@given(
    st.sampled_from([Month(year, number) for year in range(2005, 2027) for number in range(1, 13)]),
    st.sampled_from(["front-loaded", "week-one", "even"]),
)
def test_shares_are_whole_in_every_month(month: Month, key: str) -> None:
    shares = week_shares(shipped(), key, (), horizon(month, calendar()))
    assert float(sum(map(exact, shares.values()))) == pytest.approx(1, abs=1e-12)
    assert all(0 <= share <= 1 for share in shares.values())
