from __future__ import annotations

import pytest

from workbook.chapters.action_plan.rules import (
    PlanDesk,
    completeness,
    days_so_far,
    reasons,
    ticked,
    ticks_of,
    unticked,
)
from workbook.chapters.action_plan.rules.progress import days_over
from workbook.domain.calendar import Week

from .desks import day, desk, line, nine, plan, sound, ticks

# -- ticks ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "over", "so_far"),
    [("11-08", 0, 0), ("11-09", 0, 1), ("11-11", 2, 3), ("11-13", 4, 5), ("11-14", 5, 5)],
)
def test_the_days_of_the_week_so_far(today: str, over: int, so_far: int) -> None:
    page = desk(today)
    assert (len(days_over(page)), len(days_so_far(page))) == (over, so_far)


def test_two_ticks_make_a_day() -> None:
    rows = [
        *ticks(9), {"day": "2026-11-10", "worked": "yes"}, {"day": "2026-11-11", "written": "yes"},
        {"day": "2026-11-12"},
    ]  # fmt: skip
    page = desk("11-13", ticks=rows)
    seen = [ticks_of(page, day(f"11-{at:02}")) for at in range(9, 14)]
    assert seen == [(True, True), (True, False), (False, True), (False, False), (False, False)]
    assert ticked(page, days_so_far(page)) == 1
    assert unticked(page) == 1


def test_ticks_of_one_day_in_two_rows_count_together() -> None:
    rows = [{"day": "2026-11-09", "worked": "yes"}, {"day": "2026-11-09", "written": "yes"}]
    page = desk(ticks=rows)
    assert ticked(page, days_over(page)) == 1


# -- reasons --------------------------------------------------------------------------------------


def undone(*names: str, outcome: str = "not") -> list[dict[str, object]]:
    return [line(what=f"{at}", outcome=outcome, reason=one) for at, one in enumerate(names)]


def test_reasons_come_by_how_often_and_then_as_in_the_template() -> None:
    earlier = [("2026-W45", plan(lines=undone("avoided", "unclear", "other"))),
               ("2026-W40", plan(lines=undone("unclear", "no_time", outcome="half")))]  # fmt: skip
    page = desk(earlier=earlier, lines=[*undone("avoided"), *undone("", "no_time", outcome="done")])
    assert list(reasons(page).items()) == [
        ("unclear", 2), ("avoided", 2), ("no_time", 1), ("other", 1),
    ]  # fmt: skip
    assert reasons(desk()) == {}


def test_a_reason_that_the_template_no_longer_has_comes_last() -> None:
    before = plan(lines=undone("other", "other"))
    gone = [one.model_copy(update={"reason": "moon"}) for one in before.lines]
    old = before.model_copy(update={"lines": tuple(gone)})
    page = desk(earlier=[("2026-W45", old)], lines=undone("other", "other"))
    assert list(reasons(page)) == ["other", "moon"]


# -- completeness ---------------------------------------------------------------------------------

REVIEWED = [("2026-W45", plan(lines=[line(outcome="done")]))]
HALF_REVIEWED = [("2026-W45", plan(lines=[line(outcome="done"), line()]))]


def without(**blank: object) -> PlanDesk:
    return sound(lines=nine(**blank))


@pytest.mark.parametrize(
    ("page", "share"),
    [
        (desk(), 0), (desk(earlier=REVIEWED), 0), (sound(), 1), (sound(earlier=REVIEWED), 1),
        (sound(earlier=[("2026-W45", plan())]), 1),
        (sound(earlier=HALF_REVIEWED), 4.5 / 5),
        (sound(lines=[]), 2 / 4), (sound(contacts=[]), 3 / 4), (sound(ticks=[]), 3 / 4),
        (sound(ticks=ticks(10, 11)), 3.5 / 4),
        (sound(ticks=[{"day": "2026-11-09", "worked": "yes"}, *ticks(10)]), 3.5 / 4),
        (sound("11-09", ticks=[]), 1), (sound("11-14"), (3 + 2 / 5) / 4),
        (sound(lines=nine()[:8]), (3 + 8 / 9) / 4),
        (sound(lines=[*nine()[:8], line()]), (3 + 8 / 9) / 4),
        (without(owner=""), (3 + 26 / 27) / 4), (without(by=""), (3 + 26 / 27) / 4),
        (without(mark=""), (3 + 26 / 27) / 4), (without(measure=""), 1), (without(link=""), 1),
        (sound("02-20", week=Week(2026, 8), ticks=[]), 1),
    ],
)  # fmt: skip
def test_how_far_the_week_is_filled_in(page: PlanDesk, share: float) -> None:
    assert completeness(page) == pytest.approx(share)
