"""The customer journey 客户旅程: five stages, signals, critical customers. Source: S4, A2."""

from workbook.chapters.journey.extras import EXTRAS
from workbook.chapters.journey.pack import Pack
from workbook.chapters.journey.records import Journey
from workbook.chapters.journey.rules import (
    completeness,
    findings,
    flagged,
    rolled_over,
    setting,
    suggested,
)
from workbook.chapters.journey.views import figures, left_out, sheets, tables

RECORD = Journey
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
