from __future__ import annotations

import pytest

from workbook.chapters.prospects.rules import evidence, suggested_relationship
from workbook.chapters.prospects.rules.points import lacking

from .desks import pack, prospect

ASKS = pack().fields["prospects"].columns["asks_first"].label


@pytest.mark.parametrize(
    ("point", "value", "level"),
    [
        ("products_held", 0, 1),
        ("products_held", 1, 2),
        ("products_held", 9, 2),
        ("deposits", "9999元", 1),
        ("deposits", 1, 2),
        ("performance", "loss", 1),
        ("performance", "mixed", 1),
        ("performance", "well", 2),
        ("contact_months", 0, 3),
        ("contact_months", 1, 3),
        ("contact_months", 2, 2),
        ("contact_months", 3, 2),
        ("contact_months", 4, 1),
        ("purchase_months", 6, 3),
        ("purchase_months", 7, 2),
        ("purchase_months", 12, 2),
        ("purchase_months", 13, 1),
        ("mood", "warm", 2),
        ("mood", "upset", 1),
    ],
)
def test_a_point_speaks_for_a_level(point: str, value: object, level: int) -> None:
    seen = evidence(prospect(**{point: value}), pack())
    assert seen == {name: level if name == point else None for name in pack().points}


def test_a_count_can_speak_for_level_3_where_the_template_says_so() -> None:
    points = dict(pack().points)
    points["products_held"] = points["products_held"].model_copy(update={"level3": 4.0})
    strict = pack().model_copy(update={"points": points})
    levels = [evidence(prospect(products_held=n), strict)["products_held"] for n in (0, 3, 4)]
    assert levels == [1, 2, 3]


@pytest.mark.parametrize(
    ("points", "level"),
    [
        ({}, None),
        ({"products_held": 0}, 1),
        ({"products_held": 1}, 2),
        ({"contact_months": 1}, 2),  # level 3 takes asking first
        ({"products_held": 0, "contact_months": 1}, 1),  # of two, the lower
        ({"products_held": 0, "contact_months": 1, "mood": "warm"}, 2),
        ({"asks_first": True}, 3),
        ({"asks_first": True, "products_held": 1}, 3),
        ({"asks_first": True, "contact_months": 1, "purchase_months": 6}, 3),
        ({"asks_first": True, "products_held": 0}, 2),
    ],
)
def test_the_evidence_suggests_a_level(points: dict[str, object], level: int | None) -> None:
    assert suggested_relationship(prospect(**points), pack()) == level


@pytest.mark.parametrize(
    ("points", "level", "missing"),
    [
        ({}, 2, ()),
        ({}, 3, (ASKS,)),
        ({"asks_first": True}, 3, ()),
        ({"products_held": 0, "mood": "upset", "contact_months": 3}, 2, ("products_held", "mood")),
        ({"products_held": 1, "mood": "calm", "contact_months": 2}, 3, (ASKS, "contact_months")),
        ({"asks_first": True, "deposits": 0, "purchase_months": 6}, 3, ("deposits",)),
        ({"products_held": 0}, 1, ()),
    ],
)
def test_what_speaks_against_a_level_is_named(
    points: dict[str, object], level: int, missing: tuple[str, ...]
) -> None:
    assert lacking(prospect(**points), pack(), level) == missing
