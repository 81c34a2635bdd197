"""Parsing of the worksheet."""

from __future__ import annotations

from workbook.chapters.pacing.pack import WEEKS, Pack


def lists(pack: Pack) -> dict[str, dict[str, str]]:
    """The weeks to choose from: only those that carry a share of the target."""
    return {"weeks": {week: pack.weeks[week].label for week in WEEKS}}
