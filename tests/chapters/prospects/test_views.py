from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from workbook import rendering
from workbook.chapters.prospects.rules.contact import ReserveDesk
from workbook.chapters.prospects.views import figures, tables

from .desks import ACCOUNTS, PREMIUM, WAN, day, pack, reserve, sheet
from .test_rollover import OCTOBER


def rows(desk: ReserveDesk, name: str) -> list[dict[str, object]]:
    records: list[dict[str, object]] = tables[name](desk).to_dict("records")
    return records


FULL = sheet(
    {}, {"amount": 1, "indicator": ACCOUNTS}, {"status": "lost"}, {"next_contact": "2026-11-09"},
    earlier=[(OCTOBER, reserve({"customer": "A1"}))],
)  # fmt: skip


@pytest.mark.parametrize("name", sorted(tables))
@pytest.mark.parametrize("desk", [FULL, sheet()], ids=["full", "empty"])
def test_each_table_has_the_columns_of_the_template(name: str, desk: ReserveDesk) -> None:
    table = tables[name](desk)
    assert list(table.columns) == list(pack().tables[name].columns)
    assert isinstance(table, pd.DataFrame)


def test_every_table_and_figure_of_the_template_is_there() -> None:
    assert set(tables) == set(pack().tables)
    assert set(figures) == set(pack().figures)


@pytest.mark.parametrize("name", ["prospects", "due", "points", "rollover"])
def test_tables_of_prospects_are_empty_without_them(name: str) -> None:
    assert rows(sheet(), name) == []


# -- the nine-grid --------------------------------------------------------------------------------


def test_the_grid_sums_each_cell_money_and_pieces_apart() -> None:
    desk = sheet(
        {"customer": "A1", "amount": 20},
        {"customer": "A1", "amount": 10, "indicator": PREMIUM, "chance": 0.5},
        {"customer": "A2", "amount": 3, "indicator": ACCOUNTS},
        {"customer": "A3", "amount": None},
        {"customer": "A4", "relationship": 3, "willingness": 1},
        {"customer": "A5", "status": "won"},
        {"customer": "A6", "flag": "leaving"},
        {"customer": "A7", "willingness": None},
    )
    grid = {row["cell"]: row for row in rows(desk, "grid")}
    middle = grid["r2w2"]
    assert middle["expected_pieces"] == pytest.approx(0.27)
    assert {**middle, "expected_pieces": 0} == {
        "cell": "r2w2", "relationship": 2, "willingness": 2, "customers": 3,
        "amount": 30 * WAN, "expected": pytest.approx(6.8 * WAN), "pieces": 3,
        "expected_pieces": 0, "listed": ("A1", "A2", "A3"),
    }  # fmt: skip
    assert grid["r3w1"]["listed"] == ("A4",)
    assert sum(row["customers"] for row in rows(desk, "grid")) == 4
    empty = {"customers": 0, "amount": 0, "expected": 0, "pieces": 0, "listed": ()}
    assert {name: grid["r1w1"][name] for name in empty} == empty


def test_the_grid_reads_from_trust_downwards() -> None:
    cells = [row["cell"] for row in rows(sheet(), "grid")]
    assert cells == [f"r{r}w{w}" for r in (3, 2, 1) for w in (1, 2, 3)]
    for row in rows(sheet(), "grid"):
        assert row["cell"] == f"r{row['relationship']}w{row['willingness']}"


# -- lists ----------------------------------------------------------------------------------------


def test_every_row_of_the_reserve_is_shown_with_its_cell_and_chance() -> None:
    desk = sheet(
        {"talked": "<b>hello</b>", "experienced": True, "last_contact": "2026-11-03"},
        {"status": "lost", "willingness": None, "chance": 0.4},
    )
    first, second = rows(desk, "prospects")
    assert (first["cell"], first["chance"], first["talked"]) == ("r2w2", 0.09, "<b>hello</b>")
    assert (first["amount"], first["last_contact"]) == (20 * WAN, day("11-03"))
    assert first["experienced"] is True
    assert (second["cell"], second["chance"], second["status"]) == (None, 0.4, "lost")
    assert second["age"] is None


def test_the_due_list_says_why_and_with_which_words() -> None:
    desk = sheet(
        {"next_contact": "2026-11-09"},
        {"next_contact": "2026-11-11"},
        {"next_contact": "2026-11-12", "willingness": None},
    )
    first, second, third = rows(desk, "due")
    script = pack().cells["r2w2"]
    assert first == {
        "customer": "K0", "indicator": "investment_sales", "amount": 20 * WAN, "cell": "r2w2",
        "reason": "overdue", "days": 2, "next_contact": day("11-09"),
        "first_sentence": script.sentences["investment"], "approval": "rehearsal", "heed": (),
    }  # fmt: skip
    assert (second["reason"], second["days"]) == ("today", None)
    assert (third["reason"], third["cell"], third["first_sentence"], third["approval"]) == (
        "this_week", None, None, None,
    )  # fmt: skip


def test_with_an_experienced_customer_the_talk_is_of_views() -> None:
    due = {"next_contact": "2026-11-11", "experienced": True}
    for row in rows(sheet(due, {**due, "willingness": None}), "due"):
        assert row["first_sentence"] == pack().experienced.title


def test_the_approach_to_each_cell_with_the_state_of_its_script() -> None:
    cells = dict(pack().cells)
    cells["r3w1"] = cells["r3w1"].model_copy(
        update={"approval": "approved", "expires": "2026-11-11"}
    )
    template = pack().model_copy(update={"cells": cells})
    table = rows(sheet(template=template), "approach")
    assert [row["cell"] for row in table][:4] == ["r3w1", "r3w2", "r3w3", "r2w1"]
    assert (table[0]["relationship"], table[0]["willingness"]) == (3, 1)
    assert [row["approval"] for row in table] == ["approved"] + ["rehearsal"] * 8
    for row in table:
        (approach,) = (one for name, one in cells.items() if name == row["cell"])
        for name in ("goal", "evidence", "stop", "chance", "contacts_a_month", "channel"):
            assert row[name] == getattr(approach, name)
    later = rows(sheet(template=template, today="11-12"), "approach")
    assert later[0]["approval"] == "rehearsal"


