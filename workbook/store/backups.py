"""Backs up a whole SQLite store, and restores it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import URL, Connection

from workbook.errors import BadInput, StoreError
from workbook.store import bank_files, key_files
from workbook.store.connections import engine_for, file_of, located, open_sqlite
from workbook.store.failures import DAMAGED, LOCKED, sqlite_code, told_plainly, with_code
from workbook.store.files import beside, refuse_same, written_beside
from workbook.store.schema_versions import opened

# Seconds. Whoever still has the store open will keep it longer than anybody would wait.
PATIENCE = 2.0


def backup(source: Path | None, path: Path, *, force: bool) -> None:
    """Copy the store in the file ``source`` to ``path``, whole, even while others write to it."""
    if source is None:
        raise BadInput("store.files_only")
    with told_plainly(str(path)):
        refuse_same(source, path)
        # A dangling link belongs to somebody as well.
        if (path.exists() or path.is_symlink()) and not force:
            raise BadInput("store.backup_exists", about=str(path))
        with written_beside(path) as scratch:
            _copy(source, scratch)
            _with_files_beside(source, scratch)
            check_sound(scratch)


def _with_files_beside(source: Path, copy: Path) -> None:
    """Put the bank's own words into the backup, so that the pages of a restored store stay the
    same, and the store's keys, without which its class could not go on."""
    with _writing(copy) as connection:
        key_files.keep(connection, key_files.text_for(connection, source))
        found = bank_files.on_disk(source)
        bank_files.keep(connection, found.text if found else bank_files.text_for(connection).text)


@contextmanager
def _writing(path: Path) -> Iterator[Connection]:
    url = URL.create("sqlite", database=str(path))
    engine = engine_for(url, read_only=False, timeout=PATIENCE)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def restore(path: str | Path, url: str | Path, *, force: bool = False) -> Path | None:
    """Replace the store at ``url`` by the backup at ``path``.

    The backup is checked first. An existing store is replaced only with ``force``, and is kept
    beside it as ``<name>.before-restore`` (or ``…-2``, ``…-3``): that path is returned. The bank's
    own words in the backup are written to ``bank.yaml`` beside it, and its keys beside those.
    Raises StoreError when the backup is unsound, the store exists, or somebody still has it open.
    """
    source, target = Path(path), file_of(located(url))
    if target is None:
        raise BadInput("store.files_only")
    with told_plainly(str(target)):
        refuse_same(source, target)
        check_sound(source)
        if target.exists() and not force:
            raise StoreError("store.store_exists", about=str(target))
        with written_beside(target) as scratch:
            _copy(source, scratch)
            kept = _set_aside(target)
        with _writing(target) as connection:
            bank_files.lay_out(connection)
            key_files.lay_out(connection)
    return kept


def check_sound(path: Path) -> None:
    """StoreError unless ``path`` is an undamaged store of this version."""
    engine = opened(path, read_only=True, timeout=PATIENCE)
    try:
        with (
            told_plainly(str(path)),
            engine.execution_options(begin="BEGIN").begin() as connection,
        ):
            verdict = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
            orphan = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    finally:
        engine.dispose()
    if verdict != "ok" or orphan is not None:
        raise StoreError(DAMAGED, about=with_code(str(path), "integrity_check"))


def _copy(source: Path, target: Path) -> None:
    with (
        closing(open_sqlite(source, "ro", PATIENCE)) as old,
        closing(open_sqlite(target, "rw", PATIENCE)) as new,
    ):
        old.backup(new)
        # One file, without a log beside it that a move could forget.
        new.execute("PRAGMA journal_mode=DELETE")


def _set_aside(target: Path) -> Path | None:
    """Move an existing store away, with its log; its new path, or None."""
    if target.exists():
        _let_go(target)
    kept = _free_name(target)
    # Logs first: a log left behind would be applied to the next store.
    for suffix in ("-wal", "-shm", ""):
        if beside(target, suffix).exists():
            beside(target, suffix).rename(beside(kept, suffix))
    return kept if kept.exists() else None


def _let_go(target: Path) -> None:
    """Fold the log into the file, which SQLite does only when nobody else has it open."""
    try:
        with closing(open_sqlite(target, "rw", PATIENCE)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.DatabaseError as problem:
        code = sqlite_code(problem)
        if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise StoreError(LOCKED, about=with_code(str(target), code)) from None
        # Damaged: a reason to restore. It is moved as it is.


def _free_name(target: Path) -> Path:
    first = beside(target, ".before-restore")
    names = (beside(first, f"-{number}" if number > 1 else "") for number in count(1))
    return next(name for name in names if not name.exists())
