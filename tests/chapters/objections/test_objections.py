"""The search by a customer's own words, and the laws of the worked objections."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest

from workbook import content
from workbook.chapters.objections.records import Objections, Own, Pack, Worked
from workbook.chapters.objections.rules import (
    QUESTION,
    ObjectionsDesk,
    completeness,
    likeness,
    matches,
    state,
)
from workbook.chapters.objections.views import tables
from workbook.chapters.shared.context import Desk
from workbook.domain.bank import Bank
from workbook.domain.calendar import Month, load_calendar

PACKS: dict[str, Pack] = {
    language: content.load("objections", language, Pack) for language in content.LANGUAGES
}
BANK = content.load("bank", "en", Bank)
TODAY = dt.date(2026, 12, 9)


def desk(heard: str = "", *own: Own, language: str = "en") -> ObjectionsDesk:
    record = Objections(heard=heard, own=own)
    return Desk(record, PACKS[language], BANK, Month(2026, 12), TODAY, load_calendar())


@pytest.mark.parametrize(
    ("language", "heard", "first"),
    [
        ("zh-Hans", "等发了奖金吧", "bonus_first"),
        ("zh-Hans", "儿子不让碰", "son_says"),
        ("zh-Hans", "隔壁行高", "pays_more"),
        ("en", "once my bonus is paid", "bonus_first"),
        ("en", "my son is against funds", "son_says"),
    ],
)
def test_the_likest_is_found_by_the_customers_own_words(
    language: str, heard: str, first: str
) -> None:
    found = matches(desk(heard, language=language))
    assert found[0] is PACKS[language].worked[first]
    assert len(found) <= 3


def test_one_of_ones_own_is_found_like_the_worked_ones() -> None:
    own = Own(said="My horse decides that")
    assert matches(desk("what my horse decides", own))[0] is own


def test_nothing_is_found_by_nothing() -> None:
    assert matches(desk("")) == matches(desk("zebra quartz")) == ()


def test_likeness_is_a_share_in_which_rare_pieces_weigh_more() -> None:
    same, none, rare, common = likeness("a b", ["a b", "c", "a", "b"])
    assert (same, none) == (1, 0)
    assert rare == common == pytest.approx(0.5)
    assert likeness("a b", ["a", "b", "b"])[0] > 0.5


@pytest.mark.parametrize("language", PACKS)
def test_the_worked_ones_hold_what_the_course_asks_for(language: str) -> None:
    worked = PACKS[language].worked.values()
    assert len(worked) == 24
    pure = {(one.reasons[0], one.roots[0]) for one in worked if not is_mixed(one)}
    assert pure == set(product(PACKS[language].reasons, PACKS[language].roots))
    assert sum(map(is_mixed, worked)) == 6
    assert all(one.product in PACKS[language].products for one in worked)
    assert all(len(QUESTION.findall(one.question)) == 1 for one in worked)
    for name in ("label", "question", "answer", "cost", "avoid", "mark"):
        assert len({getattr(one, name) for one in worked}) == 24, name


def is_mixed(one: Worked) -> bool:
    return len(one.reasons) + len(one.roots) > 2


def test_the_grid_counts_a_mixture_on_both_sides() -> None:
    grid = tables["grid"](desk("", Own(said="Later", reason="condition")))
    assert list(map(list, grid.values)) == [
        ["information", 5, 3, 2, 0],
        ["condition", 4, 3, 3, 1],
        ["no_need", 4, 3, 3, 0],
    ]


def test_what_is_filled_in_counts_cell_by_cell() -> None:
    half = Own(said="Later", reason="condition", root="no_funds")
    assert completeness(desk()) == 0
    assert completeness(desk("", half)) == 0.5
    assert list(state(desk("", half))) == [("own", {"own": 1, "whole": 0})]
    assert list(state(desk())) == []


def test_who_wants_no_call_is_left_alone_at_once() -> None:
    cards = tables["worked"](desk()).set_index("said")
    worked, roots = PACKS["en"].worked, PACKS["en"].roots
    assert cards.loc[worked["no_time"].label, "stop"] == worked["no_time"].stop != ""
    assert cards.loc[worked["rate_fell"].label, "stop"] == roots["steered"].stop


def test_a_script_past_its_day_is_for_rehearsal() -> None:
    assert set(tables["scripts"](desk())["approval"]) == {"rehearsal"}
