"""The three names of a person: the workbook's id, the bank's staff number, the person's name.

A bank's numbers (001234, Zhang.San) cannot always be ids, which are parts of file names, addresses
and parameters. Then the workbook assigns a similar id and keeps the bank's number beside it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, delete, insert, select

from workbook.errors import BadInput
from workbook.store.records import Trainee
from workbook.store.schema_versions import holds
from workbook.store.tables import numbers

LONGEST = 40  # characters of an id
PREFIX = "t"  # an id begins with a letter; many staff numbers do not
BY_HASH = 8  # stands in for the number when none of its characters is allowed in an id


def of_all(connection: Connection) -> dict[str, str]:
    """Trainee → staff number, where it differs from the id."""
    if not holds(connection, numbers):
        return {}
    rows = connection.execute(select(numbers.c.trainee, numbers.c.number))
    return {row.trainee: row.number for row in rows}


def put(connection: Connection, known: Mapping[str, str]) -> int:
    """Store staff numbers, by id; how many were new or changed."""
    before = of_all(connection)
    news = {name: number for name, number in known.items() if before.get(name) != number}
    for name, number in news.items():
        connection.execute(delete(numbers).where(numbers.c.trainee == name))
        connection.execute(insert(numbers).values(trainee=name, number=number))
    return len(news)


def called(people: Sequence[Trainee], known: Mapping[str, str]) -> dict[str, str]:
    """Trainee → name, with a number added to a name that several of these have.

    The number is the bank's, or the id where there is none; ``known``: id → staff number.
    """
    shared = Counter(compared(one.name) for one in people)
    return {
        one.id: f"{one.name} ({known.get(one.id) or one.id})"
        if shared[compared(one.name)] > 1
        else one.name
        for one in people
    }


def meant(name: str, people: Sequence[Trainee], known: Mapping[str, str]) -> list[Trainee]:
    """Whom a text names: by id, else by staff number, else by name, else without leading zeros.

    ``known``: id → staff number. Width and case of letters and blanks in a name are ignored.
    """
    said = {one.id: compared(known.get(one.id, "")) for one in people}
    ways = (
        (compared(name), [compared(one.id) for one in people]),
        (compared(name), list(said.values())),
        (compared(name), [compared(one.name) for one in people]),
        (_bare(compared(name)), [_bare(number) for number in said.values()]),
    )
    for wanted, there in ways:
        found = [one for one, text in zip(people, there, strict=True) if text == wanted != ""]
        if found:
            return found
    return []


def several(name: str, found: Sequence[Trainee]) -> BadInput:
    """The error for a name that several people have, with their ids."""
    offer = ", ".join(" · ".join(filter(None, (one.id, one.cohort, one.branch))) for one in found)
    return BadInput("store.several_people", count=len(found), name=name, ids=offer)


def id_for(number: str, taken: Collection[str]) -> str:
    """An id for a staff number: the number itself where it can be one, else a similar one that is
    free. ``taken``: the ids of others."""
    plain = unicodedata.normalize("NFKC", number).strip().casefold()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not base:
        base = hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()[:BY_HASH]
    if not base[0].isalpha():
        base = f"{PREFIX}{base}"
    at, made = 1, base[:LONGEST].rstrip("-")
    while made in taken:
        at += 1
        end = f"-{at}"
        made = f"{base[: LONGEST - len(end)].rstrip('-')}{end}"
    return made


def compared(text: str) -> str:
    """A name or number in the form used for comparison."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _bare(number: str) -> str:
    """A number without its leading zeros, which programs tend to drop."""
    return number.lstrip("0") if number.isdigit() else ""
