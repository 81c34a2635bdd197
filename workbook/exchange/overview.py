"""A class as its coach sees it: who handed in, when, which pages, what is unread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from workbook import chapters
from workbook.domain.calendar import Month, Week
from workbook.exchange import known_keys
from workbook.exchange.classes import Class
from workbook.exchange.collecting import TAKEN_IN
from workbook.exchange.known_keys import Held
from workbook.exchange.returns import RETURNED
from workbook.store import Store, Trainee
from workbook.store.deliveries import Delivery

READ = "read"


@dataclass(frozen=True)
class Member:
    """One person of a class.

    called: the name, with a number added where two share it. times, last: of the hand-ins, last in
    UTC. pages: page → whether anything is filled in this month. unread: hand-ins with something new
    since the coach last read. returned: when something went back last. waits: keys that wait.
    """

    trainee: Trainee
    called: str
    times: int
    last: datetime | None
    pages: dict[str, bool]
    unread: int
    returned: datetime | None
    waits: tuple[Held, ...]

    @property
    def filled(self) -> int:
        """How many pages have something in them."""
        return sum(self.pages.values())

    @property
    def complete(self) -> bool:
        """Whether every page has."""
        return all(self.pages.values())


def members(store: Store, one: Class, month: str) -> list[Member]:
    """Everybody on the roster of a class, by id: nobody is ranked."""
    people, notes = store.trainees(one.cohort), store.deliveries.notes()
    names, held = store.names(people), known_keys.of(notes, one)
    return [
        _member(store, person, names[person.id], month, _about(notes, person, one), held)
        for person in people
    ]


def _about(notes: Sequence[Delivery], person: Trainee, one: Class) -> list[Delivery]:
    return [
        note for note in notes if note.trainee == person.id and note.about.get("class") == one.id
    ]


def _member(
    store: Store,
    person: Trainee,
    called: str,
    month: str,
    notes: Sequence[Delivery],
    held: Sequence[Held],
) -> Member:
    came = [note for note in notes if note.what == TAKEN_IN]
    returned = [note.at for note in notes if note.what == RETURNED]
    read = max((note.number for note in notes if note.what in (READ, RETURNED)), default=0)
    return Member(
        trainee=person,
        called=called,
        times=len(came),
        last=came[-1].at if came else None,
        pages=filled_pages(store, person.id, month),
        unread=sum(bool(note.about["pages"]) and note.number > read for note in came),
        returned=returned[-1] if returned else None,
        waits=tuple(one for one in held if one.waits and one.trainee == person.id),
    )


def filled_pages(store: Store, trainee: str, month: str) -> dict[str, bool]:
    """Page → whether one of its tools has an entry for the month, or for a week of it."""
    at = Month.parse(month)
    keys = {str(at), *(str(Week.of(day)) for day in at.days)}
    return {
        page: any(keys & set(store.keys(trainee, name)) for name in tools)
        for page, tools in chapters.pages().items()
        if any(chapters.chapter(name).completeness for name in tools)
    }


def filled_by(store: Store, people: Sequence[Trainee], month: str) -> list[tuple[str, int, int]]:
    """Name, pages with something in them, pages there are, for each of these people."""
    names = store.names(people)
    pages = ((one.id, filled_pages(store, one.id, month)) for one in people)
    return [(names[name], sum(there.values()), len(there)) for name, there in pages]


def read(store: Store, one: Class, trainee: str) -> None:
    """Write down that the coach has read what a trainee handed in."""
    store.deliveries.note(READ, trainee, **{"class": one.id})
