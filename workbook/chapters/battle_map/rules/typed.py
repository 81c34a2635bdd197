"""How what is typed about the maps is read."""

from __future__ import annotations

from workbook import bank as banks
from workbook.bank import Bank
from workbook.chapters.battle_map.pack import Pack
from workbook.fields import Setting
from workbook.workdays import Month


def setting(pack: Pack, bank: Bank, month: Month) -> Setting:
    """The unit of money, the year of a day without one, and the segments to choose from."""
    choices = {"segments": {str(key): one.label for key, one in pack.segments.items()}}
    return banks.setting(bank, month, choices)
