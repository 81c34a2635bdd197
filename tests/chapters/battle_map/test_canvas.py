from __future__ import annotations

import pytest

from workbook.chapters.battle_map.rules import (
    Changed,
    changed,
    changes,
    template_of,
    text_of,
)
from workbook.domain.templates import approval_of

from .desks import BLOCKS, SEGMENTS, day, desk, own_map, pack

ELDERLY = pack().segments["elderly"]
BLANK = dict.fromkeys(("needs", "scenes", "moves"), "")


def test_there_are_sixteen_blocks_and_eight_segments() -> None:
    assert (len(BLOCKS), len(SEGMENTS)) == (16, 8)


@pytest.mark.parametrize("segment", SEGMENTS)
def test_a_segment_has_its_own_template(segment: str) -> None:
    assert template_of(pack(), segment).label == f"The {segment}"


@pytest.mark.parametrize("block", BLOCKS)
def test_own_text_replaces_the_block_as_a_whole(block: str) -> None:
    own = own_map(**BLANK, **{block: "mine"}) if block not in BLANK else own_map(**{block: "mine"})
    (name,) = (one for one in BLOCKS if one == block)
    assert text_of(own, ELDERLY, name) == "mine"
    assert text_of(None, ELDERLY, name) == ELDERLY.blocks[name]
    assert text_of(own_map(**BLANK), ELDERLY, name) == ELDERLY.blocks[name]


def test_the_changed_blocks_come_in_the_order_of_the_canvas() -> None:
    own = own_map(moves="three", who="one", needs="two", scenes="")
    assert changed(own, ELDERLY) == ("who", "needs", "moves")


@pytest.mark.parametrize(
    ("typed", "is_changed"),
    [
        ("", False),
        (ELDERLY.blocks["hook"], False),
        ("elderly,the block hook second line", False),
        ("elderly，the block hook\nsecond line", False),  # a full-width comma
        ("elderly, the block hook", True),
        ("elderly, the block hook second line.", True),
    ],
)
def test_spacing_alone_is_no_change(typed: str, is_changed: bool) -> None:
    own = own_map(**BLANK, hook=typed)
    assert changed(own, ELDERLY) == (("hook",) if is_changed else ())


def test_every_change_is_told_beside_the_template() -> None:
    second = {**BLANK, "hook": "<b>mine</b>"}
    told = list(changes(desk({**BLANK, "goal": "ours, by Friday"}, {**second, "who": "x"})))
    assert told == [
        Changed(0, "elderly", "goal", ELDERLY.blocks["goal"], "ours, by Friday"),
        Changed(1, "business", "who", pack().segments["business"].blocks["who"], "x"),
        Changed(1, "business", "hook", pack().segments["business"].blocks["hook"], "<b>mine</b>"),
    ]
    assert list(changes(desk())) == []


@pytest.mark.parametrize(
    ("approval", "expires", "today", "state"),
    [
        ("approved", "2026-11-11", "11-11", "approved"),
        ("approved", "2026-11-11", "11-12", "rehearsal"),
        ("rehearsal", "2026-11-12", "11-11", "rehearsal"),
    ],
)
def test_words_are_for_rehearsal_unless_approved_and_in_date(
    approval: str, expires: str, today: str, state: str
) -> None:
    template = ELDERLY.model_copy(update={"approval": approval, "expires": expires})
    assert approval_of(template, day(today)) == state
