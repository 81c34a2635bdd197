from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from workbook import content
from workbook.chapters.action_plan.pack import KINDS, Pack, Suggestion
from workbook.chapters.action_plan.records import PlanLine
from workbook.chapters.action_plan.rules import (
    PlanDesk,
    candidates,
    findings,
    suggested_lines,
)
from workbook.chapters.action_plan.rules.sayable import placeholders, sayable
from workbook.chapters.action_plan.rules.suggestions import SAID
from workbook.chapters.battle_map import pack as battle_map
from workbook.chapters.journey import pack as journey
from workbook.chapters.pacing import pack as pacing
from workbook.chapters.prospects import pack as prospects
from workbook.chapters.shared.context import Finding
from workbook.content.messages import UNITS
from workbook.domain.calendar import Month, Week

from ..prospects.test_privacy import CARD
from .desks import SUGGESTIONS, changed, day, desk, english, line, made, nine, pack
from .linked import OVERDUE, maturing, reserve

SALES, PREMIUM = "investment_sales", "insurance_premium"
WAN = 1_000_000  # fen


def behind(indicator: str = SALES, gap: int = 30 * WAN) -> Finding:
    figures = {"indicator": indicator, "gap": gap, "day": day("11-11"), "done": 0}
    return Finding("pacing", "behind_plan", ("targets", 0), figures)


def late(customer: str = "K1") -> Finding:
    return Finding("prospects", "overdue", (), {"customer": customer, "days": 2})


LEFT = Finding("journey", "queue_left", (), {"left": 4, "minutes": 60})
LOSS = Finding("prospects", "loss_not_called", (), {"customer": "K9", "days": 20})
NO_GOAL = Finding("battle_map", "no_goal", (), {"segment": "youth"})


def low(touchpoint: str = "queue", stage: object = "stable") -> Finding:
    return Finding("journey", "low_without_owner", (), {"touchpoint": touchpoint, "stage": stage})


def lines_of(page: PlanDesk) -> list[PlanLine]:
    return list(suggested_lines(page, english()))


def whats(page: PlanDesk) -> list[str]:
    return [one.what for one in lines_of(page)]


# -- a line from a finding ------------------------------------------------------------------------


def test_a_finding_asks_for_a_line() -> None:
    (one,) = lines_of(desk(found=[LEFT]))
    assert one == PlanLine(
        kind="three", what="mend queue_left", owner="Me", by=day("11-13"), mark="1 thing",
        measure="Friday", resource="60 minutes", grantor="branch head", fallback="the first 4",
    )  # fmt: skip


def test_a_suggested_line_lacks_nothing_that_a_finding_would_ask_for() -> None:
    suggested = lines_of(desk(found=[behind(), late(), LOSS, NO_GOAL, low()]))
    assert len(suggested) > 2
    for one in suggested:
        assert one.by
        assert {one.what, one.owner, one.mark, one.measure} & {""} == set()


def test_its_numbers_and_its_indicator_are_said() -> None:
    (one,) = lines_of(desk(found=[behind(PREMIUM)]))
    assert one.what == "close 30.00 wan yuan of Insurance premium by 11 Nov"
    assert (one.indicator, one.link, one.kind) == (PREMIUM, "pacing", "five")
    (other,) = lines_of(desk(found=[late()]))
    assert (other.indicator, other.mark, other.customers) == ("", "from K1 on, a date each", None)


def test_an_indicator_that_the_bank_no_longer_has_is_left_out() -> None:
    (one,) = lines_of(desk(found=[behind("postcards")]))
    assert one.indicator == ""


def test_other_findings_ask_for_nothing() -> None:
    others = [
        Finding("prospects", "no_level", (), {"customer": "K1"}),
        Finding("pacing", "overdue", (), {"customer": "K1"}),
    ]
    assert lines_of(desk(found=others)) == []
    assert candidates(desk()) == ()


