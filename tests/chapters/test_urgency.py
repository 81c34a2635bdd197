"""One order of the day: the queue of the journey and the list of today measure alike."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook import content
from workbook.chapters.agenda.records import Pack as AgendaPack
from workbook.chapters.journey.pack import Pack as JourneyPack
from workbook.chapters.journey.rules.reasons import CRITICALS, SIGNALS
from workbook.chapters.shared.day_list import Due
from workbook.chapters.shared.urgency import Urgency, by_customer, place, too_small, within

AGENDA = content.load("agenda", "en", AgendaPack)
JOURNEY = content.load("journey", "en", JourneyPack)
TIMED = {  # kind of the list → the script whose minutes it takes
    **{kind: JOURNEY.signals[signal].minutes for signal, kind in SIGNALS.items()},
    **{kind: JOURNEY.criticals[critical].minutes for critical, kind in CRITICALS.items()},
    **dict.fromkeys(
        ("matures_today", "matures_near", "matures"), JOURNEY.criticals["due_soon"].minutes
    ),
    **dict.fromkeys(("assessment_over", "assessment_due"), JOURNEY.criticals["expiring"].minutes),
}


@dataclass(frozen=True)
class One:
    due: Due
    key: str
    kind: Urgency


def one(customer: str, key: str, amount: int = 0, *, if_advice: bool = False) -> One:
    """A reason as the journey weighs it."""
    due = Due(customer, key, dt.date(2026, 12, 1), amount=amount, if_advice=if_advice)
    return One(due, key, JOURNEY.urgency[key])


def keys(*reasons: One) -> list[str]:
    """The kinds of the one customer of these reasons, as they are said."""
    return [found.key for own in by_customer(reasons).values() for found in own]


@pytest.mark.parametrize("kind", sorted(JOURNEY.urgency))
def test_both_lists_have_the_same_numbers(kind: str) -> None:
    theirs, ours = AGENDA.kinds[kind], JOURNEY.urgency[kind]
    assert Urgency(**{name: getattr(theirs, name) for name in Urgency.model_fields}) == ours


@pytest.mark.parametrize("kind", sorted(TIMED))
def test_both_lists_take_the_same_minutes(kind: str) -> None:
    assert AGENDA.kinds[kind].minutes == TIMED[kind]


def test_every_strong_signal_stands_before_anything_else() -> None:
    weights = {kind: found.weight for kind, found in AGENDA.kinds.items()}
    least = min(weights[kind] for kind in SIGNALS.values())
    assert all(weight < least for kind, weight in weights.items() if kind not in SIGNALS.values())


def test_the_heaviest_reason_is_said_first_and_no_rise_where_assets_fell() -> None:
    assert keys(one("K1", "dormant"), one("K1", "leaving"), one("K1", "near_tier")) == [
        "leaving", "dormant",
    ]  # fmt: skip
    assert keys(one("K1", "near_tier")) == ["near_tier"]


def test_an_assessment_that_is_over_stands_before_what_ends_in_advice_and_not_before_a_loss() -> (
    None
):
    over, due = one("K1", "assessment_over"), one("K1", "matures_today", 10**9)
    assert keys(due, over) == ["assessment_over", "matures_today"]
    assert keys(due, over, one("K1", "leaving")) == ["leaving", "assessment_over", "matures_today"]
    assert keys(over, one("K1", "dormant")) == ["assessment_over", "dormant"]
    (own,) = by_customer([due, over]).values()
    (alone,) = by_customer([due]).values()
    assert place(own) == place(alone)  # the customer keeps the place of the heavier matter


def test_what_ended_long_ago_is_asked_for_only_before_advice() -> None:
    old = one("K1", "assessment_over", if_advice=True)
    assert keys(old) == []
    assert keys(old, one("K1", "leaving")) == ["leaving"]
    assert keys(old, one("K1", "inflow")) == ["assessment_over", "inflow"]


@pytest.mark.parametrize(("fen", "small"), [(0, False), (1, True), (999_999, True), (10**6, False)])
def test_an_amount_below_the_templates_takes_no_minutes(fen: int, small: bool) -> None:
    found = one("K1", "matures_today", fen)
    assert too_small(found.due, found.kind) is small


@given(st.lists(st.integers(1, 40)), st.integers(0, 200), st.integers(0, 12))
def test_no_more_than_fit(minutes: list[int], there_are: int, places: int) -> None:
    fits, others = within(minutes, lambda each: each, there_are, places)
    assert sorted([*fits, *others]) == sorted(minutes)
    assert sum(fits) <= there_are
    assert len(fits) <= places
    assert len(fits) == places or all(each > there_are - sum(fits) for each in others)
