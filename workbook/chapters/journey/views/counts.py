"""Counts that need certain files: without them the count is unknown, not zero.

Source: methodology E (report what is lacking).
"""

from __future__ import annotations

from collections.abc import Mapping

from workbook.chapters.journey.rules import JourneyDesk
from workbook.chapters.journey.rules.checks_contact import lack_of
from workbook.chapters.journey.rules.study import has_customers
from workbook.content.messages import Said
from workbook.customers.analysis.tables import has

Need = tuple[str, str | None]  # a kind of file, and one of its columns

MOVES: tuple[Need, ...] = (("transactions", None),)
POINTS: tuple[Need, ...] = (("balances", None),)
# Stage, signal or critical kind → files or columns; without any of them nothing can be counted.
NEEDS: Mapping[str, tuple[Need, ...]] = {
    **dict.fromkeys(("at_risk", "big_outflow", "big_inflow", "dormant"), MOVES),
    **dict.fromkeys(("turnover_falling", "turnover_busy", "assets_leaving", "income_moved"), MOVES),
    **dict.fromkeys(("new_value", "win_back"), POINTS),
    "silent": (("contacts", None), ("customers", "last_contact")),
    "risk_drift": (("holdings", "risk_level"),),
    "complaint": (("customers", "complaint_open"),),
    "due_soon": (("holdings", "due"),),
    "expiring": (("customers", "risk_assessed"),),
}


def counted(desk: JourneyDesk, key: str, count: int) -> int | Said:
    """A count, or what is missing where that is why it is zero."""
    needs = NEEDS.get(key, ())
    if count or not needs or not has_customers(desk) or any(_there(desk, one) for one in needs):
        return count
    file, column = needs[-1]
    lack = lack_of(file, column if file in desk.customers else None)
    return Said("{unknown:watch}", {"unknown": "unknown", "lack": lack})


def _there(desk: JourneyDesk, need: Need) -> bool:
    file, column = need
    return has(desk.customers, file, *([column] if column else []))
