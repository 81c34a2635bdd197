"""A class without a server of its own, for a page: hand in, take in, return, who has not yet."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any

from workbook.errors import BadInput
from workbook.server.context import ServerContext
from workbook.server.handler import Wishes

if TYPE_CHECKING:
    from workbook.exchange.classes import Class
    from workbook.exchange.overview import Member
    from workbook.store import Store


def role(house: ServerContext) -> str:
    """Whether the store is a coach's, a trainee's, or of no class: "coach", "trainee", "none"."""
    from workbook.exchange import classes

    found = classes.of(house.store()) if house.has_store else []
    if any(one.member for one in found):
        return "trainee"
    return "coach" if found else "none"


def state(house: ServerContext, wishes: Wishes) -> dict[str, Any]:
    """A ClassState of the contract."""
    from workbook.exchange import classes

    language, month = _language(house, wishes), house.month(wishes.month)
    found = classes.of(house.store()) if house.has_store else []
    cohorts = house.store().cohorts() if house.has_store else []
    nothing = {"role": "none", "cohort": "", "coach": "", "months": [], "people": []}
    if not found:
        return {**nothing, "cohorts": cohorts, "month": month, "reminder": ""}
    one = found[-1]
    people = [] if one.member else _people(house.store(), one, month, language)
    return {
        "role": role(house),
        "cohort": one.cohort,
        "cohorts": cohorts,
        "coach": one.coach,
        "months": list(one.months),
        "month": month,
        "people": people,
        "reminder": _said(language)["remind_all"].format(month=month),
    }


def _people(store: Store, one: Class, month: str, language: str) -> list[dict[str, Any]]:
    from workbook.exchange import overview

    members = overview.members(store, one, month)
    return [_member(each, language) for each in members]


def _member(one: Member, language: str) -> dict[str, Any]:
    from workbook.exchange import messages

    return {
        "id": one.trainee.id,
        "name": one.called,
        "branch": one.trainee.branch,
        "times": one.times,
        "last": messages.at(one.last) if one.last else "",
        "pages": [{"page": page, "filled": filled} for page, filled in one.pages.items()],
        "unread": one.unread,
        "returned": messages.at(one.returned) if one.returned else "",
        "keys": [held.address.shown for held in one.waits],
        "reminder": _said(language)["remind_one"].format(name=one.called),
    }


def open_class(house: ServerContext, wishes: Wishes, typed: dict[str, Any]) -> dict[str, Any]:
    """Open a class for a cohort; the class file."""
    from workbook.exchange import classes
    from workbook.export.file_names import plain

    month = house.month(wishes.month)
    made, data = classes.open_class(house.store(), typed["cohort"], [month])
    return _file(f"{plain(made.cohort)}.workbook", data)


def take_in(house: ServerContext, wishes: Wishes, typed: dict[str, Any]) -> dict[str, Any]:
    """Take in a file that somebody chose or dropped: a class file is joined.

    A TakenIn of the contract: ``people`` to choose oneself from where that is not clear yet.
    """
    from workbook.exchange import classes, collecting, file_format, messages

    language = _language(house, wishes)
    data = _bytes(typed["content"])
    if len(data) > file_format.LARGEST:
        raise BadInput("exchange.too_large", most=file_format.LARGEST // 2**20)
    if file_format.announced(data)[0] == "class":
        return _joined(house, data, typed["who"])
    done = collecting.taken(house.store(), typed["name"], data, language)
    lines = messages.told(done, language)
    known = {one.id: one for one in classes.of(house.store())}
    return {"lines": lines, "refused": bool(done.problem), "joined": "", "people": [],
            "role": role(house) if known else "none"}  # fmt: skip


def _joined(house: ServerContext, data: bytes, who: str) -> dict[str, Any]:
    """Join; on a server that shows the fictitious cohort, with the person's own, usual store."""
    from workbook.exchange import classes

    offer = classes.offered(data)
    if not who and len(offer.people) > 1 and not _has_joined(house):
        people = [{"id": one.id, "name": one.name, "number": one.number} for one in offer.people]
        return {"lines": [], "refused": False, "joined": "", "people": people, "role": "none"}
    if house.settings.sample:
        return _join_own(house, data, who)
    made = classes.join(_store(house), data, who)
    return _told_joined(house.store(), made)


