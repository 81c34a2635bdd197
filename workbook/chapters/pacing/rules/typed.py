"""Parsing of the worksheet."""

from __future__ import annotations

from workbook.chapters.pacing.pack import WEEKS, Pack
from workbook.domain import bank as banks
from workbook.domain.bank import Bank, labels
from workbook.domain.calendar import Month
from workbook.domain.fields import Setting


def setting(pack: Pack, bank: Bank, month: Month) -> Setting:
    """The unit of money, the year of a day without one, and the lists to choose from.

    Of the weeks only those that carry a share of the target can be chosen.
    """
    choices: dict[str, dict[str, str]] = {
        "weeks": {week: pack.weeks[week].label for week in WEEKS},
        "schemes": labels(pack.schemes),
        "reactions": labels(pack.reactions),
    }
    return banks.setting(bank, month, choices)
