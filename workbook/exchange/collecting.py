"""Files of a folder, in any order, into the store: a coach's hand-ins, a trainee's returns."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from workbook.errors import BadInput, Message, WorkbookError
from workbook.exchange import classes, customer_tables, file_format, keys, known_keys, pages
from workbook.exchange import remark_identities as remarks
from workbook.exchange.classes import Class
from workbook.exchange.contents import (
    HandInLine,
    PageLine,
    RemarkLine,
    ReturnLine,
    TableLine,
    TemplateLine,
    VersionLine,
    first,
    those,
)
from workbook.exchange.file_format import SUFFIX, Opened
from workbook.exchange.hand_ins import CONFIRMED
from workbook.exchange.keys import Keys
from workbook.exchange.pages import Joined
from workbook.store import Store, Trainee

TAKEN_IN = "taken in"
MOST_FILES = 10_000


@dataclass(frozen=True)
class Taken:
    """The result of one file.

    trainee: whose it is, None where it was refused before that was known. number: of the hand-in,
    0 for a return. again: it was taken in before. learnt: the trainee's key, short, where this was
    their first hand-in. tables: kind → rows of the customers' tables that are new. files: (page,
    format) → a page that came with a return. problem: why it was refused.
    """

    file: str
    trainee: Trainee | None = None
    number: int = 0
    month: str = ""
    made_at: str = ""
    joined: Joined = field(default_factory=Joined)
    remarks: int = 0
    tables: Mapping[str, int] = field(default_factory=dict)
    again: bool = False
    learnt: str = ""
    program: str = ""
    files: Mapping[tuple[str, str], bytes] = field(default_factory=dict)
    problem: tuple[Message, ...] = ()

    @property
    def new(self) -> bool:
        """Whether the file brought anything."""
        return bool(self.joined.pages or self.remarks or self.tables)


def files_in(paths: Sequence[Path]) -> list[tuple[Path, bool]]:
    """The files that are named, and those of ours in the folders that are named, by name; whether
    each was named itself. BadInput for a path where nothing is."""
    return list(_files_in(paths))


def _files_in(paths: Sequence[Path]) -> Iterator[tuple[Path, bool]]:
    for path in paths:
        if path.is_dir():
            found = sorted(one for one in path.iterdir() if one.suffix == SUFFIX and one.is_file())
            if len(found) > MOST_FILES:
                raise BadInput("exchange.many_files", most=MOST_FILES, path=path)
            yield from ((one, False) for one in found)
        elif path.exists():
            yield path, True
        else:
            raise BadInput("exchange.no_such_file", path=path)


def collect(store: Store, paths: Sequence[Path], language: str) -> list[Taken]:
    """Take in every file; one that is refused stops no other.

    Of a folder only what is meant for this store is looked at: hand-ins at a coach's, returns at a
    trainee's.
    """
    known = {one.id: one for one in classes.of(store)}
    if not known:
        raise BadInput("exchange.no_class")
    own = keys.needed(store)
    taken = (_one(store, path, named, known, own, language) for path, named in files_in(paths))
    return [one for one in taken if one is not None]


def taken(store: Store, name: str, data: bytes, language: str) -> Taken:
    """Take in the bytes of one file; ``problem`` says why it was refused."""
    known = {one.id: one for one in classes.of(store)}
    try:
        if not known:
            raise BadInput("exchange.no_class")
        kind, class_id = file_format.announced(data)
        return _taken(store, name, data, (kind, class_id), known, keys.needed(store), language)
    except WorkbookError as error:
        return Taken(name, problem=error.messages)


def _one(
    store: Store, path: Path, named: bool, known: Mapping[str, Class], own: Keys, language: str
) -> Taken | None:
    try:
        data = file_format.content(path)
        kind, class_id = file_format.announced(data)
        if not named and not _is_meant(kind, known.get(class_id), data, own):
            return None
        return _taken(store, path.name, data, (kind, class_id), known, own, language)
    except WorkbookError as error:
        return Taken(path.name, problem=error.messages)


def _is_meant(kind: str, one: Class | None, data: bytes, own: Keys) -> bool:
    """Whether a file of a folder is for this store; others' returns lie in the same folder."""
    if one is None:
        return kind != "class"  # of another class: that is said
    if not one.member:
        return kind == "hand-in"
    return kind == "return" and own.opened(data[data.index(b"\n") + 1 :]) is not None


def _taken(
    store: Store,
    name: str,
    data: bytes,
    said: tuple[str, str],
    known: Mapping[str, Class],
    own: Keys,
    language: str,
) -> Taken:
    kind, class_id = said
    if kind == "class":
        raise BadInput("exchange.join_it", file=name)
    if class_id not in known:
        raise BadInput("exchange.other_class", classes=", ".join(_cohorts(known.values())))
    one = known[class_id]
    if (kind == "return") != bool(one.member):
        raise BadInput("exchange.wrong_way_coach" if not one.member else "exchange.wrong_way")
    opened = file_format.opened(data, own)
    sha = hashlib.sha256(data).hexdigest()
    if one.member:
        return _return(store, one, name, opened, sha, language)
    return _hand_in(store, one, name, opened, sha, language)


