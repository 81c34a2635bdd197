"""Checks of typed text: in the blocks of a map, and on the try line."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from workbook.chapters.battle_map.pack import BlockName
from workbook.chapters.battle_map.records import OwnMap
from workbook.chapters.battle_map.rules.canvas import (
    BLOCKS,
    MapDesk,
    changed,
    own_text,
    template_of,
)
from workbook.chapters.battle_map.rules.checks_maps import at_map
from workbook.chapters.battle_map.rules.contact_flags import who
from workbook.chapters.battle_map.rules.thresholds import threshold
from workbook.chapters.shared import try_line
from workbook.chapters.shared.context import Finding
from workbook.chapters.shared.forbidden_words import bare, promised
from workbook.domain.bank import labels

# Blocks that quote: what customers say, what must not be said, when to stop.
QUOTING: tuple[BlockName, ...] = ("needs", "unsuitable", "avoid", "stop")


def block_generic(desk: MapDesk, row: int, own: OwnMap) -> Iterator[Finding]:
    """The manager's own text is too short to say anything."""
    least = threshold(desk.pack, "block_generic")
    for block in changed(own, template_of(desk.pack, own.segment)):
        length = len(own_text(own, block))
        if length < least:
            yield at_map("block_generic", row, block, own, block=block, length=length)


def block_copied(desk: MapDesk, row: int, own: OwnMap) -> Iterator[Finding]:
    """The same text is in an earlier map of another segment: it fails the swap test."""
    for block in BLOCKS:
        text = bare(own_text(own, block))
        others = [
            one.segment
            for one in desk.record.maps[:row]
            if one.segment != own.segment and text == bare(own_text(one, block))
        ]
        if text and others:
            yield at_map("block_copied", row, block, own, block=block, other=others[0])


def promise(desk: MapDesk, row: int, own: OwnMap) -> Iterator[Finding]:
    """A text makes a forbidden promise. Source: methodology G."""
    words = tuple(labels(desk.pack.promises).values())
    for block in BLOCKS:
        made = promised(own_text(own, block), words, desk.pack.denials)
        if made and block not in QUOTING:
            yield at_map("promise", row, block, own, block=block, word=made)


# -- the try line ---------------------------------------------------------------------------------


def blocked_try(desk: MapDesk) -> Iterator[Finding]:
    """The customer to try the chapter on must not be contacted."""
    return try_line.blocked_try(desk, who(desk), "battle_map")


no_try = partial(try_line.no_try, chapter="battle_map")
try_open = partial(try_line.try_open, chapter="battle_map")
try_late = partial(try_line.try_late, chapter="battle_map")


ON_MAP = (block_generic, block_copied, promise)
