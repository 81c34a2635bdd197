from __future__ import annotations

import itertools
from typing import Any

import pytest

from workbook import content
from workbook.chapters.prospects.pack import Pack
from workbook.chapters.prospects.rules import first_sentence, follow_up, matter_of
from workbook.chapters.prospects.rules.grid import CELLS, levels_of

from .desks import ACCOUNTS, day, pack, prospect, sheet

MATTERS = ("maturity", "investment", "opening", "insurance")
HELD = {  # what a customer may not have
    "zh-Hans": ("您的基金", "您的保单", "您的年金", "美股", "那款", "您朋友"),
    "en": ("your fund", "your policy", "your annuity", "US shares", "your friend", "that one"),
}
LONGEST = 35


def said(language: str) -> dict[tuple[str, str], str]:
    """Cell and matter → the first sentence."""
    cells = content.load("prospects", language, Pack).cells
    return {(cell, matter): one for cell in CELLS for matter, one in cells[cell].sentences.items()}


@pytest.mark.parametrize("language", content.LANGUAGES)
def test_nine_cells_by_four_matters_have_sentences_of_their_own(language: str) -> None:
    found = said(language)
    assert set(found) == set(itertools.product(CELLS, MATTERS))
    assert len(set(found.values())) == len(found)


@pytest.mark.parametrize("language", content.LANGUAGES)
def test_they_can_be_said_and_ask_one_thing_at_most(language: str) -> None:
    for at, text in said(language).items():
        assert text.count("？") + text.count("?") <= 1, at
        assert len(text.split()) <= 25, at
        assert language == "en" or len(text) <= LONGEST, at


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_they_name_nothing_that_the_customer_may_not_have(language: str) -> None:
    for at, text in said(language).items():
        assert not any(word in text for word in HELD[language]), at


@pytest.mark.parametrize(
    ("given", "matter"),
    [
        ({}, "investment"),
        ({"indicator": ACCOUNTS}, "opening"),
        ({"indicator": "policies"}, "insurance"),
        ({"product": "12 月到期的存单"}, "maturity"),
        ({"product": "Deposit that is due", "indicator": "policies"}, "maturity"),
        ({"indicator": "cards"}, None),
    ],
)
def test_the_matter_is_the_product_s_or_the_indicator_s(given: Any, matter: str | None) -> None:
    one = prospect(**given)
    assert matter_of(one, pack()) == matter
    own = pack().cells["r2w2"]
    assert first_sentence(one, pack()) == (
        own.sentences[matter] if matter else own.first_sentence  # a general one
    )


def test_what_is_not_general_is_not_said_where_no_matter_is_known() -> None:
    assert first_sentence(prospect(indicator="cards", relationship=1), pack()) == ""
    assert first_sentence(prospect(willingness=None), pack()) == ""


def steps(**given: Any) -> list[tuple[int, object]]:
    return [(one.number, one.day) for one in follow_up(sheet(given))]


def test_a_plan_is_a_sequence_of_dated_steps_from_the_next_contact_on() -> None:
    # 0, 14 and 45 days; the 2nd of January is a Saturday.
    assert steps(next_contact="2026-11-18") == [
        (1, day("11-18")), (2, day("12-02")), (3, day("2027-01-04")),
    ]  # fmt: skip


def test_a_day_that_is_over_or_missing_begins_today() -> None:
    assert steps(next_contact="2026-11-02")[0] == (1, day("11-11"))
    assert steps(next_contact=None)[0] == (1, day("11-11"))


def test_whoever_was_contacted_goes_on_from_there() -> None:
    assert steps(next_contact="2026-11-18", attempts=1) == [
        (2, day("11-18")), (3, day("12-21")),
    ]  # fmt: skip
    for attempts in (2, 9):
        assert steps(next_contact="2026-11-18", attempts=attempts) == [(3, day("11-18"))]


def test_a_customer_has_one_plan_for_a_matter() -> None:
    rows = [{"customer": "K1"}, {"customer": "k1", "indicator": "investment_pieces"}]
    assert len(follow_up(sheet(*rows))) == 3
    assert len(follow_up(sheet(*rows, {"customer": "K1", "indicator": ACCOUNTS}))) == 6


def test_nobody_gets_a_plan_who_has_no_cell_or_must_not_be_contacted() -> None:
    assert steps(willingness=None) == []
    assert steps(flag="do_not_contact") == []


@pytest.mark.parametrize("cell", CELLS)
def test_steps_are_no_denser_than_the_cap_of_the_cell(cell: str) -> None:
    shipped = content.load("prospects", "en", Pack).cells[cell]
    days = [one.days for one in shipped.steps.values()]
    assert days[0] == 0
    assert days == sorted(days)
    densest = max(sum(start <= each < start + 30 for each in days) for start in days)
    assert densest <= shipped.contacts_a_month
    assert levels_of(cell)  # a cell of the grid
