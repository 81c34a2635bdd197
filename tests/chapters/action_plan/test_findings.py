from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from workbook.chapters.action_plan.rules import PlanDesk, findings
from workbook.chapters.shared.context import Finding
from workbook.domain.calendar import Week

from ..prospects.test_privacy import CARD
from .desks import (
    day,
    desk,
    english,
    line,
    nine,
    pack,
    plan,
    sound,
    ticks,
)
from .linked import LOSS, maturing, reserve

Loc = tuple[str | int, ...]


def found(page: PlanDesk, rule: str) -> list[Finding]:
    return [one for one in findings(page) if one.rule == rule]


def the(page: PlanDesk, rule: str) -> tuple[Loc, dict[str, object]]:
    """Where the one finding of this rule is, and its figures."""
    (one,) = found(page, rule)
    assert one.chapter == "action_plan"
    english().say(pack().rules[rule].says, one.figures)
    english().say(pack().rules[rule].attempt, one.figures)
    return one.loc, dict(one.figures)


def rules_of(page: PlanDesk) -> list[str]:
    return [one.rule for one in findings(page)]


def first(today: str = "11-11", **given: Any) -> PlanDesk:
    """A sound week, but for its first line."""
    return sound(today, lines=nine(**given))


def with_three(today: str = "11-11", **given: Any) -> PlanDesk:
    """A sound week, but for its first three, the sixth line."""
    rows = nine()
    return sound(today, lines=[*rows[:5], {**rows[5], **given}, *rows[6:]])


def with_one(today: str = "11-11", week: Week | None = None, **given: Any) -> PlanDesk:
    """A sound week, but for the one."""
    rows = [*nine()[:8], line(kind="one", what="line 8", **given)]
    return sound(today, lines=rows, **({"week": week} if week else {}))


def test_a_sound_week_needs_no_remark() -> None:
    assert rules_of(sound()) == []
    assert rules_of(sound(earlier=[("2026-W45", plan(lines=[line(outcome="done")]))])) == []


# -- how many -------------------------------------------------------------------------------------


def test_no_lines() -> None:
    assert the(sound(lines=[]), "no_lines") == (("lines",), {})
    assert rules_of(sound(lines=[])) == ["no_lines"]


@pytest.mark.parametrize(
    ("rows", "off"),
    [
        (nine(), {}), (nine()[1:], {"five": 4}), ([*nine(), line(kind="one")], {"one": 2}),
        ([line(kind="three")] * 3, {"five": 0, "one": 0}),
    ],
)  # fmt: skip
def test_another_number_than_five_three_one(
    rows: list[dict[str, object]], off: dict[str, int]
) -> None:
    wanted = {"five": 5, "three": 3, "one": 1}
    seen = found(desk(lines=rows), "count_off")
    assert [(one.loc, one.figures) for one in seen] == [
        (("lines",), {"kind": kind, "wanted": wanted[kind], "lines": count})
        for kind, count in off.items()
    ]


def test_nothing_hangs_on_the_pacing() -> None:
    rows = [{**row, "link": "prospects"} for row in nine()]
    assert the(sound(lines=rows), "not_linked") == (("lines",), {})
    assert found(sound(lines=[*rows[1:], nine()[0]]), "not_linked") == []
    assert found(sound(lines=[]), "not_linked") == []


def test_too_many_lines_on_one_day() -> None:
    rows = [line(what=f"{at}", by="2026-11-12") for at in range(4)]
    figures = {"day": day("11-12"), "lines": 4}
    assert the(sound(lines=rows), "too_many_same_day") == (("lines",), figures)
    for other in ({"by": "2026-11-13"}, {"outcome": "done"}, {"by": None}):
        page = sound(lines=[{**rows[0], **other}, *rows[1:]])
        assert found(page, "too_many_same_day") == []
    later = [line(what=f"later {at}", by="2026-11-10") for at in range(5)]
    days = [one.figures for one in found(desk(lines=[*rows, *later]), "too_many_same_day")]
    assert days == [{"day": day("11-10"), "lines": 5}, figures]


