"""Checks that a store is as it was written: the file, its references, each row."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from workbook.errors import Message
from workbook.store import checksums as seals
from workbook.store import roster
from workbook.store.backups import check_sound
from workbook.store.checksums import Damage
from workbook.store.connections import file_of, located, named
from workbook.store.failures import DAMAGED_TABLE, told_plainly
from workbook.store.schema_versions import holds, opened
from workbook.store.tables import seals as checksums


def unsound(address: str | Path, timeout: float = 30.0) -> list[str]:
    """A sentence for each fault of a store; changes nothing.

    timeout: seconds to wait for other writers. StoreError where the file as a whole is damaged, or
    is no store.
    """
    path = file_of(located(address))
    if path is not None:
        check_sound(path)
    engine = opened(address, read_only=True, timeout=timeout)
    try:
        with (
            told_plainly(named(engine.url)),
            engine.execution_options(begin="BEGIN").begin() as connection,
        ):
            return _found(connection)
    finally:
        engine.dispose()


def _found(connection: Connection) -> list[str]:
    damaged = seals.damaged(connection) if holds(connection, checksums) else ()
    return [*map(_said, damaged), *roster.unreadable(connection)]


def _said(one: Damage) -> str:
    place = " · ".join(filter(None, (one.table, one.trainee, one.key)))
    return str(Message(WHY[one.why], at=place))


WHY = {"changed": "store.row_changed", "lost": "store.row_lost", "bytes": DAMAGED_TABLE}
