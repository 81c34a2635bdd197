"""Whether a text speaks of several people. Source: methodology G."""

from __future__ import annotations

import re

from workbook.domain.fields import plain

BETWEEN = re.compile(r"[、,;/|&\n]|\band\b|和|及")


def names_several(text: str) -> bool:
    """Whether a cell for one customer holds several."""
    return len([one for one in BETWEEN.split(plain(text)) if one.strip()]) > 1