# -- what a line lacks ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "rule", "more"),
    [
        ("by", "no_date", {"kind": "five"}), ("mark", "no_mark", {}),
        ("measure", "no_measure", {}), ("owner", "no_owner", {}), ("link", "no_link", {}),
    ],
)  # fmt: skip
def test_a_blank_that_matters(cell: str, rule: str, more: dict[str, object]) -> None:
    page = first(**{cell: ""})
    if cell == "link":
        page = sound(
            lines=[
                line(
                    kind=row["kind"], by=row["by"], what=row["what"], **({} if at else {"link": ""})
                )
                for at, row in enumerate(nine())
            ]
        )
    assert the(page, rule) == (("lines", 0, cell), {"what": "line 0", **more})
    assert rules_of(page) == [rule]


def test_the_line_that_lacks_something_is_named() -> None:
    rows = nine()
    page = sound(lines=[*rows[:7], {**rows[7], "owner": ""}, rows[8]])
    assert the(page, "no_owner") == (("lines", 7, "owner"), {"what": "line 7"})


def test_a_mark_without_a_number() -> None:
    vague: dict[str, Any] = {"mark": "customers are happy"}
    figures = {"what": "line 0", **vague}
    assert the(first(**vague), "vague_mark") == (("lines", 0, "mark"), figures)
    assert rules_of(first(**vague)) == ["vague_mark"]
    assert found(first(mark=""), "vague_mark") == []
    assert found(with_three(mark="the name is on the rota"), "vague_mark") == []
    assert len(found(with_one(**vague), "vague_mark")) == 1


@pytest.mark.parametrize("cell", ["grantor", "resource", "fallback"])
def test_what_a_three_lacks(cell: str) -> None:
    blank: dict[str, Any] = {cell: ""}
    page = with_three(**blank)
    assert the(page, f"no_{cell}") == (("lines", 5, cell), {"what": "line 5"})
    assert rules_of(page) == [f"no_{cell}"]
    assert rules_of(with_one(**blank)) == []


@pytest.mark.parametrize(
    ("granted", "fallback", "rules"),
    [
        ("yes", "", []), ("no", "", ["not_granted"]), ("asked", "", ["no_fallback"]),
        ("no", "by telephone", []), ("asked", "by telephone", []),
    ],
)  # fmt: skip
def test_a_resource_that_is_not_granted(granted: str, fallback: str, rules: list[str]) -> None:
    page = with_three(granted=granted, fallback=fallback)
    assert rules_of(page) == rules
    for rule in rules:
        loc, figures = the(page, rule)
        assert loc == ("lines", 5, "fallback")
        grantor = {"grantor": "branch head"} if rule == "not_granted" else {}
        assert figures == {"what": "line 5", **grantor}


# -- its day --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "week", "last"),
    [
        ("11-11", "2026-W46", "11-13"), ("11-09", "2026-W46", "11-13"),
        ("11-06", "2026-W46", "11-13"), ("11-14", "2026-W46", "11-13"),
        ("09-30", "2026-W40", "09-30"), ("12-28", "2026-W53", "2027-01-01"),
        ("02-01", "2026-W08", "02-28"),  # a week without a working day
    ],
)  # fmt: skip
def test_the_one_lands_by_the_weeks_last_working_day(today: str, week: str, last: str) -> None:
    page = with_one(today, Week.parse(week), by=str(day(last)))
    assert found(page, "one_too_late") == []
    page = with_one(today, Week.parse(week), by=str(day(last) + dt.timedelta(days=1)))
    figures = {"what": "line 8", "by": page.record.lines[8].by, "last": day(last)}
    assert the(page, "one_too_late") == (("lines", 8, "by"), figures)


def test_only_an_open_one_can_be_too_late() -> None:
    late: dict[str, Any] = {"by": "2026-12-24"}
    assert found(with_one(**late, outcome="not"), "one_too_late") == []
    assert found(first(**late), "one_too_late") == []
    assert found(with_one(by=None), "one_too_late") == []


def test_a_five_dated_after_the_week() -> None:
    figures = {"what": "line 0", "by": day("11-16")}
    assert the(first(by="2026-11-16"), "after_week") == (("lines", 0, "by"), figures)
    assert rules_of(first(by="2026-11-15")) == []
    assert rules_of(first(by="2026-11-16", outcome="done")) == []
    assert rules_of(with_three(by="2026-11-16")) == []
    assert rules_of(with_one(by="2026-11-16")) == ["one_too_late"]
    over = desk("12-29", week=Week(2026, 53), lines=[line(by="2027-01-03"), line(by="2027-01-04")])
    assert [one.loc for one in found(over, "after_week")] == [("lines", 1, "by")]


