"""Checks of any typed text, and of the try line."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from workbook.chapters.journey.rules.contact_flags import OPEN_COMPLAINT, who
from workbook.chapters.journey.rules.study import JourneyDesk, has_customers
from workbook.chapters.shared import try_line
from workbook.chapters.shared.context import Finding
from workbook.chapters.shared.private_numbers import private_numbers
from workbook.domain.privacy import looks_like_name

OF_CUSTOMERS = ("notes", "cares", "losses", "referrals")  # the rows that name a customer


def on_names(desk: JourneyDesk) -> Iterator[Finding]:
    """A name in place of a customer's number."""
    for field in OF_CUSTOMERS:
        for row, one in enumerate(getattr(desk.record, field)):
            if looks_like_name(one.customer):
                yield Finding("journey", "name_like", (field, row, "customer"), {"row": row + 1})


def on_unknown(desk: JourneyDesk) -> Iterator[Finding]:
    """A customer who was not imported, reported once."""
    if not has_customers(desk):
        return
    known = set(desk.customers["customers"]["id"])
    for field in OF_CUSTOMERS:
        for row, one in enumerate(getattr(desk.record, field)):
            if one.customer not in known:
                known.add(one.customer)
                loc = (field, row, "customer")
                yield Finding("journey", "unknown_customer", loc, {"customer": one.customer})


def blocked_try(desk: JourneyDesk) -> Iterator[Finding]:
    """The customer to try the chapter on must not be contacted.

    A customer who complains is allowed: caring for them is one of the chapter's two key situations.
    """
    if who(desk).why(desk.record.try_customer) != OPEN_COMPLAINT:
        yield from try_line.blocked_try(desk, who(desk), "journey")


on_numbers = partial(private_numbers, chapter="journey")
no_try = partial(try_line.no_try, chapter="journey")
try_open = partial(try_line.try_open, chapter="journey")
try_late = partial(try_line.try_late, chapter="journey")
