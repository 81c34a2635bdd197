"""The rules of the list of the day: pure functions of their inputs.

reasons (who is due, and who is left out) · facts (what the book knows of a customer) · listing (the
lines that fit into the minutes) · results (what a tick keeps) ·
progress (what was done this month) → findings.
"""

from workbook.chapters.agenda.rules.findings import findings
from workbook.chapters.agenda.rules.hours import hour
from workbook.chapters.agenda.rules.listing import listing
from workbook.chapters.agenda.rules.progress import month_over, progress
from workbook.chapters.agenda.rules.reasons import AgendaDesk
from workbook.chapters.agenda.rules.results import kept, met, said, today_rows, wrote

__all__ = [
    "AgendaDesk",
    "findings",
    "hour",
    "kept",
    "listing",
    "met",
    "month_over",
    "progress",
    "said",
    "today_rows",
    "wrote",
]
