from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from workbook.chapters.journey.pack import STAGES
from workbook.chapters.journey.rules import JourneyDesk, findings, typical_points
from workbook.chapters.shared.context import Finding

from .desks import SOUND, day, full, journey, low, pack, people, point, sound
from .test_contact import care, holders
from .test_privacy import CARD

SOUND_CARE = care(proof="a date", outcome="done", day="2026-11-10")
SOUND_LOSS = {"customer": "A1", "cause": "fault", "said": "no", "next_day": "2026-11-20"}
STEP = SOUND["steps"][0]
HELD = full({"id": "A1", "assets": 6_000_000}, {"id": "A2", "assets": 6_000_000})


def rules(page: JourneyDesk) -> list[str]:
    return [one.rule for one in findings(page)]


def found(page: JourneyDesk, rule: str) -> list[Finding]:
    return [one for one in findings(page) if one.rule == rule]


def the(page: JourneyDesk, rule: str) -> tuple[tuple[str | int, ...], dict[str, object]]:
    """Where the one finding of this rule is, and its figures."""
    (one,) = found(page, rule)
    assert one.chapter == "journey"
    return one.loc, dict(one.figures)


def test_a_sound_page_needs_no_remark() -> None:
    page = sound(book=HELD, cares=[SOUND_CARE], losses=[SOUND_LOSS], referrals=[{"customer": "A2"}])
    assert rules(page) == []


# -- the map --------------------------------------------------------------------------------------


def test_without_a_map_only_that_is_said_about_it() -> None:
    page = sound(book=HELD, touchpoints=[])
    assert the(page, "no_map") == (("touchpoints",), {})
    assert rules(page) == ["no_map"]


def test_stages_that_nobody_drew() -> None:
    page = sound(book=HELD, touchpoints=[low(stage="stable"), low(stage="prospect")])
    assert the(page, "stage_missing") == (
        ("touchpoints",), {"stage": ("new_value", "at_risk", "win_back")},
    )  # fmt: skip
    assert rules(page) == ["stage_missing"]


@pytest.mark.parametrize(("feeling", "honest"), [(0, False), (-1, True), (2, False)])
def test_a_map_without_a_low_point_is_not_honest(feeling: int, honest: bool) -> None:
    points = [point(stage=stage, feeling=feeling, aim=2) for stage in STAGES]
    page = sound(book=HELD, touchpoints=points)
    assert rules(page) == ([] if honest else ["no_low_point"])
    if not honest:
        assert the(page, "no_low_point") == (("touchpoints",), {})


@pytest.mark.parametrize(
    ("given", "rule", "cell"),
    [
        (low(owner=""), "low_without_owner", "owner"),
        (low(by=None), "low_without_date", "by"),
        (low(aim=-2), "low_stays", "aim"),
        (low(aim=None), "low_stays", "aim"),
        (point(feeling=None), "feeling_missing", "feeling"),
        (point(failure=""), "no_failure", "failure"),
        (point(act=""), "act_missing", "act"),
        (point(by="2026-11-10"), "by_past", "by"),
    ],
)
def test_what_a_touchpoint_lacks(given: Mapping[str, Any], rule: str, cell: str) -> None:
    page = sound(book=HELD, touchpoints=[*SOUND["touchpoints"], given])
    loc, figures = the(page, rule)
    assert loc == ("touchpoints", 5, cell)
    assert rules(page) == [rule]
    assert figures == {
        "touchpoint": given["touchpoint"], "stage": "stable", "feeling": given["feeling"],
        "by": day(given["by"]) if given["by"] else None,
    }  # fmt: skip


@pytest.mark.parametrize(
    "given", [point(owner=""), point(by=None), point(aim=-2), point(by="2026-11-11"), low(aim=-1)]
)
def test_what_a_touchpoint_may_lack(given: Mapping[str, Any]) -> None:
    assert rules(sound(book=HELD, touchpoints=[*SOUND["touchpoints"], given])) == []


def test_the_templates_own_map_is_not_the_managers() -> None:
    taken = [one.model_dump() for one in typical_points(pack())]
    dated = [{**one, "by": "2026-11-30"} for one in taken]
    page = sound(book=HELD, touchpoints=dated)
    assert the(page, "map_as_template") == (("touchpoints",), {})
    assert rules(page) == ["map_as_template"]
    assert rules(sound(book=HELD, touchpoints=[*dated, low()])) == []


