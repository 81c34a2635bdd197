"""Checks of the week: last week's review, the Monday list, the ticks, Friday.

Source: methodology A1 "The week", A4.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbook.chapters.action_plan.rules.checks_lines import found
from workbook.chapters.action_plan.rules.contacts import losses, who
from workbook.chapters.action_plan.rules.lines import is_open, reason_of
from workbook.chapters.action_plan.rules.progress import unticked
from workbook.chapters.action_plan.rules.thresholds import threshold
from workbook.chapters.action_plan.rules.weeks import (
    PlanDesk,
    days_of,
    last_week,
    within_weeks,
)
from workbook.chapters.shared.contact_flags import known_as
from workbook.chapters.shared.context import Finding

CONTACTS = ("contacts",)
AVOIDED = "avoided"  # the key of pack.reasons that S0 warns of
WEEKS_OF_AVOIDING = 4


def not_reviewed(desk: PlanDesk) -> Iterator[Finding]:
    """Last week has lines without an outcome."""
    for week, plan in last_week(desk):
        lines = sum(map(is_open, plan.lines))
        if lines:
            yield found("not_reviewed", week=str(week), lines=lines)


def avoided_again(desk: PlanDesk) -> Iterator[Finding]:
    """Lines of the last four weeks were avoided repeatedly."""
    plans = within_weeks(desk, WEEKS_OF_AVOIDING)
    count = sum(reason_of(line) == AVOIDED for plan in plans for line in plan.lines)
    if count >= threshold(desk.pack, "avoided_again"):
        yield found("avoided_again", "lines", count=count)


# -- the Monday list ------------------------------------------------------------------------------


def no_monday(desk: PlanDesk) -> Iterator[Finding]:
    """The week's first working day is over, and there is no list."""
    first = next(iter(days_of(desk)), desk.today)
    if first < desk.today and not desk.record.contacts:
        yield found("no_monday", *CONTACTS)


def too_many_contacts(desk: PlanDesk) -> Iterator[Finding]:
    """The list is longer than can be worked through."""
    contacts, most = len(desk.record.contacts), desk.pack.most_contacts
    if contacts > most:
        yield found("too_many_contacts", *CONTACTS, contacts=contacts, most=most)


def blocked_on_list(desk: PlanDesk) -> Iterator[Finding]:
    """Somebody on the list, or on a line, must not be contacted. Source: methodology G."""
    people = who(desk)
    for row, one in enumerate(desk.record.contacts):
        if people.why(one.customer):
            yield found("blocked_on_list", "contacts", row, "customer", customer=one.customer)
    for row, line in enumerate(desk.record.lines):
        if people.why(line.customer) and is_open(line):
            figures = {"customer": line.customer, "why": people.why(line.customer)}
            yield found("blocked_in_line", "lines", row, "customer", **figures)


def loss_not_on_list(desk: PlanDesk) -> Iterator[Finding]:
    """Customers with losses were not called, and none of them is on the list.

    An empty list has its own finding. Source: S0, methodology A1.
    """
    listed = {known_as(one.customer) for one in desk.record.contacts}
    avoided = {known_as(one.customer) for one in losses(desk)}
    if listed and avoided and not listed & avoided:
        yield found("loss_not_on_list", *CONTACTS, customers=len(avoided))


# -- ticks and Friday -----------------------------------------------------------------------------


def ticks_missing(desk: PlanDesk) -> Iterator[Finding]:
    """Working days went by without a tick."""
    days = unticked(desk)
    if days:
        yield found("ticks_missing", "ticks", days=days)


def no_friday(desk: PlanDesk) -> Iterator[Finding]:
    """The week's last working day has come, and nothing learned is written down."""
    days = days_of(desk)
    if days and desk.today >= days[-1] and not desk.record.learned:
        yield found("no_friday", "learned")


ON_WEEK = (
    not_reviewed,
    avoided_again,
    no_monday,
    too_many_contacts,
    blocked_on_list,
    loss_not_on_list,
    ticks_missing,
    no_friday,
)
