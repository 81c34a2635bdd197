"""Checks of the customers: who waits, what is late, what is forbidden, who leaves."""

from __future__ import annotations

from collections.abc import Iterator

from workbook.chapters.journey.records import Care, Loss
from workbook.chapters.journey.rules.contact import (
    DONE,
    SELLING,
    at_risk_unattended,
    complaints_told,
    days_late,
    idle_days,
    is_open,
    minutes_there_are,
    not_contacted,
)
from workbook.chapters.journey.rules.contact_flags import COMPLAINT, OPEN_COMPLAINT, who
from workbook.chapters.journey.rules.privacy import names_several
from workbook.chapters.journey.rules.queue import queue
from workbook.chapters.journey.rules.study import JourneyDesk, has_customers, lacks
from workbook.chapters.journey.rules.thresholds import threshold
from workbook.chapters.shared.contact_flags import known_as
from workbook.chapters.shared.context import Finding
from workbook.domain.privacy import holds_private_number

CARES = ("cares",)


def on_book(desk: JourneyDesk) -> Iterator[Finding]:
    """The imported files: none, or without some that the analyses need."""
    if not has_customers(desk):
        yield Finding("journey", "no_customers")
        return
    missing = lacks(desk)
    if missing:
        analyses = tuple(dict.fromkeys(one["analysis"] for one in missing))
        columns = tuple(dict.fromkeys(lack_of(one["kind"], one["column"]) for one in missing))
        yield Finding("journey", "data_missing", (), {"analyses": analyses, "lacks": columns})


def lack_of(kind: str, column: str | None) -> str:
    """The key of what is lacking: a whole kind of file, or one of its columns."""
    return f"{kind}.{column}" if column else kind


def on_queue(desk: JourneyDesk) -> Iterator[Finding]:
    """Waiting customers: those at risk, and the queue of the day."""
    waiting = at_risk_unattended(desk, threshold(desk.pack, "at_risk_unattended"))
    if waiting:
        yield Finding("journey", "at_risk_unattended", CARES, {"customers": len(waiting)})
    rows = queue(desk)
    left = sum(not row.fits for row in rows)
    if left:
        figures = {"left": left, "minutes": minutes_there_are(desk)}
        yield Finding("journey", "queue_left", ("minutes",), figures)
    days = idle_days(desk)
    if rows and days >= threshold(desk.pack, "queue_not_worked"):
        figures = {"customers": len(rows), "days": days}
        yield Finding("journey", "queue_not_worked", CARES, figures)
    ours = not_contacted(desk)
    if ours:
        figures = {"customers": len(ours), "days": desk.pack.signal_limits.silent_days}
        yield Finding("journey", "not_contacted", CARES, figures)


# -- what was done --------------------------------------------------------------------------------


def on_cares(desk: JourneyDesk) -> Iterator[Finding]:
    """Each care: whether it is late, proved, continued, allowed."""
    people = who(desk)
    for row, one in enumerate(desk.record.cares):
        late, why = days_late(desk, row), people.why(one.customer)
        figures = {"customer": one.customer, "day": one.next_day, "days": late, "why": why or None}
        forbidden = _forbidden(one, why) if is_open(one, desk.pack) else ()
        for rule, cell in (*_care(desk, one, late), *forbidden):
            yield Finding("journey", rule, ("cares", row, cell), figures)


def _care(desk: JourneyDesk, one: Care, late: int) -> Iterator[tuple[str, str]]:
    planned = one.day is not None and one.day > desk.today
    if late:
        yield "care_late", "next_day"
    if one.outcome == DONE and not one.proof:
        yield "care_no_proof", "proof"
    if is_open(one, desk.pack) and one.next_day is None and not planned:
        yield "care_no_next", "next_day"


def _forbidden(one: Care, why: str) -> Iterator[tuple[str, str]]:
    """No contact with those who must not be contacted, no offer while a complaint is open."""
    if why and why != OPEN_COMPLAINT:
        yield "blocked_in_care", "customer"
    if why and one.critical in SELLING:
        yield "sell_during_complaint", "critical"


# -- who leaves -----------------------------------------------------------------------------------


def on_losses(desk: JourneyDesk) -> Iterator[Finding]:
    """Each loss that is not won back yet."""
    told, people = {known_as(one) for one in complaints_told(desk)}, who(desk)
    for row, one in enumerate(desk.record.losses):
        why = people.why(one.customer)
        complains = known_as(one.customer) in told or why == OPEN_COMPLAINT
        for rule, cell in () if one.back else _loss(one, complains):
            yield Finding("journey", rule, ("losses", row, cell), {"customer": one.customer})
        if why not in ("", OPEN_COMPLAINT) and not one.back:
            figures = {"customer": one.customer, "why": why}
            yield Finding("journey", "blocked_in_row", ("losses", row, "customer"), figures)


def _loss(one: Loss, complains: bool) -> Iterator[tuple[str, str]]:
    if not one.cause:
        yield "loss_no_cause", "cause"
    if one.next_day is None:
        yield "loss_no_date", "next_day"
    if not one.said:
        yield "loss_said_missing", "said"
    if one.strategy and (complains or one.situation == COMPLAINT):
        yield "loss_during_complaint", "strategy"


def on_referrals(desk: JourneyDesk) -> Iterator[Finding]:
    """A referral names one customer of ours who may be asked, never a list or others' numbers."""
    for row, one in enumerate(desk.record.referrals):
        text, loc = one.customer, ("referrals", row, "customer")
        if names_several(text) or holds_private_number(text):
            yield Finding("journey", "referral_lists", loc, {"row": row + 1})
        why = who(desk).why(text)
        if why and not one.came:
            yield Finding("journey", "blocked_in_row", loc, {"customer": text, "why": why})


def on_listed(desk: JourneyDesk) -> Iterator[Finding]:
    """An open line of the action list names somebody who must not be contacted."""
    for row, one in enumerate(desk.record.steps):
        why = who(desk).why(one.customers)
        if why and not one.done:
            figures = {"customer": one.customers, "why": why}
            yield Finding("journey", "blocked_in_row", ("steps", row, "customers"), figures)