def _cohorts(known: Any) -> list[str]:
    return [one.cohort for one in known]


# -- at the coach's -------------------------------------------------------------------------------


def _hand_in(store: Store, one: Class, name: str, opened: Opened, sha: str, language: str) -> Taken:
    head = first(opened.lines, HandInLine)
    if head.address.signer != opened.signer:
        raise BadInput("exchange.altered")
    people = {each.id: each for each in store.trainees(one.cohort)}
    if head.trainee not in people:
        raise BadInput("exchange.not_in_class", trainee=head.trainee, cohort=one.cohort)
    person, address = people[head.trainee], head.address.address
    learnt = known_keys.checked(store, one, person.id, person.name, address)
    about = Taken(name, person, head.number, head.month, head.made_at, program=head.program)
    if _seen(store, one, sha):
        return replace(about, again=True)
    with store.together():
        done = _brought(store, person.id, opened, language)
        tables = customer_tables.take(store, person.id, those(opened.lines, "table", TableLine))
        done = replace(
            about, joined=done.joined, remarks=done.remarks, tables=tables,
            learnt=address.shown if learnt else "",
        )  # fmt: skip
        _note(store, one, done, head, sha)
    return done


def _brought(
    store: Store, trainee: str, opened: Opened, language: str, *, from_coach: bool = False
) -> Taken:
    """The versions and remarks of a file; only a coach's file brings what a coach said."""
    pages.keep_templates(store, those(opened.lines, "template", TemplateLine))
    versions = those(opened.lines, "version", VersionLine)
    joined = pages.join(store, trainee, versions, language, follow=from_coach)
    said = those(opened.lines, "remark", RemarkLine)
    added = remarks.take(store, trainee, said, ("coach", "trainee") if from_coach else ("trainee",))
    return Taken("", joined=joined, remarks=len(added))


def _seen(store: Store, one: Class, sha: str) -> bool:
    return any(
        note.about["sha256"] == sha
        for note in store.deliveries.notes()
        if note.what in (TAKEN_IN, CONFIRMED) and note.about["class"] == one.id
    )


def _note(store: Store, one: Class, done: Taken, head: HandInLine, sha: str) -> None:
    if done.joined.problems:
        return  # it may be taken in again, when what was missing is there
    store.deliveries.note(
        TAKEN_IN,
        head.trainee,
        **{"class": one.id},
        sha256=sha,
        signer=head.address.signer,
        number=head.number,
        month=head.month,
        made_at=head.made_at,
        pages=[list(page) for page in done.joined.pages],
        saves=done.joined.saves,
        answers=done.remarks,
        tables=dict(done.tables),
        templates=list(head.templates),
        program=head.program,
    )


# -- at the trainee's -----------------------------------------------------------------------------


def _return(store: Store, one: Class, name: str, opened: Opened, sha: str, language: str) -> Taken:
    if opened.signer != one.coach_address.signer:
        raise BadInput("exchange.not_the_coach", coach=one.coach or one.cohort)
    head = first(opened.lines, ReturnLine)
    if head.trainee != one.member:
        raise BadInput("exchange.for_somebody_else")
    about = Taken(name, store.trainee(one.member), made_at=head.made_at, program=head.program)
    if _seen(store, one, sha):
        return replace(about, again=True, files=_files(opened))
    with store.together():
        done = _brought(store, one.member, opened, language, from_coach=True)
        versions = those(opened.lines, "version", VersionLine)
        store.deliveries.note(
            CONFIRMED,
            one.member,
            **{"class": one.id},
            sha256=sha,
            signer=opened.signer,
            heads=_heads(store, one.member, versions),
            templates=list(head.templates),
            made_at=head.made_at,
        )
    return replace(about, joined=done.joined, remarks=done.remarks, files=_files(opened))


def _heads(store: Store, trainee: str, versions: Sequence[VersionLine]) -> list[str]:
    """The identity of each version of the return; the coach has all of them."""
    come = {(one.chapter, one.key, one.body, one.saved_at) for one in versions}
    return [
        one.identity
        for one in store.deliveries.versions(trainee)
        if (*one.page, one.body, one.saved_at) in come
    ]


def _files(opened: Opened) -> dict[tuple[str, str], bytes]:
    try:
        return {
            (one.page, one.format): base64.b64decode(one.content, validate=True)
            for one in those(opened.lines, "page", PageLine)
        }
    except binascii.Error:
        raise BadInput("exchange.altered") from None