def test_the_points_table_holds_evidence_against_the_claim() -> None:
    desk = sheet(
        {"products_held": 0, "contact_months": 1, "mood": "warm", "relationship": 3},
        {"status": "won"},
    )
    (row,) = rows(desk, "points")
    assert row == {
        "customer": "K0", "products_held": 1, "deposits": None, "performance": None,
        "contact_months": 3, "purchase_months": None, "mood": 2, "asks_first": False,
        "claimed": 3, "suggested": 2,
    }  # fmt: skip


def test_the_rollover_table_shows_last_months_rows_as_they_stood() -> None:
    earlier = reserve({"customer": "A1", "next_contact": "2026-10-30", "attempts": 2})
    (row,) = rows(sheet(earlier=[(OCTOBER, earlier)]), "rollover")
    assert row == {
        "month": "2026-10", "customer": "A1", "indicator": "investment_sales", "product": "",
        "amount": 20 * WAN, "relationship": 2, "willingness": 2, "attempts": 2,
        "last_contact": None, "next_contact": day("10-30"),
    }  # fmt: skip


# -- the figure -----------------------------------------------------------------------------------

LABELS = pack().figures["grid"].labels


def texts(figure: Figure) -> dict[tuple[float, float], str]:
    return {text.get_position(): text.get_text() for text in figure.axes[0].texts}


def shades(figure: Figure) -> dict[tuple[float, float], str]:
    return {patch.get_xy(): to_hex(patch.get_facecolor()) for patch in figure.axes[0].patches}


def drawn(*prospects: Mapping[str, object]) -> Figure:
    return figures["grid"](sheet(*prospects))


@pytest.mark.parametrize("given", [[], [{"status": "won"}]])
def test_without_open_prospects_the_figure_says_so(given: list[Mapping[str, object]]) -> None:
    figure = drawn(*given)
    assert list(texts(figure).values()) == [LABELS["empty"]]


def test_each_cell_says_how_many_and_how_much() -> None:
    figure = drawn(
        {"amount": 20, "chance": 0.25},
        {"amount": 3, "indicator": ACCOUNTS},
        {"amount": None, "relationship": 3, "willingness": 1},
    )
    unit = "wan yuan"
    middle = [
        LABELS["customers"].format(n=2),
        LABELS["amount"].format(amount=f"20.00 {unit}"),
        LABELS["pieces"].format(n=3),
        LABELS["expected"].format(amount=f"5.00 {unit}"),
    ]
    seen = texts(figure)
    assert seen[1.5, 1.45] == "\n".join(middle)
    assert seen[0.5, 2.45] == LABELS["customers"].format(n=1)
    assert seen[2.5, 0.45] == ""
    assert seen[1.04, 1.94] == pack().cells["r2w2"].label
    assert seen[0.04, 2.94] == pack().cells["r3w1"].label


def test_the_darkest_cell_is_where_most_is_expected() -> None:
    seen = shades(
        drawn(
            {"amount": 20, "chance": 0.5},
            *[{"amount": 5, "chance": 0.5, "relationship": 1}] * 2,
            *[{"amount": 1, "indicator": ACCOUNTS, "willingness": 1}] * 5,
        )
    )
    assert seen[1, 1] == rendering.COLOURS["band"].lower()
    assert seen[0, 1] == seen[2, 2]  # pieces have no shade while there is money
    assert _lightness(seen[1, 1]) < _lightness(seen[1, 0]) < _lightness(seen[0, 1])


def test_without_money_the_shade_is_the_number_of_customers() -> None:
    piece = {"amount": 1, "indicator": ACCOUNTS}
    seen = shades(drawn(piece, piece, {**piece, "willingness": 3}))
    assert seen[1, 1] == rendering.COLOURS["band"].lower()
    assert _lightness(seen[1, 1]) < _lightness(seen[2, 1]) < _lightness(seen[0, 0])


def _lightness(colour: str) -> int:
    return sum(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def test_the_axes_are_named_by_the_levels() -> None:
    axes = drawn({}).axes[0]
    willingness = [one.label for one in pack().willingness.values()]
    relationships = [one.label for one in pack().relationships.values()]
    assert [label.get_text() for label in axes.get_xticklabels()] == willingness
    assert [label.get_text() for label in axes.get_yticklabels()] == relationships
    assert list(axes.get_xticks()) == list(axes.get_yticks()) == [0.5, 1.5, 2.5]
    assert axes.get_xlabel() == f"{LABELS['willingness']} →"
    assert axes.get_ylabel() == f"{LABELS['relationship']} →"
    assert (axes.get_xlim(), axes.get_ylim()) == ((0, 3), (0, 3))


def test_who_has_no_cell_is_counted_above_the_grid() -> None:
    nowhere = {"customer": "A1", "willingness": None}
    assert drawn({}).axes[0].get_title(loc="left") == ""
    title = drawn({}, nowhere, nowhere).axes[0].get_title(loc="left")
    assert title == LABELS["unplaced"].format(n=1)
    alone = drawn(nowhere)
    assert alone.axes[0].get_title(loc="left") == title
    assert set(texts(alone).values()) >= {""}


def test_the_figure_is_drawn_without_a_warning() -> None:
    assert rendering.svg(drawn({}, {"customer": "$x^2$", "willingness": 3})).startswith("<svg ")