def test_a_day_that_passed_without_an_outcome() -> None:
    figures = {"what": "line 0", "by": day("11-09"), "days": 2}
    assert the(first(by="2026-11-09"), "by_past") == (("lines", 0, "outcome"), figures)
    assert rules_of(first(by="2026-11-11")) == []
    assert the(first(by="2026-11-10"), "by_past")[1]["days"] == 1
    assert found(first(by="2026-11-09", outcome="half", reason="other"), "by_past") == []


# -- its review -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "reason", "asked"),
    [("half", "", True), ("not", "", True), ("not", "unclear", False), ("done", "", False),
     ("", "", False)],
)  # fmt: skip
def test_why_it_was_not_done(outcome: str, reason: str, asked: bool) -> None:
    page = first(outcome=outcome, reason=reason)
    if asked:
        assert the(page, "no_reason") == (("lines", 0, "reason"), {"what": "line 0"})
    assert bool(rules_of(page)) is asked


def test_a_line_carried_for_weeks() -> None:
    figures = {"what": "line 0", "weeks": 3}
    assert the(first(since="2026-W43"), "carried_long") == (("lines", 0, "what"), figures)
    assert rules_of(first(since="2026-W44")) == []
    settled = first(since="2026-W40", outcome="half", reason="other")
    assert found(settled, "carried_long") == []


def test_last_week_was_not_reviewed() -> None:
    before = plan(lines=[line(), line(outcome="half"), line()])
    older = plan(lines=[line(), line(), line()])
    page = sound(earlier=[("2026-W44", before), ("2026-W43", older)])
    assert the(page, "not_reviewed") == ((), {"week": "2026-W44", "lines": 2})
    done = plan(lines=[line(outcome="done")])
    assert found(sound(earlier=[("2026-W45", done), ("2026-W44", older)]), "not_reviewed") == []


def avoiding(*weeks: int, today: int = 0) -> PlanDesk:
    """Lines avoided so many weeks ago, and so many in this one."""
    avoided = {"outcome": "not", "reason": "avoided"}
    rows = nine()
    here = [{**row, **avoided} for row in rows[:today]]
    earlier = [(f"2026-W{46 - one}", plan(lines=[line(**avoided)])) for one in sorted(set(weeks))]
    return sound(lines=[*here, *rows[today:]], earlier=earlier)


@pytest.mark.parametrize(
    ("page", "count"),
    [
        (avoiding(1, 3), 2), (avoiding(1, 2, 3, today=1), 4), (avoiding(today=2), 2),
        (avoiding(1, 4), None), (avoiding(3), None), (avoiding(), None),
    ],
)  # fmt: skip
def test_avoided_again_and_again(page: PlanDesk, count: int | None) -> None:
    if count is None:
        assert found(page, "avoided_again") == []
    else:
        assert the(page, "avoided_again") == (("lines",), {"count": count})


def test_a_reason_of_what_was_done_after_all_does_not_count() -> None:
    after_all = {"outcome": "done", "reason": "avoided"}
    rows = [{**row, **after_all} for row in nine()]
    assert found(sound(lines=rows), "avoided_again") == []


# -- the Monday list ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "week", "missed"),
    [
        ("11-09", "2026-W46", False), ("11-10", "2026-W46", True), ("10-08", "2026-W41", False),
        ("10-09", "2026-W41", True), ("02-20", "2026-W08", False), ("11-06", "2026-W46", False),
    ],
)  # fmt: skip
def test_the_first_working_day_passed_without_a_list(today: str, week: str, missed: bool) -> None:
    page = sound(today, week=Week.parse(week), contacts=[])
    if missed:
        assert the(page, "no_monday") == (("contacts",), {})
    assert bool(found(page, "no_monday")) is missed
    assert found(sound(today, week=Week.parse(week)), "no_monday") == []


def test_a_list_that_is_too_long() -> None:
    contacts = [{"customer": f"C{at}"} for at in range(13)]
    figures = {"contacts": 13, "most": 12}
    assert the(sound(contacts=contacts), "too_many_contacts") == (("contacts",), figures)
    assert rules_of(sound(contacts=contacts[1:])) == []


