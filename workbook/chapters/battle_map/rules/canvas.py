"""What stands in the blocks of a canvas: the template's text, or the manager's own in its place.

Source: S4, methodology A3.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from workbook.chapters.battle_map.pack import BlockName, Map, Pack
from workbook.chapters.battle_map.records import BattleMaps, OwnMap
from workbook.chapters.shared.context import Desk
from workbook.domain.fields import plain

MapDesk = Desk[BattleMaps, Pack]
BLOCKS: tuple[BlockName, ...] = get_args(BlockName)


@dataclass(frozen=True)
class Changed:
    """A block that the manager wrote anew. row: the place of the map in the record."""

    row: int
    segment: str
    block: BlockName
    template: str
    own: str


def template_of(pack: Pack, segment: str) -> Map:
    """The filled template of a segment; NotFound cannot happen, a form offers no other."""
    return next(one for name, one in pack.segments.items() if name == segment)


def own_text(own: OwnMap | None, block: BlockName) -> str:
    """What the manager wrote into a block; empty where nothing was written."""
    return str(getattr(own, block)) if own else ""


def text_of(own: OwnMap | None, template: Map, block: BlockName) -> str:
    """What stands in a block: the manager's own text replaces the template's as a whole."""
    return own_text(own, block) or template.blocks[block]


def changed(own: OwnMap, template: Map) -> tuple[BlockName, ...]:
    """The blocks whose own text says something else than the template; spacing does not count."""
    return tuple(
        block
        for block in BLOCKS
        if own_text(own, block) and _flat(own_text(own, block)) != _flat(template.blocks[block])
    )


def _flat(text: str) -> str:
    return "".join(plain(text).split())


def changes(desk: MapDesk) -> Iterator[Changed]:
    """Every changed block of every own map, beside what the template has there."""
    for row, own in enumerate(desk.record.maps):
        template = template_of(desk.pack, own.segment)
        for block in changed(own, template):
            yield Changed(row, own.segment, block, template.blocks[block], own_text(own, block))
