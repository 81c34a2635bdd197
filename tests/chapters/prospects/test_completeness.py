from __future__ import annotations

import pytest

from workbook.chapters.prospects.rules import completeness

from .desks import sheet


@pytest.mark.parametrize("name", ["amount", "relationship", "willingness", "next_contact"])
def test_a_blank_cell_is_a_quarter_of_its_row(name: str) -> None:
    assert completeness(sheet({name: None})) == 0.75
    assert completeness(sheet({name: None}, {})) == 0.875


def test_an_empty_reserve_is_not_begun() -> None:
    assert completeness(sheet()) == 0.0


def test_settled_prospects_need_nothing_more() -> None:
    blank = {"amount": None, "next_contact": None}
    assert completeness(sheet({**blank, "status": "lost"})) == 1.0
    assert completeness(sheet({**blank, "status": "lost"}, blank)) == 0.5
    assert completeness(sheet({})) == 1.0
