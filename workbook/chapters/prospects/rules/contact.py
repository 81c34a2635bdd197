"""Who may be contacted, who is due, and who has had enough contacts.

Source: S0, methodology A1 "The week", A5 and G.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from workbook.chapters.prospects.pack import Pack
from workbook.chapters.prospects.records import Prospect
from workbook.chapters.prospects.rules.contact_flags import ReserveDesk, who
from workbook.chapters.prospects.rules.grid import cell_of, expected_amount
from workbook.chapters.prospects.rules.thresholds import threshold
from workbook.domain.calendar import Calendar, Month, working_days_between

Reason = Literal["overdue", "loss", "today", "this_week"]
REASONS: tuple[Reason, ...] = ("overdue", "loss", "today", "this_week")  # the most urgent first
LOSS = "loss"  # the key of pack.performances for customers who tend to be avoided
SUNDAY = 7


@dataclass(frozen=True)
class Due:
    """A prospect to contact now. row: its place in the record; days: working days late, or 0."""

    row: int
    prospect: Prospect
    reason: Reason
    days: int


def is_open(prospect: Prospect, pack: Pack) -> bool:
    """Whether a prospect may still close this month, by its status."""
    status = pack.statuses.get(prospect.status)
    return status is not None and status.open


def is_won(prospect: Prospect, pack: Pack) -> bool:
    """Whether a prospect has closed."""
    status = pack.statuses.get(prospect.status)
    return status is not None and status.won


def blocked(prospect: Prospect, pack: Pack) -> bool:
    """Whether a row's own flag takes its customer off every contact list."""
    flag = pack.flags.get(prospect.flag)
    return flag is not None and flag.blocks


def contactable(desk: ReserveDesk) -> Iterator[tuple[int, Prospect]]:
    """Row and prospect of all that are open, and whose customer has no blocking flag.

    Flags come from the imported customers and every row of every page. Source: methodology G.
    """
    people = who(desk)
    for row, one in enumerate(desk.record.prospects):
        if is_open(one, desk.pack) and not people.why(one.customer):
            yield row, one


def kept_off(desk: ReserveDesk) -> dict[str, int]:
    """Flag → how many customers with an open row it keeps off the lists to contact."""
    rows = [one for one in desk.record.prospects if is_open(one, desk.pack)]
    return who(desk).left(one.customer for one in rows)


def open_prospects(desk: ReserveDesk) -> tuple[Prospect, ...]:
    """The prospects that may still close: open, and not blocked by a flag."""
    return tuple(one for _, one in contactable(desk))


@functools.lru_cache(maxsize=1024)  # cached: many prospects share few days
def days_late(day: dt.date | None, today: dt.date, calendar: Calendar) -> int:
    """Working days after ``day`` up to and including ``today``; 0 for a day still to come."""
    if day is None:
        return 0
    return len(working_days_between(day + dt.timedelta(days=1), today, calendar))


def overdue(desk: ReserveDesk) -> tuple[Due, ...]:
    """The prospects whose next contact has passed, in the order of the record."""
    late = ((row, one) for row, one in contactable(desk) if _passed(one, desk.today))
    return tuple(Due(row, one, "overdue", _late(desk, one)) for row, one in late)


def _passed(prospect: Prospect, today: dt.date) -> bool:
    return prospect.next_contact is not None and prospect.next_contact < today


def loss_not_called(prospect: Prospect, today: dt.date, days: float) -> bool:
    """Whether a customer with losses has not been spoken to for ``days`` days, or never.

    Source: S0, methodology A1: customers with losses are avoided.
    """
    if prospect.performance != LOSS:
        return False
    return prospect.last_contact is None or (today - prospect.last_contact).days >= days


# -- caps -----------------------------------------------------------------------------------------


def cap_of(prospect: Prospect, pack: Pack) -> int | None:
    """The most contacts in a month that we initiate; None while the cell is not known."""
    cell = cell_of(prospect)
    return pack.cells[cell].contacts_a_month if cell else None


