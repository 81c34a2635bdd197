"""Easily lost customers 易流失画像, counted among the manager's own. Source: S4, A2."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from workbook.chapters.journey.rules.study import JourneyDesk, measured
from workbook.chapters.shared.context import remembered
from workbook.customers.analysis.as_of import until, within
from workbook.customers.analysis.cash_flows import movements
from workbook.customers.analysis.tables import has, people


@remembered
def profiled(desk: JourneyDesk) -> Mapping[str, int | None]:
    """Profile → how many customers it fits; None where the imported files cannot say."""
    book, pack = until(desk.customers, desk.today), desk.pack
    rows = people(book, "age", "products", "main_account")
    fits = {
        "young": ("age", rows["age"] <= pack.young_age),
        "few_products": ("products", rows["products"] < pack.few_products),
        "not_main": ("main_account", ~rows["main_account"]),
    }
    counted = {
        name: _count(found) if has(book, "customers", column) else None
        for name, (column, found) in fits.items()
    }
    return {**counted, "third_party": _third_party(desk, book, rows)}


def customers(desk: JourneyDesk) -> int:
    """The number of imported customers."""
    return len(measured(desk).filters)


def _count(found: pd.Series[Any]) -> int:
    return int(found.fillna(False).sum())


def _third_party(
    desk: JourneyDesk, book: Mapping[str, pd.DataFrame], rows: pd.DataFrame
) -> int | None:
    """Customers who habitually pay by a wallet: a large share of their recent payments."""
    if not has(book, "transactions", "date", "direction", "counterparty"):
        return None
    recent = within(movements(book, desk.marks), desk.today, desk.pack.third_party_days)
    paid = recent[(recent["sign"] < 0) & recent["customer"].isin(rows["customer"])]
    shares = paid["wallet"].groupby(paid["customer"]).mean()
    return int((shares >= desk.pack.third_party_share).sum())
