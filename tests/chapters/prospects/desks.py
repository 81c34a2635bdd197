"""Desks for the tests: the shipped templates with their numbers held fast, and typed-in prospects.

The month is November 2026; today is Wednesday the 11th unless a test says otherwise.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Sequence

from workbook import content
from workbook.bank import Bank
from workbook.chapters.prospects.pack import CELLS_IN_ORDER, Pack
from workbook.chapters.prospects.records import Prospect, Reserve
from workbook.chapters.prospects.rules.contact import Sheet
from workbook.desk import Desk
from workbook.fields import Setting
from workbook.workdays import Calendar, Month, load_calendar

WAN = 1_000_000  # fen
SALES, ACCOUNTS, PREMIUM = "investment_sales", "accounts", "insurance_premium"
