from __future__ import annotations

import pytest

from workbook.chapters.battle_map.records import OwnMap
from workbook.chapters.battle_map.rules import rolled_over
from workbook.domain.calendar import Month

from .desks import OCTOBER, day, desk, maps

SEPTEMBER = Month(2026, 9)


def test_last_months_maps_are_offered_as_they_stood() -> None:
    before = maps({"hook": "<b>mine</b>", "goal_customers": 5})
    offered = rolled_over(desk(earlier=[(OCTOBER, before)]))
    assert offered == {"maps": before.maps}
    assert isinstance(offered["maps"][0], OwnMap)


def test_a_segment_that_this_month_has_is_not_offered() -> None:
    earlier = [(OCTOBER, maps({}, {}, {}))]
    offered = rolled_over(desk({"segment": "business"}, earlier=earlier))
    assert [one.segment for one in offered["maps"]] == ["elderly", "white_collar"]
    assert rolled_over(desk({}, {}, {}, earlier=earlier)) == {}


@pytest.mark.parametrize(
    ("by", "kept"), [("2026-11-10", None), ("2026-11-11", "11-11"), (None, None)]
)
def test_a_day_that_has_passed_is_dropped(by: str | None, kept: str | None) -> None:
    (offered,) = rolled_over(desk(earlier=[(OCTOBER, maps({"by": by}))]))["maps"]
    assert offered.by == (day(kept) if kept else None)
    assert offered.goal_customers == 2


def test_only_the_latest_earlier_month_counts() -> None:
    earlier = [(OCTOBER, maps({"segment": "youth"})), (SEPTEMBER, maps({"segment": "farmers"}))]
    assert [one.segment for one in rolled_over(desk(earlier=earlier))["maps"]] == ["youth"]
    assert rolled_over(desk(earlier=[(OCTOBER, maps()), *earlier])) == {}
    assert rolled_over(desk()) == {}
