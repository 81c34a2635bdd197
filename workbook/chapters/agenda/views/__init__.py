"""The list as tables, as an A5 sheet, in a calendar."""

from workbook.chapters.agenda.views.appointments import appointments
from workbook.chapters.agenda.views.sheets import sheets
from workbook.chapters.agenda.views.tables import left_out, tables

__all__ = ["appointments", "left_out", "sheets", "tables"]
