"""From an address to an engine. Only this file deals with SQLite's peculiarities of connecting."""

from __future__ import annotations

import os
import sqlite3
from functools import partial
from pathlib import Path
from typing import Any

import platformdirs
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError

from workbook.errors import BadInput
from workbook.store.files import beside

VARIABLE = "WORKBOOK_STORE"
POOL = 4


def default_url() -> str:
    """``WORKBOOK_STORE`` when it is set, else a SQLite file in the user's data directory."""
    folder = Path(platformdirs.user_data_dir("coaching-workbook", appauthor=False))
    fallback = URL.create("sqlite", database=str(folder / "workbook.db"))
    return os.environ.get(VARIABLE) or fallback.render_as_string(hide_password=False)


def located(address: str | Path) -> URL:
    """The URL of a path or URL; SQLite paths become absolute. BadInput for anything else."""
    if isinstance(address, Path) or "://" not in address:
        path = Path(address).expanduser().absolute()
        return URL.create("sqlite", database=str(path))
    try:
        url = make_url(address)
    except ArgumentError:
        raise BadInput("store.no_address") from None
    return url if url.get_backend_name() != "sqlite" else _sqlite_file(url)


def file_of(url: URL) -> Path | None:
    """The file of a SQLite URL, or None for a database server."""
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def named(url: URL) -> str:
    """The store's name for messages: its file, or its URL without the password."""
    return str(file_of(url) or url.render_as_string(hide_password=True))


def engine_for(url: URL, *, read_only: bool, timeout: float) -> Engine:
    """An engine whose transactions begin as writers (``BEGIN IMMEDIATE`` in SQLite).

    ``timeout`` is in seconds: how long a connection waits for a lock, or for its turn in the
    pool. With ``execution_options(begin="BEGIN")`` transactions only read; with ``begin=""``
    there are none, which VACUUM and checkpoints need.
    """
    path = file_of(url)
    if path is None:
        return _server_engine(url, timeout)
    engine = create_engine(
        url,
        creator=partial(_open_file, path, read_only, timeout),
        pool_size=POOL,
        max_overflow=POOL,
        pool_timeout=timeout,
        hide_parameters=True,
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "checkout", _refuse_after_fork)
    event.listen(engine, "begin", _begin)
    return engine


def open_sqlite(path: Path, mode: str, timeout: float) -> sqlite3.Connection:
    """A bare connection without implicit transactions; ``mode`` is ``ro`` or ``rw``.

    Neither makes a file: a mistyped path stays an error.
    """
    alone = mode == "ro" and _is_at_rest(path)
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}{'&immutable=1' if alone else ''}",
        uri=True,
        timeout=timeout,
        isolation_level=None,
        check_same_thread=False,
    )


def _is_at_rest(path: Path) -> bool:
    """Without a log, and where none can be made (a read-only share), nothing changes."""
    return not os.access(path.parent, os.W_OK) and not beside(path, "-wal").exists()


def _open_file(path: Path, read_only: bool, timeout: float) -> sqlite3.Connection:
    return open_sqlite(path, "ro" if read_only else "rw", timeout)


def _sqlite_file(url: URL) -> URL:
    path = url.database or ""
    if not path or path == ":memory:" or path.startswith("file:") or url.query:
        raise BadInput("store.no_address")
    return located(Path(path))


def _server_engine(url: URL, timeout: float) -> Engine:
    try:
        return create_engine(
            url,
            pool_size=POOL,
            max_overflow=POOL,
            pool_timeout=timeout,
            hide_parameters=True,
        )
    except (ArgumentError, ImportError):
        name = url.get_backend_name()
        raise BadInput("store.no_driver", name=name) from None


def _set_up(connection: sqlite3.Connection, record: Any) -> None:
    record.info["process"] = os.getpid()
    connection.execute("PRAGMA foreign_keys=ON")
    # A confirmed save must survive a power cut, and a deleted one must leave no bytes.
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA secure_delete=ON")


def _refuse_after_fork(connection: object, record: Any, proxy: Any) -> None:
    """A SQLite connection must not cross a fork: the child drops it and opens its own."""
    if record.info["process"] != os.getpid():
        record.dbapi_connection = proxy.dbapi_connection = None
        raise DisconnectionError(f"{connection!r} belongs to another process")


def _begin(connection: Connection) -> None:
    statement = connection.get_execution_options().get("begin", "BEGIN IMMEDIATE")
    if statement:
        connection.exec_driver_sql(statement)
