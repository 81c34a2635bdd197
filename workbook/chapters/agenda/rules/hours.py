"""Hours of the day as people type them."""

from __future__ import annotations

import datetime as dt
import re

from workbook.domain.fields import plain

HOUR = re.compile(r"(\d{1,2})[:：.点时h](\d{2})?分?")


def hour(text: str) -> dt.time | None:
    """ "8:45", "8：45", "8点45" or "8点" as a time; None for what is none."""
    found = HOUR.fullmatch("".join(plain(text).split()))
    if found is None:
        return None
    hours, minutes = int(found[1]), int(found[2] or 0)
    return dt.time(hours, minutes) if hours < 24 and minutes < 60 else None
