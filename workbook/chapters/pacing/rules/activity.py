"""How many customers take part: the rate of activity 活动率. Source: S0; what counts: ours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from workbook.chapters.pacing.rules.weeks import PacingDesk, horizon
from workbook.chapters.shared.context import Finding, remembered
from workbook.customers.analysis.as_of import until
from workbook.customers.analysis.tables import has, people

HELD = {"investment": "investments", "policy": "insurance"}  # activity → column of the customers
ACCOUNT, ANY = "account", "any"


@dataclass(frozen=True)
class Share:
    """Customers with one kind of activity, of all; customers is None where no column tells."""

    activity: str
    customers: int | None
    all: int

    @property
    def share(self) -> float | None:
        """Of all customers; None where it is not known."""
        return None if self.customers is None else self.customers / self.all


@remembered
def participation(desk: PacingDesk) -> tuple[Share, ...]:
    """Customers with at least one investment, one policy, an account opened this month, or any of
    these, of all customers in the book; nothing without a book."""
    book = until(desk.customers, desk.today)
    rows = people(book, *HELD.values(), "opened")
    if rows.empty:
        return ()
    seen: dict[str, pd.Series[Any]] = {
        activity: (rows[column] > 0).fillna(False)
        for activity, column in HELD.items()
        if has(book, "customers", column)
    }
    if has(book, "customers", "opened"):
        first = pd.Timestamp(desk.month.first)
        seen[ACCOUNT] = (rows["opened"] >= first).fillna(False)
    counts = {activity: int(one.sum()) for activity, one in seen.items()}
    if seen:
        counts[ANY] = int(pd.concat(list(seen.values()), axis=1).any(axis=1).sum())
    return tuple(Share(one, counts.get(one), len(rows)) for one in (*HELD, ACCOUNT, ANY))


def participation_table(desk: PacingDesk) -> pd.DataFrame:
    """A row for each kind of activity, and one for any of them."""
    rows = [(one.activity, one.customers, one.share) for one in participation(desk)]
    return pd.DataFrame(rows, columns=["activity", "customers", "share"])


def activity_review(desk: PacingDesk) -> Iterator[Finding]:
    """In the fourth week, when banks look at it: how many take part, and how many do not."""
    last_week = horizon(desk.month, desk.calendar).weeks["w4"]
    if not last_week[0] <= desk.today <= desk.month.last:
        return
    for one in participation(desk):
        if one.activity == ANY and one.customers is not None:
            figures = {"share": one.share, "customers": one.customers, "all": one.all}
            left = one.all - one.customers
            yield Finding("pacing", "activity_review", ("activity",), {**figures, "left": left})
