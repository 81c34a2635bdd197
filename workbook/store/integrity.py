"""Checks that a store is as it was written: the file, its references, each row."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from workbook.store import checksums as seals
from workbook.store import roster
from workbook.store.backups import check_sound
from workbook.store.checksums import Damage
from workbook.store.connections import file_of, located, named
from workbook.store.failures import told_plainly
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
    chinese, english = WHY[one.why]
    place = " · ".join(filter(None, (one.table, one.trainee, one.key)))
    return f"{place}: {chinese} / {english}"


WHY = {
    "changed": (
        "内容与写入时不一样（校验和不符）。请对照备份；不要在它上面继续填写。",
        "is not as it was written (its checksum differs). Compare it with a backup; do not go on "
        "from it.",
    ),
    "lost": (
        "写入过，现在不在了，或者它的键变了。请对照备份。",
        "was written and is not there any more, or its key has changed. Compare with a backup.",
    ),
    "bytes": (
        "导入的表已损坏。请重新导入，或用 workbook imports 恢复早先的一版。",
        "is a damaged table. Import it again, or bring an earlier version back with “workbook "
        "imports”.",
    ),
}
