"""All findings on the reserve, each at its cell, in the order of the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from workbook.chapters.journey.rules import leaving, looked_after
from workbook.chapters.prospects.records import Prospect
from workbook.chapters.prospects.rules.contact import (
    attempts_before,
    cap_of,
    contactable,
    contacts_in_month,
    days_late,
    is_open,
    loss_not_called,
)
from workbook.chapters.prospects.rules.contact_flags import ReserveDesk, who
from workbook.chapters.prospects.rules.grid import cell_of, chance_of
from workbook.chapters.prospects.rules.points import HARMONY, lacking, suggested_relationship
from workbook.chapters.prospects.rules.rollover import left_over
from workbook.chapters.prospects.rules.thresholds import threshold
from workbook.chapters.shared.contact_flags import known_as
from workbook.chapters.shared.context import Finding
from workbook.chapters.shared.private_numbers import private_numbers
from workbook.domain.privacy import looks_like_name

POSITIVE = 3  # the highest level of willingness short of a purchase

Check = Callable[[ReserveDesk, int, Prospect], Iterator[Finding]]


def findings(desk: ReserveDesk) -> list[Finding]:
    """The findings on one month's reserve; rules that the template lacks stay silent."""
    return [one for one in _all(desk) if one.rule in desk.pack.rules]


def _all(desk: ReserveDesk) -> Iterator[Finding]:
    yield from no_prospects(desk)
    yield from open_from_last_month(desk)
    yield from all_in_one_cell(desk)
    for row, one in enumerate(desk.record.prospects):
        for on_any in ON_ANY:
            yield from on_any(desk, row, one)
    yield from private_numbers(desk, "prospects")
    yield from twice(desk)
    for row, one in contactable(desk):
        for on_contactable in ON_CONTACTABLE:
            yield from on_contactable(desk, row, one)


def _found(rule: str, row: int, field: str, one: Prospect, /, **figures: object) -> Finding:
    loc = ("prospects", row, field)
    return Finding("prospects", rule, loc, {"customer": one.customer, **figures})


# -- on the whole page ----------------------------------------------------------------------------


def no_prospects(desk: ReserveDesk) -> Iterator[Finding]:
    """The reserve is empty."""
    if not desk.record.prospects:
        yield Finding("prospects", "no_prospects", ("prospects",))


def open_from_last_month(desk: ReserveDesk) -> Iterator[Finding]:
    """Prospects of the month before are still open, and missing from this month."""
    left = len(left_over(desk))
    if left:
        yield Finding("prospects", "open_from_last_month", ("prospects",), {"prospects": left})


def all_in_one_cell(desk: ReserveDesk) -> Iterator[Finding]:
    """Most of the reserve is in one cell, though there are more prospects than cells."""
    cells = Counter(cell for _, one in contactable(desk) if (cell := cell_of(one)))
    placed, least = cells.total(), threshold(desk.pack, "all_in_one_cell")
    for cell, count in cells.most_common(1):
        if placed > len(desk.pack.cells) and count / placed >= least:
            figures = {"cell": cell, "share": count / placed, "prospects": placed}
            yield Finding("prospects", "all_in_one_cell", ("prospects",), figures)


# -- on any row -----------------------------------------------------------------------------------


def name_like(desk: ReserveDesk, row: int, one: Prospect) -> Iterator[Finding]:
    """The customer's number looks like a name."""
    if looks_like_name(one.customer):
        yield _found("name_like", row, "customer", one)


def blocked_on_list(desk: ReserveDesk, row: int, one: Prospect) -> Iterator[Finding]:
    """A customer who must not be contacted, by any page or file, is still open."""
    why = who(desk).why(one.customer)
    if why and is_open(one, desk.pack):
        yield _found("blocked_on_list", row, "flag" if one.flag else "customer", one, flag=why)


def twice(desk: ReserveDesk) -> Iterator[Finding]:
    """A customer is open under one indicator more than once: the money may count twice."""
    seen: set[tuple[str, str]] = set()
    for row, one in enumerate(desk.record.prospects):
        key = (one.customer, one.indicator)
        if is_open(one, desk.pack) and key in seen:
            yield _found("twice", row, "customer", one, indicator=one.indicator)
        if is_open(one, desk.pack):
            seen.add(key)


# -- on an open row that may be contacted ---------------------------------------------------------


def no_amount(desk: ReserveDesk, row: int, one: Prospect) -> Iterator[Finding]:
    """Without an amount a prospect counts for nothing."""
    if one.amount is None:
        yield _found("no_amount", row, "amount", one)


def no_level(desk: ReserveDesk, row: int, one: Prospect) -> Iterator[Finding]:
    """Without both levels a prospect has no cell."""
    blank = [name for name in ("relationship", "willingness") if getattr(one, name) is None]
    if blank:
        yield _found("no_level", row, blank[0], one)


