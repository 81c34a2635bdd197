"""A return: what the coach said on a trainee's pages, and all versions that the coach has."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workbook import __version__
from workbook.errors import BadInput
from workbook.exchange import classes, file_format, keys, known_keys, pages
from workbook.exchange import remark_identities as remarks
from workbook.exchange.classes import Class
from workbook.store import Store, Trainee

RETURNED = "returned"


@dataclass(frozen=True)
class Return:
    """A return to one trainee. remarks: how many the coach wrote; data: of the file."""

    trainee: Trainee
    remarks: int
    pages: int
    data: bytes


def make(
    store: Store, one: Class, trainee: Trainee, files: Mapping[tuple[str, str], bytes] | None = None
) -> Return:
    """The return for one trainee of a class that was opened here.

    files: (page, format) → the page as that file. BadInput where the trainee has not handed in yet,
    so that there is no key to write to.
    """
    own, to = keys.needed(store), known_keys.addresses(store, one, trainee.id)
    if not to:
        raise BadInput("exchange.no_key_yet", name=trainee.name)
    said = remarks.lines_of(store, trainee.id)
    first = {
        "what": "return",
        "trainee": trainee.id,
        "coach": one.coach,
        "templates": sorted(classes.shipped_templates()),
        "program": __version__,
        "made_at": classes.moment(),
    }
    versions = store.deliveries.versions(trainee.id)
    come = pages.lines(store, versions, _known_there(store, one, trainee.id))
    lines = [first, *come, *said, *_files(files or {})]
    data = file_format.bytes_of("return", one.id, lines, own, [each.to for each in to])
    by_coach = sum(line["role"] == "coach" for line in said)
    return Return(trainee, by_coach, len(files or {}), data)


def _files(files: Mapping[tuple[str, str], bytes]) -> Sequence[dict[str, Any]]:
    return [
        {"what": "page", "page": page, "format": shape, "content": base64.b64encode(data).decode()}
        for (page, shape), data in files.items()
    ]


def _known_there(store: Store, one: Class, trainee: str) -> set[str]:
    """The templates that every PC of the trainee has: what its program comes with."""
    notes = [
        note.about
        for note in store.deliveries.notes()
        if note.what == "taken in" and note.trainee == trainee and note.about["class"] == one.id
    ]
    last = {about["signer"]: set(about["templates"]) for about in notes}
    return set.intersection(*last.values()) if last else set()


def note(store: Store, one: Class, made: Return, file: str) -> None:
    """Write down that something was returned."""
    store.deliveries.note(
        RETURNED, made.trainee.id, **{"class": one.id}, file=file, remarks=made.remarks
    )
