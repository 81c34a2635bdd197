from __future__ import annotations

from typing import Any

from workbook import content
from workbook.chapters.journey.rules import rolled_over, suggested, typical_points
from workbook.chapters.journey.rules.maps import listed_steps
from workbook.content.messages import Voice, Wording

from .desks import bank, day, desk, journey, pack, point

STEP = {"stage": "stable", "what": "call", "owner": "Lin", "by": "2026-10-20"}


def offered(last: dict[str, Any], **here: Any) -> dict[str, Any]:
    older = journey(cares=[{"customer": "A9"}], touchpoints=[point(act="older")])
    return dict(rolled_over(desk(earlier=[journey(**last), older], **here)))


def test_nothing_is_left_where_there_was_nothing() -> None:
    assert rolled_over(desk()) == {}
    assert offered({}) == {}


def test_last_months_map_goes_on_where_there_is_none_yet() -> None:
    last = {"touchpoints": [point(by="2026-11-10"), point(by="2026-11-11", act="wait")]}
    first, second = offered(last)["touchpoints"]
    assert (first.act, first.owner, first.by) == ("ask", "Lin", None)
    assert (second.act, second.by) == ("wait", day("11-11"))
    assert offered(last, touchpoints=[point()]) == {}


def test_open_cares_go_on() -> None:
    last = {
        "cares": [
            {"customer": "A1", "critical": "due_soon", "next_day": "2026-11-10", "act": "called"},
            {"customer": "A2", "outcome": "waiting", "next_day": "2026-11-20"},
            {"customer": "A3", "outcome": "done"},
        ]
    }
    first, second = offered(last)["cares"]
    assert (first.customer, first.act, first.next_day) == ("A1", "called", None)
    assert (second.customer, second.next_day) == ("A2", day("11-20"))
    here = [{"customer": "A1", "critical": "due_soon"}, {"customer": "A2", "critical": "expiring"}]
    assert [one.customer for one in offered(last, cares=here)["cares"]] == ["A2"]


def test_losses_that_are_not_back_go_on() -> None:
    last = {
        "losses": [
            {"customer": "A1", "cause": "fault", "next_day": "2026-11-01"},
            {"customer": "A2", "back": True}, {"customer": "A3"},
        ]
    }  # fmt: skip
    (one,) = offered(last, losses=[{"customer": "A3"}])["losses"]
    assert (one.customer, one.cause, one.next_day) == ("A1", "fault", None)


def test_steps_that_are_not_done_go_on() -> None:
    last = {
        "steps": [
            STEP, {**STEP, "what": "visit", "done": True}, {**STEP, "what": "write"},
            {**STEP, "stage": "at_risk"},
        ]
    }  # fmt: skip
    here = [{**STEP, "what": "write"}, {**STEP, "stage": "at_risk", "what": "other"}]
    found = offered(last, steps=here)["steps"]
    assert [(one.stage, one.what, one.by) for one in found] == [
        ("stable", "call", None), ("at_risk", "call", None),
    ]  # fmt: skip


def test_notes_and_referrals_stay_where_they_were_typed() -> None:
    last = {
        "notes": [{"customer": "A1", "signal": "silent"}], "referrals": [{"customer": "A1"}],
        "minutes": 30, "try_customer": "A1",
    }  # fmt: skip
    assert offered(last) == {}


def test_the_templates_map_and_list_are_there_to_begin_with() -> None:
    voice = Voice(content.load("wording", "en", Wording), bank())
    found = suggested(desk(), voice)
    by = day("11-30")  # the month's last working day, so that no day is missing
    points = tuple(one.model_copy(update={"by": by}) for one in typical_points(pack()))
    assert dict(found) == {"touchpoints": points, "steps": listed_steps(pack())}
    assert suggested(desk(touchpoints=[point()]), voice)["touchpoints"] == ()
    assert suggested(desk(touchpoints=[point()]), voice)["steps"] == listed_steps(pack())
    assert suggested(desk(steps=[STEP]), voice)["steps"] == ()
