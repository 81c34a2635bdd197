"""The numbers from which the template's rules fire."""

from __future__ import annotations

from workbook import content
from workbook.chapters.battle_map.pack import Pack


def threshold(pack: Pack, rule: str) -> float:
    """The threshold of ``rule``, as in :func:`workbook.content.threshold`."""
    return content.threshold(pack.rules, rule, "battle_map")
