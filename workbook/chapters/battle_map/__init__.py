"""Battle maps 作战地图: eight segments, each with a filled canvas to start from. Source: S4, A3."""

from workbook.chapters.battle_map.extras import EXTRAS
from workbook.chapters.battle_map.pack import Pack
from workbook.chapters.battle_map.records import BattleMaps
from workbook.chapters.battle_map.rules import (
    completeness,
    findings,
    rolled_over,
    setting,
    suggested,
)
from workbook.chapters.battle_map.views import figures, left_out, sheets, tables
from workbook.chapters.shared.contact_flags import nothing

RECORD = BattleMaps
KEY = "month"
PACK = Pack
LINKED: tuple[str, ...] = ()
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
