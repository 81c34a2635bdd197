from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pytest

from workbook.chapters.battle_map.rules.canvas import MapDesk
from workbook.chapters.battle_map.views import figures, sheets, tables
from workbook.content import load
from workbook.content.messages import Said, Voice, Wording

from .desks import (
    ACCOUNTS,
    BLOCKS,
    NOBODY,
    SALES,
    SEGMENTS,
    WAN,
    bank,
    book,
    changed_map,
    day,
    desk,
    pack,
)

YOUTH = {"segment": "youth people"}
BOOK = book(
    {"assets": 20, "products": 2},
    {"assets": 40, "products": 3, "do_not_contact": True},
    {**YOUTH, "assets": 7, "products": 4},
    holdings=[{"customer": "K0", "amount": 3, "due": "2026-11-12"}],
)


def rows(at: MapDesk, name: str) -> list[dict[str, object]]:
    table = tables[name](at)
    return [dict(zip(table.columns, row, strict=True)) for row in table.itertuples(index=False)]


FULL = desk({}, {"segment": "youth", "hook": "<b>mine, and only mine</b>"}, customers=BOOK)
LESS = desk({}, customers=book({}, less=["products", "assets", "segment", "due", "channels"]))


@pytest.mark.parametrize("name", sorted(tables))
@pytest.mark.parametrize(
    "at", [FULL, LESS, desk(), desk(customers={})], ids=["full", "columns missing", "empty", "dict"]
)
def test_each_table_has_the_columns_of_the_template(name: str, at: MapDesk) -> None:
    table = tables[name](at)
    assert list(table.columns) == list(pack().tables[name].columns)
    assert isinstance(table, pd.DataFrame)


def test_everything_that_the_template_names_is_there() -> None:
    assert set(tables) == set(pack().tables)
    assert set(figures) == set(pack().figures)
    assert set(sheets) == set(pack().sheets)


@pytest.mark.parametrize("name", ["changed", "goals", "members"])
def test_tables_of_maps_and_customers_are_empty_without_them(name: str) -> None:
    assert rows(desk(), name) == []


# -- the segments ---------------------------------------------------------------------------------


def test_all_eight_segments_are_shown_with_the_managers_own_figures() -> None:
    table = rows(FULL, "segments")
    assert [row["segment"] for row in table] == list(SEGMENTS)
    assert table[0] == {
        "segment": "elderly", "customers": 2, "primary": 2, "assets": 60 * WAN,
        "mean_assets": 30 * WAN, "deposits_share": None, "products": 2.5, "few_products": 1,
        "losses": 0, "blocked": 1,
    }  # fmt: skip
    moving = rows(FULL, "moving")
    assert [row["segment"] for row in moving] == list(SEGMENTS)
    assert moving[0] == {
        "segment": "elderly", "payroll": None, "main_account": None, "loans": None, "due": 1,
        "due_amount": 3 * WAN,
    }  # fmt: skip
    assert (table[1]["customers"], table[1]["assets"], table[1]["products"]) == (0, 0, None)


def test_without_a_book_the_segments_are_shown_without_figures() -> None:
    for name, count in (("segments", 9), ("moving", 5)):
        table = rows(desk(), name)
        assert [row["segment"] for row in table] == list(SEGMENTS)
        blank = {name: cell for name, cell in table[0].items() if name != "segment"}
        assert len(blank) == count
        assert set(blank.values()) == {None}


def test_the_eight_maps_side_by_side() -> None:
    table = rows(desk(template=changed_map("youth", approval="rehearsal")), "maps")
    assert table[6] == {
        "segment": "youth", "position": "steward of the youth",
        "marks": ("youth one", "youth two", "youth three"), "bone": "the bone of the youth",
        "hook": "youth, the block hook\n\n  second line  ",
        "unsuitable": "youth, the block unsuitable\n\n  second line  ",
        "avoid": "youth, the block avoid\n\n  second line  ",
        "stop": "youth, the block stop\n\n  second line  ",
        "channel": "youth channel", "licence": "youth licence", "approval": "rehearsal",
        "expires": "2026-12-31",
    }  # fmt: skip
    assert [row["segment"] for row in table] == list(SEGMENTS)
    assert [row["approval"] for row in table].count("approved") == 7
    late = rows(desk(today="2027-01-01"), "maps")
    assert {row["approval"] for row in late} == {"rehearsal"}


# -- the canvas -----------------------------------------------------------------------------------


def test_the_canvas_is_that_of_the_first_map() -> None:
    table = rows(desk({"segment": "youth", "hook": "my hook"}, {}), "canvas")
    assert [row["block"] for row in table] == list(BLOCKS)
    says = {str(row["block"]): row["says"] for row in table}
    assert says["hook"] == "my hook"
    assert says["needs"] == "my own words on needs, map 0"
    assert says["who"] == "youth, the block who\n\n  second line  "


