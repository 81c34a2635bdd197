from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.chapters.pacing.rules import (
    ClosingRate,
    attempts_left,
    closing_rate,
    coverage,
    covers,
    expected_value,
    horizon,
    needed_face,
    standings,
)
from workbook.chapters.prospects.records import Reserve

from .desks import (
    CALM,
    NOVEMBER,
    PIECES,
    PLAYED,
    SALES,
    WAN,
    calendar,
    day,
    reserve,
    reserve_desk,
    reserve_pack,
    sheet,
    without,
)

DAYS = horizon(NOVEMBER, calendar()).days
KNOWN = {"amount": 100, "chance": 0.5, "next_contact": "11-11"}


def months(won: int, others: int) -> list[Reserve]:
    """One earlier month with so many prospects won and so many lost, open or put off."""
    ends = ["won"] * won + [["lost", "open", "paused"][at % 3] for at in range(others)]
    return [reserve(*({"status": end} for end in ends))]


# -- one prospect ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("attempts", "made", "value"),
    [
        (0, 0, 0.0),
        (1, 0, 40.0),
        (2, 0, 100 * (1 - 0.6 * 0.8)),  # 0.4, then 0.4 × 0.5
        (3, 0, 100 * (1 - 0.6 * 0.8 * 0.9)),
        (1, 1, 20.0),
        (2, 1, 100 * (1 - 0.8 * 0.9)),
    ],
)
def test_an_expected_value_adds_the_attempts_up(attempts: int, made: int, value: float) -> None:
    assert expected_value(100, 0.4, attempts, 0.5, made) == pytest.approx(value)


def test_no_attempt_was_made_unless_it_is_said() -> None:
    assert expected_value(100, 0.4, 1, 0.5) == expected_value(100, 0.4, 1, 0.5, 0)


@CALM
@given(st.floats(0, 1e15), st.floats(0, 1), st.integers(0, 20), st.floats(0, 1), st.integers(0, 20))
def test_an_expected_value_lies_between_nothing_and_the_amount(
    amount: float, chance: float, attempts: int, decay: float, made: int
) -> None:
    value = expected_value(amount, chance, attempts, decay, made)
    assert 0 <= value <= amount
    assert value <= expected_value(amount, chance, attempts + 1, decay, made) or value == (
        pytest.approx(amount)
    )


@pytest.mark.parametrize(
    ("first", "today", "made", "fitting"),
    [
        (None, "10-25", 0, 3),  # at most three
        (None, "11-10", 0, 3),  # 14 days left, 5 apart
        (None, "11-16", 0, 2),  # 10 left
        (None, "11-13", 0, 3),  # 11 left
        (None, "11-23", 0, 1),  # 5 left
        (None, "11-20", 0, 2),  # 6 left
        (None, "11-27", 0, 1),
        (None, "11-30", 0, 0),
        (None, "12-05", 0, 0),
        ("11-24", "11-10", 0, 1),  # 5 from there
        ("11-23", "11-10", 0, 2),
        ("11-22", "11-10", 0, 2),  # a Sunday: from Monday
        ("11-30", "11-10", 0, 1),
        ("12-01", "11-10", 0, 0),
        ("11-03", "11-10", 0, 3),  # overdue: from tomorrow
        (None, "11-10", 1, 2),
        (None, "11-10", 3, 0),
        (None, "11-10", 9, 0),
    ],
)
def test_attempts_that_still_fit(first: str | None, today: str, made: int, fitting: int) -> None:
    first_day = day(first) if first else None
    assert attempts_left(first_day, day(today), DAYS, made, PLAYED) == fitting


def test_attempts_on_following_days() -> None:
    daily = PLAYED.model_copy(update={"gap": 1, "attempts": 9})
    assert attempts_left(None, day("11-24"), DAYS, 0, daily) == 4
    hourly = PLAYED.model_copy(update={"gap": 0, "attempts": 9})
    assert attempts_left(None, day("11-24"), DAYS, 0, hourly) == 4


# -- the reserve ----------------------------------------------------------------------------------


