"""A script, and a flag, as the tables show them."""

from __future__ import annotations

from workbook.chapters.journey.pack import Pack
from workbook.chapters.journey.rules import JourneyDesk, Row
from workbook.content.messages import Said
from workbook.domain.templates import Script, approval_of


def script_row(desk: JourneyDesk, script: Script) -> Row:
    """All of a script's fields, with whether it may be used today."""
    return {**dict(script), "approval": approval_of(script, desk.today)}


def in_words(pack: Pack, why: str) -> str | Said:
    """A block in words: why nobody calls this customer."""
    said = [one.says or one.label for key, one in pack.blocks.items() if key == why]
    return said[0] if said else Said("{why:blocks}", {"why": why})
