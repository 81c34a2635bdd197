"""The rules of the prospects: pure functions of their inputs, without a clock, without words.

grid (cells, chances) · points (the six critical points) · contact (who may be and is due to be
contacted) · rollover → findings, completeness.
"""

from workbook.chapters.prospects.rules.completeness import completeness
from workbook.chapters.prospects.rules.contact import (
    Due,
    at_cap,
    attempts_before,
    blocked,
    cap_of,
    contacts_in_month,
    days_late,
    due_list,
    is_open,
    is_won,
    kept_off,
    loss_not_called,
    open_prospects,
    overdue,
)
from workbook.chapters.prospects.rules.contact_flags import flagged, who
from workbook.chapters.prospects.rules.findings import findings
from workbook.chapters.prospects.rules.follow_up import (
    Planned,
    first_sentence,
    follow_up,
    matter_of,
)
from workbook.chapters.prospects.rules.grid import (
    cell_of,
    chance_of,
    expected_amount,
)
from workbook.chapters.prospects.rules.points import evidence, suggested_relationship
from workbook.chapters.prospects.rules.rollover import left_over, roll_over, rolled_over
from workbook.chapters.prospects.rules.today import due, ticked

__all__ = [
    "Due",
    "Planned",
    "at_cap",
    "attempts_before",
    "blocked",
    "cap_of",
    "cell_of",
    "chance_of",
    "completeness",
    "contacts_in_month",
    "days_late",
    "due",
    "due_list",
    "evidence",
    "expected_amount",
    "findings",
    "first_sentence",
    "flagged",
    "follow_up",
    "is_open",
    "is_won",
    "kept_off",
    "left_over",
    "loss_not_called",
    "matter_of",
    "open_prospects",
    "overdue",
    "roll_over",
    "rolled_over",
    "suggested_relationship",
    "ticked",
    "who",
]
