"""The roster: who is in which cohort."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import OperationalError

from workbook.errors import BadInput, Message, NotFound, StoreError, not_found
from workbook.store import checksums, person_numbers
from workbook.store.records import Trainee
from workbook.store.tables import roster

ID = "id"


def trainees(connection: Connection, cohort: str | None = None) -> list[Trainee]:
    """All trainees, or those of one cohort, by id.

    A partly unreadable line is included as far as it can be read; ``trainee`` reports its errors. A
    line whose id is unreadable is left out; ``unreadable`` names it.
    """
    found = [_as_read(row) for row in _rows(connection)]
    known = (one for one in found if one is not None and cohort in (None, one.cohort))
    # Sorted in Python: databases order text by different rules.
    return sorted(known, key=lambda one: one.id)


def trainee(connection: Connection, name: str) -> Trainee:
    """The trainee with this id, this staff number or this name.

    NotFound with the nearest, BadInput when several have the name, StoreError for an unreadable
    line of the roster.
    """
    row = _row(connection, name) or _row(connection, _resolved(connection, name))
    if row is None:
        raise _unknown(connection, name)
    try:
        return Trainee.model_validate(row)
    except ValidationError as wrong:
        raise StoreError(_unreadable(name, wrong)) from None


def unreadable(connection: Connection) -> list[str]:
    """A sentence for each unreadable line of the roster."""
    return list(_sentences(connection))


def hold(connection: Connection, name: str) -> None:
    """Check that the trainee exists and make other writers to this trainee wait.

    SQLite's transactions queue anyway; a server locks this one row.
    """
    query = select(roster.c.id).where(roster.c.id == name).with_for_update()
    if connection.execute(query).scalar() is None:
        raise _unknown(connection, name)


def put(connection: Connection, newcomers: Iterable[Trainee]) -> int:
    """Add or change trainees; how many were new or changed. BadInput when an id comes twice."""
    before = {row[ID]: row for row in _rows(connection)}
    wanted = {one.id: one.model_dump() for one in _by_id(newcomers).values()}
    news = {name: row for name, row in wanted.items() if before.get(name) != row}
    for name, row in news.items():
        if name in before:
            connection.execute(update(roster).where(roster.c.id == name).values(row))
        else:
            connection.execute(insert(roster).values(row))
    checksums.seal(connection, roster, news.values())
    return len(news)


# -- lines that cannot be read --------------------------------------------------------------------


def _rows(connection: Connection) -> Iterator[dict[str, Any]]:
    """The lines as stored; of a line that is not valid text, its readable columns."""
    try:
        for row in connection.execute(select(roster)).all():
            yield dict(row._mapping)
    except OperationalError:
        for name in connection.execute(select(roster.c.id)).scalars():
            yield {ID: name} | {
                column.name: _cell(connection, name, column)
                for column in roster.c
                if column.name != ID
            }


def _cell(connection: Connection, name: str, column: Any) -> object:
    try:
        return connection.execute(select(column).where(roster.c.id == name)).scalar()
    except OperationalError:
        return None


def _row(connection: Connection, name: str) -> dict[str, Any] | None:
    return next((row for row in _rows_of(connection, name) if row[ID] == name), None)


def _rows_of(connection: Connection, name: str) -> Iterator[dict[str, Any]]:
    try:
        query = select(roster).where(roster.c.id == name)
        for row in connection.execute(query).all():
            yield dict(row._mapping)
    except OperationalError:
        yield from _rows(connection)


def _as_read(row: Mapping[str, Any]) -> Trainee | None:
    """The line, its unreadable columns left at their defaults; None without a valid id."""
    try:
        return Trainee.model_validate(row)
    except ValidationError as wrong:
        bad = {str(problem["loc"][0]) for problem in wrong.errors() if problem["loc"]}
    if ID in bad:
        return None
    stands_in = {"name": row[ID], "cohort": UNKNOWN_COHORT}
    kept = {name: value for name, value in row.items() if name not in bad}
    return Trainee.model_validate({name: stands_in[name] for name in bad & stands_in.keys()} | kept)


def _sentences(connection: Connection) -> Iterator[str]:
    for row in _rows(connection):
        try:
            Trainee.model_validate(row)
        except ValidationError as wrong:
            yield str(_unreadable(str(row[ID]), wrong))


def _unreadable(name: str, wrong: ValidationError) -> Message:
    columns = ", ".join(str(problem["loc"][0]) for problem in wrong.errors() if problem["loc"])
    return Message("store.unreadable_line", name=name[:40], columns=columns)


UNKNOWN_COHORT = "?"


# -- names ----------------------------------------------------------------------------------------


def _resolved(connection: Connection, name: str) -> str:
    """The id that a name or a number means; the name itself where it means nobody."""
    people = trainees(connection)
    meant = person_numbers.meant(name, people, person_numbers.of_all(connection))
    if len(meant) > 1:
        raise person_numbers.several(name, meant)
    return meant[0].id if meant else name


def _by_id(newcomers: Iterable[Trainee]) -> dict[str, Trainee]:
    found: dict[str, Trainee] = {}
    for one in newcomers:
        if found.setdefault(one.id, one) != one:
            raise BadInput("store.same_id", id=one.id)
    return found


def _unknown(connection: Connection, name: str) -> NotFound:
    said = {text: one.id for one in trainees(connection) for text in (one.id, one.name)}
    return not_found("trainee", name, said)
