"""How what is typed about the prospects is read."""

from __future__ import annotations

from workbook import bank as banks
from workbook.bank import Bank, labels
from workbook.chapters.prospects.pack import Pack
from workbook.fields import Setting
from workbook.workdays import Month


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
