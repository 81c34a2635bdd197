"""The numbers from which the template's rules fire."""

from __future__ import annotations

from workbook.chapters.pacing.rules.weeks import PacingDesk
from workbook.domain import templates


def threshold(desk: PacingDesk, rule: str) -> float:
    """The threshold of ``rule``, as in :func:`workbook.domain.templates.threshold`."""
    return templates.threshold(desk.pack.rules, rule, "pacing")
