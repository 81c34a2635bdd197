"""Parsing of the prospects' page."""

from __future__ import annotations

from workbook.chapters.prospects.pack import Pack
from workbook.domain import bank as banks
from workbook.domain.bank import Bank, labels
from workbook.domain.calendar import Month
from workbook.domain.fields import Setting


def setting(pack: Pack, bank: Bank, month: Month) -> Setting:
    """The unit of money, the year of a day without one, and the lists to choose from."""
    choices = {
        "statuses": labels(pack.statuses),
        "genders": labels(pack.genders),
        "performances": labels(pack.performances),
        "moods": labels(pack.moods),
        "flags": labels(pack.flags),
    }
    return banks.setting(bank, month, choices)
