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
from workbook.store.failures import CLOSED_DOOR, LOCKED, said, sqlite_code, told_plainly
from workbook.store.tables import OLDER, SCHEMA, SINCE, indexes, meta, metadata


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
    if (mark(connection, "schema") or str(SCHEMA)) in map(str, OLDER):
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
            raise StoreError(said(CLOSED_DOOR, str(path), "SQLITE_CANTOPEN"))
        return
    if read_only:
        raise StoreError(said(_MISSING, str(path)))
    path.parent.mkdir(parents=True, exist_ok=True)
    # Customers' data: a new store is private on a shared machine unless it is opened up.
    # A dangling link is not followed: the store would be created where somebody else wants it.
    if path.is_symlink():
        raise StoreError(said(_LINK, str(path)))
    with suppress(FileExistsError):  # another process created it meanwhile
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _check_or_create(engine: Engine, read_only: bool) -> None:
    with engine.execution_options(begin="BEGIN").begin() as connection:
        version = _version(connection)
    if version == SCHEMA or (version in OLDER and read_only):
        return
    if read_only:
        raise StoreError(said(_EMPTY, named(engine.url)))
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
    raise StoreError(said(_FOREIGN if version is None else _other_version(version), place))


def _use_write_ahead_log(engine: Engine, timeout: float) -> None:
    """Readers then never wait for a writer. SQLite does not queue for this switch: we do."""
    give_up = time.monotonic() + timeout
    while not _switched(engine):
        if time.monotonic() > give_up:
            raise StoreError(said(LOCKED, named(engine.url), "journal_mode"))
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


def _other_version(version: str) -> tuple[str, str]:
    return (
        f"这个数据文件是第 {version} 版格式，本程序使用第 {SCHEMA} 版，内容没有改动。"
        "请安装与它相配的 coaching-workbook 版本，或换一个数据文件。",
        f"This store has format {version} and this program uses format {SCHEMA}; nothing was "
        "changed. Install the version of coaching-workbook that fits it, or use another store.",
    )


_MISSING = (
    "这里没有数据文件。请检查路径；只读方式不会新建。",
    "There is no store here. Check the path; opening it read-only does not make one.",
)
_LINK = (
    "这里是一个链接，指向的文件不存在，没有在那里新建数据文件。请直接给出数据文件的路径。",
    "This is a link to a file that does not exist, and no store was made there. "
    "Give the path of the store itself.",
)
_EMPTY = (
    "这个文件是空的，还不是工作簿的数据文件。请检查路径。",
    "This file is empty and not yet a store of the workbook. Check the path.",
)
_FOREIGN = (
    "这是别的程序的数据库，没有改动它。请为工作簿另选一个文件或空数据库。",
    "This database belongs to another program and was left as it is. "
    "Choose another file, or an empty database, for the workbook.",
)
