"""Parsing of the journey's page."""

from __future__ import annotations

from workbook.chapters.journey.pack import Pack
from workbook.domain.bank import Bank, labels
from workbook.domain.calendar import Month
from workbook.domain.fields import Setting

LISTS = (
    "stages",
    "signals",
    "criticals",
    "outcomes",
    "causes",
    "strategies",
    "situations",
    "moments",
    "referrers",
)


def setting(pack: Pack, bank: Bank, month: Month) -> Setting:
    """The unit of money, the year of a day without one, and the lists to choose from."""
    choices = {name: labels(getattr(pack, name)) for name in LISTS}
    return Setting(bank.money.yuan, month.year, choices, month=month.number)
