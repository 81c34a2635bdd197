"""Reasons to contact a customer, from the data and the notes: strong signals and critical kinds.

The queue of the journey and the list of the day are made of the same reasons, in the same order.
Source: S4, methodology A2; weights and amounts: ours, in the template.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from workbook.chapters.journey.pack import Critical, Signal
from workbook.chapters.journey.rules.contact import (
    NEAR_DAYS,
    SELLING,
    critical_act,
    critical_says,
    signal_says,
)
from workbook.chapters.journey.rules.study import JourneyDesk, Row, rows_of, study
from workbook.chapters.shared.context import once_a_desk
from workbook.chapters.shared.day_list import Due
from workbook.chapters.shared.urgency import Urgency
from workbook.content.messages import Said
from workbook.customers.analysis.critical_customers import AHEAD

SIGNALS: Mapping[str, str] = {
    "assets_leaving": "leaving",
    "reputation": "rumour",
    "income_moved": "income",
}
CRITICALS: Mapping[str, str] = {
    "big_outflow": "outflow",
    "above_edge": "near_edge",
    "under_tier": "near_tier",
    "big_inflow": "inflow",
    "dormant": "dormant",
}
OTHER = "other"  # a complaint, whose customer is on no list
ANXIOUS = ("at_risk", "win_back")  # stages in which nothing is said about a rise


@dataclass(frozen=True)
class Reason:
    """A strong signal or a critical kind of one customer.

    name: its key in the template; script: its words there; told: its row in the study.
    """

    due: Due
    kind: Urgency
    name: str
    script: Signal | Critical
    told: Row

    @property
    def key(self) -> str:
        """A customer has each kind once."""
        return self.name

    @property
    def minutes(self) -> int:
        """The length of the contact."""
        return self.script.minutes

    @property
    def says(self) -> Said | str:
        """The evidence: a sentence with the figures, or what the manager noted."""
        if isinstance(self.script, Critical):
            return critical_says(self.script, self.told)
        return signal_says(self.script, self.told)

    @property
    def act(self) -> str:
        """The act."""
        if isinstance(self.script, Critical):
            return critical_act(self.script, self.told["days"])
        return self.script.first


@once_a_desk
def reasons(desk: JourneyDesk) -> tuple[Reason, ...]:
    """The strong signals and the critical kinds of all customers, blocked ones included.

    Without what ends in an offer of a rise for customers at risk or after a fall.
    """
    seen, pack = study(desk), desk.pack
    strong = rows_of(seen.signals[seen.signals["strong"]])
    found = [_reason(desk, _signal(row, pack.signals[row["signal"]]), row) for row in strong]
    stages = dict(zip(seen.stages["customer"], seen.stages["stage"], strict=True))
    rising = set(SELLING) - {"due_soon"}
    for row in rows_of(seen.criticals):
        fell = stages.get(row["customer"]) in ANXIOUS
        if not (fell and row["kind"] in rising):
            due = _critical(desk, row, pack.criticals[row["kind"]])
            found.append(_reason(desk, due, row))
    return tuple(found)


def _reason(desk: JourneyDesk, due: Due, row: Row) -> Reason:
    pack = desk.pack
    one: Signal | Critical
    one = pack.signals[row["signal"]] if "signal" in row else pack.criticals[row["kind"]]
    name, kind = row.get("signal") or row["kind"], pack.urgency.get(due.kind)
    return Reason(due, kind or Urgency(weight=0), name, one, row)


def _long_over(desk: JourneyDesk, row: Row) -> bool:
    limit = desk.pack.critical_limits.expired_days
    return bool(row["kind"] == "expiring" and row["days"] < -limit)


def _signal(row: Row, one: Signal) -> Due:
    return Due(
        customer=row["customer"],
        kind=SIGNALS.get(row["signal"], OTHER),
        day=row["since"],
        figures={**row, "day": row["since"], "what": one.label},
        amount=row["amount"] or 0,
        channel=one.channel,
        question=one.question,
        avoid=one.avoid,
        stop=one.stop,
        loc=("cares",),
    )


def _critical(desk: JourneyDesk, row: Row, one: Critical) -> Due:
    far = row["distance"]
    before = row["before"] if row["balanced"] else None
    high = far is not None and far >= 0
    low = None if far is None or high else -far
    figures = {**row, "before": before, "distance": far if high else None, "low": low}
    return Due(
        customer=row["customer"],
        kind=_kind(row),
        day=_since(desk, row),
        figures=figures,
        amount=row["amount"] or row["assets"] or 0,
        channel=one.channel,
        question=one.question,
        avoid=one.avoid,
        stop=one.stop,
        loc=("cares",),
        if_advice=_long_over(desk, row),
    )


def _since(desk: JourneyDesk, row: Row) -> dt.date | None:
    """Since when the act of this kind is due: each of the steps before a day asks once."""
    day: dt.date | None = row["day"]
    if day is None or row["kind"] not in AHEAD or row["days"] <= 0:
        return day
    limits = desk.pack.critical_limits
    ahead = limits.due_days if row["kind"] == "due_soon" else limits.expires_days
    near = row["kind"] == "due_soon" and row["days"] <= NEAR_DAYS
    return day - dt.timedelta(days=NEAR_DAYS if near else ahead)


def _kind(row: Row) -> str:
    days = row["days"]
    if row["kind"] == "due_soon":
        return "matures_today" if not days else "matures_near" if days <= NEAR_DAYS else "matures"
    if row["kind"] == "expiring":
        return "assessment_over" if days < 0 else "assessment_due"
    return CRITICALS[row["kind"]]