def test_the_reserve_of_each_indicator_stands_against_what_is_left_of_it() -> None:
    linked = reserve_desk(
        reserve(
            KNOWN,
            {**KNOWN, "amount": 40, "chance": 0.1, "attempts": 2},
            {**KNOWN, "amount": None},
            {**KNOWN, "status": "won"},
            {**KNOWN, "flag": "do_not_contact"},
            {"indicator": PIECES, "amount": 2, "chance": 0.5, "next_contact": "11-30"},
        )
    )
    desk = sheet(
        targets=[(SALES, 229), (PIECES, 4)], actuals=[("11-03", SALES, 29)], prospects=linked
    )
    sales, pieces = covers(desk, standings(desk))
    first = 100 * WAN * (1 - 0.5 * 0.65 * 0.755)
    second = 40 * WAN * 0.1 * 0.49
    assert (sales.prospects, sales.face) == (3, 140 * WAN)
    assert sales.expected == pytest.approx(first + second)
    assert sales.coverage == pytest.approx((first + second) / (200 * WAN))
    assert sales.face_ratio == pytest.approx(0.7)
    assert (pieces.prospects, pieces.face, pieces.expected) == (1, 2, 1.0)
    assert (pieces.coverage, pieces.face_ratio) == (0.25, 0.5)


def test_a_blank_chance_is_that_of_the_cell() -> None:
    cell = reserve_pack().cells["r3w3"].chance
    linked = reserve_desk(
        reserve({"amount": 10, "relationship": 3, "willingness": 3, "next_contact": "11-30"})
    )
    desk = sheet(targets=[(SALES, 100)], prospects=linked)
    assert covers(desk, standings(desk))[0].expected == pytest.approx(10 * WAN * cell)


def test_where_nothing_is_left_there_is_nothing_to_cover() -> None:
    linked = reserve_desk(reserve(KNOWN))
    done = [("11-03", SALES, 100)]
    desk = sheet(targets=[(SALES, 100)], actuals=done, prospects=linked)
    (cover,) = covers(desk, standings(desk))
    assert (cover.coverage, cover.face_ratio, cover.prospects) == (None, None, 1)


def test_without_the_linked_chapter_there_is_no_reserve() -> None:
    desk = sheet(targets=[(SALES, 100)])
    (cover,) = covers(desk, standings(desk))
    assert (cover.prospects, cover.face, cover.expected) == (0, 0, 0)
    assert (cover.coverage, cover.face_ratio) == (0, 0)
    assert closing_rate(desk) == ClosingRate(0, 0, enough=False)


def test_the_table_of_the_reserve() -> None:
    linked = reserve_desk(reserve({**KNOWN, "next_contact": "11-30"}))
    desk = sheet(targets=[(SALES, 100), (PIECES, 4)], prospects=linked)
    frame = coverage(desk)
    assert list(frame.columns) == [
        "indicator", "prospects", "face", "expected", "left", "coverage", "face_ratio", "needed",
    ]  # fmt: skip
    assert [tuple(row) for row in frame.itertuples(index=False)] == [
        (SALES, 1, 100 * WAN, 50 * WAN, 100 * WAN, 0.5, 1.0, 3.0),
        (PIECES, 0, 0, 0.0, 4, 0.0, 0.0, 3.0),
    ]
    assert list(coverage(sheet()).columns) == list(frame.columns)
    assert coverage(sheet()).empty


# -- the manager's own closing rate ---------------------------------------------------------------


def test_the_own_rate_is_won_of_all_that_stood_in_earlier_reserves() -> None:
    linked = reserve_desk(reserve(KNOWN), earlier=[*months(2, 3), *months(2, 3)])
    desk = sheet(prospects=linked)
    own = closing_rate(desk)
    assert own == ClosingRate(4, 10, enough=True)
    assert (own.rate, own.needed) == (0.4, 2.5)
    assert needed_face(desk) == 2.5


def test_too_few_prospects_give_no_rate() -> None:
    desk = sheet(prospects=reserve_desk(reserve(), earlier=months(4, 5)))
    own = closing_rate(desk)
    assert own == ClosingRate(4, 9, enough=False)
    assert (own.rate, own.needed) == (None, None)
    assert needed_face(desk) == 3


def test_where_none_was_won_the_rule_of_thumb_stays() -> None:
    desk = sheet(prospects=reserve_desk(reserve(), earlier=months(0, 12)))
    assert closing_rate(desk).rate is None
    assert closing_rate(desk).needed is None
    assert needed_face(desk) == 3


def test_without_the_rule_no_face_value_is_asked_for() -> None:
    assert math.isnan(needed_face(sheet(pack=without("reserve_thin"))))
