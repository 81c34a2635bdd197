from __future__ import annotations

import itertools
import math
import tracemalloc
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.chapters.pacing.pack import Simulation
from workbook.chapters.pacing.rules import pressure
from workbook.chapters.pacing.rules.contacts import Attempted
from workbook.chapters.pacing.rules.months import (
    Goal,
    Outcome,
    percentiles,
    pressure_along,
    simulate,
)

DAYS = 10


def assumed(**changes: float) -> Simulation:
    numbers = {
        "runs": 20_000, "seed": 7, "attempts": 3, "gap": 2, "decay": 0.7, "daily_contacts": 8,
    }  # fmt: skip
    return Simulation.model_validate({**numbers, **changes})


def played(
    prospects: Sequence[Attempted],
    contacts: Sequence[Sequence[int]],
    target: int,
    done: int = 0,
    early: int = 0,
    **changes: float,
) -> Outcome:
    days = np.array(contacts, dtype=np.int64).reshape(len(prospects), 3)
    return simulate(tuple(prospects), days, Goal(target, done), DAYS, early, assumed(**changes))


def exact(
    prospects: Sequence[Attempted], contacts: Sequence[Sequence[int]], target: int, day: int
) -> tuple[float, float]:
    """(P(total by ``day`` ≥ target), mean of that total), by going through all that can happen."""
    ways = [list(_ways(one, row, day)) for one, row in zip(prospects, contacts, strict=True)]
    reached = mean = 0.0
    for happened in itertools.product(*ways):
        chance = math.prod(chance for chance, _ in happened)
        total = sum(amount for _, amount in happened)
        reached += chance * (total >= target)
        mean += chance * total
    return reached, mean


def _ways(one: Attempted, row: Sequence[int], day: int) -> list[tuple[float, int]]:
    missed = math.prod(
        1 - one.chance * 0.7 ** (one.made + at) for at, when in enumerate(row) if when <= day
    )
    return [(missed, 0), (1 - missed, one.amount)]


SURE, HALF = Attempted("sales", 100, 1.0), Attempted("sales", 100, 0.5)


def test_who_is_sure_to_close_does_so_on_the_first_contact() -> None:
    one = played([SURE], [[3, 5, 7]], 100, runs=50)
    path = [0.0] * 3 + [100.0] * 7
    assert one.probability == 1.0
    for curve in (one.p10, one.p50, one.p90, one.mean):
        assert curve.tolist() == path


def test_who_is_never_contacted_never_closes() -> None:
    one = played([SURE, SURE], [[4, 10, 10], [10, 10, 10]], 101, runs=50)
    assert one.probability == 0.0
    assert one.mean.tolist() == [0.0] * 4 + [100.0] * 6


def test_a_later_attempt_takes_over_without_counting_twice() -> None:
    sure_later = Attempted("sales", 100, 0.6, made=1)
    one = played([sure_later], [[0, 2, 4]], 100)
    for day in range(DAYS):
        reached, mean = exact([sure_later], [[0, 2, 4]], 100, day)
        assert one.mean[day] == pytest.approx(mean, abs=100 * 4 * 0.5 / math.sqrt(20_000))
    assert one.probability == pytest.approx(reached, abs=4 * 0.5 / math.sqrt(20_000))
    assert one.mean[-1] == pytest.approx(100 * one.probability)


TWO = (Attempted("sales", 100, 0.3), Attempted("sales", 70, 0.2, made=1))
FOUR = (*TWO, Attempted("sales", 40, 0.55), Attempted("sales", 10, 0.05))
ROWS = [[0, 3, 6], [1, 4, 10], [2, 10, 10], [5, 7, 9]]


@pytest.mark.parametrize("target", [1, 71, 100, 110, 150, 170, 171, 220])
def test_the_chance_is_that_of_all_that_can_happen(target: int) -> None:
    reached, mean = exact(FOUR, ROWS, target, DAYS - 1)
    one = played(FOUR, ROWS, target)
    four_sigma = 4 * math.sqrt(max(reached * (1 - reached), 1e-4) / 20_000)
    assert one.probability == pytest.approx(reached, abs=four_sigma)
    assert one.mean[-1] == pytest.approx(mean, rel=0.02)


def test_two_prospects_by_hand() -> None:
    # 100 closes within three attempts: 1 − 0.7 × 0.79 × 0.853 = 0.5283; 70 within two attempts
    # after one made: 1 − 0.86 × 0.902 = 0.2243; both: 0.1185.
    one = played(TWO, ROWS[:2], 170)
    assert one.probability == pytest.approx(0.1185, abs=0.009)


def test_the_chance_comes_closer_the_more_months_are_played() -> None:
    reached, _ = exact(FOUR, ROWS, 110, DAYS - 1)
    far, near = (
        np.mean([abs(played(FOUR, ROWS, 110, runs=runs, seed=seed).probability - reached)
                 for seed in range(12)])
        for runs in (100, 10_000)
    )  # fmt: skip
    assert near < far / 3


