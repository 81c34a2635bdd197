"""The tables of the battle maps, the figure, the canvas as a sheet.

Tables and sheets hold keys and raw numbers; their words are looked up where they are shown.
"""

from workbook.chapters.battle_map.views.figures import figures
from workbook.chapters.battle_map.views.sheets import sheets
from workbook.chapters.battle_map.views.tables import left_out, tables

__all__ = ["figures", "left_out", "sheets", "tables"]
