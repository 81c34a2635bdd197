"""All findings on the maps, each at its cell, in the order of the page."""

from __future__ import annotations

from collections.abc import Iterator

from workbook.chapters.battle_map.rules import checks_maps, checks_texts
from workbook.chapters.battle_map.rules.canvas import MapDesk
from workbook.chapters.shared.context import Finding
from workbook.chapters.shared.private_numbers import private_numbers


def findings(desk: MapDesk) -> list[Finding]:
    """The findings on one month's maps; rules that the template lacks stay silent."""
    return [one for one in _all(desk) if one.rule in desk.pack.rules]


def _all(desk: MapDesk) -> Iterator[Finding]:
    yield from checks_texts.try_open(desk)
    yield from checks_maps.no_map(desk)
    yield from checks_maps.too_many_maps(desk)
    yield from checks_maps.bigger_elsewhere(desk)
    for row, own in enumerate(desk.record.maps):
        for check in (*checks_maps.ON_MAP, *checks_texts.ON_MAP):
            yield from check(desk, row, own)
    yield from private_numbers(desk, "battle_map")
    yield from checks_texts.no_try(desk)
    yield from checks_texts.try_late(desk)
    yield from checks_texts.blocked_try(desk)
    yield from checks_maps.data_missing(desk)
