"""The period that an entry of a chapter belongs to: a month, or a week."""

from __future__ import annotations

import datetime as dt

from workbook import chapters
from workbook.domain.calendar import Month, Week


def period_of(chapter: str, key: str) -> Month | Week:
    """The month or week of a ``chapter``'s entry key; BadInput for any other key."""
    return Week.parse(key) if _is_weekly(chapter) else Month.parse(key)


def period_at(chapter: str, month: Month, today: dt.date) -> Month | Week:
    """The period of ``chapter``'s page: the month, or the week of today within it."""
    return Week.within(month, today) if _is_weekly(chapter) else month


def _is_weekly(chapter: str) -> bool:
    """Whether each entry of the chapter belongs to a week."""
    return chapters.chapter(chapter).span == "week"
