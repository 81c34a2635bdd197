from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from workbook.chapters.pacing.pack import Pack
from workbook.chapters.pacing.records import Worksheet
from workbook.chapters.pacing.rules import PacingDesk
from workbook.chapters.pacing.rules.simulation import chance_findings, chance_now, chances
from workbook.domain.calendar import Month

from .desks import (
    AUM,
    NOVEMBER,
    PIECES,
    PLAYED,
    SALES,
    WAN,
    reserve,
    reserve_desk,
    sheet,
    shipped,
    without,
)

SCHEDULES = ["even", "even_early", "front_loaded"]
DAYS = 26  # 26 October to 30 November; the first five lie in October


def a_month(*prospects: Mapping[str, object], today: str = "11-10", **body: object) -> PacingDesk:
    """A month with a target of 100 wan for sales and these prospects."""
    typed = {"targets": [(SALES, 100)], **body}
    return sheet(today, prospects=reserve_desk(reserve(*prospects)), **typed)


def assuming(**changes: int) -> Pack:
    return shipped().model_copy(update={"simulation": PLAYED.model_copy(update=changes)})


SURE = {"amount": 100, "chance": 1}
MANY = [{"amount": 10 + at, "chance": 0.4} for at in range(30)]


# -- the whole month ------------------------------------------------------------------------------


def test_each_indicator_is_played_in_three_schedules_with_as_many_contacts() -> None:
    typed = [*MANY, *({"indicator": PIECES, "amount": 1, "chance": 0.3} for _ in range(6))]
    found = chances(a_month(*typed, targets=[(SALES, 100), (PIECES, 2)]))
    assert list(found) == [(name, one) for name in (SALES, PIECES) for one in SCHEDULES]
    for name in (SALES, PIECES):
        made = [found[name, schedule] for schedule in SCHEDULES]
        assert len({one.contacts for one in made}) == 1
        assert made[0].contacts > 0
        assert made[0].early_contacts == 0 < made[1].early_contacts < made[2].early_contacts
        assert all(len(one.mean) == DAYS and len(one.pressure) == DAYS - 5 for one in made)


def test_the_early_schedules_are_ahead_on_the_way() -> None:
    found = chances(a_month(*MANY, targets=[(SALES, 600)]))
    even, early, front = (found[SALES, name] for name in SCHEDULES)
    assert even.mean[4] == 0 < early.mean[4]
    assert early.mean[14] < front.mean[14]
    assert front.pressure[8] < early.pressure[8] < even.pressure[8]


def test_the_whole_month_counts_as_if_nobody_had_been_contacted() -> None:
    fresh = chances(a_month(SURE))[SALES, "even"]
    used = {**SURE, "attempts": 3, "next_contact": "2026-12-20", "last_contact": "2026-11-09"}
    again = chances(a_month(used, today="11-27"))[SALES, "even"]
    assert fresh.probability == again.probability == 1.0
    assert np.array_equal(fresh.mean, again.mean)
    assert fresh.contacts == 3


@pytest.mark.parametrize(
    ("marks", "chance"),
    [
        ({"status": "open"}, 1.0),
        ({"status": "won"}, 1.0),
        ({"status": "lost"}, 0.0),
        ({"status": "paused"}, 0.0),
        ({"status": "no such status"}, 0.0),
        ({"flag": "do_not_contact"}, 0.0),
        ({"flag": "vulnerable"}, 1.0),
        ({"amount": None}, 0.0),
        ({"indicator": AUM}, 0.0),
    ],
)
def test_who_counts_in_the_whole_month(marks: dict[str, object], chance: float) -> None:
    for schedule in SCHEDULES:
        assert chances(a_month({**SURE, **marks}))[SALES, schedule].probability == chance


def test_what_is_done_does_not_count_in_the_whole_month() -> None:
    desk = a_month({"amount": 60, "chance": 1}, actuals=[("11-03", SALES, 50)])
    assert chances(desk)[SALES, "even"].probability == 0.0


def test_a_target_changed_by_a_replan_is_the_one_to_reach() -> None:
    desk = a_month(SURE, replans=[("11-09", "raised", SALES, 101)])
    assert chances(desk)[SALES, "even"].probability == 0.0
    assert chance_now(desk)[SALES] == 0.0


