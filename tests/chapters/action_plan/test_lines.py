from __future__ import annotations

import pytest

from workbook.chapters.action_plan.rules import (
    hangs_on,
    in_order,
    is_open,
    missing,
    of_kind,
    reason_of,
)

from .desks import desk, line, lines, nine, pack, plan


def test_lines_stand_in_the_order_five_three_one() -> None:
    given = lines(
        {"what": "a", "kind": "one"}, {"what": "b"}, {"what": "c", "kind": "three"},
        {"what": "d"}, {"what": "e", "kind": "three"},
    )  # fmt: skip
    assert [one.what for one in in_order(given)] == ["b", "d", "c", "e", "a"]


def test_a_kind_that_is_not_known_any_more_comes_last() -> None:
    given = lines({"what": "b"}, {"what": "c", "kind": "one"})
    other = given[0].model_copy(update={"kind": "seven", "what": "a"})
    assert [one.what for one in in_order((other, *given))] == ["b", "c", "a"]


def test_lines_of_a_kind_and_how_many_are_missing() -> None:
    rows = [line(what="a"), line(what="b", kind="three"), line(what="c")]
    assert [one.what for one in of_kind(plan(lines=rows), "five")] == ["a", "c"]
    page = desk(lines=rows)
    assert [missing(page, kind) for kind in ("five", "three", "one")] == [3, 2, 1]
    full = desk(lines=[*nine(), line(kind="one")])
    assert [missing(full, kind) for kind in ("five", "three", "one")] == [0, 0, 0]


@pytest.mark.parametrize(
    ("link", "chapter", "hangs"),
    [
        ("pacing", "pacing", True), ("prospects", "pacing", False), ("", "pacing", False),
        ("map_youth", "battle_map", True), ("stage_stable", "journey", True),
    ],
)  # fmt: skip
def test_what_a_line_hangs_on(link: str, chapter: str, hangs: bool) -> None:
    (one,) = lines({"link": link})
    assert hangs_on(one, pack(), chapter) is hangs


def test_a_link_that_the_template_no_longer_has_is_none() -> None:
    (one,) = lines({})
    gone = one.model_copy(update={"link": "map_martians"})
    assert not hangs_on(gone, pack(), "battle_map")


@pytest.mark.parametrize(
    ("outcome", "still_open", "reason"),
    [("", True, "no_time"), ("half", False, "no_time"), ("not", False, "no_time"),
     ("done", False, "")],
)  # fmt: skip
def test_outcome_and_reason(outcome: str, still_open: bool, reason: str) -> None:
    (one,) = lines({"outcome": outcome, "reason": "no_time"})
    assert (is_open(one), reason_of(one)) == (still_open, reason)
