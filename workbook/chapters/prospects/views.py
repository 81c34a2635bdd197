"""The nine-grid, the contact list, and the approach to each cell.

Tables hold keys and raw numbers; their words are looked up where they are shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from workbook import rendering
from workbook.chapters.prospects.pack import Cell
from workbook.chapters.prospects.records import Prospect
from workbook.chapters.prospects.rules import (
    cell_of,
    chance_of,
    due_list,
    evidence,
    expected_amount,
    first_sentence,
    follow_up,
    kept_off,
    left_over,
    matter_of,
    open_prospects,
    suggested_relationship,
    who,
)
from workbook.chapters.prospects.rules.contact_flags import ReserveDesk
from workbook.chapters.prospects.rules.grid import CELLS, levels_of
from workbook.chapters.shared import context as desks
from workbook.chapters.shared.frames import frame
from workbook.domain.bank import Unit
from workbook.domain.templates import approval_of

Row = dict[str, Any]  # column → cell

TOP_DOWN = tuple(sorted(CELLS, key=lambda cell: (-levels_of(cell)[0], levels_of(cell)[1])))
GRID = (
    "cell", "relationship", "willingness", "customers", "amount", "expected", "pieces",
    "expected_pieces", "listed",
)  # fmt: skip
PROSPECTS = (
    "customer", "indicator", "product", "amount", "cell", "chance", "next_contact", "status",
    "attempts", "last_contact", "age", "flag", "experienced", "talked",
)  # fmt: skip
DUE = (
    "customer", "indicator", "amount", "cell", "reason", "days", "next_contact",
    "first_sentence", "heed", "approval",
)  # fmt: skip
FOLLOW_UP = ("customer", "cell", "matter", "number", "day", "does", "mark")
APPROACH = (
    "cell", "relationship", "willingness", "evidence", "goal", "first_sentence", "question",
    "offer", "avoid", "stop", "moves", "mark", "contacts_a_month", "chance", "channel", "licence",
    "approval", "expires",
)  # fmt: skip
POINTS = (
    "customer", "products_held", "deposits", "performance", "contact_months", "purchase_months",
    "mood", "asks_first", "claimed", "suggested",
)  # fmt: skip
ROLLOVER = (
    "month", "customer", "indicator", "product", "amount", "relationship", "willingness",
    "attempts", "last_contact", "next_contact",
)  # fmt: skip


# -- tables ---------------------------------------------------------------------------------------


def grid_table(desk: ReserveDesk) -> pd.DataFrame:
    """Each of the nine cells with its open prospects; money in fen, pieces apart."""
    placed = _by_cell(desk)
    return frame(GRID, [_grid_row(desk, cell, placed[cell]) for cell in TOP_DOWN])


def _by_cell(desk: ReserveDesk) -> dict[Cell | None, list[Prospect]]:
    found: dict[Cell | None, list[Prospect]] = defaultdict(list)
    for one in open_prospects(desk):
        found[cell_of(one)].append(one)
    return found


def _grid_row(desk: ReserveDesk, cell: Cell, placed: Sequence[Prospect]) -> Row:
    relationship, willingness = levels_of(cell)
    customers = tuple(dict.fromkeys(one.customer for one in placed))
    money = [one for one in placed if one.indicator not in desk.bank.counted]
    counted = [one for one in placed if one.indicator in desk.bank.counted]
    return {
        "cell": cell,
        "relationship": relationship,
        "willingness": willingness,
        "customers": len(customers),
        "amount": sum(one.amount or 0 for one in money),
        "expected": sum(expected_amount(one, desk.pack) for one in money),
        "pieces": sum(one.amount or 0 for one in counted),
        "expected_pieces": sum(expected_amount(one, desk.pack) for one in counted),
        "listed": customers,
    }


def prospects_table(desk: ReserveDesk) -> pd.DataFrame:
    """Every row of the reserve, whatever its status, with its cell and its chance."""
    rows = [
        {**dict(one), "cell": cell_of(one), "chance": chance_of(one, desk.pack)}
        for one in desk.record.prospects
    ]
    return frame(PROSPECTS, rows)


def due_table(desk: ReserveDesk) -> pd.DataFrame:
    """The customers to contact now, with the first sentence. Source: A1 "The week", A5, G."""
    rows = [
        {
            **dict(one.prospect),
            **_script(desk, one.prospect),
            **_views_first(desk, one.prospect),
            **_heeded(desk, one.prospect),
            "reason": one.reason,
            "days": one.days or None,
        }
        for one in due_list(desk)
    ]
    return frame(DUE, rows)


def _script(desk: ReserveDesk, prospect: Prospect) -> Row:
    """The cell, and its first sentence for what the contact is about."""
    cell = cell_of(prospect)
    if cell is None:
        return {"cell": None, "first_sentence": None, "approval": None}
    approval = approval_of(desk.pack.cells[cell], desk.today)
    said = first_sentence(prospect, desk.pack) or None
    return {"cell": cell, "first_sentence": said, "approval": approval if said else None}


def _views_first(desk: ReserveDesk, prospect: Prospect) -> Row:
    """With an experienced customer talk of market views, in any cell. Source: S0, A5."""
    return {"first_sentence": desk.pack.experienced.title} if prospect.experienced else {}


def _heeded(desk: ReserveDesk, prospect: Prospect) -> Row:
    """The cautions, without a first sentence for a channel that the customer does not allow."""
    people, cell, customer = who(desk), cell_of(prospect), prospect.customer
    heed = {"heed": people.heed(customer)}
    if cell is None or people.may(customer, desk.pack.cells[cell].channel):
        return heed
    return {**heed, "first_sentence": people.instead(customer)}


def approach_table(desk: ReserveDesk) -> pd.DataFrame:
    """The approach to the customers of each cell, and whether its script may be used today."""
    rows = []
    for cell in TOP_DOWN:
        relationship, willingness = levels_of(cell)
        levels = {"relationship": relationship, "willingness": willingness}
        approach = desk.pack.cells[cell]
        approval = approval_of(approach, desk.today)
        rows.append({**dict(approach), **levels, "cell": cell, "approval": approval})
    return frame(APPROACH, rows)


def follow_up_table(desk: ReserveDesk) -> pd.DataFrame:
    """The dated steps of following up, prospect by prospect. Source: S0, A5."""
    rows = [
        {
            "customer": one.prospect.customer,
            "cell": one.cell,
            "matter": matter_of(one.prospect, desk.pack),
            "number": one.number,
            "day": one.day,
            "does": one.step.does,
            "mark": one.step.mark,
        }
        for one in follow_up(desk)
    ]
    return frame(FOLLOW_UP, rows)


def points_table(desk: ReserveDesk) -> pd.DataFrame:
    """For each open prospect the level that each critical point supports, and their result."""
    rows = [
        {
            **evidence(one, desk.pack),
            "customer": one.customer,
            "asks_first": one.asks_first,
            "claimed": one.relationship,
            "suggested": suggested_relationship(one, desk.pack),
        }
        for one in open_prospects(desk)
    ]
    return frame(POINTS, rows)


def rollover_table(desk: ReserveDesk) -> pd.DataFrame:
    """The prospects left open by the month before that this month lacks."""
    rows = [{**dict(one), "month": str(month)} for month, one in left_over(desk)]
    return frame(ROLLOVER, rows)


# -- the figure -----------------------------------------------------------------------------------


def grid_figure(desk: ReserveDesk) -> Figure:
    """The nine-grid as a figure: relationship upwards, willingness to the right, darker for more.

    The shade is the expected amount of money; where there is none, the number of customers.
    """
    labels, placed = desk.pack.figures["grid"].labels, _by_cell(desk)
    figure, (axes,) = rendering.axes(height=5.0)
    if not placed:
        rendering.note(axes, labels["empty"])
        return figure
    rows = [_grid_row(desk, cell, placed[cell]) for cell in TOP_DOWN]
    shown_by = "expected" if any(row["expected"] for row in rows) else "customers"
    heaviest = max(row[shown_by] for row in rows) or 1
    for row in rows:
        name = desk.pack.cells[row["cell"]].label
        _draw_cell(axes, row, row[shown_by] / heaviest, name, _words_of(desk, row))
    _name_axes(axes, desk)
    nowhere = len({one.customer for one in placed[None]})
    axes.set_title(rendering.plain(labels["unplaced"].format(n=nowhere)) if nowhere else "")
    return figure


def _words_of(desk: ReserveDesk, row: Row) -> list[str]:
    """The text of a cell: customers, amount, pieces, expected amount."""
    labels, unit = desk.pack.figures["grid"].labels, desk.bank.money
    said = {
        "customers": labels["customers"].format(n=row["customers"]),
        "amount": labels["amount"].format(amount=_money(row["amount"], unit)),
        "pieces": labels["pieces"].format(n=row["pieces"]),
        "expected": labels["expected"].format(amount=_money(row["expected"], unit)),
    }
    return [text for name, text in said.items() if row[name]]


def _money(fen: float, unit: Unit) -> str:
    return f"{fen / 100 / unit.yuan:,.{unit.decimals}f} {unit.label}"


def _draw_cell(axes: Axes, row: Row, weight: float, name: str, words: Sequence[str]) -> None:
    left, bottom = row["willingness"] - 1, row["relationship"] - 1
    axes.add_patch(
        Rectangle(
            (left, bottom), 1, 1, facecolor=_shade(weight), linewidth=2,
            edgecolor=rendering.COLOURS["paper"],
        )
    )  # fmt: skip
    axes.text(
        left + 0.04, bottom + 0.94, rendering.plain(name), ha="left", va="top",
        color=rendering.COLOURS["muted"], fontsize=9,
    )  # fmt: skip
    axes.text(
        left + 0.5, bottom + 0.45, rendering.plain("\n".join(words)), ha="center", va="center",
        color=rendering.COLOURS["target"], fontsize=10, linespacing=1.5,
    )  # fmt: skip


def _shade(weight: float) -> tuple[float, ...]:
    """From the colour of an empty cell to one on which dark text is still readable."""
    empty, full = to_rgb(rendering.COLOURS["grid"]), to_rgb(rendering.COLOURS["band"])
    lightest = [(1 + one) / 2 for one in empty]
    return tuple(low + (high - low) * weight for low, high in zip(lightest, full, strict=True))


def _name_axes(axes: Axes, desk: ReserveDesk) -> None:
    """The levels along the two axes, and the names of the axes."""
    labels, pack = desk.pack.figures["grid"].labels, desk.pack
    axes.set_xlim(0, 3)
    axes.set_ylim(0, 3)
    middles = [level - 0.5 for level in (1, 2, 3)]
    axes.set_xticks(middles, [rendering.plain(one.label) for one in pack.willingness.values()])
    axes.set_yticks(
        middles,
        [rendering.plain(one.label) for one in pack.relationships.values()],
        rotation=90,
        va="center",
    )
    axes.set_xlabel(rendering.plain(f"{labels['willingness']} →"))
    axes.set_ylabel(rendering.plain(f"{labels['relationship']} →"))
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)


tables: Mapping[str, Callable[[Any], pd.DataFrame]] = {
    "grid": grid_table,
    "prospects": prospects_table,
    "due": due_table,
    "follow_up": follow_up_table,
    "approach": approach_table,
    "points": points_table,
    "rollover": rollover_table,
}
in_use: Mapping[str, Callable[[Any], Collection[str]]] = {
    "approach": lambda desk: {cell for due in due_list(desk) if (cell := cell_of(due.prospect))},
}
left_out: Mapping[str, Callable[[Any], Mapping[str, int]]] = dict.fromkeys(
    ("grid", "due", "follow_up", "points"), kept_off
)
figures: Mapping[str, Callable[[Any], Figure]] = {"grid": grid_figure}
sheets: Mapping[str, Callable[[Any], tuple[desks.Handout, ...]]] = {}
