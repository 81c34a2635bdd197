"""The numbers from which the template's rules fire."""

from __future__ import annotations

from workbook import content
from workbook.chapters.pacing.rules.weeks import Sheet


def threshold(desk: Sheet, rule: str) -> float:
    """The threshold of ``rule``, as in :func:`workbook.content.threshold`."""
    return content.threshold(desk.pack.rules, rule, "pacing")
