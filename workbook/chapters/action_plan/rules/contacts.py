"""The Monday list: customers proposed by the other chapters, and those who must never be on it.

Source: S0 (customers with losses are avoided), methodology A1 "The week" and G.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import nan
from typing import Any, Literal, get_args

from workbook.chapters.action_plan.records import Contact
from workbook.chapters.action_plan.rules.sayable import sayable
from workbook.chapters.action_plan.rules.weeks import PlanDesk, days_of
from workbook.chapters.journey import rules as journeys
from workbook.chapters.prospects import rules as reserves
from workbook.chapters.prospects.records import Prospect
from workbook.chapters.prospects.rules.thresholds import threshold as threshold_of_reserve
from workbook.chapters.shared import contact_flags
from workbook.chapters.shared.contact_flags import People, known_as
from workbook.chapters.shared.context import Desk, Words, once_a_desk
from workbook.content.messages import Said

Because = Literal["overdue", "loss", "critical", "due"]
URGENCY: tuple[Because, ...] = get_args(Because)  # the most urgent first
OF_A_RESERVE: Mapping[str, Because] = {
    "overdue": "overdue",
    "loss": "loss",
    "today": "due",
    "this_week": "due",
}


@dataclass(frozen=True)
class Offer:
    """A customer for the Monday list: why, the evidence, and the day that suits.

    channel: that of the other chapter's script.
    """

    customer: str
    because: Because
    evidence: Words
    day: dt.date | None
    channel: str = ""


def _linked(desk: PlanDesk, chapter: str) -> tuple[Desk[Any, Any], ...]:
    """The inputs of a linked chapter; None where it was not given."""
    return (desk.linked[chapter],) if chapter in desk.linked else ()


# -- who must not stand on the list, and who has to -----------------------------------------------


@once_a_desk
def who(desk: PlanDesk) -> People:
    """The customers who must not be contacted, or only with care, by all pages and imported files.

    One flag is enough, on whichever row. Source: methodology G.
    """
    return contact_flags.together(
        contact_flags.people(desk, nan),
        *(reserves.who(reserve) for reserve in _linked(desk, "prospects")),
        *(journeys.who(book) for book in _linked(desk, "journey")),
    )


def blocked(desk: PlanDesk) -> frozenset[str]:
    """The plan's and linked pages' customers who, by what is typed there, must not be contacted."""
    record = desk.record
    typed = [*(one.customer for one in record.contacts), *(one.customer for one in record.lines)]
    reserve = [
        one.customer for linked in _linked(desk, "prospects") for one in linked.record.prospects
    ]
    book = [one for linked in _linked(desk, "journey") for one in journeys.blocks(linked)]
    return frozenset(one for one in (*typed, *reserve, *book) if who(desk).why(one))


def listed(desk: PlanDesk) -> tuple[Contact, ...]:
    """The typed Monday list without those who must not be contacted."""
    people = who(desk)
    return tuple(one for one in desk.record.contacts if not people.why(one.customer))


def losses(desk: PlanDesk) -> tuple[Prospect, ...]:
    """The prospects with losses whom nobody has called for long, and who may be called.

    Source: S0, methodology A1.
    """
    people = who(desk)
    return tuple(
        row
        for reserve in _linked(desk, "prospects")
        for row in _uncalled(reserve)
        if not people.why(row.customer)
    )


def _uncalled(reserve: Desk[Any, Any]) -> Iterator[Prospect]:
    days, before = _days_uncalled(reserve), reserves.attempts_before(reserve)
    for row in reserves.open_prospects(reserve):
        made = before.get((row.customer, row.indicator), 0)
        full = reserves.at_cap(row, reserve.pack, reserve.today, made)
        if reserves.loss_not_called(row, reserve.today, days) and not full:
            yield row


def _days_uncalled(reserve: Desk[Any, Any]) -> float:
    return threshold_of_reserve(reserve.pack, "loss_not_called")


# -- the list that is filled in beforehand --------------------------------------------------------


def places_left(desk: PlanDesk) -> int:
    """How many more customers fit on the Monday list."""
    return max(desk.pack.most_contacts - len(desk.record.contacts), 0)


def offers(desk: PlanDesk, places: int) -> tuple[Offer, ...]:
    """The customers for the Monday list, each once, most urgent first, at most ``places``.

    Overdue, then with losses and not called, then critical, then due. Without those who must not be
    contacted, and those on the typed list. Where neither list has a customer with losses, the last
    place goes to one, so that they are not avoided for good.
    """
    people, typed = who(desk), {known_as(one.customer) for one in desk.record.contacts}
    first: dict[str, Offer] = {}
    for one in _by_urgency(_everyone(desk)):
        if known_as(one.customer) not in typed and not people.why(one.customer):
            first.setdefault(known_as(one.customer), one)
    chosen, spare = list(first.values())[:places], list(first.values())[places:]
    avoided = {known_as(row.customer) for row in losses(desk)}
    if chosen and not avoided & (typed | {known_as(one.customer) for one in chosen}):
        last = next((one for one in spare if known_as(one.customer) in avoided), chosen[-1])
        chosen = [*chosen[:-1], last]
    return tuple(_by_urgency(chosen))


def kept_off(desk: PlanDesk) -> dict[str, int]:
    """Flag → how many customers of the other chapters' lists it keeps off this one."""
    reserve = [
        one.customer
        for linked in _linked(desk, "prospects")
        for one in linked.record.prospects
        if reserves.is_open(one, linked.pack)
    ]
    critical = [
        customer
        for book in _linked(desk, "journey")
        for customer in journeys.study(book).criticals["customer"].unique()
    ]
    return who(desk).left([*reserve, *critical])


