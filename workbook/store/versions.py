"""Versions of entries with an identity that is the same in every store, and their parents.

The number of a version counts in one store. Its identity is the SHA-256 of what was saved, when, by
whom and from which versions it grew: two stores that hold the same save know it by the same
identity, and two different saves never share one.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, func, insert, select

from workbook.store import checksums
from workbook.store.roster import hold
from workbook.store.schema_versions import holds
from workbook.store.tables import entries, lineage

Page = tuple[str, str]  # chapter, key
BETWEEN = " "


@dataclass(frozen=True)
class Version:
    """One save of a page, as it travels.

    body: canonical JSON; saved_at: as the store writes times; parents: the identities it grew out
    of, one for a save, two where two sides were joined, none for the first.
    """

    trainee: str
    chapter: str
    key: str
    body: str
    template: str
    author: str
    saved_at: str
    parents: tuple[str, ...]

    @property
    def page(self) -> Page:
        """The chapter, and the month or week."""
        return self.chapter, self.key

    @functools.cached_property
    def identity(self) -> str:
        """64 hexadecimal digits."""
        said = [self.trainee, self.chapter, self.key, self.body, self.template, self.author]
        whole = json.dumps([*said, self.saved_at, list(self.parents)], ensure_ascii=True)
        return hashlib.sha256(whole.encode()).hexdigest()


def of(connection: Connection, trainee: str) -> list[Version]:
    """All versions of all pages of a trainee; of each page in the order in which they came."""
    query = select(entries).where(entries.c.trainee == trainee)
    ordered = query.order_by(entries.c.chapter, entries.c.key, entries.c.version)
    known = _parents(connection, trainee)
    rows = (dict(row._mapping) for row in connection.execute(ordered))
    return [
        one
        for page, saves in groupby(rows, lambda row: (row["chapter"], row["key"]))
        for one in _of_page(saves, known.get(page, {}))
    ]


def _of_page(
    rows: Iterable[Mapping[str, Any]], known: Mapping[int, tuple[str, ...]]
) -> Iterator[Version]:
    before: tuple[str, ...] = ()
    for row in rows:
        said = {name: row[name] for name in Version.__dataclass_fields__ if name != "parents"}
        made = Version(**said, parents=known.get(int(row["version"]), before))
        before = (made.identity,)
        yield made


def _parents(connection: Connection, trainee: str) -> dict[Page, dict[int, tuple[str, ...]]]:
    """The parents of the versions that did not grow out of the one before them."""
    found: dict[Page, dict[int, tuple[str, ...]]] = {}
    if holds(connection, lineage):
        for row in connection.execute(select(lineage).where(lineage.c.trainee == trainee)):
            parents = tuple(filter(None, row.parents.split(BETWEEN)))
            found.setdefault((row.chapter, row.key), {})[row.version] = parents
    return found


def add(connection: Connection, trainee: str, versions: Sequence[Version]) -> int:
    """Add versions of one trainee's pages after those that are there; returns how many.

    The caller gives them parents first, none that is there, and last on each page the version that
    counts from now on.
    """
    hold(connection, trainee)
    for page in dict.fromkeys(one.page for one in versions):
        _add_to_page(connection, [one for one in versions if one.page == page])
    return len(versions)


def _add_to_page(connection: Connection, versions: Sequence[Version]) -> None:
    first = versions[0]
    mine = [entries.c[name] == getattr(first, name) for name in ("trainee", "chapter", "key")]
    last = connection.execute(select(func.max(entries.c.version)).where(*mine)).scalar() or 0
    places = [{"version": number} for number, _ in enumerate(versions, last + 1)]
    told = [_told(one) for one in versions]
    grown = [BETWEEN.join(one.parents) for one in versions]
    rows = [row | place for row, place in zip(told, places, strict=True)]
    where = ("trainee", "chapter", "key", "version")
    notes = [
        {name: row[name] for name in where} | {"parents": parents}
        for row, parents in zip(rows, grown, strict=True)
    ]
    connection.execute(insert(entries), rows)
    connection.execute(insert(lineage), notes)
    checksums.seal(connection, entries, rows)


def _told(one: Version) -> dict[str, object]:
    names = (name for name in Version.__dataclass_fields__ if name != "parents")
    return {name: getattr(one, name) for name in names}
