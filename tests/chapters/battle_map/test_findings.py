from __future__ import annotations

import pytest

from workbook.chapters.battle_map.rules import findings
from workbook.chapters.battle_map.rules.canvas import MapDesk
from workbook.chapters.shared.context import Finding

from .desks import (
    BLOCKS,
    OWN,
    SEGMENTS,
    TRY,
    book,
    changed_map,
    day,
    desk,
    pack,
)

IDENTITY = "11010119900307109X"
CARD = "6222021234567894"
BLANK = dict.fromkeys(OWN, "")
YOUTH = {"segment": "youth people"}


def found(at: MapDesk, rule: str) -> list[Finding]:
    return [one for one in findings(at) if one.rule == rule]


def the(at: MapDesk, rule: str) -> tuple[tuple[str | int, ...], dict[str, object]]:
    """Where the one finding of this rule is, and its figures."""
    (one,) = found(at, rule)
    assert one.chapter == "battle_map"
    return one.loc, dict(one.figures)


def places(at: MapDesk, rule: str) -> list[tuple[str | int, ...]]:
    return [one.loc for one in found(at, rule)]


# -- the whole page -------------------------------------------------------------------------------


def test_sound_maps_need_no_remark() -> None:
    assert findings(desk({}, {}, {})) == []
    customers = book({}, {}, {"segment": "business people"}, {"segment": "business people"})
    assert findings(desk({}, {}, customers=customers)) == []


def test_no_map() -> None:
    assert the(desk(), "no_map") == (("maps",), {})
    assert [one.rule for one in findings(desk())] == ["no_map"]
    assert found(desk({}), "no_map") == []


def test_too_many_maps_are_more_than_the_template_says() -> None:
    assert found(desk({}, {}, {}), "too_many_maps") == []
    assert the(desk({}, {}, {}, {}), "too_many_maps") == (("maps",), {"maps": 4})
    twice = desk({}, {}, {}, {"segment": "elderly"})
    assert found(twice, "too_many_maps") == []


@pytest.mark.parametrize(
    ("here", "other", "fires"), [(5, 15, True), (5, 14.99, False), (5, 16, True), (0, 1, True)]
)
def test_much_more_lies_in_another_segment(here: float, other: float, fires: bool) -> None:
    customers = book({"assets": here}, {**YOUTH, "assets": other})
    at = desk({}, customers=customers)
    if not fires:
        assert found(at, "bigger_elsewhere") == []
        return
    loc, figures = the(at, "bigger_elsewhere")
    assert loc == ("maps", 0, "segment")
    assert figures == {
        "segment": "elderly", "other": "youth",
        "share": pytest.approx(here / (here + other)),
        "other_share": pytest.approx(other / (here + other)),
    }  # fmt: skip


def test_only_the_first_map_is_held_against_the_others() -> None:
    customers = book({"assets": 90}, {**YOUTH, "assets": 1})
    assert found(desk({}, {"segment": "youth"}, customers=customers), "bigger_elsewhere") == []
    assert len(found(desk({"segment": "youth"}, {}, customers=customers), "bigger_elsewhere")) == 1


def test_who_has_several_segments_counts_once_in_the_comparison() -> None:
    both = {"segment": "elderly people、women people", "assets": 5}
    customers = book(both, {"segment": "women people", "assets": 14})
    assert found(desk({}, customers=customers), "bigger_elsewhere") == []


def test_an_empty_segment_is_said_once() -> None:
    rich = book({**YOUTH, "assets": 50})
    at = desk({}, {"segment": "youth", "goal_customers": 1}, customers=rich)
    assert the(at, "empty_segment") == (("maps", 0, "segment"), {"segment": "elderly"})
    assert found(at, "bigger_elsewhere") == found(at, "goal_beyond_book") == []
    assert found(desk({}), "empty_segment") == []
    assert found(desk({}, customers=book()), "empty_segment") == []


def test_missing_columns_are_said_once() -> None:
    customers = book({}, {}, less=["products", "channels", "vulnerable"])
    assert the(desk({}, customers=customers), "data_missing") == (
        (),
        {
            "analyses": ("battle_map", "hard_flags"),
            "lacks": ("customers.products", "customers.vulnerable", "customers.channels"),
        },
    )
    both = book({}, less=["gain", "due"])
    assert the(desk(customers=both), "data_missing")[1]["lacks"] == (
        "holdings.due", "holdings.gain",
    )  # fmt: skip
    assert found(desk({}), "data_missing") == []


def test_a_lacking_file_is_named_once() -> None:
    only = {"customers": book({})["customers"]}
    figures = the(desk({}, customers=only), "data_missing")[1]
    assert figures["lacks"] == ("holdings",)
    assert figures["analyses"] == ("battle_map", "maturities", "losses")