# -- who waits ------------------------------------------------------------------------------------


def test_endangered_customers_for_whom_nothing_was_done() -> None:
    noted = [{"customer": name, "signal": "reputation"} for name in ("A1", "A2")]
    page = sound(book=HELD, notes=noted)
    assert the(page, "at_risk_unattended") == (("cares",), {"customers": 2})
    helped = sound(book=HELD, notes=noted, cares=[{**SOUND_CARE, "day": "2026-10-29"}])
    assert the(helped, "at_risk_unattended")[1] == {"customers": 1}
    late = sound(book=HELD, notes=noted[:1], cares=[{**SOUND_CARE, "day": "2026-10-28"}])
    assert the(late, "at_risk_unattended")[1] == {"customers": 1}


def test_what_does_not_fit_into_the_minutes() -> None:
    imported = holders("A1", "A2", "A3")
    page = sound("11-02", book=imported, minutes=19)
    assert the(page, "queue_left") == (("minutes",), {"left": 2, "minutes": 19})
    assert found(sound("11-02", book=imported, minutes=30), "queue_left") == []


def test_a_queue_that_nobody_works() -> None:
    imported = holders("A1", "A2")
    page = sound("11-06", book=imported)
    assert the(page, "queue_not_worked") == (("cares",), {"customers": 2, "days": 5})
    assert found(sound("11-05", book=imported), "queue_not_worked") == []
    assert found(sound("11-06", book=HELD), "queue_not_worked") == []
    worked = sound("11-06", book=imported, cares=[{**SOUND_CARE, "day": "2026-11-02"}])
    assert found(worked, "queue_not_worked") == []


# -- what was done --------------------------------------------------------------------------------


def test_a_care_whose_next_day_has_passed() -> None:
    page = sound(book=HELD, cares=[SOUND_CARE, care(customer="A2", next_day="2026-11-10")])
    loc, figures = the(page, "care_late")
    assert loc == ("cares", 1, "next_day")
    assert figures == {"customer": "A2", "day": day("11-10"), "days": 1, "why": None}
    on_it = sound(book=HELD, cares=[care(next_day="2026-11-11")])
    assert rules(on_it) == []


@pytest.mark.parametrize(
    ("given", "silent"),
    [
        ({"outcome": "done", "day": "2026-11-10"}, False),
        ({"outcome": "done", "proof": "x"}, True),
        ({"outcome": "not"}, True),
        ({"outcome": "half", "next_day": "2026-11-20"}, True),
        ({"outcome": "", "day": "2026-11-10", "next_day": "2026-11-20"}, True),
    ],
)
def test_what_is_done_can_be_proved(given: Mapping[str, Any], silent: bool) -> None:
    page = sound(book=HELD, cares=[care(**given)])
    assert rules(page) == ([] if silent else ["care_no_proof"])
    if not silent:
        assert the(page, "care_no_proof")[0] == ("cares", 0, "proof")


@pytest.mark.parametrize(
    ("given", "silent"),
    [
        ({}, False),
        ({"day": "2026-11-11"}, False),
        ({"outcome": "waiting"}, False),
        ({"day": "2026-11-12"}, True),
        ({"next_day": "2026-11-12"}, True),
        ({"outcome": "not"}, True),
    ],
)
def test_what_is_open_goes_on(given: Mapping[str, Any], silent: bool) -> None:
    page = sound(book=HELD, cares=[care(**given)])
    assert rules(page) == ([] if silent else ["care_no_next"])
    if not silent:
        assert the(page, "care_no_next")[0] == ("cares", 0, "next_day")


@pytest.mark.parametrize("flag", ["do_not_contact", "suspected_fraud"])
def test_an_open_care_for_who_must_not_be_contacted(flag: str) -> None:
    imported = full({"id": "A1", "assets": 6_000_000, flag: True})
    page = sound(book=imported, cares=[care(next_day="2026-11-12")], try_customer="A9")
    loc, figures = the(page, "blocked_in_care")
    assert (loc, figures["why"]) == (("cares", 0, "customer"), flag)
    assert figures["customer"] == "A1"
    assert rules(page) == ["blocked_in_care"]
    assert rules(sound(book=imported, cares=[care(outcome="not")], try_customer="A9")) == []
    loc, figures = the(sound(book=imported), "blocked_try")
    assert (loc, figures) == (("try_customer",), {"customer": "A1", "why": flag})


