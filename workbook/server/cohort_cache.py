"""Keeps a cohort's computed rows in a file, so that a new server shows them at once.

Ids and numbers only: no name and no word that anybody wrote. The file is only a cache; without it
the next view takes longer.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from workbook.domain import cache_files
from workbook.server.cohort_rows import Known, Scene

LIFE = dt.timedelta(days=30)  # rows that nobody looked at for this long are dropped
WAIT = 2.0  # seconds to wait for another server that writes
TABLE = """
create table if not exists standings (
  place text, month text, day text, trainee text, stamp text, cells text, remarks integer,
  kept text, primary key (place, month, day, trainee)
)
"""


def kept(file: Path, place: str, scene: Scene) -> dict[str, Known]:
    """Trainee → their cached state; ``place`` identifies the store and the program.

    Raises sqlite3.Error or OSError for a file that cannot be read.
    """
    with _opened(file) as connection:
        found = connection.execute(
            "select trainee, stamp, cells, remarks from standings "
            "where place = ? and month = ? and day = ?",
            (place, scene.month, scene.today),
        )
        return {
            trainee: Known(stamp, tuple(map(tuple, json.loads(cells))), remarks)
            for trainee, stamp, cells, remarks in found
        }


def keep(file: Path, place: str, scene: Scene, known: Mapping[str, Known]) -> None:
    """Save computed states; failed ones are not kept, because their messages may quote what was
    typed."""
    today = dt.datetime.now(dt.UTC).date().isoformat()
    where = (place, scene.month, scene.today)
    lines = [
        (*where, name, one.stamp, json.dumps(one.cells), one.remarks, today)
        for name, one in known.items()
        if not one.failed
    ]
    with _opened(file) as connection, connection:
        connection.executemany(
            "insert or replace into standings values (?, ?, ?, ?, ?, ?, ?, ?)", lines
        )


def forget(file: Path, place: str, people: Collection[str]) -> None:
    """Remove old rows, and people who are not among the store's ``people`` any more."""
    old = (dt.datetime.now(dt.UTC).date() - LIFE).isoformat()
    with _opened(file) as connection, connection:
        connection.execute("delete from standings where kept < ?", (old,))
        found = connection.execute(
            "select distinct trainee from standings where place = ?", (place,)
        ).fetchall()
        gone = [(place, name) for (name,) in found if name not in people]
        connection.executemany("delete from standings where place = ? and trainee = ?", gone)


def place() -> Path:
    """The file's path: in the person's cache folder."""
    return cache_files.folder() / "standings.db"


def erase(file: Path, trainee: str) -> None:
    """Remove a trainee of any store: missing rows are computed again."""
    if file.exists():
        with _opened(file) as connection, connection:
            connection.execute("delete from standings where trainee = ?", (trainee,))


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    file.parent.mkdir(parents=True, exist_ok=True)
    # Nobody else on the machine reads how far somebody is.
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    connection = sqlite3.connect(file, timeout=WAIT)
    try:
        connection.execute("pragma secure_delete = on")
        connection.execute(TABLE)
        yield connection
    finally:
        connection.close()
