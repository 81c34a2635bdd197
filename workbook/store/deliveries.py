"""The deliveries between the stores of a class, and the versions that travel.

Each note is a row that is only ever added: a class opened or joined, a hand-in made or taken in, a
key that waits or was agreed to, a return. What stands now is worked out from them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select

from workbook.store import clock, versions
from workbook.store.schema_versions import holds
from workbook.store.tables import deliveries
from workbook.store.transactions import Turns
from workbook.store.versions import Version


@dataclass(frozen=True)
class Delivery:
    """One note. trainee: "" where it is of the class; at: in UTC; about: its details."""

    number: int
    trainee: str
    what: str
    at: datetime
    about: Mapping[str, Any]


class Deliveries:
    """The notes of an open store, and its versions; ``Store.deliveries`` gives it."""

    def __init__(self, turns: Turns, now: clock.Clock) -> None:
        self._turns = turns
        self._now = now

    def versions(self, trainee: str) -> list[Version]:
        """All versions of a trainee's pages; of each page in the order in which they came."""
        with self._turns.reading() as connection:
            return versions.of(connection, trainee)

    def add(self, trainee: str, come: Sequence[Version]) -> int:
        """Add versions from another store, as ``versions.add`` does; returns how many."""
        with self._turns.writing() as connection:
            return versions.add(connection, trainee, come)

    def note(self, what: str, trainee: str = "", **about: Any) -> Delivery:
        """Add a note."""
        with self._turns.writing() as connection:
            last = connection.execute(select(func.max(deliveries.c.number))).scalar() or 0
            made = Delivery(last + 1, trainee, what, self._now(), about)
            text = json.dumps(about, ensure_ascii=False, sort_keys=True)
            row = {"number": made.number, "trainee": trainee, "what": what, "about": text}
            connection.execute(insert(deliveries).values(row | {"at": clock.written(made.at)}))
            return made

    def notes(self) -> list[Delivery]:
        """All notes, oldest first; a store of an older format has none."""
        with self._turns.reading() as connection:
            if not holds(connection, deliveries):
                return []
            rows = connection.execute(select(deliveries).order_by(deliveries.c.number))
            return [
                Delivery(
                    row.number, row.trainee, row.what, clock.read(row.at), json.loads(row.about)
                )
                for row in rows
            ]
