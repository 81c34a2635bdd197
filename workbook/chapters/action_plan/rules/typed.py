"""Parsing of the week's page."""

from __future__ import annotations

from workbook.chapters.action_plan.pack import Pack
from workbook.domain import bank as banks
from workbook.domain.bank import Bank
from workbook.domain.calendar import Month
from workbook.domain.fields import Setting

LISTS = ("kinds", "links", "outcomes", "reasons", "grants", "becauses")


def setting(pack: Pack, bank: Bank, month: Month) -> Setting:
    """The unit of money, the year of a day without one, and the lists to choose from."""
    choices = {name: banks.labels(getattr(pack, name)) for name in LISTS}
    return banks.setting(bank, month, choices)
