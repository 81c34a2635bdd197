"""Remarks on any typed text, and on the try line."""

from __future__ import annotations

from collections.abc import Iterator

from workbook.chapters.journey.rules.study import JourneyDesk, has_customers
from workbook.chapters.journey.rules.thresholds import threshold
from workbook.desk import Finding
from workbook.privacy import holds_card_number, looks_like_name

OF_CUSTOMERS = ("notes", "cares", "losses", "referrals")  # the rows that name a customer
TYPED = {
    "touchpoints": ("touchpoint", "thinks", "act", "owner", "failure"),
    "notes": ("customer", "said"),
    "cares": ("customer", "act", "proof"),
    "losses": ("customer", "said"),
    "referrals": ("customer",),
    "steps": ("what", "customers", "owner", "mark"),
}
ON_PAGE = ("try_customer", "tried")


def on_texts(desk: JourneyDesk) -> Iterator[Finding]:
    """A name instead of a number, or a number that must not lie here; it is not repeated."""
    for field, names in TYPED.items():
        for row, one in enumerate(getattr(desk.record, field)):
            if field in OF_CUSTOMERS and looks_like_name(one.customer):
                yield Finding("journey", "name_like", (field, row, "customer"), {"row": row + 1})
            cell = next((name for name in names if holds_card_number(getattr(one, name))), None)
            if cell:
                loc = (field, row, cell)
                yield Finding("journey", "number_like_card", loc, {"row": row + 1})
    for name in ON_PAGE:
        if holds_card_number(getattr(desk.record, name)):
            yield Finding("journey", "number_like_card", (name,), {"row": 1})


def on_unknown(desk: JourneyDesk) -> Iterator[Finding]:
    """A customer who is not in the imported book, said once."""
    if not has_customers(desk):
        return
    known = set(desk.customers["customers"]["id"])
    for field in OF_CUSTOMERS:
        for row, one in enumerate(getattr(desk.record, field)):
            if one.customer not in known:
                known.add(one.customer)
                loc = (field, row, "customer")
                yield Finding("journey", "unknown_customer", loc, {"customer": one.customer})


def no_try(desk: JourneyDesk) -> Iterator[Finding]:
    """No customer, or no day, to try the chapter on. Source: S0, methodology F3."""
    if not desk.record.try_customer:
        yield Finding("journey", "no_try", ("try_customer",))
    elif desk.record.try_by is None:
        yield Finding("journey", "no_try", ("try_by",))


def try_late(desk: JourneyDesk) -> Iterator[Finding]:
    """The try is planned too far ahead, or its day is over and nothing was written about it."""
    by, record = desk.record.try_by, desk.record
    if by is None or record.tried:
        return
    if by < desk.today:
        yield Finding("journey", "try_late", ("tried",), {"by": by})
    elif (by - desk.today).days > threshold(desk.pack, "try_late"):
        yield Finding("journey", "try_late", ("try_by",), {"by": by})
