"""Prospects left open by the month before. Source: ours, design "Month roll-over"."""

from __future__ import annotations

import datetime as dt

from workbook.chapters.prospects.pack import Pack
from workbook.chapters.prospects.records import Prospect, Reserve
from workbook.chapters.prospects.rules.contact import is_open
from workbook.chapters.prospects.rules.contact_flags import ReserveDesk
from workbook.domain.calendar import Month


def left_over(desk: ReserveDesk) -> tuple[tuple[Month, Prospect], ...]:
    """The open prospects of the latest earlier month that this month lacks, unchanged.

    A prospect is identified by customer and indicator. A flag goes with it.
    """
    here = {(one.customer, one.indicator) for one in desk.record.prospects}
    return tuple(
        (month, one)
        for month, reserve in desk.earlier[:1]
        for one in _open(reserve, desk.pack)
        if (one.customer, one.indicator) not in here
    )


def _open(reserve: Reserve, pack: Pack) -> list[Prospect]:
    return [one for one in reserve.prospects if is_open(one, pack)]


def roll_over(prospect: Prospect, today: dt.date) -> Prospect:
    """A prospect as offered to the new month: everything except a past next contact.

    The attempts are kept, because every further one has a smaller chance.
    """
    day = prospect.next_contact
    passed = day is not None and day < today
    return prospect.model_copy(update={"next_contact": None}) if passed else prospect


def rolled_over(desk: ReserveDesk) -> dict[str, tuple[Prospect, ...]]:
    """Field → the rows carried over from the month before; empty without any."""
    offered = tuple(roll_over(one, desk.today) for _, one in left_over(desk))
    return {"prospects": offered} if offered else {}
