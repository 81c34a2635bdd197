"""The roster: who is in which cohort."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, insert, select, update

from workbook.errors import BadInput, NotFound, not_found
from workbook.store.records import Trainee
from workbook.store.tables import roster


def trainees(connection: Connection, cohort: str | None = None) -> list[Trainee]:
    """All trainees, or those of one cohort, by id."""
    query = select(roster) if cohort is None else select(roster).where(roster.c.cohort == cohort)
    found = [Trainee.model_validate(dict(row._mapping)) for row in connection.execute(query)]
    # In Python: databases sort text by different rules.
    return sorted(found, key=lambda one: one.id)


def trainee(connection: Connection, name: str) -> Trainee:
    """One trainee; NotFound with the nearest ids."""
    row = connection.execute(select(roster).where(roster.c.id == name)).one_or_none()
    if row is None:
        raise _unknown(connection, name)
    return Trainee.model_validate(dict(row._mapping))


def hold(connection: Connection, name: str) -> None:
    """Check that the trainee exists and keep other writers to this trainee waiting.

    SQLite's transactions queue anyway; a server locks this one row.
    """
    query = select(roster.c.id).where(roster.c.id == name).with_for_update()
    if connection.execute(query).scalar() is None:
        raise _unknown(connection, name)


def put(connection: Connection, newcomers: Iterable[Trainee]) -> int:
    """Add or change trainees; how many were new or changed. BadInput when an id comes twice."""
    before = {one.id: one for one in trainees(connection)}
    news = [one for one in _by_id(newcomers).values() if before.get(one.id) != one]
    for one in news:
        row = one.model_dump()
        if one.id in before:
            connection.execute(update(roster).where(roster.c.id == one.id).values(row))
        else:
            connection.execute(insert(roster).values(row))
    return len(news)


def _by_id(newcomers: Iterable[Trainee]) -> dict[str, Trainee]:
    found: dict[str, Trainee] = {}
    for one in newcomers:
        if found.setdefault(one.id, one) != one:
            raise BadInput(
                f"名单里编号“{one.id}”出现了两次，内容却不同。请只保留一行，或给其中一人换编号。 / "
                f"The roster has two different lines with the id “{one.id}”. Keep one of them, "
                "or give one person another id."
            )
    return found


def _unknown(connection: Connection, name: str) -> NotFound:
    return not_found("trainee", name, connection.execute(select(roster.c.id)).scalars())
