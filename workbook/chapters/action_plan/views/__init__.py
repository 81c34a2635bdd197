"""The tables of the 531 plan, the weeks as a figure, the one page.

Tables and sheets hold keys and raw numbers; their words are looked up where they are shown.
"""

from workbook.chapters.action_plan.views.figures import figures
from workbook.chapters.action_plan.views.sheets import sheets
from workbook.chapters.action_plan.views.tables import left_out, tables

__all__ = ["figures", "left_out", "sheets", "tables"]
