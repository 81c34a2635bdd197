"""A class: opened by a coach for a cohort, joined by each trainee once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import uuid4

from workbook import __version__, chapters
from workbook.book.pinned_template import Template
from workbook.domain.calendar import Month
from workbook.errors import BadInput, not_found
from workbook.exchange import file_format, keys
from workbook.exchange.contents import ClassLine, Person, first
from workbook.exchange.keys import Address, Keys
from workbook.store import Store, Trainee, bank_files, clock, compared
from workbook.store.deliveries import Delivery

OPENED, JOINED = "opened", "joined"


@dataclass(frozen=True)
class Class:
    """A class as one store knows it.

    member: the trainee whose store it is, "" in the coach's. coach: their name; coach_address: the
    public keys of their store. templates: digests of those that the coach's store knows.
    """

    id: str
    cohort: str
    months: tuple[str, ...]
    coach: str
    coach_address: Address
    member: str
    templates: tuple[str, ...]


def of(store: Store) -> list[Class]:
    """The classes that were opened or joined here, each as it was last."""
    found: dict[str, Class] = {}
    for note in store.deliveries.notes():
        if note.what in (OPENED, JOINED):
            found[note.about["class"]] = _class(note)
    return list(found.values())


def joined(store: Store) -> Class:
    """The class that this store has joined; BadInput where it has joined none."""
    found = [one for one in of(store) if one.member]
    if not found:
        raise BadInput("exchange.not_joined")
    return found[-1]


def opened(store: Store, cohort: str) -> Class:
    """The class that was opened here for a cohort; BadInput where it was not."""
    for one in of(store):
        if one.cohort == cohort and not one.member:
            return one
    raise BadInput("exchange.not_opened", cohort=cohort)


def _class(note: Delivery) -> Class:
    about = note.about
    return Class(
        id=about["class"],
        cohort=about["cohort"],
        months=tuple(about["months"]),
        coach=about["coach"],
        coach_address=Address(about["to"], about["signer"]),
        member=note.trainee,
        templates=tuple(about["templates"]),
    )


# -- the coach's side -----------------------------------------------------------------------------


def open_class(
    store: Store, cohort: str, months: Sequence[str], *, coach: str = "", new_key: bool = False
) -> tuple[Class, bytes]:
    """Open a class, or make its file anew: the class, and the bytes of the file for everybody.

    months: such as "2026-12". coach: default as on the roster. new_key: where the old ones are
    lost; everybody has to join again. NotFound for a cohort without trainees.
    """
    people = store.trainees(cohort)
    if not people:
        raise not_found("cohort", cohort, store.cohorts())
    own = _own_keys(store, cohort, new_key=new_key)
    before = [one for one in of(store) if one.cohort == cohort and not one.member]
    made = Class(
        id=before[-1].id if before else uuid4().hex,
        cohort=cohort,
        months=tuple(str(Month.parse(month)) for month in months),
        coach=coach or next((one.coach for one in people if one.coach), ""),
        coach_address=own.address,
        member="",
        templates=(),
    )
    line = _line(store, made, people)
    _note(store, OPENED, made)
    return made, file_format.bytes_of("class", made.id, [line], own, ())


def _own_keys(store: Store, cohort: str, *, new_key: bool) -> Keys:
    """The keys of a store that has opened a class before must not be replaced unseen."""
    before = [one for one in of(store) if not one.member]
    if before and not new_key:
        return keys.needed(store)
    return keys.made_once(store, anew=new_key)


def _line(store: Store, made: Class, people: Sequence[Trainee]) -> dict[str, object]:
    numbers = store.staff_numbers()
    return {
        "what": "class",
        "cohort": made.cohort,
        "coach": made.coach,
        "months": list(made.months),
        "address": _written(made.coach_address),
        "people": [
            {
                "id": one.id,
                "name": one.name,
                "number": numbers.get(one.id, ""),
                "language": one.language,
            }
            for one in people
        ],
        "bank": store.bank().text,
        "templates": sorted(shipped_templates()),
        "program": __version__,
        "made_at": moment(),
    }


def shipped_templates() -> set[str]:
    """The digests of the templates that this program comes with."""
    return {Template.now(name).digest for name in chapters.names()}


def moment() -> str:
    """Now, as files write it."""
    return clock.written(clock.utc_now())


def _written(address: Address) -> dict[str, str]:
    return {"to": address.to, "signer": address.signer}


def _note(store: Store, what: str, made: Class) -> None:
    store.deliveries.note(
        what,
        made.member,
        **{"class": made.id},
        cohort=made.cohort,
        months=list(made.months),
        coach=made.coach,
        to=made.coach_address.to,
        signer=made.coach_address.signer,
        templates=list(made.templates),
    )


# -- the trainee's side ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Offer:
    """A class file as it was read: the class, and who is in it."""

    joins: Class
    people: tuple[Person, ...]
    bank: str


def offered(data: bytes) -> Offer:
    """Read a class file; BadInput for any other."""
    kind, _ = file_format.announced(data)
    if kind != "class":
        raise BadInput("exchange.no_class_file")
    found = file_format.opened(data, None)
    line = first(found.lines, ClassLine)
    if line.address.signer != found.signer:
        raise BadInput("exchange.altered")
    months = tuple(str(Month.parse(month)) for month in line.months)
    address, templates = line.address.address, line.templates
    made = Class(found.class_id, line.cohort, months, line.coach, address, "", templates)
    return Offer(made, line.people, line.bank)


def chosen(offer: Offer, name: str) -> Person:
    """Who joins, by id, staff number or name; without a name the only one. BadInput otherwise."""
    wanted = compared(name)
    found = [
        one
        for one in offer.people
        if not wanted or wanted in (compared(one.id), compared(one.number), compared(one.name))
    ]
    if len(found) == 1:
        return found[0]
    names = ", ".join(_told(found or offer.people))
    raise BadInput("exchange.who", cohort=offer.joins.cohort, names=names)


def _told(people: Sequence[Person]) -> Iterator[str]:
    for one in people:
        yield f"{one.name} ({one.number or one.id})"


def join(store: Store, data: bytes, name: str = "", *, sure: bool = False) -> Class:
    """Join the class of a file as one of its people; a second time changes what has changed.

    sure: the coach's keys may be others than before. BadInput where the store is somebody else's,
    has joined as somebody else, or the coach's keys have changed.
    """
    offer = offered(data)
    before = [one for one in of(store) if one.member]
    person = chosen(offer, name or (before[-1].member if before else ""))
    _check_joining(store, offer, person, before, sure=sure)
    one = Trainee(
        id=person.id,
        name=person.name,
        cohort=offer.joins.cohort,
        coach=offer.joins.coach,
        language=person.language,
    )
    made = Class(**{**vars(offer.joins), "member": one.id})
    with store.together():
        if one.id not in {each.id for each in store.trainees()}:
            store.put_trainees([one], {one.id: person.number} if person.number else {})
        else:
            kept = store.trainee(one.id)
            news = {"name": one.name, "cohort": one.cohort, "coach": one.coach}
            store.put_trainees([kept.model_copy(update=news)])
        _note(store, JOINED, made)
    keys.made_once(store)
    _lay_out_bank(store, offer.bank)
    return made


def _check_joining(
    store: Store, offer: Offer, person: Person, before: Sequence[Class], *, sure: bool
) -> None:
    others = [one.name for one in store.trainees() if one.id != person.id]
    if others:
        raise BadInput("exchange.others_here", name=others[0], place=store.place)
    same = [one for one in before if one.id == offer.joins.id]
    if same and same[-1].coach_address != offer.joins.coach_address and not sure:
        raise BadInput("exchange.coach_changed", key=offer.joins.coach_address.shown)


def _lay_out_bank(store: Store, text: str) -> None:
    """The bank's own words beside the store; others that are there are kept beside that."""
    path = bank_files.place_of(store.engine.url.render_as_string(hide_password=False))
    there = bank_files.on_disk(store.engine.url.render_as_string(hide_password=False))
    if not text or (there and there.text == text):
        return
    if there:
        path.replace(path.with_name(f"{path.name}.before-joining"))
    bank_files.write(path, text)