def test_who_complains_may_be_cared_for_but_gets_no_offer() -> None:
    imported = full({"id": "A1", "assets": 6_000_000, "complaint_open": True})
    open_care = care(next_day="2026-11-12", day="2026-11-10")
    assert rules(sound(book=imported, cares=[open_care])) == []
    for kind in ("under_tier", "due_soon", "big_inflow"):
        page = sound(book=imported, cares=[{**open_care, "critical": kind}])
        assert the(page, "sell_during_complaint")[0] == ("cares", 0, "critical")
        assert rules(page) == ["sell_during_complaint"]
    for given in ({"critical": "big_outflow"}, {"critical": "due_soon", "outcome": "not"}):
        assert rules(sound(book=imported, cares=[{**open_care, **given}])) == []


def test_nor_does_who_must_not_be_contacted_get_an_offer() -> None:
    imported = full({"id": "A1", "assets": 6_000_000, "do_not_contact": True})
    page = sound(book=imported, cares=[care(next_day="2026-11-12", critical="due_soon")],
                 try_customer="A9")  # fmt: skip
    assert rules(page) == ["blocked_in_care", "sell_during_complaint"]


def test_a_complaint_on_the_page_itself_stops_offers() -> None:
    selling = care(next_day="2026-11-12", critical="under_tier")
    told = {"customer": "A1", "situation": "complaint"}
    page = sound(book=HELD, cares=[selling], losses=[{**SOUND_LOSS, **told}])
    assert rules(page) == ["sell_during_complaint"]
    assert rules(sound(book=HELD, cares=[selling])) == []


# -- who leaves -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("blank", "rule"),
    [("cause", "loss_no_cause"), ("next_day", "loss_no_date"), ("said", "loss_said_missing")],
)
def test_what_a_loss_lacks(blank: str, rule: str) -> None:
    loss = {name: value for name, value in SOUND_LOSS.items() if name != blank}
    page = sound(book=HELD, losses=[SOUND_LOSS, loss])
    assert the(page, rule) == (("losses", 1, blank), {"customer": "A1"})
    assert rules(page) == [rule]
    assert rules(sound(book=HELD, losses=[{**loss, "back": True}])) == []


def test_nobody_is_won_back_while_they_complain() -> None:
    way = {**SOUND_LOSS, "strategy": "needs"}
    complains = full({"id": "A1", "assets": 6_000_000, "complaint_open": True})
    for page in (
        sound(book=HELD, losses=[{**way, "situation": "complaint"}]),
        sound(book=HELD, losses=[way, {**SOUND_LOSS, "situation": "complaint"}]),
        sound(book=complains, losses=[way]),
    ):
        loc, figures = the(page, "loss_during_complaint")
        assert (loc, figures) == (("losses", 0, "strategy"), {"customer": "A1"})
    for given in ({"situation": "losses"}, {"situation": "complaint", "back": True}, {}):
        assert rules(sound(book=HELD, losses=[{**way, **given}])) == []
    assert rules(sound(book=HELD, losses=[{**SOUND_LOSS, "situation": "complaint"}])) == []


@pytest.mark.parametrize("text", ["13812345678", "A1、A2"])
def test_no_lists_of_others_are_kept(text: str) -> None:
    page = sound(referrals=[{"customer": "A1"}, {"customer": text}])
    assert the(page, "referral_lists") == (("referrals", 1, "customer"), {"row": 2})
    assert [one.loc[1] for one in found(page, "referral_lists")] == [1]


def test_a_card_number_in_a_referral_is_a_list_too() -> None:
    page = sound(referrals=[{"customer": CARD}])
    assert {"referral_lists", "number_like_card"} <= set(rules(page))


# -- the action list ------------------------------------------------------------------------------


def test_an_empty_action_list() -> None:
    assert the(sound(steps=[]), "no_steps") == (("steps",), {})


@pytest.mark.parametrize(
    ("given", "rule", "cell"),
    [
        ({"mark": ""}, "step_no_mark", "mark"),
        ({"owner": ""}, "step_no_owner", "owner"),
        ({"by": "2026-11-10"}, "step_late", "by"),
    ],
)
def test_what_an_open_step_lacks(given: Mapping[str, Any], rule: str, cell: str) -> None:
    step = {**STEP, **given}
    page = sound(book=HELD, steps=[STEP, step])
    loc, figures = the(page, rule)
    assert loc == ("steps", 1, cell)
    assert figures == {"what": "step 1", "by": day(str(step["by"]))}
    assert rules(page) == [rule]
    assert rules(sound(book=HELD, steps=[{**step, "done": True}])) == []


