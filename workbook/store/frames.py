"""Imported tables as Parquet, and the notes of where they came from."""

from __future__ import annotations

import hashlib
import re
from io import BytesIO
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Connection, Select, insert, select

from workbook.errors import BadInput, StoreError
from workbook.store import clock
from workbook.store.connect import named
from workbook.store.failures import DAMAGED, said
from workbook.store.records import ImportNote
from workbook.store.roster import hold
from workbook.store.tables import imports


def keep(connection: Connection, trainee: str, blob: bytes, note: ImportNote) -> tuple[int, bool]:
    """Add a packed table as the next version of its kind: (version, whether anything was added).

    Nothing is added when the latest version came from a file with the same SHA-256. The version
    in ``note`` is ignored.
    """
    hold(connection, trainee)
    newest = connection.execute(_newest(trainee, note.kind)).one_or_none()
    if newest is not None and newest.sha256 == note.sha256:
        return newest.version, False
    version = newest.version + 1 if newest is not None else 1
    row = {
        "trainee": trainee,
        "kind": note.kind,
        "version": version,
        "sha256": note.sha256,
        "rows": note.rows,
        "source": re.split(r"[/\\]", note.source)[-1],
        "saved_at": clock.written(note.saved_at),
        "digest": hashlib.sha256(blob).hexdigest(),
        "frame": blob,
    }
    connection.execute(insert(imports).values(row))
    return version, True


def latest(connection: Connection, trainee: str, kind: str) -> pd.DataFrame | None:
    """The newest table of a kind, or None; StoreError when its bytes are not those kept."""
    query = _newest(trainee, kind).add_columns(imports.c.digest, imports.c.frame)
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    if hashlib.sha256(row.frame).hexdigest() != row.digest:
        raise StoreError(said(DAMAGED, named(connection.engine.url), kind))
    return unpacked(row.frame)


def notes(connection: Connection, trainee: str) -> list[ImportNote]:
    """What was imported, by kind and version."""
    columns = [column for column in imports.c if column.name in ImportNote.__dataclass_fields__]
    rows = connection.execute(select(*columns).where(imports.c.trainee == trainee))
    found = [
        ImportNote(**{**row._mapping, "saved_at": clock.read(row._mapping["saved_at"])})
        for row in rows
    ]
    return sorted(found, key=lambda note: (note.kind, note.version))


def packed(frame: pd.DataFrame) -> bytes:
    """A table as Parquet, without its index; BadInput names the columns of mixed kinds."""
    try:
        table = pa.Table.from_pandas(frame, preserve_index=False)
    except (pa.ArrowException, TypeError, ValueError):
        raise BadInput(_mixed(frame)) from None
    buffer = BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()


def unpacked(blob: bytes) -> pd.DataFrame:
    """The table of a Parquet blob; days come back as datetime64, not as objects."""
    # One thread: kernels are forked from a process in which Arrow is already loaded.
    table = pq.ParquetFile(BytesIO(blob)).read(use_threads=False)
    frame: pd.DataFrame = table.to_pandas(date_as_object=False, use_threads=False)
    return frame


def _newest(trainee: str, kind: str) -> Select[Any]:
    return (
        select(imports.c.version, imports.c.sha256)
        .where(imports.c.trainee == trainee, imports.c.kind == kind)
        .order_by(imports.c.version.desc())
        .limit(1)
    )


def _mixed(frame: pd.DataFrame) -> str:
    names = [str(name) for at, name in enumerate(frame.columns) if not _fits(frame.iloc[:, at])]
    where = "、".join(names) or "列名"
    return (
        f"表格无法保存，问题在：{where}。每列只能有一种数据，列名不能重复。 / The table cannot be "
        f"kept; look at: {', '.join(names) or 'the column names'}. Each column must hold one kind "
        "of value, and no two columns may share a name."
    )


def _fits(column: pd.Series[Any]) -> bool:
    try:
        pa.Array.from_pandas(column)
    except (pa.ArrowException, TypeError, ValueError):
        return False
    return True