# -- each map -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("blank", "cell"),
    [
        ({"goal_customers": None}, "goal_customers"),
        ({"by": None}, "by"),
        ({"goal_customers": None, "by": None}, "goal_customers"),
    ],
)
def test_a_map_without_a_goal(blank: dict[str, object], cell: str) -> None:
    assert the(desk({}, blank), "no_goal") == (("maps", 1, cell), {"segment": "business"})
    assert len(findings(desk({}, blank))) == 1


def test_a_goal_beyond_those_who_may_be_contacted() -> None:
    customers = book({}, {}, {"do_not_contact": True}, YOUTH)
    loc, figures = the(desk({"goal_customers": 3}, customers=customers), "goal_beyond_book")
    assert loc == ("maps", 0, "goal_customers")
    assert figures == {"segment": "elderly", "goal": 3, "customers": 2}
    for goal in (2, None):
        at = desk({"goal_customers": goal}, customers=customers)
        assert found(at, "goal_beyond_book") == []
    assert found(desk({"goal_customers": 99}), "goal_beyond_book") == []


def test_a_goal_where_all_are_blocked() -> None:
    at = desk({"goal_customers": 1}, customers=book({"complaint_open": True}))
    assert the(at, "goal_beyond_book")[1]["customers"] == 0
    assert found(at, "empty_segment") == []


@pytest.mark.parametrize(("today", "late"), [("11-20", False), ("11-21", True)])
def test_the_day_of_a_goal_is_over(today: str, late: bool) -> None:
    at = desk({}, today=today)
    if late:
        figures = {"segment": "elderly", "by": day("11-20")}
        assert the(at, "goal_past") == (("maps", 0, "by"), figures)
    else:
        assert found(at, "goal_past") == []


def test_a_map_that_is_the_template() -> None:
    same = {**BLANK, "hook": pack().segments["business"].blocks["hook"]}
    at = desk({}, same)
    assert the(at, "nothing_changed") == (("maps", 1, "segment"), {"segment": "business"})
    assert found(desk({**BLANK, "hook": "one thing of mine"}), "nothing_changed") == []


def test_a_segment_in_two_rows() -> None:
    again = {"segment": "elderly"}
    at = desk({}, {}, again, again)
    assert places(at, "segment_twice") == [("maps", 2, "segment"), ("maps", 3, "segment")]
    assert found(at, "segment_twice")[0].figures == {"segment": "elderly"}


def test_words_that_are_for_rehearsal_only() -> None:
    template = changed_map("business", expires="2026-11-11")
    assert found(desk({}, {}, template=template), "not_approved") == []
    late = desk({}, {}, template=template, today="11-12", tried={**TRY, "try_by": "2026-11-12"})
    figures = {"segment": "business", "expires": "2026-11-11"}
    assert the(late, "not_approved") == (("maps", 1, "segment"), figures)
    never = desk({}, template=changed_map("elderly", approval="rehearsal"))
    assert the(never, "not_approved")[1] == {"segment": "elderly", "expires": "2026-12-31"}


# -- all of them ----------------------------------------------------------------------------------

THIN = book({**YOUTH, "assets": 50}, {"assets": 1, "segment": "business people"}, less=["gain"])
POOR = desk(
    {"segment": "business", "goal_customers": 9, "by": "2026-10-30", "hook": "稳赚", "who": CARD},
    {**BLANK, "segment": "elderly", "goal_customers": None},
    {"segment": "business", "needs": "They are busy on Fridays"},
    {"segment": "youth", "needs": "they are busy on fridays"},
    {},
    {"segment": "farmers"},
    customers=THIN,
    template=changed_map("youth", approval="rehearsal"),
    tried={"try_by": "2026-12-30"},
)


def test_findings_stand_in_the_order_of_the_page() -> None:
    rules = [one.rule for one in findings(POOR)]
    assert rules[:2] == ["too_many_maps", "bigger_elsewhere"]
    assert rules[-3:] == ["no_try", "try_late", "data_missing"]
    of_maps = [one for one in findings(POOR) if one.loc[:1] == ("maps",) and len(one.loc) > 1]
    rows = [one.loc[1] for one in of_maps if one.rule != "number_like_card"]
    assert rows[1:] == sorted(map(int, rows[1:]))


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "=1+1 and more text", "{segment:segments} {nope}", "$x$"]
)
def test_hostile_text_is_only_text(text: str) -> None:
    given: dict[str, object] = dict.fromkeys(BLOCKS, text)
    assert {one.rule for one in findings(desk(given))} <= {"block_generic"}
    assert SEGMENTS[0] == desk(given).record.maps[0].segment
