"""How far the reserve is filled in."""

from __future__ import annotations

from workbook.chapters.prospects.rules.contact import open_prospects
from workbook.chapters.prospects.rules.contact_flags import ReserveDesk

NEEDED = ("amount", "relationship", "willingness", "next_contact")


def completeness(desk: ReserveDesk) -> float:
    """The share of what every open prospect needs: an amount, two levels, a next contact.

    0 without prospects; 1 where all of them are closed, or must not be contacted.
    """
    rows = open_prospects(desk)
    cells = [getattr(one, name) is not None for one in rows for name in NEEDED]
    if not cells:
        return float(bool(desk.record.prospects))
    return sum(cells) / len(cells)
