"""The 531 action plan 531行动计划: five, three, one, week by week. Source: S4, methodology A4."""

from workbook.chapters.action_plan.extras import EXTRAS
from workbook.chapters.action_plan.pack import Pack
from workbook.chapters.action_plan.records import Plan
from workbook.chapters.action_plan.rules import (
    completeness,
    findings,
    rolled_over,
    setting,
    suggested,
)
from workbook.chapters.action_plan.views import figures, left_out, sheets, tables
from workbook.chapters.shared.contact_flags import nothing

RECORD = Plan
KEY = "week"
PACK = Pack
flagged = nothing
LINKED: tuple[str, ...] = ("pacing", "prospects", "journey", "battle_map")

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
