from __future__ import annotations

import pytest

from workbook.chapters.prospects.rules import cell_of, chance_of, expected_amount
from workbook.chapters.prospects.rules.grid import CELLS, levels_of
from workbook.domain.templates import approval_of

from .desks import ACCOUNTS, CHANCES, WAN, day, pack, prospect


def test_the_nine_cells_are_the_pairs_of_levels() -> None:
    pairs = [(relationship, willingness) for relationship in (1, 2, 3) for willingness in (1, 2, 3)]
    assert [levels_of(cell) for cell in CELLS] == pairs
    for relationship, willingness in pairs:
        one = prospect(relationship=relationship, willingness=willingness)
        assert cell_of(one) == f"r{relationship}w{willingness}"


@pytest.mark.parametrize("blank", ["relationship", "willingness"])
def test_without_both_levels_there_is_no_cell(blank: str) -> None:
    assert cell_of(prospect(**{blank: None})) is None


@pytest.mark.parametrize("cell", CHANCES)
def test_the_chance_is_the_default_of_the_cell(cell: str) -> None:
    one = prospect(relationship=int(cell[1]), willingness=int(cell[3]))
    assert chance_of(one, pack()) == CHANCES[cell]


@pytest.mark.parametrize("own", [0.0, 0.5, 1.0])
def test_the_managers_own_chance_comes_first(own: float) -> None:
    assert chance_of(prospect(chance=own), pack()) == own


@pytest.mark.parametrize(
    ("relationship", "willingness", "chance"),
    [(None, None, 0.01), (3, None, 0.05), (2, None, 0.03), (None, 3, 0.08), (None, 2, 0.04)],
)
def test_a_blank_level_gets_the_lowest_chance_that_is_possible(
    relationship: int | None, willingness: int | None, chance: float
) -> None:
    one = prospect(relationship=relationship, willingness=willingness)
    assert chance_of(one, pack()) == chance


def test_what_to_expect_is_amount_times_chance() -> None:
    assert expected_amount(prospect(amount=20, chance=0.25), pack()) == 5 * WAN
    assert expected_amount(prospect(indicator=ACCOUNTS, amount=4), pack()) == pytest.approx(0.36)
    assert expected_amount(prospect(amount=None), pack()) == 0


@pytest.mark.parametrize(
    ("approval", "expires", "state"),
    [
        ("approved", "2026-11-12", "approved"),
        ("approved", "2026-11-11", "approved"),
        ("approved", "2026-11-10", "rehearsal"),
        ("approved", "", "rehearsal"),
        ("rehearsal", "2026-11-12", "rehearsal"),
    ],
)
def test_a_script_is_approved_up_to_its_last_day(approval: str, expires: str, state: str) -> None:
    script = pack().cells["r2w2"].model_copy(update={"approval": approval, "expires": expires})
    assert approval_of(script, day("11-11")) == state