def test_a_step_is_not_late_on_its_day_nor_without_one() -> None:
    for by in ("2026-11-11", None):
        assert rules(sound(book=HELD, steps=[{**STEP, "by": by}])) == []


# -- typed text -----------------------------------------------------------------------------------

ROWS: dict[str, dict[str, Any]] = {
    "notes": {"signal": "silent"}, "cares": {"outcome": "not"}, "losses": {"back": True},
    "referrals": {},
}  # fmt: skip


@pytest.mark.parametrize("field", sorted(ROWS))
def test_a_name_instead_of_a_number(field: str) -> None:
    rows = [{"customer": name, **ROWS[field]} for name in ("A1", "王芳")]
    page = sound(**{field: rows})
    assert the(page, "name_like") == ((field, 1, "customer"), {"row": 2})


def test_customers_who_are_not_in_the_book_each_said_once() -> None:
    page = sound(
        book=HELD,
        cares=[SOUND_CARE, {**SOUND_CARE, "customer": "Z1"}],
        losses=[{**SOUND_LOSS, "customer": "Z1"}, {**SOUND_LOSS, "customer": "Z2"}],
        notes=[{"customer": "A2", "signal": "silent"}],
    )
    said = [(one.loc, one.figures) for one in found(page, "unknown_customer")]
    assert said == [
        (("cares", 1, "customer"), {"customer": "Z1"}),
        (("losses", 1, "customer"), {"customer": "Z2"}),
    ]
    assert found(sound(cares=[SOUND_CARE]), "unknown_customer") == []


# -- the book and the try -------------------------------------------------------------------------


def test_nothing_was_imported() -> None:
    assert the(sound(), "no_customers") == ((), {})
    assert rules(sound()) == ["no_customers"]


def test_what_the_imported_files_lack() -> None:
    loc, figures = the(sound(book=people(A1=6_000_000)), "data_missing")
    assert loc == ()
    assert figures["analyses"] == (
        "stages", "maturities", "suitability", "easily_lost", "hard_flags",
    )  # fmt: skip
    lacks: Any = figures["lacks"]
    assert {"balances", "customers.last_contact", "holdings"} <= set(lacks)
    assert len(lacks) == len(set(lacks))
    assert found(sound(book=HELD), "data_missing") == []


def test_nobody_to_try_it_on_or_no_day() -> None:
    nobody = sound(book=HELD, try_customer="", try_by=None)
    assert the(nobody, "no_try") == (("try_customer",), {})
    assert the(sound(book=HELD, try_by=None), "no_try") == (("try_by",), {})


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
    page = sound(book=HELD, try_by=f"2026-{by}", tried=tried)
    assert rules(page) == (["try_late"] if field else [])
    if field:
        assert the(page, "try_late") == ((field,), {"by": day(by)})


@pytest.mark.parametrize(("by", "late"), [("2026-11-11", False), ("2026-11-10", True)])
def test_a_try_whose_day_is_over_is_written_about(by: str, late: bool) -> None:
    page = sound(book=HELD, try_by=by)
    assert rules(page) == (["try_open"] if late else [])
    if late:
        assert the(page, "try_open") == (
            ("tried",),
            {"customer": page.record.try_customer, "day": day(by)},
        )
    for given in (by, "2026-12-24"):
        assert rules(sound(book=HELD, try_by=given, tried="she named the month")) == []


def test_what_is_typed_is_never_read_as_anything_else() -> None:
    hostile = "<b>{0.__class__}</b>$x$\n=1+1"
    rows = {
        "touchpoints": [low(touchpoint=hostile, act=hostile, stage=stage) for stage in STAGES],
        "cares": [{**SOUND_CARE, "customer": hostile, "proof": hostile}],
        "steps": [{**STEP, "what": hostile, "mark": ""}],
    }
    page = sound(book=HELD, **rows)
    assert rules(page) == ["step_no_mark", "unknown_customer"]
    assert the(page, "step_no_mark")[1]["what"] == hostile
    assert journey(**rows).touchpoints[0].act == hostile
