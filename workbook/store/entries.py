"""Entries, version by version. Rows are only ever added."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select

from workbook.errors import BadInput, Conflict
from workbook.store import checksums, clock
from workbook.store.bodies import packed, unpacked
from workbook.store.records import Entry
from workbook.store.roster import hold
from workbook.store.tables import entries


def save(connection: Connection, draft: Entry) -> Entry:
    """Add ``draft`` as version ``draft.version``, or return the latest when it says the same.

    Raises Conflict when the latest version is not the one just before it, NotFound for an unknown
    trainee, BadInput for a body that is no JSON or a draft based on a version that never existed.
    """
    text = packed(draft.body)
    hold(connection, draft.trainee)
    newest = latest(connection, draft.trainee, draft.chapter, draft.key)
    if newest is not None and (packed(newest.body), newest.template) == (text, draft.template):
        return newest
    _check_turn(draft, newest)
    row = asdict(draft) | {"body": text, "saved_at": clock.written(draft.saved_at)}
    connection.execute(insert(entries).values(row))
    checksums.seal(connection, entries, [row])
    return replace(draft, body=unpacked(text), saved_at=clock.read(row["saved_at"]))


def latest(connection: Connection, trainee: str, chapter: str, key: str) -> Entry | None:
    """The newest version, or None."""
    query = _of(trainee, chapter, key).order_by(entries.c.version.desc()).limit(1)
    return next(iter(_read(connection, query)), None)


def version(
    connection: Connection, trainee: str, chapter: str, key: str, number: int
) -> Entry | None:
    """One version, or None."""
    # No database integer is larger, and no history either.
    if not 1 <= number < 2**31:
        return None
    query = _of(trainee, chapter, key).where(entries.c.version == number)
    return next(iter(_read(connection, query)), None)


def history(connection: Connection, trainee: str, chapter: str, key: str) -> list[Entry]:
    """All versions, oldest first."""
    return _read(connection, _of(trainee, chapter, key).order_by(entries.c.version))


def keys(connection: Connection, trainee: str, chapter: str) -> list[str]:
    """The keys (months, segments, …) with an entry, sorted."""
    return [entry.key for entry in latest_of_chapter(connection, trainee, chapter)]


def latest_of_chapter(connection: Connection, trainee: str, chapter: str) -> list[Entry]:
    """The newest version of each key, by key."""
    mine = (entries.c.trainee == trainee) & (entries.c.chapter == chapter)
    newest = (
        select(entries.c.key.label("key"), func.max(entries.c.version).label("version"))
        .where(mine)
        .group_by(entries.c.key)
        .subquery()
    )
    same = (entries.c.key == newest.c.key) & (entries.c.version == newest.c.version)
    found = _read(connection, select(entries).join(newest, same).where(mine))
    return sorted(found, key=lambda entry: entry.key)


def _of(trainee: str, chapter: str, key: str) -> Select[Any]:
    return select(entries).where(
        entries.c.trainee == trainee, entries.c.chapter == chapter, entries.c.key == key
    )


def _read(connection: Connection, query: Select[Any]) -> list[Entry]:
    return [_entry(row) for row in connection.execute(query)]


def _entry(row: Row[Any]) -> Entry:
    values = dict(row._mapping)
    values["body"] = unpacked(values["body"])
    values["saved_at"] = clock.read(values["saved_at"])
    return Entry(**values)


def _check_turn(draft: Entry, newest: Entry | None) -> None:
    there = newest.version if newest else 0
    if draft.version == there + 1:
        return
    if newest is None:
        raise BadInput("store.nothing_saved", version=draft.version - 1)
    raise Conflict(
        "store.saved_meanwhile",
        version=there,
        author=newest.author,
        theirs=newest,
        mine=draft.body,
    )
