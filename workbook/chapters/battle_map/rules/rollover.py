"""Rows carried over from the month before. Source: ours, design "Month roll-over"."""

from __future__ import annotations

import datetime as dt

from workbook.chapters.battle_map.records import OwnMap
from workbook.chapters.battle_map.rules.canvas import MapDesk


def rolled_over(desk: MapDesk) -> dict[str, tuple[OwnMap, ...]]:
    """Field → the maps of the latest earlier month whose segments are missing from this one.

    Everything is kept except a past day. Empty where there is nothing to carry over.
    """
    here = {one.segment for one in desk.record.maps}
    offered = tuple(
        _with_day_to_come(one, desk.today)
        for _, before in desk.earlier[:1]
        for one in before.maps
        if one.segment not in here
    )
    return {"maps": offered} if offered else {}


def _with_day_to_come(own: OwnMap, today: dt.date) -> OwnMap:
    passed = own.by is not None and own.by < today
    return own.model_copy(update={"by": None}) if passed else own
