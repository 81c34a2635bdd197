"""Who is due today, for which reasons, and who is left out. Source: ours; filters: G."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from workbook.chapters.agenda.records import Agenda, Contact, Kind, Pack
from workbook.chapters.agenda.rules.facts import birthdays, consents
from workbook.chapters.shared import contact_flags
from workbook.chapters.shared.contact_flags import People, known_as
from workbook.chapters.shared.context import Desk, once_a_desk
from workbook.chapters.shared.day_list import SPOKEN, TRIED, Due
from workbook.chapters.shared.urgency import by_customer, too_small

AgendaDesk = Desk[Agenda, Pack]
OTHER, TRY = "other", "try"  # of pack.kinds: what no kind is named for; a try on its day
NO_CONSENT, NO_CHANNEL, NO_TIME = "no_consent", "no_channel", "no_time"  # of pack.blocks


@dataclass(frozen=True)
class Reason:
    """One reason of a customer. tool: which asks; asks_first: consent is not known, so it is asked
    for before anything else."""

    tool: str
    due: Due
    key: str
    kind: Kind
    asks_first: bool = False


@dataclass(frozen=True)
class Chosen:
    """The customers of today by :func:`known_as`, each with the reasons, strongest first; and who
    is left out, by the flag or by what is not allowed."""

    reasons: Mapping[str, tuple[Reason, ...]]
    left: Mapping[str, int]


@once_a_desk
def who(desk: AgendaDesk) -> People:
    """The customers who must not be contacted, or with care: by the book and by every page."""
    return contact_flags.people(desk, desk.pack.care_age)


@once_a_desk
def chosen(desk: AgendaDesk) -> Chosen:
    """The reasons that hold today, customer by customer."""
    people, every = who(desk), list(_every(desk))
    free = [one for one in every if not people.why(one.due.customer)]
    willing = [asked for one in free if (asked := _with_consent(desk, one))]
    reachable = [one for one in willing if people.may(one.due.customer, _channel(one))]
    held = by_customer(reachable)
    left = {
        **people.left(one.due.customer for one in every if not one.due.if_advice),
        NO_CONSENT: len(_names(free) - _names(willing)),
        NO_CHANNEL: len(_names(willing) - _names(reachable)),
    }
    return Chosen(held, {why: count for why, count in left.items() if count})


def _channel(one: Reason) -> str:
    return one.due.channel or one.kind.channel


def _names(found: list[Reason]) -> set[str]:
    return {known_as(one.due.customer) for one in found if not one.due.if_advice}


# -- what is asked for ----------------------------------------------------------------------------


def _every(desk: AgendaDesk) -> Iterator[Reason]:
    """All that is asked for and not settled, whoever it is for; a try only on its day."""
    asked = [(tool, one) for tool in desk.due for one in desk.due[tool]]
    own = [("", one) for one in (*_agreed(desk), *birthdays(desk))]
    for tool, one in (*asked, *own):
        key = one.kind if one.kind in desk.pack.kinds else OTHER
        kind = desk.pack.kinds[key]
        over = key == TRY and one.day != desk.today
        if one.customer and not (over or too_small(one, kind) or _settled(desk, one)):
            yield Reason(tool, one, key, kind)


def _with_consent(desk: AgendaDesk, one: Reason) -> Reason | None:
    """Marketing needs consent: none where it was refused, and asked for where nobody knows."""
    if not one.kind.marketing:
        return one
    consent = consents(desk).get(known_as(one.due.customer))
    if consent is None:
        return replace(one, asks_first=True)
    return one if consent else None


# -- what is settled ------------------------------------------------------------------------------


@once_a_desk
def newest(desk: AgendaDesk) -> Mapping[str, Contact]:
    """Customer → the newest result before today, of this page or an earlier one."""
    records = [*(record for _, record in reversed(desk.earlier)), desk.record]
    rows = [
        one
        for record in records
        for one in record.results
        if one.day and one.day < desk.today and one.kind != TRIED
    ]
    return {known_as(one.customer): one for one in sorted(rows, key=lambda one: one.day)}


def _settled(desk: AgendaDesk, due: Due) -> bool:
    """A day that was agreed on is waited for; after a talk a reason rests, one that came since
    does not."""
    last = newest(desk).get(known_as(due.customer))
    if last is None or last.day is None:
        return False
    if last.next_day is not None and last.next_day > desk.today:
        return True
    rests = (desk.today - last.day).days < desk.pack.rest_days
    came_since = due.day is not None and due.day > last.day
    return last.outcome in SPOKEN and rests and not came_since


def _agreed(desk: AgendaDesk) -> Iterator[Due]:
    """The customers whose next day has come, as it was agreed on at the last contact."""
    for one in newest(desk).values():
        if one.next_day is not None and one.next_day <= desk.today:
            figures = {"day": one.next_day, "what": one.said}
            loc = ("results",)
            yield Due(one.customer, "agreed", one.next_day, figures, loc=loc)