def test_the_even_schedule_begins_with_the_month_and_lasts_to_its_end() -> None:
    even = chances(a_month(*MANY, pack=assuming(attempts=1)))[SALES, "even"]
    steps = np.flatnonzero(np.diff(even.mean, prepend=0))
    assert steps[0] == 5
    assert steps[-1] >= DAYS - 2


def test_front_loaded_is_the_managers_scheme_where_that_is_a_front_one() -> None:
    loaded = chances(a_month(*MANY, scheme="front-loaded"))[SALES, "front_loaded"]
    from_w1 = chances(a_month(*MANY, scheme="week-one"))[SALES, "front_loaded"]
    not_front = chances(a_month(*MANY, scheme="even"))[SALES, "front_loaded"]
    assert from_w1.early_contacts == 0 < loaded.early_contacts
    assert np.array_equal(not_front.mean, loaded.mean)
    own = [("previous_w4", 0), ("w1", 0), ("w2", 0), ("w3", 0), ("w4", 1)]
    with_own = chances(a_month(*MANY, scheme="front-loaded", own_shares=own))
    assert np.array_equal(with_own[SALES, "front_loaded"].mean, loaded.mean)


def test_each_week_gets_its_share_of_the_contacts_however_many_days_it_has() -> None:
    fifths = {"previous_w4": 0.2, "w1": 0.2, "w2": 0.2, "w3": 0.2, "w4": 0.2}
    scheme = shipped().schemes["front-loaded"].model_copy(update={"shares": fifths})
    pack = assuming(attempts=1, daily_contacts=60)
    pack = pack.model_copy(update={"schemes": {**pack.schemes, "front-loaded": scheme}})
    fifty = [{"indicator": PIECES, "amount": 1, "chance": 1}] * 50
    one = chances(a_month(*fifty, targets=[(PIECES, 50)], pack=pack))[PIECES, "front_loaded"]
    assert [one.mean[day] for day in (4, 9, 14, 19, 25)] == [10, 20, 30, 40, 50]


def test_without_a_linked_reserve_or_a_target_nothing_is_played() -> None:
    alone = sheet(targets=[(SALES, 100)])
    assert [one.probability for one in chances(alone).values()] == [0.0] * 3
    assert chance_now(alone) == {SALES: 0.0}
    assert chances(a_month(SURE, targets=[])) == {}
    assert chance_now(a_month(SURE, targets=[])) == {}


def test_equal_questions_are_played_once() -> None:
    one, again, other = chances(a_month(*MANY)), chances(a_month(*MANY)), chances(a_month(SURE))
    assert one[SALES, "even"] is again[SALES, "even"]
    assert one[SALES, "even"] is not other[SALES, "even"]
    one.clear()
    assert chances(a_month(*MANY))


# -- from today on --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("done", "chance"), [(100, 1.0), (99.99, 0.0), (150, 1.0)]
)  # fmt: skip
def test_a_target_that_is_reached_stays_reached(done: float, chance: float) -> None:
    assert chance_now(a_month(actuals=[("11-03", SALES, done)])) == {SALES: chance}


def test_what_is_done_and_the_open_prospects_count_together() -> None:
    desk = a_month({"amount": 40, "chance": 1}, actuals=[("11-03", SALES, 60)])
    assert chance_now(desk) == {SALES: 1.0}


def test_what_is_done_after_today_has_not_happened() -> None:
    assert chance_now(a_month(actuals=[("11-20", SALES, 100)])) == {SALES: 0.0}


@pytest.mark.parametrize(
    ("today", "marks", "chance"),
    [
        ("11-10", {}, 1.0),
        ("11-27", {}, 1.0),  # Friday; Monday the 30th is left
        ("11-30", {}, 0.0),
        ("12-05", {}, 0.0),
        ("10-01", {}, 1.0),
        ("11-10", {"next_contact": "2026-11-30"}, 1.0),
        ("11-10", {"next_contact": "2026-12-01"}, 0.0),
        ("11-29", {"next_contact": "2026-11-02"}, 1.0),
        ("11-10", {"attempts": 3}, 0.0),
        ("11-10", {"attempts": 2, "chance": 0.9}, 0.44),  # 0.9 × 0.7²
        ("11-10", {"status": "won"}, 0.0),
        ("11-10", {"flag": "complaint_open"}, 0.0),
    ],
)
def test_who_may_still_close(today: str, marks: dict[str, object], chance: float) -> None:
    desk = a_month({**SURE, **marks}, today=today, pack=assuming(runs=4_000))
    assert chance_now(desk)[SALES] == pytest.approx(chance, abs=0.03)


