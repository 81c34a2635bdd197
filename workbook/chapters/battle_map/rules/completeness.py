"""How far the maps are filled in."""

from __future__ import annotations

from collections.abc import Iterator

from workbook.chapters.battle_map.rules.canvas import MapDesk, changed, template_of


def completeness(desk: MapDesk) -> float:
    """The share of what the page needs: a map, its goal, own blocks, a try.

    Only the first map counts. Its goal needs customers and a day; its own blocks count up to the
    number that the template requires; the try needs a customer and a day, or a word on how it went.
    """
    parts = [float(part) for part in _parts(desk)]
    return sum(parts) / len(parts)


def _parts(desk: MapDesk) -> Iterator[float]:
    record, pack = desk.record, desk.pack
    first = next(iter(record.maps), None)
    own = len(changed(first, template_of(pack, first.segment))) if first else 0
    yield first is not None
    yield first is not None and first.goal_customers is not None and first.by is not None
    yield min(own / pack.least_changed, 1.0)
    yield bool(record.tried or (record.try_customer and record.try_by))
