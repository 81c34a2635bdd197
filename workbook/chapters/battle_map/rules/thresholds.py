"""The numbers from which the template's rules fire."""

from __future__ import annotations

from workbook.chapters.battle_map.pack import Pack
from workbook.domain import templates


def threshold(pack: Pack, rule: str) -> float:
    """The threshold of ``rule``, as in :func:`workbook.domain.templates.threshold`."""
    return templates.threshold(pack.rules, rule, "battle_map")