def test_only_as_many_attempts_count_as_fit_into_the_days_left() -> None:
    half = {"amount": 100, "chance": 0.5}
    pack = assuming(runs=4_000)
    # From the 24th on four days are left, one attempt; from the 20th on six, two attempts.
    assert chance_now(a_month(half, today="11-24", pack=pack))[SALES] == pytest.approx(
        0.5, abs=0.03
    )
    assert chance_now(a_month(half, today="11-20", pack=pack))[SALES] == pytest.approx(
        1 - 0.5 * 0.65, abs=0.03
    )


@pytest.mark.parametrize(("capacity", "chance"), [(1, 0.0), (2, 1.0), (None, 1.0)])
def test_the_managers_own_capacity_counts(capacity: int | None, chance: float) -> None:
    four = [{"amount": 25, "chance": 1}] * 4
    desk = a_month(*four, today="11-26", daily_contacts=capacity)  # two days are left
    assert chance_now(desk) == {SALES: chance}


def test_contacts_follow_the_managers_own_schedule() -> None:
    three = [{"amount": 34, "chance": 0.5, "next_contact": "2026-11-12"}] * 3
    pack = assuming(runs=4_000, attempts=3)
    late = [("previous_w4", 0), ("w1", 0), ("w2", 0), ("w3", 0), ("w4", 1)]
    soon = chance_now(a_month(*three, pack=pack, scheme="front-loaded"))[SALES]
    later = chance_now(a_month(*three, pack=pack, own_shares=late))[SALES]
    assert later < soon - 0.05  # a week at the end has room for two attempts, not three


def test_where_the_own_schedule_has_nothing_left_the_days_left_are_used_evenly() -> None:
    ten = [{"amount": 10, "chance": 1}] * 10
    desk = a_month(*ten, today="11-24", daily_contacts=3)  # W4 has no share
    assert chance_now(desk) == {SALES: 1.0}


# -- the finding ----------------------------------------------------------------------------------


def low(desk: PacingDesk) -> list[tuple[object, ...]]:
    return [(one.chapter, one.rule, one.loc, dict(one.figures)) for one in chance_findings(desk)]


def test_a_low_chance_is_found_at_its_target() -> None:
    desk = a_month(SURE, targets=[(SALES, 100), (PIECES, 2)])
    figures = {"indicator": PIECES, "chance": 0.0}
    assert low(desk) == [("pacing", "chance_low", ("targets", 1, "target"), figures)]


def test_a_chance_at_the_threshold_is_not_low() -> None:
    half = a_month({"amount": 100, "chance": 0.5}, today="11-26", pack=assuming(runs=1_000))
    chance = chance_now(half)[SALES]
    for limit, found in ((chance, 0), (chance + 0.001, 1)):
        rules = dict(half.pack.rules)
        rules["chance_low"] = rules["chance_low"].model_copy(update={"threshold": limit})
        pack = half.pack.model_copy(update={"rules": rules})
        desk = a_month({"amount": 100, "chance": 0.5}, today="11-26", pack=pack)
        assert len(chance_findings(desk)) == found


@pytest.mark.parametrize(
    ("today", "found"),
    [("10-18", 0), ("10-19", 1), ("11-02", 1), ("11-30", 1), ("12-01", 0)],
)
def test_the_chance_is_spoken_of_from_the_planning_to_the_end(today: str, found: int) -> None:
    assert len(chance_findings(a_month(today=today))) == found


def test_a_rule_that_the_template_does_not_have_stays_silent() -> None:
    assert chance_findings(a_month(pack=without("chance_low"))) == []


def test_a_month_after_a_holiday_is_played_too() -> None:
    october = Month(2026, 10)
    desk = sheet(
        "10-20", month=october, targets=[(SALES, 100)], prospects=reserve_desk(reserve(SURE))
    )
    assert chance_now(desk) == {SALES: 1.0}
    assert chances(desk)[SALES, "even"].probability == 1.0
    assert NOVEMBER.previous == october


def test_an_empty_worksheet_has_no_chances() -> None:
    desk = sheet()
    assert desk.record == Worksheet()
    assert (chances(desk), chance_now(desk), chance_findings(desk)) == ({}, {}, [])
    assert WAN == 1_000_000
