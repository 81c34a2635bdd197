from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from workbook.chapters.pacing.pack import Simulation
from workbook.chapters.pacing.rules.contacts import Attempted, schedules

NEVER = 99


def assumed(**changes: float) -> Simulation:
    numbers = {
        "runs": 10, "seed": 1, "attempts": 3, "gap": 5, "decay": 0.7, "daily_contacts": 8,
    }  # fmt: skip
    return Simulation.model_validate({**numbers, **changes})


def placed(
    prospects: list[Attempted], shares: tuple[float, ...], **changes: float
) -> list[list[int]]:
    """The days of each prospect's attempts in one schedule; NEVER where none is made."""
    (contacts,) = schedules(tuple(prospects), {"one": shares}, assumed(**changes)).values()
    return [[NEVER if day == len(shares) else int(day) for day in row] for row in contacts]


A = Attempted("sales", 100, 0.5)
B = Attempted("sales", 60, 0.5)


def test_the_most_valuable_attempt_comes_first_each_day() -> None:
    # Day 0: A 50, B 30. Day 1: A's second 100 × 0.5 × 0.7 × (1 − 0.5) = 17.5, B 30.
    # Day 2: A 17.5, B's second 10.5. Day 3: A's third 100 × 0.245 × 0.5 × 0.65 = 7.96, B 10.5.
    assert placed([A, B], (1.0,) * 6, gap=1, daily_contacts=1) == [[0, 2, 4], [1, 3, 5]]


def test_without_the_chance_of_being_closed_the_order_would_be_another() -> None:
    sure = Attempted("sales", 100, 0.95)  # its second: 100 × 0.665 × 0.05 = 3.3
    assert placed([sure, B], (1.0,) * 3, gap=1, daily_contacts=1, attempts=2) == [
        [0, NEVER],
        [1, 2],
    ]


def test_attempts_made_already_lower_the_worth_and_the_number_of_attempts() -> None:
    made = Attempted("sales", 100, 0.5, made=2)  # worth 100 × 0.5 × 0.49 = 24.5 < 30
    assert placed([made, B], (1.0,) * 4, gap=1, daily_contacts=1) == [
        [1, NEVER, NEVER],
        [0, 2, 3],
    ]
    assert placed([Attempted("sales", 100, 0.5, made=4)], (1.0,) * 4) == [[NEVER] * 3]


def test_of_equal_prospects_the_earlier_in_the_list_comes_first() -> None:
    assert placed([B, B, B], (1.0,) * 3, daily_contacts=1, attempts=1) == [[0], [1], [2]]


def test_attempts_keep_their_distance_and_none_comes_after_the_last_day() -> None:
    assert placed([A], (1.0,) * 10) == [[1, 6, NEVER]]
    assert placed([A], (1.0,) + (0.0,) * 9) == [[0, 5, NEVER]]
    assert placed([A], (1.0,) + (0.0,) * 10) == [[0, 5, 10]]


def test_nobody_is_contacted_twice_on_a_day() -> None:
    assert placed([A], (1.0, 0.0, 0.0), gap=0) == [[0, 1, 2]]


def test_nobody_is_contacted_before_the_first_day() -> None:
    late = Attempted("sales", 100, 0.5, first=3)
    assert placed([late, B], (1.0, 0.0, 0.0, 0.0, 0.0), attempts=1) == [[3], [0]]
    beyond = Attempted("sales", 100, 0.5, first=5)
    assert placed([beyond], (1.0,) * 5) == [[NEVER] * 3]


def test_what_the_capacity_of_a_day_cannot_take_rolls_on() -> None:
    five = [Attempted("sales", amount, 0.5) for amount in (5, 4, 3, 2, 1)]
    assert placed(five, (1.0, 0.0, 0.0), attempts=1, daily_contacts=2) == [[0], [0], [1], [1], [2]]


def test_contacts_follow_the_shares() -> None:
    ten = [Attempted("sales", 10 - at, 0.5) for at in range(10)]
    rows = placed(ten, (0.2, 0.5, 0.3), attempts=1)
    assert [day for (day,) in rows] == [0, 0, 1, 1, 1, 1, 1, 2, 2, 2]
    assert rows == placed(ten, (2, 5, 3), attempts=1)


def test_a_half_contact_is_rounded_up() -> None:
    assert placed([A], (1.0, 1.0), attempts=1) == [[0]]
    assert placed([A], (0.49, 0.51), attempts=1) == [[1]]


def test_shares_that_are_all_zero_place_nothing() -> None:
    assert placed([A], (0.0, 0.0)) == [[NEVER] * 3]