def no_next_contact(desk: ReserveDesk, row: int, one: Prospect) -> Iterator[Finding]:
    """Without a day a contact does not happen."""
    if one.next_contact is None:
        yield _found("no_next_contact", row, "next_contact", one)


def too_late(desk: ReserveDesk, row: int, one: Prospect) -> Iterator[Finding]:
    """The next contact is overdue by as many working days as the rule allows."""
    late = days_late(one.next_contact, desk.today, desk.calendar)
    if late >= threshold(desk.pack, "overdue"):
        yield _found("overdue", row, "next_contact", one, day=one.next_contact, days=late)


def next_contact_after_month(desk: ReserveDesk, row: int, one: Prospect) -> Iterator[Finding]:
    """The next contact comes too late for this month."""
    if one.next_contact and one.next_contact > desk.month.last:
        yield _found("next_contact_after_month", row, "next_contact", one, day=one.next_contact)


def level_above_evidence(desk: ReserveDesk, row: int, one: Prospect) -> Iterator[Finding]:
    """The relationship's level is higher than the six points support."""
    seen, claimed = suggested_relationship(one, desk.pack), one.relationship
    if claimed and seen and claimed > seen:
        yield _found(
            "level_above_evidence", row, "relationship", one,
            claimed=claimed, seen=seen, points=lacking(one, desk.pack, claimed),
        )  # fmt: skip


def too_many_contacts(desk: ReserveDesk, row: int, one: Prospect) -> Iterator[Finding]:
    """More contacts this month than the cell allows."""
    before = attempts_before(desk).get((one.customer, one.indicator), 0)
    cap, attempts = cap_of(one, desk.pack), contacts_in_month(one, desk.today, before)
    if cap is not None and attempts > cap:
        figures = {"attempts": attempts, "cap": cap, "cell": cell_of(one)}
        yield _found("too_many_contacts", row, "attempts", one, **figures)


def chance_too_high(desk: ReserveDesk, row: int, one: Prospect) -> Iterator[Finding]:
    """A positive customer counted as sold; else a chance far above the cell's usual one."""
    cell, chance = cell_of(one), chance_of(one, desk.pack)
    sold = threshold(desk.pack, "positive_is_not_yes")
    if one.willingness == POSITIVE and chance >= sold:
        yield _found("positive_is_not_yes", row, "chance", one, chance=chance)
    elif cell:
        usual = desk.pack.cells[cell].chance
        if chance > usual * threshold(desk.pack, "chance_outside_habit"):
            figures = {"chance": chance, "usual": usual, "cell": cell}
            yield _found("chance_outside_habit", row, "chance", one, **figures)


def loss_unattended(desk: ReserveDesk, row: int, one: Prospect) -> Iterator[Finding]:
    """A customer with losses has not been called for long, or never."""
    if not loss_not_called(one, desk.today, threshold(desk.pack, "loss_not_called")):
        return
    if one.last_contact is None:
        yield _found("loss_never_called", row, "last_contact", one)
    else:
        days = (desk.today - one.last_contact).days
        yield _found("loss_not_called", row, "last_contact", one, days=days)


def warm_but_leaving(desk: ReserveDesk, row: int, one: Prospect) -> Iterator[Finding]:
    """The relationship is harmonious or better here, while the customer's assets go to other banks:
    the journey asks for a call back first. Not once it was made and the care of it rests."""
    journey = desk.linked.get("journey")
    if journey is None or (one.relationship or 0) < HARMONY:
        return
    if known_as(one.customer) in {known_as(each) for each in looked_after(journey)}:
        return
    for gone in leaving(journey):
        if known_as(gone["customer"]) == known_as(one.customer):
            figures = {
                "day": gone["since"], "amount": gone["amount"], "before": gone["before"],
                "after": gone["after"], "level": str(one.relationship),
            }  # fmt: skip
            yield _found("warm_but_leaving", row, "relationship", one, **figures)


def age_care(desk: ReserveDesk, row: int, one: Prospect) -> Iterator[Finding]:
    """From a certain age on, special care is due whatever is offered. Source: methodology G."""
    if one.age is not None and one.age >= threshold(desk.pack, "age_care"):
        yield _found("age_care", row, "age", one, age=one.age)


ON_ANY: tuple[Check, ...] = (name_like, blocked_on_list)
ON_CONTACTABLE: tuple[Check, ...] = (
    no_amount,
    no_level,
    no_next_contact,
    too_late,
    next_contact_after_month,
    level_above_evidence,
    too_many_contacts,
    chance_too_high,
    loss_unattended,
    warm_but_leaving,
    age_care,
)
