"""All findings on the journey, each at its cell, in the order of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from workbook.chapters.journey.rules import checks_contact, checks_map, checks_typed
from workbook.chapters.journey.rules.study import JourneyDesk
from workbook.chapters.shared.context import Finding

CHECKS: tuple[Callable[[JourneyDesk], Iterator[Finding]], ...] = (
    checks_typed.try_open,
    checks_contact.on_book,
    checks_map.on_map,
    checks_map.on_touchpoints,
    checks_contact.on_queue,
    checks_contact.on_cares,
    checks_contact.on_losses,
    checks_contact.on_referrals,
    checks_map.on_steps,
    checks_contact.on_listed,
    checks_typed.on_names,
    checks_typed.on_numbers,
    checks_typed.on_unknown,
    checks_typed.no_try,
    checks_typed.try_late,
    checks_typed.blocked_try,
)


def findings(desk: JourneyDesk) -> list[Finding]:
    """The findings on one month's page; rules that the template lacks stay silent."""
    found = (one for check in CHECKS for one in check(desk))
    return [one for one in found if one.rule in desk.pack.rules]
