"""Stores to measure with: the sample trainees repeated, each copy under its own id."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert

from workbook.book import samples
from workbook.store import open_store
from workbook.store.extracts import gather
from workbook.store.tables import metadata, roster, templates

COHORT = "bench"
OWNER = {roster.name: "id"}  # the column with the row's owner; elsewhere "trainee"
Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def repeated(path: Path, count: int, originals: Iterable[str] = ()) -> list[str]:
    """A new store at ``path`` with ``count`` copies of the sample trainees in turn; their ids.

    originals: ids of those that are copied; all when left out.
    """
    with open_store(samples.prepared(), read_only=True) as store, store.engine.connect() as reading:
        names = tuple(originals) or tuple(one.id for one in store.trainees(samples.COHORT))
        rows = {name: gather(reading, name, frames=True) for name in names}
    copies = {f"t-{number:04}": name for number, name in _numbered(names, count)}
    with open_store(path) as store, store.engine.begin() as connection:
        _put_templates(connection, rows.values())
        for copy, name in copies.items():
            _put(connection, rows[name], copy)
    return list(copies)


def _numbered(names: Sequence[str], count: int) -> Iterable[tuple[int, str]]:
    return enumerate(itertools.islice(itertools.cycle(names), count), start=1)


def _put_templates(connection: Connection, found: Iterable[Rows]) -> None:
    texts = {row["digest"]: row for rows in found for row in rows[templates.name]}
    if texts:
        connection.execute(insert(templates), list(texts.values()))


def _put(connection: Connection, rows: Rows, copy: str) -> None:
    for table in metadata.sorted_tables:
        if table is templates or not rows.get(table.name):
            continue
        changed = {OWNER.get(table.name, "trainee"): copy}
        if table is roster:
            changed["cohort"] = COHORT
        connection.execute(insert(table), [{**row, **changed} for row in rows[table.name]])


def extracts(path: Path, names: Iterable[str], folder: Path) -> dict[str, Path]:
    """One trainee's store for each of ``names``, as the batch makes it."""
    with open_store(path, read_only=True) as store:
        found = {name: folder / f"{name}.db" for name in names}
        for name, target in found.items():
            store.extract(name, target)
    return found


def change(path: Path, trainee: str, chapter: str, key: str, field: str) -> None:
    """Save one entry anew with another number in ``field``."""
    with open_store(path) as store:
        entry = store.latest(trainee, chapter, key)
        if entry is None:
            raise SystemExit(f"The benchmark found no entry of {chapter} to change.")
        body = {**entry.body, field: str(int(entry.body[field]) + 1)}
        store.save(
            trainee,
            chapter,
            key,
            body,
            based_on=entry.version,
            template=entry.template,
            author=entry.author,
        )