def test_somebody_on_the_list_must_not_be_contacted() -> None:
    linked = reserve({"customer": "C2", "flag": "suspected_fraud"})
    linked |= maturing("C3", "C4", complaint_open="C3")
    contacts = [{"customer": f"C{at}"} for at in range(1, 5)]
    seen = found(sound(contacts=contacts, linked=linked), "blocked_on_list")
    assert [(one.loc, one.figures) for one in seen] == [
        (("contacts", 1, "customer"), {"customer": "C2"}),
        (("contacts", 2, "customer"), {"customer": "C3"}),
    ]


def test_customers_with_losses_are_not_on_the_list() -> None:
    linked = reserve({"customer": "A1", **LOSS}, {"customer": "A2", **LOSS}, {"customer": "A3"},
                     {"customer": "A1", "indicator": "insurance_premium", **LOSS})  # fmt: skip
    page = sound(linked=linked)
    assert the(page, "loss_not_on_list") == (("contacts",), {"customers": 2})
    one_of_them = [{"customer": "C1"}, {"customer": "A2"}]
    assert rules_of(sound(linked=linked, contacts=one_of_them)) == []
    assert rules_of(sound(linked=linked, contacts=[])) == ["no_monday"]
    assert rules_of(sound(linked=reserve({"customer": "A1"}))) == []


# -- ticks and Friday -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "given", "days"),
    [
        ("11-11", [], 2), ("11-11", ticks(9, 10), 0), ("11-11", ticks(10, 11, 12), 1),
        ("11-11", [{"day": "2026-11-09", "worked": "yes"}, {"day": "2026-11-10"}], 1),
        ("11-11", [{"day": "2026-11-09", "written": "yes"}, *ticks(10)], 0),
        ("11-09", [], 0), ("11-15", [], 5), ("11-06", [], 0), ("11-30", [], 5),
    ],
)  # fmt: skip
def test_days_without_a_tick(today: str, given: list[dict[str, object]], days: int) -> None:
    page = sound(today, ticks=given)
    if days:
        assert the(page, "ticks_missing") == (("ticks",), {"days": days})
    assert bool(found(page, "ticks_missing")) is bool(days)


@pytest.mark.parametrize(
    ("today", "week", "missed"),
    [
        ("11-12", "2026-W46", False), ("11-13", "2026-W46", True), ("11-15", "2026-W46", True),
        ("10-09", "2026-W41", False), ("10-10", "2026-W41", True), ("09-30", "2026-W40", True),
        ("02-20", "2026-W08", False), ("12-31", "2026-W53", False),
        ("2027-01-01", "2026-W53", True),
    ],
)  # fmt: skip
def test_friday_has_come(today: str, week: str, missed: bool) -> None:
    page = sound(today, week=Week.parse(week))
    if missed:
        assert the(page, "no_friday") == (("learned",), {})
    assert bool(found(page, "no_friday")) is missed
    assert found(sound(today, week=Week.parse(week), learned="who calls first"), "no_friday") == []


# -- what was typed -------------------------------------------------------------------------------


@pytest.mark.parametrize(("field", "row"), [("lines", 1), ("contacts", 1)])
def test_a_name_instead_of_a_number(field: str, row: int) -> None:
    fields: dict[str, Any] = {"lines": nine(), "contacts": [{"customer": "C1"}, {}]}
    rows = fields[field]
    typed = [rows[0], {**rows[1], "customer": "王小明"}, *rows[2:]]
    given: dict[str, Any] = {field: typed}
    page = sound(**given)
    assert the(page, "name_like") == ((field, row, "customer"), {"row": row + 1})
    assert rules_of(page) == ["name_like"]


def test_a_row_with_two_numbers_is_said_once() -> None:
    page = sound(contacts=[{"customer": CARD, "act": CARD}])
    assert the(page, "number_like_card")[0] == ("contacts", 0, "customer")


@pytest.mark.parametrize(
    ("given", "loc"),
    [({"try_customer": ""}, "try_customer"), ({"try_by": ""}, "try_by"),
     ({"try_customer": "", "try_by": ""}, "try_customer")],
)  # fmt: skip
def test_nobody_to_try_it_on(given: dict[str, str], loc: str) -> None:
    assert the(sound(**given), "no_try") == ((loc,), {})


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
    page = sound(try_by=f"2026-{by}", tried=tried)
    assert rules_of(page) == (["try_late"] if field else [])
    if field:
        assert the(page, "try_late") == ((field,), {"by": day(by)})


def test_a_word_on_how_it_went_names_neither_customer_nor_day() -> None:
    assert rules_of(sound(try_by="", tried="went well")) == ["no_try"]
