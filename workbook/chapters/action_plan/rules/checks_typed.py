"""Checks of any typed text, and of the try line. Source: methodology G and F3."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from workbook.chapters.action_plan.rules.checks_lines import found
from workbook.chapters.action_plan.rules.contacts import who
from workbook.chapters.action_plan.rules.weeks import PlanDesk
from workbook.chapters.shared import try_line
from workbook.chapters.shared.context import Finding
from workbook.chapters.shared.private_numbers import private_numbers
from workbook.domain.privacy import looks_like_name

ROWS = ("lines", "contacts")


def names(desk: PlanDesk) -> Iterator[Finding]:
    """A name is given where a customer's number belongs."""
    for field in ROWS:
        for row, one in enumerate(getattr(desk.record, field)):
            if looks_like_name(one.customer):
                yield found("name_like", field, row, "customer", row=row + 1)


def blocked_try(desk: PlanDesk) -> Iterator[Finding]:
    """The customer to try the chapter on must not be contacted."""
    return try_line.blocked_try(desk, who(desk), "action_plan")


no_try = partial(try_line.no_try, chapter="action_plan")
try_open = partial(try_line.try_open, chapter="action_plan")
try_late = partial(try_line.try_late, chapter="action_plan")
numbers = partial(private_numbers, chapter="action_plan")


ON_TYPED = (names, numbers, no_try, try_late, blocked_try)
