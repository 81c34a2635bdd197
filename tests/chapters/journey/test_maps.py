from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.chapters.journey.pack import STAGES
from workbook.chapters.journey.records import Journey
from workbook.chapters.journey.rules.maps import (
    COMPARED,
    Change,
    as_template,
    changed_since,
    changes,
    in_order,
    is_low,
    listed_steps,
    missing_stages,
    stays_low,
    typical_points,
)

from .desks import day, desk, journey, pack, point, points


def test_touchpoints_stand_in_the_order_of_the_journey_as_typed_within_a_stage() -> None:
    given = points(
        *[point(stage=stage, touchpoint=f"{stage} 1") for stage in reversed(STAGES)],
        point(stage="prospect", touchpoint="prospect 2"),
    )
    names = [one.touchpoint for one in in_order(given)]
    assert names == [
        "prospect 1", "prospect 2", "new_value 1", "stable 1", "at_risk 1", "win_back 1",
    ]  # fmt: skip


@pytest.mark.parametrize(("feeling", "low"), [(-2, True), (-1, True), (0, False), (None, False)])
def test_a_low_point_is_below_nothing(feeling: int | None, low: bool) -> None:
    (one,) = points(point(feeling=feeling))
    assert is_low(one) is low


@pytest.mark.parametrize(
    ("feeling", "aim", "stays"),
    [(-1, 0, False), (-2, -1, False), (-1, -1, True), (-1, -2, True), (-1, None, True),
     (0, 0, False), (1, -1, False), (None, None, False)],
)  # fmt: skip
def test_a_low_point_stays_low_where_nothing_better_is_aimed_at(
    feeling: int | None, aim: int | None, stays: bool
) -> None:
    (one,) = points(point(feeling=feeling, aim=aim))
    assert stays_low(one) is stays


def test_stages_without_a_touchpoint() -> None:
    assert missing_stages(()) == STAGES
    given = points(point(stage="win_back"), point(stage="new_value"))
    assert missing_stages(given) == ("prospect", "stable", "at_risk")


# -- the template's map ---------------------------------------------------------------------------


def test_the_templates_map_has_its_words_and_no_days() -> None:
    found = typical_points(pack())
    typical = pack().typical.values()
    assert [one.stage for one in found] == sorted((one.stage for one in typical), key=STAGES.index)
    first = next(one for one in typical if one.stage == "prospect")
    for name in ("touchpoint", "thinks", "feeling", "aim", "act", "owner", "failure"):
        assert getattr(found[0], name) == getattr(first, name)
    assert {one.by for one in found} == {None}


def test_the_templates_list_as_steps() -> None:
    found = listed_steps(pack())
    listed = pack().listed.values()
    assert [one.stage for one in found] == sorted((one.stage for one in listed), key=STAGES.index)
    first = next(one for one in listed if one.stage == "prospect")
    assert (found[0].what, found[0].owner, found[0].mark) == (first.label, first.who, first.mark)
    assert (found[0].by, found[0].done) == (None, False)


def test_a_map_is_the_templates_until_one_word_of_it_is_ones_own() -> None:
    taken = typical_points(pack())
    dated = tuple(one.model_copy(update={"by": day("11-30")}) for one in taken)
    assert as_template(taken, pack())
    assert as_template(dated[:3], pack())
    assert not as_template((), pack())
    for name in ("stage", "touchpoint", "thinks", "act", "owner", "failure"):
        own = taken[0].model_copy(update={name: "stable" if name == "stage" else "own"})
        assert not as_template((*taken[1:], own), pack())
    for name in ("feeling", "aim"):
        own = taken[0].model_copy(update={name: None})
        assert not as_template((own, *taken[1:]), pack())


# -- two versions ---------------------------------------------------------------------------------


def test_what_was_added_taken_out_and_changed() -> None:
    before = points(
        point(touchpoint="lobby", by="2026-11-20"), point(touchpoint="call", stage="at_risk")
    )
    after = points(
        point(touchpoint="visit", stage="win_back"),
        point(touchpoint="lobby", feeling=-1, act="wait", by="2026-11-25"),
    )
    assert changes(before, after) == (
        Change("changed", "stable", "lobby", "feeling", 0, -1),
        Change("changed", "stable", "lobby", "act", "ask", "wait"),
        Change("changed", "stable", "lobby", "by", day("11-20"), day("11-25")),
        Change("added", "win_back", "visit"),
        Change("removed", "at_risk", "call"),
    )


@pytest.mark.parametrize("column", COMPARED)
def test_every_column_is_compared(column: str) -> None:
    other = {"by": "2026-12-01", "feeling": 2, "aim": 2}.get(column, "other")
    (before,), (after,) = points(point()), points(point(**{column: other}))
    (found,) = changes([before], [after])
    assert (found.change, found.column) == ("changed", column)
    assert (found.before, found.now) == (getattr(before, column), getattr(after, column))


def test_a_touchpoint_in_another_stage_is_another_one() -> None:
    found = changes(points(point(stage="stable")), points(point(stage="at_risk")))
    assert [(one.change, one.stage) for one in found] == [
        ("added", "at_risk"), ("removed", "stable"),
    ]  # fmt: skip


def test_of_two_with_one_name_the_first_is_held_against_the_first() -> None:
    before = points(point(act="one"), point(act="two"))
    after = points(point(act="one"), point(act="2"), point(act="three"))
    assert changes(before, after) == (
        Change("changed", "stable", "lobby", "act", "two", "2"),
        Change("added", "stable", "lobby"),
    )


MAPS = st.lists(
    st.builds(
        point,
        stage=st.sampled_from(STAGES),
        touchpoint=st.sampled_from(["lobby", "call"]),
        feeling=st.sampled_from([None, -2, 0, 2]),
    ),
    max_size=6,
)


@given(MAPS, MAPS)
def test_differences_turn_round_and_vanish(
    before: list[dict[str, object]], after: list[dict[str, object]]
) -> None:
    old, new = points(*before), points(*after)
    assert changes(old, old) == ()
    there, back = changes(old, new), changes(new, old)
    assert len(there) == len(back)
    added = [(one.stage, one.touchpoint) for one in there if one.change == "added"]
    removed = [(one.stage, one.touchpoint) for one in back if one.change == "removed"]
    assert sorted(added) == sorted(removed)


def test_the_map_is_held_against_the_one_first_made_else_last_months() -> None:
    first, last = journey(touchpoints=[point(act="1")]), journey(touchpoints=[point(act="9")])
    older, empty = journey(touchpoints=[point(act="8")]), journey()

    def before(planned: Journey | None = None, earlier: Sequence[Journey] = ()) -> list[object]:
        page = desk(planned=planned, earlier=earlier, touchpoints=[point(act="2")])
        return [one.before for one in changed_since(page)]

    assert before(planned=first, earlier=[last]) == ["1"]
    assert before(planned=None, earlier=[last, older]) == ["9"]
    assert before(planned=empty, earlier=[last]) == ["9"]
    assert before(planned=None, earlier=[empty, older]) == []
    assert before() == []
