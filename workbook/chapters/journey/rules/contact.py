"""Who may be contacted, what was done, and the queue of the day.

Source: S4 (critical customers 临界客户), methodology A2; hard filters: methodology G.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd

from workbook.chapters.journey.pack import Critical, Pack, Signal
from workbook.chapters.journey.records import Care
from workbook.chapters.journey.rules.contact_flags import OPEN_COMPLAINT, flagged, who
from workbook.chapters.journey.rules.study import JourneyDesk, measured, study
from workbook.chapters.shared.contact_flags import known_as
from workbook.chapters.shared.context import once_a_desk
from workbook.content.messages import Said
from workbook.domain.calendar import working_days_between

NEAR_DAYS = 7  # within them “a week before” cannot be kept any more
SELLING = ("under_tier", "due_soon", "big_inflow")  # the critical kinds that end in an offer
FLOWS = ("big_outflow", "big_inflow")
DONE = "done"  # the outcome that needs a proof


# -- who may not be contacted ---------------------------------------------------------------------


@once_a_desk
def filters(desk: JourneyDesk) -> pd.DataFrame:
    """Every imported customer and whether they may be contacted, as ``portfolio.contactable``.

    Flags typed on any page of the workbook count as much as the data.
    """
    rows, whys = study(desk).filters, who(desk).whys
    why = [whys.get(known_as(customer), "") for customer in rows["customer"]]
    told = pd.Series(why, index=rows.index, dtype="str")
    return rows.assign(blocked=told != "", why=told)


def complaints_told(desk: JourneyDesk) -> set[str]:
    """The customers with a complaint in a note, or in a loss that is not won back."""
    pages = ((desk.month, desk.record), *desk.earlier)
    return {one.customer for one in flagged(pages, desk.pack, desk.today)}


def blocks(desk: JourneyDesk) -> dict[str, str]:
    """Customer → the flag: from the imported data, or an open complaint."""
    told = {one: who(desk).why(one) for one in sorted(complaints_told(desk))}
    return told | {one: who(desk).why(one) for one in blocked(desk)}


def blocked(desk: JourneyDesk) -> list[str]:
    """The imported customers who must not be contacted."""
    rows = filters(desk)
    return list(map(str, rows.loc[rows["blocked"], "customer"]))


def critical_says(one: Critical, told: Mapping[str, Any]) -> Said:
    """The sentence with the figures of a critical customer; ``told`` is a row of the criticals.

    It says on which side of an edge the customer is, so a distance has no sign; whether balances
    were compared; and whether the day is over, or not known.
    """
    says, kind, far, days = one.evidence, told["kind"], told["distance"], told["days"]
    if kind in FLOWS and not told["balanced"]:
        says = one.estimated or says
    if kind == "above_edge" and far is not None and far < 0:
        says = one.below or says
    if days is None or days < 0:
        says = (one.bare if days is None else one.past) or says
    return Said(says, {**told, "distance": None if far is None else abs(far)})


def signal_says(one: Signal, told: Mapping[str, Any]) -> Said | str:
    """The sentence with the figures of a signal; ``told`` is a row of the signals.

    A noted signal's evidence is what the manager wrote; it has no figures from the data.
    """
    if told["amount"] is None and told["said"]:
        return str(told["said"])
    return Said(one.evidence if told["balanced"] else one.estimated or one.evidence, told)


def critical_act(one: Critical, days: int | None) -> str:
    """The act, by how far the day is: nobody can call a week before a day that is today."""
    if days is None or days > NEAR_DAYS:
        return one.act
    written = one.act_past if days < 0 else one.act_today if days == 0 else one.act_near
    return written or one.act


# -- what was done --------------------------------------------------------------------------------


def is_open(care: Care, pack: Pack) -> bool:
    """Whether something is left to do; so it is while no outcome is written down."""
    outcome = pack.outcomes.get(care.outcome)
    return outcome is None or outcome.open


def days_late(desk: JourneyDesk, row: int) -> int:
    """Days since an open care's next date; 0 where the customer was seen since."""
    care = desk.record.cares[row]
    if care.next_day is None or not is_open(care, desk.pack):
        return 0
    if _seen_since(desk, care.customer, care.day or care.next_day):
        return 0
    return max((desk.today - care.next_day).days, 0)


def _seen_since(desk: JourneyDesk, customer: str, after: dt.date) -> bool:
    """Whether there is a later care of the same customer."""
    return any(
        other.customer == customer
        for other in desk.record.cares
        if other.day is not None and after < other.day <= desk.today
    )


def last_cares(desk: JourneyDesk) -> dict[str, dt.date]:
    """Customer → the day of the newest act, on this page or last month's.

    Any outcome counts, an unanswered call too.
    """
    records = [desk.record, *(record for _, record in desk.earlier[:1])]
    done = sorted(
        (one.day, one.customer)
        for record in records
        for one in record.cares
        if one.day is not None and one.day <= desk.today
    )
    return {customer: day for day, customer in done}


def looked_after(desk: JourneyDesk) -> set[str]:
    """Who needs no call today: the newest care is settled and recent, or its next date is ahead."""
    records = [*(record for _, record in desk.earlier[:1]), desk.record]
    newest = {
        one.customer: one
        for record in records
        for one in sorted(record.cares, key=lambda care: care.day or dt.date.min)
        if one.day is not None and one.day <= desk.today
    }
    return {customer for customer, one in newest.items() if _rests(desk, one)}


def _rests(desk: JourneyDesk, care: Care) -> bool:
    if care.next_day is not None:
        return care.next_day > desk.today
    days = dt.timedelta(days=desk.pack.stage_limits.check_days)
    return not is_open(care, desk.pack) and care.day is not None and desk.today - care.day < days


def idle_days(desk: JourneyDesk) -> int:
    """Working days since the last act for anybody, or since the month began if there is none."""
    before = desk.month.first - dt.timedelta(days=1)
    last = max(last_cares(desk).values(), default=before)
    end = min(desk.today, desk.month.last)
    return len(working_days_between(last + dt.timedelta(days=1), end, desk.calendar))


# -- the queue of the day -------------------------------------------------------------------------


def minutes_there_are(desk: JourneyDesk) -> int:
    """The minutes of a day for the queue: the manager's own, else the template's."""
    own = desk.record.minutes
    return desk.pack.minutes_a_day if own is None else own


def not_contacted(desk: JourneyDesk) -> list[str]:
    """Customers with transactions whom we have not contacted for long, and who may be contacted;
    not those with a care on this page since."""
    since = desk.today - dt.timedelta(days=desk.pack.signal_limits.silent_days)
    barred, cared = frozenset(blocked(desk)), last_cares(desk)
    quiet = measured(desk).uncontacted["customer"]
    return [one for one in quiet if one not in barred and cared.get(one, since) <= since]


def at_risk_unattended(desk: JourneyDesk, days: float) -> list[str]:
    """Customers at risk with a strong signal and without an act for ``days`` days.

    Without those who must not be contacted; customers who complain wait for an answer.
    """
    seen, last, people = study(desk), last_cares(desk), who(desk)
    strong = seen.signals.loc[seen.signals["strong"], "customer"]
    endangered = seen.stages[seen.stages["stage"] == "at_risk"]
    waiting = endangered.loc[endangered["customer"].isin(strong), "customer"]
    return [
        one
        for one in waiting
        if people.why(one) in ("", OPEN_COMPLAINT)
        and (one not in last or (desk.today - last[one]).days >= days)
    ]
