"""Whose key is whose in a class: learnt from the first hand-in, a second one waits for a yes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbook.errors import BadInput
from workbook.exchange.classes import Class
from workbook.exchange.keys import Address
from workbook.store import Store
from workbook.store.deliveries import Delivery

KEY, WAITS = "key", "key waits"


@dataclass(frozen=True)
class Held:
    """A trainee's key. waits: until the coach says yes."""

    trainee: str
    address: Address
    waits: bool


def of(notes: Sequence[Delivery], made: Class) -> list[Held]:
    """The keys of a class, each once; one that was agreed to waits no more."""
    found: dict[tuple[str, str], Held] = {}
    for note in notes:
        if note.what in (KEY, WAITS) and note.about["class"] == made.id:
            address = Address(note.about["to"], note.about["signer"])
            place = (note.trainee, address.signer)
            if place not in found or found[place].waits:
                found[place] = Held(note.trainee, address, note.what == WAITS)
    return list(found.values())


def addresses(store: Store, made: Class, trainee: str) -> list[Address]:
    """Where what goes back to a trainee may go: to each PC whose key counts."""
    held = of(store.deliveries.notes(), made)
    return [one.address for one in held if one.trainee == trainee and not one.waits]


def checked(store: Store, made: Class, trainee: str, name: str, address: Address) -> bool:
    """Whether the key is new and is learnt now.

    BadInput for a key that is somebody else's, and for a second one, which is noted and waits.
    """
    held = of(store.deliveries.notes(), made)
    same = [one for one in held if one.address.signer == address.signer and not one.waits]
    if any(one.trainee == trainee for one in same):
        return False
    if same:
        raise BadInput("exchange.other_persons_key", name=name)
    mine = [one for one in held if one.trainee == trainee]
    if not any(not one.waits for one in mine):
        note(store, KEY, made, trainee, address)
        return True
    if not any(one.address == address for one in mine):
        note(store, WAITS, made, trainee, address)
    raise BadInput("exchange.second_key", name=name, key=address.shown, trainee=trainee)


def agreed(store: Store, made: Class, trainee: str) -> list[Address]:
    """Say yes to the keys of a trainee that wait; returns them. BadInput where none does."""
    held = of(store.deliveries.notes(), made)
    waiting = [one.address for one in held if one.trainee == trainee and one.waits]
    if not waiting:
        raise BadInput("exchange.no_key_waits", name=store.trainee(trainee).name)
    for address in waiting:
        note(store, KEY, made, trainee, address)
    return waiting


def note(store: Store, what: str, made: Class, trainee: str, address: Address) -> None:
    """Write down a key."""
    store.deliveries.note(what, trainee, **{"class": made.id}, to=address.to, signer=address.signer)
