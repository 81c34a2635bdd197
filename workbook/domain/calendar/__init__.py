"""Months, weeks, working days and the four weeks of a month, by the Chinese calendar.

Holidays and make-up working days (调休) come in three layers, of which a later one replaces whole
years of those before: chinesecalendar, the shipped ``workdays.yaml``, a file of the bank's own. A
year that none of them knows is worked Monday to Friday and has the standing "unknown", which the
pages show as a warning.
"""

from workbook.domain.calendar.days import (
    Calendar,
    Days,
    Month,
    Standing,
    Weeks,
    add_working_days,
    four_weeks,
    week_of,
    working_days,
    working_days_between,
)
from workbook.domain.calendar.holidays import CALENDAR_VARIABLE, load_calendar
from workbook.domain.calendar.week import Week

__all__ = [
    "CALENDAR_VARIABLE",
    "Calendar",
    "Days",
    "Month",
    "Standing",
    "Week",
    "Weeks",
    "add_working_days",
    "four_weeks",
    "load_calendar",
    "week_of",
    "working_days",
    "working_days_between",
]
