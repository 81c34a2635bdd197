"""Creates a store's tables, upgrades an older store, and refuses any other file."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, delete, insert, inspect, select
from sqlalchemy.exc import OperationalError

from workbook.errors import StoreError
from workbook.store import checksums
from workbook.store.connections import engine_for, file_of, located, named
from workbook.store.failures import CLOSED_DOOR, LOCKED, sqlite_code, told_plainly, with_code
from workbook.store.tables import OLDER, SCHEMA, SINCE, indexes, meta, metadata, seals


def opened(address: str | Path, *, read_only: bool, timeout: float) -> Engine:
    """The engine of a store with this version's schema; created when missing, unless read-only.

    Raises StoreError for anything that cannot be opened, BadInput for an invalid address.
    """
    url = located(address)
    path = file_of(url)
    with told_plainly(named(url)):
        if path is not None:
            _find_or_make(path, read_only)
        engine = engine_for(url, read_only=read_only, timeout=timeout)
        try:
            _check_or_create(engine, read_only)
            if path is not None and not read_only:
                _use_write_ahead_log(engine, timeout)
        except BaseException:
            engine.dispose()
            raise
    return engine


def create_tables(connection: Connection) -> None:
    """Create missing tables and indexes, and stamp the schema's version.

    Rows of an older store get their checksums. A second process that waited here meanwhile finds
    nothing left to do.
    """
    metadata.create_all(connection)
    for index in indexes:
        index.create(connection, checkfirst=True)
    if int(mark(connection, "schema") or SCHEMA) < SINCE[seals.name]:
        checksums.seal_all(connection)
    set_mark(connection, "schema", str(SCHEMA))


def holds(connection: Connection, table: Table) -> bool:
    """Whether the store has the table: one of an older version, opened read-only, may lack it."""
    return int(mark(connection, "schema") or 0) >= SINCE.get(table.name, 0)


def mark(connection: Connection, name: str) -> str | None:
    """The value of a fact about the store itself, such as its schema version."""
    return connection.execute(select(meta.c.value).where(meta.c.name == name)).scalar()


def set_mark(connection: Connection, name: str, value: str | None) -> None:
    """Write a fact about the store itself; None deletes it."""
    connection.execute(delete(meta).where(meta.c.name == name))
    if value is not None:
        connection.execute(insert(meta).values(name=name, value=value))


def _find_or_make(path: Path, read_only: bool) -> None:
    if path.exists():
        if not path.is_file():  # opening a pipe would block for ever
            raise StoreError(CLOSED_DOOR, about=with_code(str(path), "SQLITE_CANTOPEN"))
        return
    if read_only:
        raise StoreError("store.no_store", about=str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    # Customers' data: a new store is private on a shared machine unless it is opened up.
    # A dangling link is not followed: the store would be created where somebody else wants it.
    if path.is_symlink():
        raise StoreError("store.dangling_link", about=str(path))
    with suppress(FileExistsError):  # another process created it meanwhile
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _check_or_create(engine: Engine, read_only: bool) -> None:
    with engine.execution_options(begin="BEGIN").begin() as connection:
        version = _version(connection)
    if version == SCHEMA or (version in OLDER and read_only):
        return
    if read_only:
        raise StoreError("store.empty_file", about=named(engine.url))
    with engine.begin() as connection:
        create_tables(connection)


def _version(connection: Connection) -> int:
    """The store's schema version, 0 for an empty database; StoreError for an unknown one."""
    found = inspect(connection).get_table_names()
    if not found:
        return 0
    version = mark(connection, "schema") if meta.name in found else None
    for known in (SCHEMA, *OLDER):
        if version == str(known):
            return known
    place = named(connection.engine.url)
    if version is None:
        raise StoreError("store.foreign", about=place)
    raise StoreError("store.other_version", found=version, known=SCHEMA, about=place)


def _use_write_ahead_log(engine: Engine, timeout: float) -> None:
    """Readers then never wait for a writer. SQLite does not queue for this switch: we do."""
    give_up = time.monotonic() + timeout
    while not _switched(engine):
        if time.monotonic() > give_up:
            raise StoreError(LOCKED, about=with_code(named(engine.url), "journal_mode"))
        time.sleep(0.02)


def _switched(engine: Engine) -> bool:
    with engine.execution_options(begin="").connect() as connection:
        try:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        except OperationalError as problem:
            if sqlite_code(problem).startswith("SQLITE_BUSY"):
                return False
            raise
    return True
