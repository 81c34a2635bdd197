"""Imported tables as Parquet, and the notes on their origin."""

from __future__ import annotations

import hashlib
import re
from io import BytesIO
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Connection, Select, insert, select

from workbook.domain import pandas_options
from workbook.errors import BadInput, Conflict, Message, StoreError
from workbook.store import checksums, clock
from workbook.store.connections import named
from workbook.store.failures import DAMAGED_TABLE, with_code
from workbook.store.records import ImportNote
from workbook.store.roster import hold
from workbook.store.schema_versions import holds
from workbook.store.tables import imports, readings

pandas_options.settle()


def keep(
    connection: Connection, trainee: str, blob: bytes, note: ImportNote, based_on: int | None
) -> tuple[int, bool]:
    """Add a table as the next version of its kind: (version, whether anything was added).

    Nothing is added when the latest version is the same table. The version in ``note`` is ignored.
    based_on: the version that was looked at before, or None; Conflict when there is a newer one.
    """
    hold(connection, trainee)
    newest = connection.execute(_newest(trainee, note.kind)).one_or_none()
    there = newest.version if newest is not None else 0
    if based_on is not None and based_on != there:
        raise Conflict("store.imported_meanwhile", theirs=there, mine=based_on)
    if newest is not None and _is_same(connection, trainee, note.kind, blob):
        return there, False
    row = {
        "trainee": trainee,
        "kind": note.kind,
        "version": there + 1,
        "sha256": note.sha256,
        "rows": note.rows,
        "source": re.split(r"[/\\]", note.source)[-1],
        "saved_at": clock.written(note.saved_at),
        "digest": hashlib.sha256(blob).hexdigest(),
        "frame": blob,
    }
    connection.execute(insert(imports).values(row))
    said = {"how": note.how, "parts": note.parts, "manner": note.manner}
    mine = {name: row[name] for name in ("trainee", "kind", "version")}
    connection.execute(insert(readings).values(mine | said))
    checksums.seal(connection, imports, [row])
    return there + 1, True


def latest(connection: Connection, trainee: str, kind: str) -> pd.DataFrame | None:
    """The newest table of a kind, or None; StoreError when its bytes have changed."""
    newest = connection.execute(_newest(trainee, kind)).one_or_none()
    return version(connection, trainee, kind, newest.version) if newest is not None else None


def version(connection: Connection, trainee: str, kind: str, number: int) -> pd.DataFrame | None:
    """One version of a table, or None; StoreError when its bytes have changed."""
    query = select(imports.c.digest, imports.c.frame).where(
        imports.c.trainee == trainee, imports.c.kind == kind, imports.c.version == number
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    if hashlib.sha256(row.frame).hexdigest() != row.digest:
        raise StoreError(DAMAGED_TABLE, about=with_code(named(connection.engine.url), kind))
    return unpacked(row.frame)


def notes(connection: Connection, trainee: str) -> list[ImportNote]:
    """The notes of all imports, by kind and version."""
    there = {column.name for column in imports.c} & set(ImportNote.__dataclass_fields__)
    columns = [imports.c[name] for name in sorted(there)]
    rows = connection.execute(select(*columns).where(imports.c.trainee == trainee))
    about = _readings(connection, trainee)
    found = [
        ImportNote(
            **{**row._mapping, "saved_at": clock.read(row.saved_at)},
            **about.get((row.kind, row.version), {}),
        )
        for row in rows
    ]
    return sorted(found, key=lambda note: (note.kind, note.version))


def _readings(connection: Connection, trainee: str) -> dict[tuple[str, int], dict[str, Any]]:
    """How each table was made; an older store does not say."""
    if not holds(connection, readings):
        return {}
    rows = connection.execute(select(readings).where(readings.c.trainee == trainee))
    names = ("how", "parts", "manner")
    return {(row.kind, row.version): {name: getattr(row, name) for name in names} for row in rows}


def _is_same(connection: Connection, trainee: str, kind: str, blob: bytes) -> bool:
    """Compares the bytes, or the contents where another version of Arrow wrote them."""
    newest = connection.execute(_newest(trainee, kind)).one()
    try:
        before = version(connection, trainee, kind, newest.version)
    except StoreError:  # a sound table replaces a damaged one
        return False
    if newest.digest == hashlib.sha256(blob).hexdigest():
        return True
    return before is not None and before.equals(unpacked(blob))


def packed(frame: pd.DataFrame) -> bytes:
    """A table as Parquet, without its index; BadInput names the columns of mixed kinds."""
    try:
        table = pa.Table.from_pandas(frame, preserve_index=False)
    except (pa.ArrowException, TypeError, ValueError):
        raise _mixed(frame) from None
    buffer = BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()


def unpacked(blob: bytes) -> pd.DataFrame:
    """The table of a Parquet blob; days become datetime64, not objects."""
    # One thread: kernels fork from a process that has loaded Arrow.
    table = pq.ParquetFile(BytesIO(blob)).read(use_threads=False)
    frame: pd.DataFrame = table.to_pandas(date_as_object=False, use_threads=False)
    return frame


def _newest(trainee: str, kind: str) -> Select[Any]:
    return (
        select(imports.c.version, imports.c.digest)
        .where(imports.c.trainee == trainee, imports.c.kind == kind)
        .order_by(imports.c.version.desc())
        .limit(1)
    )


def _mixed(frame: pd.DataFrame) -> BadInput:
    names = [str(name) for at, name in enumerate(frame.columns) if not _fits(frame.iloc[:, at])]
    where = ", ".join(names) or Message("store.column_names")
    return BadInput("store.mixed_column", columns=where)


def _fits(column: pd.Series[Any]) -> bool:
    try:
        pa.Array.from_pandas(column)
    except (pa.ArrowException, TypeError, ValueError):
        return False
    return True