def test_without_prospects_or_days_there_are_no_contacts() -> None:
    assert schedules((), {"one": (1.0,)}, assumed())["one"].shape == (0, 3)
    assert schedules((A,), {"one": ()}, assumed())["one"].tolist() == [[0, 0, 0]]


def test_every_schedule_makes_as_many_contacts_as_the_tightest_can_place() -> None:
    shares = {"late": (0.0,) * 8 + (1.0,) * 2, "whole": (1.0,) * 10}
    made = schedules((A, B), shares, assumed(gap=2))
    # In two days, two days apart, each of the two can be contacted once.
    assert {name: int((days < 10).sum()) for name, days in made.items()} == {"late": 2, "whole": 2}
    assert made["whole"].tolist() == [[2, 10, 10], [7, 10, 10]]


def test_pieces_and_money_compare_by_their_share_of_the_reserve() -> None:
    piece = Attempted("accounts", 1, 0.5)  # the whole reserve of its indicator
    money = [Attempted("sales", 10_000_000, 0.5), Attempted("sales", 2_000_000, 0.5)]
    rows = placed([*money, piece], (1.0, 0.0, 0.0), attempts=1, daily_contacts=1)
    assert rows == [[1], [2], [0]]


def test_each_indicator_has_its_own_number_of_contacts() -> None:
    sales = [Attempted("sales", 100, 0.5, first=2), Attempted("sales", 90, 0.5, first=2)]
    accounts = [Attempted("accounts", 1, 0.5)]
    shares = {"early": (1.0, 1.0, 0.0), "late": (0.0, 0.0, 1.0)}
    made = schedules((*accounts, *sales), shares, assumed(attempts=1, daily_contacts=1))
    # Late there is one day for three, and the account, a whole reserve, is worth most.
    assert made["late"].tolist() == [[2], [3], [3]]
    assert made["early"].tolist() == [[0], [3], [3]]


def test_a_flood_of_prospects_is_placed_as_far_as_the_days_go() -> None:
    many = tuple(Attempted("sales", 1 + at % 7, 0.1) for at in range(3_000))
    made = schedules(many, {"even": (1.0,) * 20, "front": (1.0,) * 5 + (0.0,) * 15}, assumed())
    assert {int((days < 20).sum()) for days in made.values()} == {160}


PROSPECTS = st.lists(
    st.builds(
        Attempted,
        indicator=st.sampled_from(["sales", "accounts"]),
        amount=st.integers(1, 10**12),
        chance=st.floats(0, 1),
        made=st.integers(0, 4),
        first=st.integers(0, 15),
    ),
    max_size=9,
).map(tuple)
SHARES = st.lists(st.floats(0, 1), min_size=12, max_size=12).map(tuple)


@given(
    PROSPECTS, SHARES, SHARES, st.integers(0, 4), st.integers(0, 5), st.integers(1, 4)
)  # fmt: skip
def test_any_schedules_are_fair_and_keep_the_rules(
    prospects: tuple[Attempted, ...],
    one: tuple[float, ...],
    other: tuple[float, ...],
    attempts: int,
    gap: int,
    capacity: int,
) -> None:
    assumptions = assumed(attempts=attempts, gap=gap, daily_contacts=capacity)
    made = schedules(prospects, {"one": one, "other": other, "even": (1.0,) * 12}, assumptions)
    group = np.array([prospect.indicator == "sales" for prospect in prospects], dtype=bool)
    counts = {
        (int((days[group] < 12).sum()), int((days[~group] < 12).sum())) for days in made.values()
    }
    assert len(counts) == 1
    for days in made.values():
        assert np.bincount(days[days < 12], minlength=12).max(initial=0) <= capacity
        for prospect, row in zip(prospects, days, strict=True):
            met = row[row < 12]
            assert row.tolist() == sorted(row)
            assert len(met) <= max(attempts - prospect.made, 0)
            assert (np.diff(met) >= max(gap, 1)).all()
            assert (met >= prospect.first).all()


@given(PROSPECTS, SHARES)
def test_no_schedule_runs_ahead_of_its_shares(
    prospects: tuple[Attempted, ...], shares: tuple[float, ...]
) -> None:
    days = schedules(prospects, {"one": shares}, assumed())["one"]
    for indicator in {prospect.indicator for prospect in prospects}:
        rows = [at for at, prospect in enumerate(prospects) if prospect.indicator == indicator]
        made = np.array([(days[rows] <= day).sum() for day in range(12)])
        running = np.cumsum(shares)
        left = sum(max(3 - prospects[row].made, 0) for row in rows)
        wanted = left * running / (running[-1] or 1)
        assert (made <= wanted + 0.5 + 1e-9).all()