def test_a_finding_without_the_figures_asks_for_nothing() -> None:
    bare = Finding("pacing", "behind_plan", (), {"indicator": SALES, "gap": 1})
    assert lines_of(desk(found=[bare, late()]))[0].what == "mend overdue"
    unresourced = Finding("journey", "queue_left", (), {"minutes": 60})
    assert lines_of(desk(found=[unresourced])) == []


def test_nobody_who_must_not_be_contacted_is_named() -> None:
    linked = reserve({"customer": "K1", "flag": "complaint_open", **OVERDUE})
    linked |= maturing("K2", do_not_contact="K2")
    page = desk(found=[late("K1"), late("K2"), late("K3")], linked=linked)
    assert [one.mark for one in lines_of(page)] == ["from K3 on, a date each"]


@pytest.mark.parametrize(
    ("finding", "link"),
    [
        (NO_GOAL, "map_youth"), (low(), "stage_stable"), (low(stage=("stable",)), ""),
        (low(stage="moon"), ""), (LEFT, ""), (late(), "prospects"),
    ],
)  # fmt: skip
def test_what_the_line_hangs_on(finding: Finding, link: str) -> None:
    assert [one.link for one in lines_of(desk(found=[finding]))] == [link]


# -- until when -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "week", "days", "by"),
    [
        ("11-11", "2026-W46", 0, "11-11"), ("11-11", "2026-W46", 2, "11-13"),
        ("11-11", "2026-W46", 3, "11-16"), ("11-14", "2026-W46", 0, "11-16"),
        ("11-14", "2026-W46", 1, "11-16"), ("11-14", "2026-W46", 2, "11-17"),
        ("11-06", "2026-W46", 0, "11-09"), ("11-20", "2026-W46", 1, "11-23"),
        ("09-30", "2026-W40", 1, "10-08"), ("12-31", "2026-W53", 2, "2027-01-04"),
        ("02-10", "2026-W08", 0, "02-24"),
    ],
)  # fmt: skip
def test_the_day_is_so_many_working_days_away(today: str, week: str, days: int, by: str) -> None:
    template = changed(suggestions={"one": made("prospects", "overdue", days=days)})
    page = desk(today, week=Week.parse(week), template=template, found=[late()])
    assert [one.by for one in candidates(page)] == [day(by)]


# -- which and how many ---------------------------------------------------------------------------


def test_each_suggestion_comes_once_before_any_comes_twice() -> None:
    found = [behind(SALES), behind(PREMIUM), late(), NO_GOAL, LOSS, LEFT]
    assert whats(desk(found=found)) == [
        "close 30.00 wan yuan of Investment sales by 11 Nov",
        "mend overdue",
        "set a goal",
        "close 30.00 wan yuan of Insurance premium by 11 Nov",
        "mend queue_left",
        "mend loss_not_called",
    ]


def kinds(page: PlanDesk) -> dict[str, int]:
    return dict(Counter(one.suggestion.kind for one in candidates(page)))


MANY = [low(f"place {at}") for at in range(9)] + [LEFT, LOSS]
ALL = {"five": 5, "three": 1, "one": 1}


@pytest.mark.parametrize(
    ("typed", "lacking"),
    [
        ([], ALL), (nine()[:1], {**ALL, "five": 4}), (nine()[:4], {**ALL, "five": 1}),
        (nine()[:5], {"three": 1, "one": 1}), ([*nine()[:5], line()], {"three": 1, "one": 1}),
        (nine()[:7], {"three": 1, "one": 1}), (nine()[:8], {"one": 1}),
        (nine()[8:], {"five": 5, "three": 1}), (nine()[1:], {"five": 1}), (nine(), {}),
        ([*nine(), line(kind="one")], {}),
    ],
)  # fmt: skip
def test_no_more_of_a_kind_than_the_plan_lacks(
    typed: list[dict[str, object]], lacking: dict[str, int]
) -> None:
    page = desk(found=MANY, lines=typed)
    assert kinds(page) == lacking
    assert len(lines_of(page)) == sum(lacking.values())