def test_without_a_map_it_is_that_of_the_segment_with_most_assets() -> None:
    says = {str(row["block"]): row["says"] for row in rows(desk(), "canvas")}
    assert says["hook"] == pack().segments["elderly"].blocks["hook"]
    rich = book({}, {**YOUTH, "assets": 99})
    says = {str(row["block"]): row["says"] for row in rows(desk(customers=rich), "canvas")}
    assert says["hook"] == pack().segments["youth"].blocks["hook"]


def said(at: MapDesk, words: object) -> str:
    voice = Voice(load("wording", "en", Wording), bank())
    return voice.text(words)


def test_the_managers_own_figures_stand_before_who_they_are() -> None:
    at = desk({"who": "{nope} of mine"}, customers=BOOK)
    (who, *others) = [row["says"] for row in rows(at, "canvas")]
    assert isinstance(who, Said)
    assert said(at, who) == "2 of mine with 60.00 wan yuan, 2.50 products each\n{nope} of mine"
    assert all(isinstance(one, str) for one in others)


@pytest.mark.parametrize("customers", [NOBODY, book(YOUTH)], ids=["no book", "nobody of them"])
def test_without_customers_there_are_no_figures_before_who_they_are(
    customers: Mapping[str, pd.DataFrame],
) -> None:
    at = desk({}, customers=customers)
    assert rows(at, "canvas")[0]["says"] == pack().segments["elderly"].blocks["who"]


# -- what is the manager's own --------------------------------------------------------------------


def test_the_changed_blocks_beside_the_template() -> None:
    same = {
        **dict.fromkeys(("needs", "scenes", "moves"), ""),
        "hook": "elderly, the block hook second line",
    }
    assert rows(desk({**same, "goal": "<b>12</b>\nby Friday"}), "changed") == [
        {
            "segment": "elderly", "block": "goal",
            "template": pack().segments["elderly"].blocks["goal"], "own": "<b>12</b>\nby Friday",
        }
    ]  # fmt: skip
    assert len(rows(desk({}, {}), "changed")) == 6


def test_the_goals_against_the_customers_that_there_are() -> None:
    at = desk(
        {"indicator": SALES, "amount": 36, "owner": "me"},
        {"segment": "youth", "goal_customers": 3, "indicator": ACCOUNTS, "amount": 6},
        {"segment": "farmers"},
        {"segment": "elderly", "goal_customers": None, "by": None},
        customers=BOOK,
    )
    first, second, third, fourth = rows(at, "goals")
    assert first == {
        "segment": "elderly", "goal_customers": 2, "indicator": SALES, "amount": 36 * WAN,
        "by": day("11-20"), "owner": "me", "customers": 2, "share": 2.0,
    }  # fmt: skip
    assert (second["amount"], second["customers"], second["share"]) == (6, 1, 3.0)
    assert (third["customers"], third["share"], third["amount"]) == (0, None, None)
    assert (fourth["goal_customers"], fourth["by"], fourth["share"]) == (None, None, None)
    (bare,) = rows(desk({}), "goals")
    assert (bare["customers"], bare["share"], bare["goal_customers"]) == (None, None, 2)


def test_whom_to_pick_from_are_the_customers_of_the_maps() -> None:
    at = desk({"segment": "youth"}, {"segment": "elderly"}, customers=BOOK)
    assert [row["customer"] for row in rows(at, "members")] == ["K0", "K2"]
    assert rows(at, "members")[0] == {
        "segment": "elderly", "customer": "K0", "primary": True, "because": "marked",
        "assets": 20 * WAN, "products": 2, "due": 1, "due_amount": 3 * WAN,
        "heed": (),
    }  # fmt: skip
    only = desk({"segment": "youth"}, customers=BOOK)
    assert [row["customer"] for row in rows(only, "members")] == ["K2"]
    assert [row["customer"] for row in rows(desk(customers=BOOK), "members")] == ["K0"]


def test_the_reasons_of_members_have_words() -> None:
    customers = book({"segment": None, "age": 61, "gender": "female", "payroll": True})
    at = desk({}, {"segment": "women"}, {"segment": "payroll"}, customers=customers)
    assert [(row["segment"], row["because"]) for row in rows(at, "members")] == [("elderly", "age")]
    assert "age" in pack().becauses


def test_what_the_files_lack() -> None:
    assert rows(desk({}, customers=book({}, less=["due"])), "lacks") == [
        {"analysis": "maturities", "lack": "holdings.due"}
    ]
    assert rows(FULL, "lacks") == []
