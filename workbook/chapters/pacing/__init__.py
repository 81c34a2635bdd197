"""Pacing 月度节奏: the month planned from its end. Source: S0, methodology A1."""

from workbook.chapters.pacing.extras import EXTRAS
from workbook.chapters.pacing.pack import Pack
from workbook.chapters.pacing.records import Worksheet
from workbook.chapters.pacing.rules import (
    completeness,
    findings,
    rolled_over,
    setting,
    suggested,
)
from workbook.chapters.pacing.views import figures, left_out, sheets, tables
from workbook.chapters.shared.contact_flags import nothing

RECORD = Worksheet
KEY = "month"
PACK = Pack
LINKED = ("prospects",)
flagged = nothing

__all__ = [
    "EXTRAS",
    "KEY",
    "LINKED",
    "PACK",
    "RECORD",
    "completeness",
    "figures",
    "findings",
    "flagged",
    "left_out",
    "rolled_over",
    "setting",
    "sheets",
    "suggested",
    "tables",
]
