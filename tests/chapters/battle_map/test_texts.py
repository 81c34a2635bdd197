from __future__ import annotations

import pytest

from .desks import BLOCKS, changed_map, day, desk, pack
from .test_findings import found, the


@pytest.mark.parametrize("block", BLOCKS)
def test_a_text_too_short_to_say_anything(block: str) -> None:
    at = desk({}, {block: "x" * 11})
    figures = {"segment": "business", "block": block, "length": 11}
    assert the(at, "block_generic") == (("maps", 1, block), figures)
    assert found(desk({}, {block: "x" * 12}), "block_generic") == []


def test_the_templates_own_text_is_never_too_short() -> None:
    blocks = {**pack().segments["elderly"].blocks, "hook": "short"}
    template = changed_map("elderly", blocks=blocks)
    assert found(desk({"hook": "short"}, template=template), "block_generic") == []
    assert len(found(desk({"hook": "other"}, template=template), "block_generic")) == 1


@pytest.mark.parametrize("block", BLOCKS)
def test_the_same_text_in_two_maps(block: str) -> None:
    first, third = {block: "They are VERY busy people."}, {block: "they are very busy people"}
    figures = {"segment": "white_collar", "other": "elderly", "block": block}
    assert the(desk(first, {}, third), "block_copied") == (("maps", 2, block), figures)


def test_what_is_no_copy() -> None:
    text = "They are very busy people."
    assert found(desk({"who": text}, {"needs": text}), "block_copied") == []
    assert found(desk({"who": text}, {"who": f"{text} All."}), "block_copied") == []
    same_segment = desk({"who": text}, {"who": text, "segment": "elderly"})
    assert found(same_segment, "block_copied") == []
    assert found(desk({"who": "?!"}, {"who": "..."}), "block_copied") == []


def test_a_copy_names_the_first_map_that_has_it() -> None:
    text = {"who": "They are very busy people."}
    at = desk(text, text, text)
    others = [(one.loc[1], one.figures["other"]) for one in found(at, "block_copied")]
    assert others == [(1, "elderly"), (2, "elderly")]


SPEAKING = [name for name in BLOCKS if name not in ("needs", "unsuitable", "avoid", "stop")]


@pytest.mark.parametrize("block", SPEAKING)
def test_a_promise_that_nobody_may_make(block: str) -> None:
    at = desk({}, {block: "This one is risk-free, 稳赚 for you"})
    figures = {"segment": "business", "block": block, "word": ("稳赚", "risk-free")}
    assert the(at, "promise") == (("maps", 1, block), figures)
    assert found(desk({block: "This one is not risk-free at all"}), "promise") == []


@pytest.mark.parametrize("block", ["needs", "unsuitable", "avoid", "stop"])
def test_a_promise_may_be_quoted_as_what_others_say(block: str) -> None:
    assert found(desk({block: "Who says it is risk-free, 稳赚"}), "promise") == []


def test_the_templates_own_text_is_not_held_against_the_manager() -> None:
    blocks = {**pack().segments["elderly"].blocks, "hook": "risk-free and more"}
    template = changed_map("elderly", blocks=blocks)
    assert found(desk({}, template=template), "promise") == []


# -- the try line ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tried", "cell"),
    [
        ({}, "try_customer"),
        ({"try_by": "2026-11-13"}, "try_customer"),
        ({"try_customer": "C1"}, "try_by"),
    ],
)
def test_nobody_to_try_it_on(tried: dict[str, object], cell: str) -> None:
    assert the(desk({}, tried=tried), "no_try") == ((cell,), {})


@pytest.mark.parametrize(
    ("by", "tried", "field"),
    [
        ("11-11", "", None), ("11-14", "", None), ("11-15", "", "try_by"),
        ("11-15", "went well", None), ("11-10", "went well", None),
    ],
)  # fmt: skip
def test_a_try_within_three_days_and_a_word_on_how_it_went(
    by: str, tried: str, field: str | None
) -> None:
    at = desk({}, tried={"try_customer": "C1", "try_by": f"2026-{by}", "tried": tried})
    if field:
        assert the(at, "try_late") == ((field,), {"by": day(by)})
    else:
        assert found(at, "try_late") == []
