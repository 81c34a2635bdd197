"""The text of each block of a canvas: the template's, or the manager's own.

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
    """A block with the manager's own text. row: the place of the map in the record."""

    row: int
    segment: str
    block: BlockName
    template: str
    own: str


def template_of(pack: Pack, segment: str) -> Map:
    """The filled template of a segment. Never raises: the form only offers known segments."""
    return next(one for name, one in pack.segments.items() if name == segment)


def own_text(own: OwnMap | None, block: BlockName) -> str:
    """The manager's own text of a block; "" where there is none."""
    return str(getattr(own, block)) if own else ""


def text_of(own: OwnMap | None, template: Map, block: BlockName) -> str:
    """The text of a block: the manager's own replaces the template's as a whole."""
    return own_text(own, block) or template.blocks[block]


def changed(own: OwnMap, template: Map) -> tuple[BlockName, ...]:
    """The blocks whose own text differs from the template; spacing is ignored."""
    return tuple(
        block
        for block in BLOCKS
        if own_text(own, block) and _flat(own_text(own, block)) != _flat(template.blocks[block])
    )


def _flat(text: str) -> str:
    return "".join(plain(text).split())


def changes(desk: MapDesk) -> Iterator[Changed]:
    """Every changed block of every own map, beside the template's text."""
    for row, own in enumerate(desk.record.maps):
        template = template_of(desk.pack, own.segment)
        for block in changed(own, template):
            yield Changed(row, own.segment, block, template.blocks[block], own_text(own, block))
