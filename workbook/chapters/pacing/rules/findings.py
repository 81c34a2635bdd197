"""All findings on the worksheet, each at its field, in the order of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from workbook.chapters.pacing.rules import checks_progress, checks_typed
from workbook.chapters.pacing.rules.activity import activity_review
from workbook.chapters.pacing.rules.checks_progress import last_day
from workbook.chapters.pacing.rules.position import Standing, standings
from workbook.chapters.pacing.rules.reserve import covers
from workbook.chapters.pacing.rules.simulation import chance_findings
from workbook.chapters.pacing.rules.weeks import PacingDesk
from workbook.chapters.shared.context import Finding
from workbook.chapters.shared.private_numbers import private_numbers

ON_THE_PAGE: tuple[Callable[[PacingDesk], Iterator[Finding]], ...] = (
    checks_typed.try_open,
    checks_typed.calendar_standing,
    checks_typed.no_reaction,
    checks_typed.no_target,
    checks_typed.target_twice,
    checks_typed.rewritten,
    checks_typed.huge_target,
    checks_typed.target_beyond_book,
    checks_typed.shares_not_whole,
    checks_typed.share_out_of_range,
    checks_typed.actual_rows,
    checks_typed.replan_unclear,
    checks_typed.no_try,
    checks_typed.try_late,
    checks_typed.blocked_try,
    checks_progress.no_first_deal,
    checks_progress.no_actuals,
    checks_progress.own_rate_known,
    activity_review,
)
ON_AN_INDICATOR = (
    checks_progress.reached,
    checks_progress.behind_plan,
    checks_progress.pressure_high,
)
ON_A_RESERVE = (
    checks_progress.no_prospects,
    checks_progress.coverage_below_one,
    checks_progress.reserve_thin,
)


def findings(desk: PacingDesk) -> list[Finding]:
    """The findings on one month's worksheet; rules that the template lacks stay silent."""
    return [one for one in _all(desk) if one.rule in desk.pack.rules]


def _all(desk: PacingDesk) -> Iterator[Finding]:
    for check in ON_THE_PAGE:
        yield from check(desk)
    seen = standings(desk)
    yield from last_day(desk, covers(desk, [one for one in seen if one.left]))
    for one in seen:
        for on_indicator in ON_AN_INDICATOR:
            yield from on_indicator(desk, one)
    yield from checks_progress.no_help(desk, seen)
    yield from _on_reserves(desk, seen)
    yield from chance_findings(desk)
    yield from private_numbers(desk, "pacing")


def _on_reserves(desk: PacingDesk, seen: tuple[Standing, ...]) -> Iterator[Finding]:
    """Only while something is left, and a working day to close it on."""
    for cover in covers(desk, [one for one in seen if one.left and one.days_left]):
        for on_reserve in ON_A_RESERVE:
            yield from on_reserve(desk, cover)