def test_what_the_plan_has_takes_no_place_from_the_next() -> None:
    (first, *_) = lines_of(desk(found=MANY))
    typed = [line(what=first.what), *nine()[:3]]
    assert whats(desk(found=MANY, lines=typed))[0] == "an owner for “place 1”"
    assert kinds(desk(found=MANY, lines=typed)) == {**ALL, "five": 1}
    assert whats(desk(found=[low("place 0")], lines=typed)) == []


def test_how_many_are_lacking_is_what_the_template_says() -> None:
    fewer = {name: one.model_copy(update={"lines": 2}) for name, one in pack().kinds.items()}
    page = desk(found=MANY, template=changed(kinds=fewer), lines=nine()[:1])
    assert kinds(page) == {"five": 1, "three": 1, "one": 1}


def test_the_same_words_do_not_come_twice() -> None:
    assert whats(desk(found=[late("K1"), late("K2")])) == ["mend overdue"]
    assert whats(desk(found=[low("hall"), low("hall"), low("call")])) == [
        "an owner for “hall”", "an owner for “call”",
    ]  # fmt: skip
    assert len(whats(desk(found=[behind(gap=1), behind(gap=2)]))) == 1


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("mend overdue", True), (" mend  overdue ", True), ("mend overdue now", False),
        ("please mend overdue", False), ("mend overdu3", False),
    ],
)  # fmt: skip
def test_what_the_plan_has_is_not_suggested(typed: str, taken: bool) -> None:
    page = desk(found=[late()], lines=[line(what=typed)])
    assert (candidates(page) == ()) is taken


def test_tomorrow_other_numbers_are_still_the_same_line() -> None:
    (taken,) = lines_of(desk(found=[behind(gap=30 * WAN)]))
    page = desk("11-12", found=[behind(gap=25 * WAN)], lines=[line(what=taken.what)])
    assert candidates(page) == ()
    assert len(candidates(desk(found=[behind(PREMIUM)], lines=[line(what=taken.what)]))) == 1


def test_a_hall_is_no_call_and_signs_are_no_pattern() -> None:
    (taken,) = lines_of(desk(found=[low("what? (1) [a|b]*")]))
    assert candidates(desk(found=[low("what? (1) [a|b]*")], lines=[line(what=taken.what)])) == ()
    assert len(candidates(desk(found=[low("whatX")], lines=[line(what=taken.what)]))) == 1
    assert len(candidates(desk(found=[low()], lines=[line(what="an owner for “hall”")]))) == 1


@pytest.mark.parametrize("touchpoint", ["", "policies"])
def test_a_blank_and_the_key_of_an_indicator_are_texts_too(touchpoint: str) -> None:
    (taken,) = lines_of(desk(found=[low(touchpoint)]))
    assert taken.what == f"an owner for “{touchpoint or '—'}”"
    assert candidates(desk(found=[low(touchpoint)], lines=[line(what=taken.what)])) == ()


@pytest.mark.parametrize(
    "text", ["{x}", "{0.__class__}", "</b>", "=1+1", "$x$", "\u202eabc", CARD, "长" * 2_000]
)
def test_hostile_text_stays_text_and_short(text: str) -> None:
    (one,) = lines_of(desk(found=[low(text)]))
    assert len(one.what) < 100
    assert CARD not in one.what
    if len(text) < 20 and text != CARD:
        assert one.what == f"an owner for “{text}”"
    assert candidates(desk(found=[low(text)], lines=[line(what=one.what)])) == ()


def test_a_text_of_just_that_length_is_not_cut() -> None:
    assert f"“{'a' * 60}”" in whats(desk(found=[low("a" * 60)]))[0]
    assert f"“{'a' * 59}…”" in whats(desk(found=[low("a" * 61)]))[0]


# -- the suggestions that ship --------------------------------------------------------------------


def templates() -> dict[str, Suggestion]:
    """Key → suggestion, as they ship."""
    return dict(content.load("action_plan", "en", Pack).suggestions)


