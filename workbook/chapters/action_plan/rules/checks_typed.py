"""Remarks on any typed text, and on the try line. Source: methodology G and F3."""

from __future__ import annotations

from collections.abc import Iterator

from workbook.chapters.action_plan.rules.checks_lines import found
from workbook.chapters.action_plan.rules.thresholds import threshold
from workbook.chapters.action_plan.rules.weeks import PlanDesk
from workbook.desk import Finding
from workbook.privacy import holds_card_number, looks_like_name

ROWS = {
    "lines": (
        "what", "owner", "mark", "measure", "customer", "resource", "grantor", "fallback",
        "learned", "since",
    ),
    "contacts": ("customer", "act"),
}  # fmt: skip
ON_PAGE = ("learned", "next_line", "try_customer", "tried")


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
    """The try is planned too far ahead, or its day is over and nothing was written about it."""
    by, record = desk.record.try_by, desk.record
    if by is None or record.tried:
        return
    if by < desk.today:
        yield found("try_late", "tried", by=by)
    elif (by - desk.today).days > threshold(desk.pack, "try_late"):
        yield found("try_late", "try_by", by=by)


ON_TYPED = (names, numbers, no_try, try_late)
