"""The six critical points: the evidence for a relationship's level.

Source: S0, methodology A5; how the points are weighed: ours.
"""

from __future__ import annotations

from statistics import median_low

from workbook.chapters.prospects.pack import Pack, Point, PointName
from workbook.chapters.prospects.records import Prospect

SELLER, HARMONY, TRUST = 1, 2, 3  # the levels of a relationship


def evidence(prospect: Prospect, pack: Pack) -> dict[PointName, int | None]:
    """Point → the level, 1 to 3, that it supports; None where it is not filled in."""
    points = pack.points.items()
    return {name: _speaks_for(point, getattr(prospect, name)) for name, point in points}


def _speaks_for(point: Point, value: int | str | None) -> int | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return HARMONY if value in point.good else SELLER
    reached = [
        level
        for level, edge in ((HARMONY, point.level2), (TRUST, point.level3))
        if edge is not None and (value <= edge if point.at_most else value >= edge)
    ]
    return max(reached, default=SELLER)


def suggested_relationship(prospect: Prospect, pack: Pack) -> int | None:
    """The level that the evidence supports; None while nothing is filled in.

    The median (of two, the lower) of the filled-in points, and no more than 2. Level 3 requires
    that the customer asks first, and that the points do not speak against it; a customer who asks
    first without them is at 2.
    """
    levels = [level for level in evidence(prospect, pack).values() if level is not None]
    if not levels:
        return TRUST if prospect.asks_first else None
    middle = min(median_low(levels), HARMONY)
    return middle + 1 if prospect.asks_first else middle


def lacking(prospect: Prospect, pack: Pack, level: int) -> tuple[str, ...]:
    """The evidence against ``level``: keys of points, and the name of "asks first" where it lacks.

    A point that can never support level 3 is not counted against it.
    """
    asks = pack.fields["prospects"].columns["asks_first"].label
    missing = (asks,) if level == TRUST and not prospect.asks_first else ()
    seen = evidence(prospect, pack)
    needed = {name: min(level, _highest(point)) for name, point in pack.points.items()}
    return (*missing, *(name for name in seen if (seen[name] or level) < needed[name]))


def _highest(point: Point) -> int:
    return HARMONY if point.level3 is None else TRUST
