"""The tables and figures of the pacing chapter."""

from workbook.chapters.pacing.views.figures import figures
from workbook.chapters.pacing.views.sheets import sheets
from workbook.chapters.pacing.views.tables import left_out, tables

__all__ = ["figures", "left_out", "sheets", "tables"]