def contacts_in_month(prospect: Prospect, day: dt.date, before: int = 0) -> int:
    """The contacts in the calendar month of ``day``.

    Only the last one is dated: if it was in an earlier month, so were all; else all count except
    those that the months ``before`` have on record.
    """
    last = prospect.last_contact
    if last and last < Month.of(day).first:
        return 0
    return max(prospect.attempts - before, 0)


def attempts_before(desk: ReserveDesk) -> dict[tuple[str, str], int]:
    """Customer and indicator → the attempts on last month's page."""
    rows = [
        one
        for month, reserve in desk.earlier[:1]
        if month == desk.month.previous
        for one in reserve.prospects
    ]
    return {(one.customer, one.indicator): one.attempts for one in rows}


def at_cap(prospect: Prospect, pack: Pack, day: dt.date, before: int = 0) -> bool:
    """Whether one more contact this month would be too many; ``before`` as above."""
    cap = cap_of(prospect, pack)
    return cap is not None and contacts_in_month(prospect, day, before) >= cap


# -- the list to contact --------------------------------------------------------------------------


def due_list(desk: ReserveDesk) -> tuple[Due, ...]:
    """The customers to contact now, each once, at most ``pack.due_list``.

    First those overdue, by days late × expected value; then customers with losses whom nobody
    called; then those due today and until Sunday. Never a customer with a blocking flag, or one who
    has had the contacts that the cell allows.
    """
    worth = _worth(desk)
    found = sorted(to_contact(desk), key=lambda one: _urgency(one, worth[one.row]))
    first = {one.prospect.customer: one for one in reversed(found)}
    chosen = [one for one in found if first[one.prospect.customer] is one]
    return tuple(chosen[: desk.pack.due_list])


def to_contact(desk: ReserveDesk) -> Iterator[Due]:
    """All who are due and may be contacted, in the order of the record."""
    return _due(desk, contactable(desk))


def asked_for(desk: ReserveDesk) -> Iterator[Due]:
    """The same with those whom a flag keeps off the lists, for a list that filters by itself."""
    rows = enumerate(desk.record.prospects)
    return _due(desk, ((row, one) for row, one in rows if is_open(one, desk.pack)))


def _due(desk: ReserveDesk, rows: Iterable[tuple[int, Prospect]]) -> Iterator[Due]:
    before = attempts_before(desk)
    for row, one in rows:
        reason, made = _reason(desk, one), before.get((one.customer, one.indicator), 0)
        if reason and not at_cap(one, desk.pack, desk.today, made):
            yield Due(row, one, reason, _late(desk, one) if reason == "overdue" else 0)


def _late(desk: ReserveDesk, one: Prospect) -> int:
    return days_late(one.next_contact, desk.today, desk.calendar)


def _reason(desk: ReserveDesk, prospect: Prospect) -> Reason | None:
    day, today = prospect.next_contact, desk.today
    sunday = today + dt.timedelta(days=SUNDAY - today.isoweekday())
    holds: dict[Reason, bool] = {
        "overdue": _passed(prospect, today),
        "loss": loss_not_called(prospect, today, threshold(desk.pack, "loss_not_called")),
        "today": day == today,
        "this_week": day is not None and day <= sunday,
    }
    return next((reason for reason in REASONS if holds[reason]), None)


def _worth(desk: ReserveDesk) -> dict[int, float]:
    """Row → expected value as a share of its indicator's, to compare fen with pieces."""
    values = {row: expected_amount(one, desk.pack) for row, one in contactable(desk)}
    sums: dict[str, float] = defaultdict(float)
    for row, value in values.items():
        sums[desk.record.prospects[row].indicator] += value
    return {
        row: value / (sums[desk.record.prospects[row].indicator] or 1)
        for row, value in values.items()
    }


def _urgency(due: Due, worth: float) -> tuple[int, float, dt.date, float]:
    """Lower is sooner. A date counts only among those due today or this week."""
    day = due.prospect.next_contact if due.reason in ("today", "this_week") else None
    return REASONS.index(due.reason), -due.days * worth, day or dt.date.min, -worth
