"""All of one trainee's rows: gathered, hashed, written out, or really deleted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, Table, delete, insert, select

from workbook.errors import StoreError
from workbook.store import bank_files
from workbook.store.connections import engine_for, file_of, named
from workbook.store.failures import told_plainly
from workbook.store.files import written_beside
from workbook.store.roster import hold, trainee
from workbook.store.schema_versions import create_tables, holds, mark, set_mark
from workbook.store.tables import (
    deliveries,
    entries,
    imports,
    lineage,
    metadata,
    numbers,
    readings,
    remarks,
    roster,
    seals,
    templates,
)

Rows = Mapping[str, Sequence[Mapping[str, Any]]]

_WIPE = "wipe"
_BANK = "bank"  # no table: the text of the bank's file
_BULK = {"imports": "frame", "templates": "text"}  # covered by the digest that the same row holds


def gather(connection: Connection, name: str, *, frames: bool) -> Rows:
    """The trainee's rows of every table, the templates in use and the bank's own words, with or
    without the Parquet bytes and the templates' texts; NotFound for an unknown trainee."""
    trainee(connection, name)
    used = select(entries.c.template).where(entries.c.trainee == name)
    wanted = {
        roster: roster.c.id == name,
        templates: templates.c.digest.in_(used),
        entries: entries.c.trainee == name,
        imports: imports.c.trainee == name,
    }
    if holds(connection, remarks):
        wanted[remarks] = remarks.c.trainee == name
    found = {}
    for table, mine in wanted.items():
        columns = [column for column in table.c if frames or column.name != _BULK.get(table.name)]
        rows = connection.execute(select(*columns).where(mine))
        found[table.name] = [dict(row._mapping) for row in rows]
    text = bank_files.text_for(connection).text
    return {**found, _BANK: [{"text": text}] if text else []}


def fingerprint(rows: Rows) -> str:
    """SHA-256 over all of these rows that a page can show, times and authors included.

    It depends on neither the order of the rows nor the database's storage. Imported tables and
    templates count by the digest of their bytes.
    """
    lines = sorted(
        json.dumps([table, {name: row[name] for name in row if name != bulk}], sort_keys=True)
        for table, found in rows.items()
        for bulk in (_BULK.get(table),)
        for row in found
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def write(rows: Rows, path: Path, timeout: float) -> None:
    """Write a new store at ``path`` with these rows only; replaces an earlier extract."""
    with told_plainly(str(path)), written_beside(path) as scratch:
        url = URL.create("sqlite", database=str(scratch))
        engine = engine_for(url, read_only=False, timeout=timeout)
        try:
            with engine.begin() as connection:
                create_tables(connection)
                for table in metadata.sorted_tables:
                    _fill(connection, table, rows.get(table.name, []))
                # Sealed even when empty: a file where the extract is read belongs to another bank.
                own = "".join(row["text"] for row in rows.get(_BANK, []))
                set_mark(connection, bank_files.SEALED, own)
        finally:
            engine.dispose()


def erase(connection: Connection, name: str) -> int:
    """Delete the trainee's rows, roster line included; the number of rows. NotFound if unknown."""
    hold(connection, name)
    # what the workbook derived from the rows below, and noted of their coming and going
    for table in (readings, numbers, seals, lineage, deliveries):
        connection.execute(delete(table).where(table.c.trainee == name))
    owners = (entries.c.trainee, imports.c.trainee, remarks.c.trainee, roster.c.id)
    count = sum(
        connection.execute(delete(owner.table).where(owner == name)).rowcount for owner in owners
    )
    if connection.dialect.name == "sqlite":
        set_mark(connection, _WIPE, "due")
    return count


def wipe_if_due(engine: Engine) -> None:
    """After an erasure: leave no deleted byte in the file or its write-ahead log.

    Raises StoreError while somebody else has the store open; then the next opening does it.
    """
    if file_of(engine.url) is None or not _wipe_is_due(engine):
        return
    with told_plainly(named(engine.url)):
        with engine.execution_options(begin="").connect() as connection:
            connection.exec_driver_sql("VACUUM")
            busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
        if busy:
            raise StoreError(STILL_THERE, about=named(engine.url))
        with engine.begin() as connection:
            set_mark(connection, _WIPE, None)


def _wipe_is_due(engine: Engine) -> bool:
    with (
        told_plainly(named(engine.url)),
        engine.execution_options(begin="BEGIN").begin() as connection,
    ):
        return mark(connection, _WIPE) is not None


def _fill(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), list(rows))


STILL_THERE = "store.not_wiped"