SHIPPED = sorted(templates())
LISTS = {"indicators", "kinds", "links", "outcomes", "reasons", "grants", "becauses"}
A_FIGURE = re.compile(r"\{(\w+)(?::(\w+))?\}")
WRITTEN: tuple[content.Language, ...] = ("zh-Hans", "en")
PACKS: dict[str, Any] = {
    "pacing": pacing.Pack, "prospects": prospects.Pack, "journey": journey.Pack,
    "battle_map": battle_map.Pack,
}  # fmt: skip


@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize("key", SHIPPED)
def test_all_that_a_suggestion_says_is_a_figure_of_its_rule(
    key: str, language: content.Language
) -> None:
    one = content.load("action_plan", language, Pack).suggestions[key]
    rule = content.load(one.chapter, language, PACKS[one.chapter]).rules[one.rule]
    known = placeholders(rule.says) | placeholders(rule.attempt)
    for name in SAID:
        assert placeholders(getattr(one, name)) <= known, (key, name)


@pytest.mark.parametrize("language", WRITTEN)
def test_a_suggestion_uses_no_list_of_another_chapter(language: content.Language) -> None:
    for key, one in content.load("action_plan", language, Pack).suggestions.items():
        units = {unit for name in SAID for _, unit in A_FIGURE.findall(getattr(one, name))}
        assert units <= {"", "measure", *UNITS, *LISTS}, key


TOTALS = {
    "journey_at_risk_unattended": "customers",
    "journey_queue_left": "left",
    "journey_queue_not_worked": "customers",
}


@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize("key", sorted(TOTALS))
def test_a_line_takes_the_first_of_a_list_and_the_total_only_informs(
    key: str, language: content.Language
) -> None:
    one = content.load("action_plan", language, Pack).suggestions[key]
    (first,) = re.findall(r"(?:前|first|一天|打) ?(\d+)|(\d+) customers a day", one.what)
    assert 0 < int("".join(first)) <= 6
    asked = (one.what, one.mark, one.resource, one.grantor, one.fallback)
    assert TOTALS[key] not in {name for text in asked for name in placeholders(text)}
    assert TOTALS[key] in placeholders(one.measure)


def test_each_suggestion_is_called_by_its_chapter_and_rule() -> None:
    for key, one in templates().items():
        assert key == f"{one.chapter}_{one.rule}"
        assert one.link == "" or one.link in pack().links
        assert bool(one.resource and one.grantor and one.fallback) is (one.kind == "three")


@pytest.mark.parametrize("key", SHIPPED)
def test_a_suggested_line_lacks_only_an_owner(key: str) -> None:
    one = templates()[key]
    names = {name for part in SAID for name in placeholders(getattr(one, part))}
    figures: dict[str, object] = dict.fromkeys(names, 3)
    figures |= {"customer": "K1", "indicator": SALES, "day": day("11-10"), "segment": "women"}
    figures |= {"touchpoint": "the hall", "stage": "at_risk"}
    template = changed(suggestions={key: one})
    page = desk("11-09", template=template, found=[Finding(one.chapter, one.rule, (), figures)])
    (made_line,) = lines_of(page)
    typed = {**dict(made_line), "by": str(made_line.by)}
    whole = desk("11-09", template=template, lines=[{k: v for k, v in typed.items() if v}])
    rules = {f.rule for f in findings(whole) if f.loc[:1] == ("lines",)}
    assert rules <= {"count_off", "not_linked", "no_owner"}


def test_the_test_suggestions_cover_every_kind() -> None:
    assert {one.kind for one in SUGGESTIONS.values()} == set(KINDS)
    assert sayable("{a} {b:count}", {"a": 1, "b": 2, "c": 3})
    assert not sayable("{a} {b:count}", {"a": 1})
    assert placeholders("no {one} has {two:day}, {one}") == {"one", "two"}


def test_a_page_of_a_month_has_suggestions_too() -> None:
    assert len(lines_of(desk(week=Month(2026, 11), found=[late()]))) == 1
