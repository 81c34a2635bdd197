"""Tables of past acts, causes of loss, ways back and referrals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from workbook.chapters.journey.rules import JourneyDesk, Row, days_late
from workbook.chapters.journey.views.frames import script_row
from workbook.chapters.shared.frames import frame

CARES = (
    "customer", "critical", "act", "day", "proof", "outcome", "next_day", "late",
)  # fmt: skip
CAUSES = ("cause", "looks", "question", "act", "avoid", "customers")
LOSSES = ("customer", "cause", "said", "strategy", "situation", "next_day", "back")
WAYS = (
    "way", "when", "steps", "sentence", "mark", "avoid", "stop", "channel", "licence", "approval",
    "expires",
)  # fmt: skip
MOMENTS = (
    "moment", "when", "act", "sentence", "mark", "avoid", "channel", "licence", "approval",
    "expires",
)  # fmt: skip
REFERRALS = ("customer", "moment", "referrer", "day", "came")


def cares_table(desk: JourneyDesk) -> pd.DataFrame:
    """The acts for each customer, and how many days the next date has passed."""
    cares = enumerate(desk.record.cares)
    return frame(CARES, ({**dict(one), "late": days_late(desk, row) or None} for row, one in cares))


def causes_table(desk: JourneyDesk) -> pd.DataFrame:
    """The three causes of loss, with the number of the page's losses of each."""
    counts = Counter(one.cause for one in desk.record.losses)
    rows = (
        {**dict(one), "cause": key, "customers": counts[key]}
        for key, one in desk.pack.causes.items()
    )
    return frame(CAUSES, rows)


def losses_table(desk: JourneyDesk) -> pd.DataFrame:
    """Customers who are leaving or have left, as typed."""
    return frame(LOSSES, map(dict, desk.record.losses))


def ways_table(desk: JourneyDesk) -> pd.DataFrame:
    """The three strategies to win customers back, then the two key situations."""
    ways = (*desk.pack.strategies.values(), *desk.pack.situations.values())
    return frame(WAYS, [_named(desk, "way", one) for one in ways])


def moments_table(desk: JourneyDesk) -> pd.DataFrame:
    """The good moments for a referral, then the kinds of customers who refer."""
    moments = (*desk.pack.moments.values(), *desk.pack.referrers.values())
    return frame(MOMENTS, [_named(desk, "moment", one) for one in moments])


def _named(desk: JourneyDesk, column: str, one: Any) -> Row:
    """The two lists share one table, so it shows labels and not keys."""
    return {**script_row(desk, one), column: one.label}


def referrals_table(desk: JourneyDesk) -> pd.DataFrame:
    """Who was asked when, and whether somebody came by themselves."""
    return frame(REFERRALS, map(dict, desk.record.referrals))


tables: Mapping[str, Callable[[Any], pd.DataFrame]] = {
    "cares": cares_table,
    "causes": causes_table,
    "losses": losses_table,
    "ways": ways_table,
    "moments": moments_table,
    "referrals": referrals_table,
}
