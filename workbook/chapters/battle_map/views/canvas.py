"""The canvas: the text of each block, the manager's own figures first."""

from __future__ import annotations

from collections.abc import Iterator

from workbook.chapters.battle_map.pack import BlockName
from workbook.chapters.battle_map.records import OwnMap
from workbook.chapters.battle_map.rules import (
    MapDesk,
    centre,
    has_book,
    statistics,
    template_of,
    text_of,
)
from workbook.chapters.shared.context import Words
from workbook.content.messages import Said

FIGURES: BlockName = "who"  # the block on who these customers are begins with their figures


def figures_of(desk: MapDesk, segment: str) -> Said | None:
    """The sentence on the manager's own customers of a segment; None without any."""
    row = statistics(desk)[segment]
    if not has_book(desk) or not row["customers"]:
        return None
    return Said(template_of(desk.pack, segment).figures, row)


def drawn(desk: MapDesk) -> Iterator[tuple[str, OwnMap | None]]:
    """Segment and own map of each canvas to draw.

    The manager's own maps in order; without one, the main segment.
    """
    if desk.record.maps:
        yield from ((own.segment, own) for own in desk.record.maps)
    else:
        yield centre(desk), None


def says(desk: MapDesk, segment: str, own: OwnMap | None, block: BlockName) -> Words:
    """A block of a canvas as one text."""
    text = text_of(own, template_of(desk.pack, segment), block)
    figures = figures_of(desk, segment) if block == FIGURES else None
    if figures is None:
        return text
    return Said(f"{figures.template}\n{{says}}", {**figures.figures, "says": text})


def lines(desk: MapDesk, segment: str, own: OwnMap | None, block: BlockName) -> tuple[Words, ...]:
    """A block of a canvas line by line."""
    text = text_of(own, template_of(desk.pack, segment), block)
    written = tuple(line.strip() for line in text.splitlines() if line.strip())
    figures = figures_of(desk, segment) if block == FIGURES else None
    return written if figures is None else (figures, *written)