def listed_off(desk: PlanDesk) -> dict[str, int]:
    """Flag → how many customers of the typed Monday list must not be contacted."""
    return who(desk).left(one.customer for one in desk.record.contacts)


def act_of(desk: PlanDesk, one: Offer) -> Words:
    """The act for a customer of the list; never by a channel that the customer does not
    allow."""
    people, act = who(desk), desk.pack.becauses[one.because].act
    permitted = all(people.may(one.customer, text) for text in (one.channel, act))
    return act if permitted else people.instead(one.customer)


def act_with_care(desk: PlanDesk, one: Offer) -> Words:
    """The same with the cautions to observe."""
    heed = who(desk).heed(one.customer)
    act = act_of(desk, one)
    return Said("{act} {heed}", {"act": act, "heed": heed}) if heed else act


def _by_urgency(found: list[Offer]) -> list[Offer]:
    return sorted(found, key=lambda one: URGENCY.index(one.because))


def _everyone(desk: PlanDesk) -> list[Offer]:
    return [*_from_reserve(desk), *_from_losses(desk), *_from_journey(desk)]


def _from_reserve(desk: PlanDesk) -> Iterator[Offer]:
    for reserve in _linked(desk, "prospects"):
        for due in reserves.due_list(reserve):
            row, because = due.prospect, OF_A_RESERVE[due.reason]
            said = _of_prospect(desk, reserve.pack, row, because, due.days)
            day = row.next_contact if because == "due" else _first_day(desk)
            yield Offer(row.customer, because, said, day, _channel(reserve, row))


def _from_losses(desk: PlanDesk) -> Iterator[Offer]:
    """All of them: the prospects' own list ends before the less urgent ones."""
    for reserve in _linked(desk, "prospects"):
        for row in losses(desk):
            said = _of_prospect(desk, reserve.pack, row, "loss", 0)
            channel = _channel(reserve, row)
            yield Offer(row.customer, "loss", said, _first_day(desk), channel)


def _channel(reserve: Desk[Any, Any], row: Prospect) -> str:
    """The channel of the script of the prospect's cell; "" while the cell is not known."""
    cell = reserves.cell_of(row)
    return str(reserve.pack.cells[cell].channel) if cell else ""


def _from_journey(desk: PlanDesk) -> Iterator[Offer]:
    """The queue of the day, as far as its minutes go."""
    for book in _linked(desk, "journey"):
        for one in journeys.queue(book):
            if one.fits:
                first = one.reasons[0]
                channel = first.script.channel
                yield Offer(one.customer, "critical", first.says, _first_day(desk), channel)


def _first_day(desk: PlanDesk) -> dt.date | None:
    """The first working day of the week that is not over; None where none is left."""
    return next((day for day in days_of(desk) if day >= desk.today), None)


# -- why: the other chapter's own sentence --------------------------------------------------------


def _of_prospect(desk: PlanDesk, pack: Any, row: Prospect, because: Because, late: int) -> Words:
    """The prospects' own reason for this customer; else why the customer is on the list."""
    last = row.last_contact
    figures = {
        "customer": row.customer,
        "day": row.next_contact,
        "days": (desk.today - last).days if because == "loss" and last else late,
    }
    rules = {"overdue": "overdue", "loss": "loss_not_called" if last else "loss_never_called"}
    rule = pack.rules.get(rules.get(because))
    if rule is not None and sayable(rule.says, figures):
        return Said(rule.says, figures)
    return Said(f"{{day:day}} · {desk.pack.becauses[because].says}", figures)
