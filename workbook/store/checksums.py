"""A checksum for each written row, to detect data that the disk changed.

SQLite notices a torn page, but not one changed letter. Checksums cover the bytes as stored; a row
without one comes from a store that had none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Column, Connection, LargeBinary, Table, cast, delete, insert, select

from workbook.store.tables import entries, imports, remarks, roster, seals, templates

SEALED = (roster, templates, entries, imports, remarks)
BULK = {imports.name: "frame"}  # the row holds a digest of it, and the row is sealed
SEPARATOR = "\x1f"

Why = Literal["changed", "lost", "bytes"]


@dataclass(frozen=True)
class Damage:
    """A row that differs from what was written.

    table, key: which one; trainee: whose, "" for none. why: "changed", "lost" (its checksum is
    there and it is not), or "bytes" (those of an imported table).
    """

    table: str
    trainee: str
    key: str
    why: Why


def seal(connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write the checksums of rows that are being written, replacing older ones."""
    made = [_seal(table, [_bytes(row[column.name]) for column in _sealed(table)]) for row in rows]
    for one in made if table is roster else ():
        same = [seals.c[name] == one[name] for name in ("of", "trainee", "key")]
        connection.execute(delete(seals).where(*same))
    if made:
        connection.execute(insert(seals), made)


def seal_all(connection: Connection) -> None:
    """Write the checksums of all rows."""
    for table in SEALED:
        made = [_seal(table, row) for row in _rows(connection, table)]
        if made:
            connection.execute(insert(seals), made)


def damaged(connection: Connection) -> Iterator[Damage]:
    """Every row whose bytes differ from what was written."""
    for table in SEALED:
        known = _known(connection, table)
        for row in _rows(connection, table):
            one = _seal(table, row)
            noted = known.pop((one["trainee"], one["key"]), None)
            # A row whose key has changed shows up as one without a checksum, and
            # its old checksum as one without a row.
            if noted not in (None, one["sha256"]):
                yield Damage(table.name, one["trainee"], _shown(one["key"]), "changed")
        for trainee, key in known:
            yield Damage(table.name, trainee, _shown(key), "lost")
    yield from _damaged_frames(connection)


def _known(connection: Connection, table: Table) -> dict[tuple[str, str], str]:
    columns = [_raw(connection, seals.c[name]) for name in ("trainee", "key", "sha256")]
    found = connection.execute(select(*columns).where(seals.c.of == table.name))
    return {(_text(trainee), _text(key)): _text(sha256) for trainee, key, sha256 in found}


def _damaged_frames(connection: Connection) -> Iterator[Damage]:
    columns = (imports.c.trainee, imports.c.kind, imports.c.version, imports.c.digest)
    keys = [_raw(connection, column) for column in columns]
    for *key, digest, frame in connection.execute(select(*keys, imports.c.frame)):
        trainee, kind, version = map(_text, key)
        if hashlib.sha256(frame).hexdigest() != _text(digest):
            yield Damage(imports.name, trainee, f"{kind} {version}", "bytes")


def _seal(table: Table, values: Sequence[bytes]) -> dict[str, str]:
    digest = hashlib.sha256()
    for value in values:
        digest.update(b"%d:" % len(value))
        digest.update(value)
    by_name = dict(zip((column.name for column in _sealed(table)), values, strict=True))
    owner = "id" if table is roster else "trainee"
    names = [column.name for column in table.primary_key if column.name != owner]
    return {
        "trainee": _text(by_name.get(owner, b"")),
        "of": table.name,
        "key": SEPARATOR.join(_text(by_name[name]) for name in names),
        "sha256": digest.hexdigest(),
    }


def _rows(connection: Connection, table: Table) -> Iterator[list[bytes]]:
    """The rows as bytes: an invalid character must not stop the reading."""
    query = select(*(_raw(connection, column) for column in _sealed(table)))
    for row in connection.execute(query).yield_per(500):
        yield [_bytes(value) for value in row]


def _raw(connection: Connection, column: Column[Any]) -> Any:
    return cast(column, LargeBinary) if connection.dialect.name == "sqlite" else column


def _sealed(table: Table) -> list[Column[Any]]:
    return [column for column in table.c if column.name != BULK.get(table.name)]


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def _text(value: object) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)


def _shown(key: str) -> str:
    return key.replace(SEPARATOR, " ")
