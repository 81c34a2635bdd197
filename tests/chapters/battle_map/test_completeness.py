from __future__ import annotations

import pytest

from workbook.chapters.battle_map.rules import completeness

from .desks import desk, pack


def test_a_sound_page_is_complete() -> None:
    assert completeness(desk({})) == 1.0


def test_an_empty_page_is_not_begun() -> None:
    assert completeness(desk(tried={})) == 0.0
    assert completeness(desk()) == 0.25  # the try alone


@pytest.mark.parametrize("blank", [{"goal_customers": None}, {"by": None}])
def test_a_goal_needs_customers_and_a_day(blank: dict[str, object]) -> None:
    assert completeness(desk(blank)) == 0.75


@pytest.mark.parametrize("tried", [{"try_customer": "C1"}, {"try_by": "2026-11-13"}])
def test_a_try_needs_a_customer_and_a_day(tried: dict[str, object]) -> None:
    assert completeness(desk({}, tried=tried)) == 0.75
    assert completeness(desk({}, tried={**tried, "tried": "she asked for the dates"})) == 1.0


def test_own_blocks_count_up_to_as_many_as_the_template_asks_for() -> None:
    two = {"moves": ""}
    assert completeness(desk(two)) == pytest.approx(0.75 + 0.25 * 2 / 3)
    assert completeness(desk({**two, "needs": "", "scenes": ""})) == 0.75
    assert completeness(desk({"who": "a fourth one"})) == 1.0
    more = pack().model_copy(update={"least_changed": 6})
    assert completeness(desk({}, template=more)) == pytest.approx(0.875)


def test_the_first_map_counts() -> None:
    assert completeness(desk({}, {"goal_customers": None, "needs": ""})) == 1.0
    assert completeness(desk({"goal_customers": None}, {})) == 0.75
