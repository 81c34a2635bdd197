"""Parsing of the maps' page."""

from __future__ import annotations

from workbook.chapters.battle_map.pack import Pack
from workbook.domain import bank as banks
from workbook.domain.bank import Bank
from workbook.domain.calendar import Month
from workbook.domain.fields import Setting


def setting(pack: Pack, bank: Bank, month: Month) -> Setting:
    """The unit of money, the year of a day without one, and the segments to choose from."""
    choices = {"segments": {str(key): one.label for key, one in pack.segments.items()}}
    return banks.setting(bank, month, choices)
