"""Private data in typed text. Source: methodology G."""

from __future__ import annotations

import re

from workbook.domain.fields import plain

PHONE = re.compile(r"(?<!\d)(?:(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}|0\d{2,3}[ -]\d{7,8})(?!\d)")
BETWEEN = re.compile(r"[、,;/|&\n]|\band\b|和|及")


def holds_phone(text: str) -> bool:
    """Whether the text holds a telephone number."""
    return PHONE.search(plain(text)) is not None


def names_several(text: str) -> bool:
    """Whether a cell for one customer holds several."""
    return len([one for one in BETWEEN.split(plain(text)) if one.strip()]) > 1
