"""Remarks on any typed text, and on the try line. Source: methodology G and F3."""

from __future__ import annotations

from collections.abc import Iterator

from workbook.chapters.action_plan.rules.checks_lines import found
from workbook.chapters.action_plan.rules.thresholds import threshold
from workbook.chapters.action_plan.rules.weeks import PlanDesk
from workbook.chapters.prospects.rules.privacy import holds_card_number, looks_like_name
from workbook.desk import Finding

ROWS = {
    "lines": (
        "what", "owner", "mark", "measure", "customer", "resource", "grantor", "fallback",
        "learned", "since",
    ),
    "contacts": ("customer", "act"),
}  # fmt: skip
ON_PAGE = ("learned", "next_line", "try_customer")


def names(desk: PlanDesk) -> Iterator[Finding]:
    """A name stands where a customer's number belongs."""
    for field in ROWS:
        for row, one in enumerate(getattr(desk.record, field)):
            if looks_like_name(one.customer):
                yield found("name_like", field, row, "customer", row=row + 1)


def numbers(desk: PlanDesk) -> Iterator[Finding]:
    """An identity-card or bank-card number was typed; it is not repeated here."""
    for field, cells in ROWS.items():
        for row, one in enumerate(getattr(desk.record, field)):
            cell = next((name for name in cells if holds_card_number(getattr(one, name))), None)
            if cell:
                yield found("number_like_card", field, row, cell, row=row + 1)
    for field in ON_PAGE:
        if holds_card_number(getattr(desk.record, field)):
            yield found("number_like_card", field, row=1)


def no_try(desk: PlanDesk) -> Iterator[Finding]:
    """No customer, or no day, to try the first line on."""
    if not desk.record.try_customer:
        yield found("no_try", "try_customer")
    elif desk.record.try_by is None:
        yield found("no_try", "try_by")


def try_late(desk: PlanDesk) -> Iterator[Finding]:
    """The day of the try is over, or too far ahead."""
    by, most = desk.record.try_by, threshold(desk.pack, "try_late")
    if by is not None and (by < desk.today or (by - desk.today).days > most):
        yield found("try_late", "try_by", by=by)


ON_TYPED = (names, numbers, no_try, try_late)
