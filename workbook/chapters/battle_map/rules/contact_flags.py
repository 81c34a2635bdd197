"""The restricted customers for the lists of this page. Source: methodology G."""

from __future__ import annotations

from workbook.chapters.battle_map.rules.canvas import MapDesk
from workbook.chapters.shared import contact_flags
from workbook.chapters.shared.contact_flags import People


def who(desk: MapDesk) -> People:
    """The customers who must not be contacted, or who need special care."""
    return contact_flags.people(desk, desk.pack.limits.elderly_age)
