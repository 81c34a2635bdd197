"""The desks of the linked chapters: a reserve of prospects, and a book of customers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbook.chapters.shared.context import Desk

from ..journey import desks as journeys
from ..prospects import desks as reserves

Linked = dict[str, Desk[Any, Any]]

OVERDUE = {"next_contact": "2026-11-09"}
DUE = {"next_contact": "2026-11-12"}
LOSS = {"performance": "loss", "last_contact": "2026-10-12"}  # 30 days


def reserve(*prospects: Mapping[str, object], today: str = "11-11", **given: Any) -> Linked:
    """Prospects K0, K1, …: sound ones whose next contact is next week, but for what is given."""
    return {"prospects": reserves.sheet(*prospects, today=today, **given)}


def overdue(count: int, prefix: str = "A") -> list[dict[str, object]]:
    """Prospects whom nobody called when it was time, the first with the largest amount."""
    return [{"customer": f"{prefix}{at:02}", "amount": 90 - at, **OVERDUE} for at in range(count)]


def maturing(*names: str, minutes: int = 90, **flags: object) -> Linked:
    """Customers with a deposit that ends soon, the first with the most assets.

    ``flags``: flag → the names of those who have it.
    """
    yuan = journeys.YUAN
    customers = [
        {"id": name, "assets": (70_000 - at) * yuan, **{
            flag: name in str(marked) for flag, marked in flags.items()
        }}
        for at, name in enumerate(names)
    ]  # fmt: skip
    due = {"due": "2026-11-20", "amount": 10_000 * yuan}
    rows = [{"customer": name, **due} for name in names]
    book = journeys.book(customers=customers, holdings=rows)
    return {"journey": journeys.desk(book=book, template=journeys.changed(minutes_a_day=minutes))}
