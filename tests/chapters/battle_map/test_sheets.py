from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pytest

from workbook.chapters.battle_map.rules.canvas import MapDesk
from workbook.chapters.battle_map.views import sheets
from workbook.chapters.shared.context import Block, Handout
from workbook.content import load
from workbook.content.messages import Said, Voice, Wording

from .desks import ACCOUNTS, BLOCKS, NOBODY, SALES, bank, book, changed_map, desk, pack

YOUTH = {"segment": "youth people"}
SEGMENTS, GOALS, MAPS = (pack().tables[name].columns for name in ("segments", "goals", "maps"))
VOICE = Voice(
    load("wording", "en", Wording),
    bank(),
    {
        "indicators": {SALES: "Sales", ACCOUNTS: "Accounts"},
        "approvals": {"approved": "may be said", "rehearsal": "rehearsal only"},
    },
)


def drawn(at: MapDesk) -> list[Handout]:
    return list(sheets["canvas"](at))


def blocks(sheet: Handout) -> dict[str, Block]:
    parts = [part for part in sheet.parts if isinstance(part, Block)]
    return dict(zip(BLOCKS, parts, strict=True))


def facts(sheet: Handout) -> list[tuple[str, str]]:
    return [(VOICE.text(name), VOICE.text(fact)) for name, fact in sheet.facts]


def test_there_is_a_sheet_for_each_map() -> None:
    at = desk({"segment": "youth"}, {"segment": "elderly"})
    assert [one.of for one in drawn(at)] == ["The youth", "The elderly"]


def test_without_a_map_there_is_one_sheet_to_look_at_first() -> None:
    assert [one.of for one in drawn(desk())] == ["The elderly"]
    rich = book({}, {**YOUTH, "assets": 99})
    assert [one.of for one in drawn(desk(customers=rich))] == ["The youth"]


def test_a_sheet_has_all_sixteen_blocks_as_the_template_lays_them_out() -> None:
    (sheet,) = drawn(desk({"segment": "youth", "hook": "first\r\n\n  second  \nthird"}))
    found = blocks(sheet)
    for name, block in found.items():
        (words,) = (one for key, one in pack().blocks.items() if key == name)
        assert (block.label, block.width, block.tone) == (words.label, words.width, words.tone)
    assert found["hook"].lines == ("first", "second", "third")
    assert found["goal"].lines == ("youth, the block goal", "second line")
    assert found["needs"].lines == ("my own words on needs, map 0",)


def test_the_rows_of_a_canvas_are_full() -> None:
    widths, row = [one.width for one in pack().blocks.values()], 0
    for width in widths:
        row = width if row == 12 else row + width
        assert row <= 12
    assert row == 12


def test_the_managers_figures_are_the_first_line_of_who_they_are() -> None:
    (sheet,) = drawn(desk({}, customers=book({"assets": 20, "products": 2}, {"assets": 40})))
    figures, *text = blocks(sheet)["who"].lines
    assert isinstance(figures, Said)
    assert VOICE.text(figures) == "2 of mine with 60.00 wan yuan, 1.00 products each"
    assert text == ["elderly, the block who", "second line"]
    lines = [line for name, one in blocks(sheet).items() for line in one.lines if name != "who"]
    assert all(isinstance(line, str) for line in lines)


@pytest.mark.parametrize("customers", [NOBODY, book(YOUTH)], ids=["no book", "nobody of them"])
def test_without_customers_there_are_no_figures(customers: Mapping[str, pd.DataFrame]) -> None:
    (sheet,) = drawn(desk({}, customers=customers))
    assert blocks(sheet)["who"].lines == ("elderly, the block who", "second line")


def test_what_was_typed_is_never_a_placeholder() -> None:
    (sheet,) = drawn(
        desk({"who": "{customers:count} {nope}", "owner": "{nope}"}, customers=book({}))
    )
    assert blocks(sheet)["who"].lines[1:] == ("{customers:count} {nope}",)
    assert (GOALS["owner"].label, "{nope}") in facts(sheet)


def test_a_customer_may_read_the_title_and_finds_no_position_and_no_marks() -> None:
    (sheet,) = drawn(desk({}, template=changed_map("elderly", handout="Settlement")))
    assert sheet.of == "Settlement"
    labels = [label for label, _ in facts(sheet)]
    assert MAPS["position"].label not in labels
    assert MAPS["marks"].label not in labels


# -- the facts at the top -------------------------------------------------------------------------

SCRIPT = [
    (MAPS["channel"].label, "elderly channel"),
    (MAPS["licence"].label, "elderly licence"),
    (MAPS["approval"].label, "may be said"),
    (MAPS["expires"].label, "2026-12-31"),
]


def test_the_facts_of_a_map_without_a_book() -> None:
    (sheet,) = drawn(desk({}))
    goal = [(GOALS["goal_customers"].label, "2"), (GOALS["by"].label, "20 Nov")]
    assert facts(sheet) == [*goal, *SCRIPT]


@pytest.mark.parametrize(
    ("indicator", "said"), [(SALES, "36.00 wan yuan"), (ACCOUNTS, "36"), ("", "36.00 wan yuan")]
)
def test_the_facts_of_a_map_with_everything(indicator: str, said: str) -> None:
    given = {"indicator": indicator, "amount": 36, "owner": "me"}
    (sheet,) = drawn(desk(given, customers=book({"assets": 20}, {"assets": 40}, YOUTH)))
    named = {SALES: [("Sales")], ACCOUNTS: ["Accounts"], "": []}[indicator]
    assert facts(sheet) == [
        (SEGMENTS["customers"].label, "2"),
        (SEGMENTS["assets"].label, "60.00 wan yuan"),
        (GOALS["goal_customers"].label, "2"),
        *((GOALS["indicator"].label, name) for name in named),
        (GOALS["amount"].label, said),
        (GOALS["by"].label, "20 Nov"),
        (GOALS["owner"].label, "me"),
        *SCRIPT,
    ]


def test_a_map_without_a_goal_shows_none() -> None:
    (sheet,) = drawn(desk({"goal_customers": None, "by": None}))
    assert facts(sheet) == [*SCRIPT]


def test_the_template_alone_shows_the_goal_to_begin_with() -> None:
    (sheet,) = drawn(desk(template=changed_map("elderly", customers=30, days=19)))
    goal = [(GOALS["goal_customers"].label, "30"), (GOALS["by"].label, "30 Nov")]
    assert facts(sheet) == [*goal, *SCRIPT]


def test_a_sheet_says_that_its_words_are_for_rehearsal_only() -> None:
    (sheet,) = drawn(desk({}, template=changed_map("elderly", expires="2026-11-10")))
    assert facts(sheet)[-2:] == [
        (MAPS["approval"].label, "rehearsal only"),
        (MAPS["expires"].label, "2026-11-10"),
    ]
