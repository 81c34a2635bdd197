"""Prospects 潜客储备: the nine-grid and the month's reserve. Source: S0, methodology A5."""

from workbook.chapters.prospects.extras import EXTRAS
from workbook.chapters.prospects.pack import Pack
from workbook.chapters.prospects.records import Reserve
from workbook.chapters.prospects.rules import (
    completeness,
    findings,
    flagged,
    rolled_over,
    setting,
    suggested,
)
from workbook.chapters.prospects.views import figures, left_out, sheets, tables

RECORD = Reserve
KEY = "month"
PACK = Pack
LINKED: tuple[str, ...] = ()

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