@given(
    st.lists(
        st.tuples(
            st.integers(1, 1000), st.sampled_from([0.0, 0.1, 0.5, 1.0]), st.integers(0, 2),
            st.lists(st.integers(0, DAYS), min_size=3, max_size=3, unique=True).map(sorted),
        ),
        max_size=4,
    ),
    st.integers(1, 3000),
)  # fmt: skip
def test_any_months_agree_with_all_that_can_happen(
    given_: list[tuple[int, float, int, list[int]]], target: int
) -> None:
    prospects = [Attempted("sales", amount, chance, made) for amount, chance, made, _ in given_]
    contacts = [row for *_, row in given_]
    one = played(prospects, contacts, target, runs=2_000)
    reached, mean = exact(prospects, contacts, target, DAYS - 1)
    assert one.probability == pytest.approx(reached, abs=0.06)
    spread = sum(prospect.amount for prospect in prospects)
    assert one.mean[-1] == pytest.approx(mean, abs=0.06 * spread + 1e-9)


def test_what_is_done_counts_from_the_first_day() -> None:
    one = played([HALF], [[5, 10, 10]], 130, done=30)
    assert one.mean[0] == one.p10[0] == 30
    assert one.probability == pytest.approx(0.5, abs=0.02)
    assert played([HALF], [[5, 10, 10]], 131, done=30).probability == 0.0


@pytest.mark.parametrize(("done", "chance"), [(99, 0.0), (100, 1.0), (101, 1.0), (-5, 0.0)])
def test_without_prospects_the_target_is_reached_or_it_is_not(done: int, chance: float) -> None:
    one = played([], [], 100, done=done, runs=10)
    assert one.probability == chance
    assert one.p50.tolist() == [done] * DAYS
    assert one.contacts == 0


def test_every_schedule_meets_the_same_luck() -> None:
    early, late = played(FOUR, ROWS, 110), played(FOUR, [[7, 8, 9], *ROWS[1:]], 110)
    assert early.probability == late.probability
    assert early.p90[-1] == late.p90[-1]
    assert early.mean[3] > late.mean[3]


def test_the_luck_of_one_does_not_depend_on_who_else_is_contacted() -> None:
    nobody = [DAYS] * 3
    beside = played([SURE, HALF], [[0, 1, 2], [0, 1, 2]], 200)
    only = played([SURE, HALF], [nobody, [0, 1, 2]], 100)
    assert beside.probability == only.probability


def test_prospects_do_not_share_their_luck() -> None:
    twins = [HALF, HALF]
    one = played(twins, [[0, 10, 10]] * 2, 200)
    assert one.probability == pytest.approx(0.25, abs=0.02)


def test_the_pieces_in_which_it_is_worked_out_do_not_show() -> None:
    days = np.array(ROWS)
    whole, *parts = (
        simulate(FOUR, days, Goal(110), DAYS, 2, assumed(runs=999), cells)
        for cells in (10**9, 1, 999, 2_000, 1_500)
    )
    for part in parts:
        assert part.probability == whole.probability
        for name in ("p10", "p50", "p90", "mean", "pressure"):
            assert np.array_equal(getattr(part, name), getattr(whole, name))


def test_the_same_seed_gives_the_same_months_and_another_others() -> None:
    one, again, other = (played(FOUR, ROWS, 110, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(one.mean, again.mean)
    assert not np.array_equal(one.mean, other.mean)


def test_thousands_of_prospects_fit_into_bounded_memory() -> None:
    many = tuple(Attempted("sales", 100 + at, 0.2) for at in range(1_500))
    contacts = np.full((1_500, 3), DAYS, dtype=np.int64)
    contacts[:, 0] = np.arange(1_500) % DAYS
    tracemalloc.start()
    one = simulate(many, contacts, Goal(10**6), DAYS, 0, assumed(runs=10_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 25 * 10**6  # all at once would take 120 million bytes
    assert one.mean[-1] == pytest.approx(0.2 * sum(each.amount for each in many), rel=0.01)


def test_contacts_are_counted_and_those_before_the_month_apart() -> None:
    one = played(FOUR, ROWS, 110, early=3, runs=10)
    assert (one.contacts, one.early_contacts) == (9, 3)


def test_percentiles_are_totals_that_occurred() -> None:
    totals = np.array(
        [[10, 9, 8, 7, 6, 5, 4, 3, 2, 1], [0, 0, 0, 0, 0, 0, 0, 0, 7, 7]], dtype=float
    )
    assert [row.tolist() for row in percentiles(totals)] == [[1, 0], [5, 0], [9, 7]]
    assert [row.tolist() for row in percentiles(totals[:, :1])] == [[10, 0]] * 3
    eleven = np.arange(1.0, 12.0)[None, :]
    assert [row.tolist() for row in percentiles(eleven)] == [[2], [6], [10]]


@pytest.mark.parametrize("target", [50, 100, 101])
def test_the_pressure_is_that_of_the_worksheet(target: int) -> None:
    one = played([SURE], [[4, 10, 10]], target, early=2, runs=10)
    done = [0, 0] + [100] * 6
    expected = [pressure(target, now, 7 - at, 8) for at, now in enumerate(done)]
    assert one.pressure.tolist() == pytest.approx(expected)


def test_the_pressure_after_the_last_day_is_endless_or_nothing() -> None:
    assert pressure_along(np.array([0.0, 99.0]), 100).tolist() == [2.0, math.inf]
    assert pressure_along(np.array([99.5]), 100).tolist() == [math.inf]
    assert pressure_along(np.array([0.0, 100.0]), 100).tolist() == [2.0, 0.0]
    assert pressure_along(np.array([-100.0, 150.0]), 100).tolist() == [4.0, 0.0]


def test_what_came_out_cannot_be_written_to() -> None:
    one = played(FOUR, ROWS, 110, runs=10)
    for name in ("p10", "p50", "p90", "mean", "pressure"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(one, name)[0] = 1
