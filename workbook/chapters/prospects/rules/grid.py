"""The nine-grid: a prospect's cell, and its chance. Source: S0, A5."""

from __future__ import annotations

from typing import get_args

from workbook.chapters.prospects.pack import Cell, Pack
from workbook.chapters.prospects.records import Prospect

CELLS: tuple[Cell, ...] = get_args(Cell)


def levels_of(cell: Cell) -> tuple[int, int]:
    """(relationship, willingness) of a cell: ``r2w1`` is (2, 1)."""
    return int(cell[1]), int(cell[3])


def cell_of(prospect: Prospect) -> Cell | None:
    """The cell of a prospect; None while one of its two levels is not filled in."""
    levels = (prospect.relationship, prospect.willingness)
    return next((cell for cell in CELLS if levels_of(cell) == levels), None)


def chance_of(prospect: Prospect, pack: Pack) -> float:
    """The chance of closing at the next attempt.

    The manager's own, else the default of the prospect's cell. Where a level is missing: the lowest
    default of the cells that are still possible, so that nobody gains by leaving it blank. Source:
    methodology A5; the lowest one: ours.
    """
    if prospect.chance is not None:
        return prospect.chance
    return min(pack.cells[cell].chance for cell in CELLS if _may_stand_in(prospect, cell))


def _may_stand_in(prospect: Prospect, cell: Cell) -> bool:
    relationship, willingness = levels_of(cell)
    return prospect.relationship in (None, relationship) and prospect.willingness in (
        None,
        willingness,
    )


def expected_amount(prospect: Prospect, pack: Pack) -> float:
    """Amount × chance at the next attempt, in fen or pieces; 0 while there is no amount."""
    return (prospect.amount or 0) * chance_of(prospect, pack)
