"""The rules of the battle maps: pure functions of their inputs, without a clock, without words.

canvas (what stands in the blocks) · segments (the manager's own customers) →
rollover → findings, completeness.
"""

from workbook.chapters.battle_map.rules.canvas import (
    Changed,
    MapDesk,
    changed,
    changes,
    template_of,
    text_of,
)
from workbook.chapters.battle_map.rules.completeness import completeness
from workbook.chapters.battle_map.rules.contact_flags import who
from workbook.chapters.battle_map.rules.findings import findings
from workbook.chapters.battle_map.rules.rollover import rolled_over
from workbook.chapters.battle_map.rules.segments import (
    Segments,
    centre,
    contactable,
    has_book,
    kept_off,
    lacks,
    members,
    primary_assets,
    segments,
    statistics,
)

__all__ = [
    "Changed",
    "MapDesk",
    "Segments",
    "centre",
    "changed",
    "changes",
    "completeness",
    "contactable",
    "findings",
    "has_book",
    "kept_off",
    "lacks",
    "members",
    "primary_assets",
    "rolled_over",
    "segments",
    "statistics",
    "template_of",
    "text_of",
    "who",
]