def _told_joined(store: Store, made: Class) -> dict[str, Any]:
    from workbook.exchange import messages

    person = store.trainee(made.member)
    words = messages.said(person.language)
    figures = {"name": person.name, "cohort": made.cohort, "coach": made.coach or "—"}
    line = words["you_are"].format(months=words["join"].join(made.months), **figures)
    return {"lines": [line], "refused": False, "joined": person.id, "people": [],
            "role": "trainee"}  # fmt: skip


def _has_joined(house: ServerContext) -> bool:
    return not house.settings.sample and role(house) == "trainee"


def _join_own(house: ServerContext, data: bytes, who: str) -> dict[str, Any]:
    """Join with the usual store; the next session goes over to it, with no page of before open."""
    from workbook.exchange import classes
    from workbook.store import default_url, open_store
    from workbook.store.connections import file_of

    with open_store(default_url()) as own:
        made = classes.join(own, data, who)
        house.next = str(file_of(own.engine.url) or default_url())
        return _told_joined(own, made)


def _store(house: ServerContext) -> Store:
    """The store; an empty one is made for somebody who joins."""
    from workbook.store import open_store

    if not house.has_store:
        open_store(house.address).close()
    return house.store()


def planned(house: ServerContext, wishes: Wishes) -> dict[str, Any]:
    """The contents of the next hand-in, a line each; nothing is written."""
    from workbook.exchange import customer_tables, hand_ins, messages

    store = house.store()
    made = hand_ins.make(store, house.month(wishes.month))
    language = _language(house, wishes)
    tables = {note.kind: note.rows for note in customer_tables.newest(store, made.trainee.id)}
    return {
        "lines": messages.holds(made, language),
        "new": bool(made.saves or made.answers),
        "customers": messages.tables_in(tables, language),
    }


def hand_in(house: ServerContext, wishes: Wishes, typed: dict[str, Any]) -> dict[str, Any]:
    """Make a hand-in; the file for the coach."""
    from workbook.exchange import hand_ins, messages, naming

    store, language = house.store(), _language(house, wishes)
    asked = {"with_customers": typed["with_customers"], "whole": typed["whole"]}
    made = hand_ins.make(store, house.month(wishes.month), **asked)
    hand_ins.check_begun(made)
    words = messages.wording_in(language)
    name = naming.hand_in(words, made.month, made.trainee.name, made.number)
    hand_ins.note(store, made, name)
    return _file(name, made.data)


def give_back(house: ServerContext, wishes: Wishes, typed: dict[str, Any]) -> dict[str, Any]:
    """Make the return for one trainee; the file for them."""
    from workbook.exchange import messages, naming, returns

    store, language = house.store(), _language(house, wishes)
    person, one = _person(store, typed["trainee"])
    made = returns.make(store, one, person)
    words = messages.wording_in(language)
    name = naming.going_back(words, house.month(wishes.month), person.name)
    returns.note(store, one, made, name)
    return _file(name, made.data)


def read(house: ServerContext, wishes: Wishes, typed: dict[str, Any]) -> dict[str, Any]:
    """Note that the coach has read what a trainee handed in."""
    from workbook.exchange import overview

    person, one = _person(house.store(), typed["trainee"])
    overview.read(house.store(), one, person.id)
    return state(house, wishes)


def accept(house: ServerContext, wishes: Wishes, typed: dict[str, Any]) -> dict[str, Any]:
    """Say yes to the keys of a trainee that wait."""
    from workbook.exchange import known_keys

    person, one = _person(house.store(), typed["trainee"])
    known_keys.agreed(house.store(), one, person.id)
    return state(house, wishes)


def _person(store: Store, trainee: str) -> tuple[Any, Class]:
    from workbook.exchange import classes

    person = store.trainee(trainee)
    return person, classes.opened(store, person.cohort)


def _file(name: str, data: bytes) -> dict[str, Any]:
    return {"name": name, "content": base64.b64encode(data).decode()}


def _bytes(content: str) -> bytes:
    try:
        return base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        raise BadInput("exchange.not_ours") from None


def _language(house: ServerContext, wishes: Wishes) -> str:
    from workbook.content import LANGUAGES

    return wishes.language or house.settings.language or LANGUAGES[0]


def _said(language: str) -> dict[str, str]:
    from workbook.exchange import messages

    return dict(messages.said(language))
