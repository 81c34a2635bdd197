from __future__ import annotations

from typing import Any

import pytest

from workbook.chapters.journey.pack import STAGES
from workbook.chapters.journey.rules import completeness

from .desks import desk, low, point, sound, without
from .test_contact import care, holders

STEP = {"stage": "stable", "what": "call", "owner": "Lin", "mark": "a date"}


def test_an_empty_page_and_a_full_one() -> None:
    assert completeness(desk()) == 0
    assert completeness(sound()) == 1


@pytest.mark.parametrize(
    ("given", "share"),
    [
        ({"touchpoints": [low()]}, (0.2 + 1) / 4),
        ({"touchpoints": [point(stage=stage) for stage in STAGES]}, 1 / 4),
        ({"touchpoints": [low(owner="")]}, 0.2 / 4),
        ({"touchpoints": [low(by=None)]}, 0.2 / 4),
        ({"touchpoints": [low(owner=""), low(by=None), point()]}, 0.2 / 4),
        ({"steps": [STEP]}, 1 / 12),
        ({"steps": [STEP, {**STEP, "owner": ""}, {**STEP, "mark": ""}]}, 1 / 12),
        ({"steps": [STEP] * 4}, 1 / 4),
        ({"try_customer": "A1"}, 0),
        ({"try_by": "2026-11-13"}, 0),
        ({"tried": "she named the month"}, 1 / 4),
        ({"try_customer": "A1", "try_by": "2026-11-13"}, 1 / 4),
        ({"try_customer": "A1", "tried": "she asked for the dates"}, 1 / 4),
        ({"tried": "she asked for the dates"}, 1 / 4),
    ],
)
def test_each_part_counts_alike(given: dict[str, Any], share: float) -> None:
    assert completeness(desk(**given)) == pytest.approx(share)


def test_where_there_is_a_queue_it_has_to_be_worked() -> None:
    imported = holders("A1")
    assert completeness(sound(book=imported)) == pytest.approx(4 / 5)
    assert completeness(sound("11-05", book=imported)) == 1
    assert completeness(sound("11-06", book=imported)) == pytest.approx(4 / 5)
    assert completeness(sound(book=imported, cares=[care(day="2026-11-05")])) == 1
    assert completeness(sound(book=imported, cares=[care(day="2026-11-04")])) == pytest.approx(0.8)
    assert completeness(sound(book=imported, template=without("queue_not_worked"))) == 1
