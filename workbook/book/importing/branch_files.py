"""Splits a file of the branch among the people whose customers it contains."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from workbook.book.importing import pack
from workbook.book.importing.rejected_file import with_rejected
from workbook.book.importing.reports import Report, said_of, told
from workbook.book.importing.tables import keep, weighed
from workbook.customers.files import file_reader
from workbook.customers.files.file_reader import Reading
from workbook.customers.files.request import ReadOptions
from workbook.errors import BadInput
from workbook.store import Store, Trainee, meant

LONGEST = 40  # characters of a cell that are shown
PIECES = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*|[\u4e00-\u9fff·]+")


@dataclass(frozen=True)
class Parted:
    """The result of importing one file for several people.

    whole: the file as a whole, its rejected rows included. each: trainee → the result of their
    part. unmatched: a sentence for each name that matches nobody, with the count of its rows.
    waits: nothing was written, since so much would go that somebody must confirm.
    """

    whole: Report
    each: Mapping[str, Report]
    unmatched: tuple[str, ...]
    waits: bool = False

    @property
    def partly(self) -> bool:
        """Whether something could not be imported."""
        return self.whole.partly or bool(self.unmatched)

    def told(self, language: str) -> str:
        """The result in words: the file, each person's part, the unmatched names."""
        lines = [told(self.whole)]
        for name, report in self.each.items():
            lines.append(f"{name}: {' '.join([*said_of(report, language), *report.notes])}")
        return "\n".join([*lines, *self.unmatched])


def import_by(
    store: Store, kind: str, path: Path, by: str, how: ReadOptions, *, sure: bool = False
) -> Parted:
    """Import a file whose column ``by`` names each row's manager: a name, a staff number or an id.

    Rows that match nobody are counted and left out. sure: as for one person. Raises NotFound for an
    unknown column, BadInput where nobody in it is on the roster.
    """
    reading = file_reader.read_file(path, kind, replace(how, by=by))
    match = _matcher(store)
    found = {owner: match(owner) for owner in set(reading.owners)}
    parts = _parts(store, reading, found)
    if not parts and not reading.rows.empty:
        raise BadInput(pack.load(how.language).said["no_match"].format(heading=by))
    asks = any(_asks(store, name, part) for name, part in parts.items())
    waits = not sure and (asks or bool(reading.questions and parts))
    each = {
        name: _weighed_only(store, name, part) if waits else keep(store, name, part, how, sure=True)
        for name, part in parts.items()
    }
    kept, changed = (
        sum(getattr(one, what) for one in each.values()) for what in ("kept", "changed")
    )
    whole = with_rejected(Report(kept, changed, reading, waits=waits), path)
    people = {one.id: one for one in store.trainees()}
    said = pack.load(how.language).said["whose"]
    named = {said.format(name=people[one].name, trainee=one): each[one] for one in each}
    return Parted(whole, named, tuple(_unmatched(reading, found, by, how.language)), waits)


Match = Callable[[str], Sequence[Trainee]]


def _matcher(store: Store) -> Match:
    """A function from a cell to a trainee. “黄敏（001234）” means whom both of its parts mean."""
    people, numbers = store.trainees(), store.staff_numbers()

    def match(cell: str) -> Sequence[Trainee]:
        whole = meant(cell, people, numbers)
        if len(whole) == 1:
            return whole
        pieces = [meant(piece, people, numbers) for piece in PIECES.findall(cell)]
        named = [{one.id: one for one in piece} for piece in pieces if piece]
        ids = set.intersection(*map(set, named)) if len(named) > 1 else set()
        return [named[0][one] for one in sorted(ids)] or whole or [*(named or [{}])[0].values()]

    return match


def _parts(
    store: Store, reading: Reading, found: Mapping[str, Sequence[Trainee]]
) -> dict[str, Reading]:
    """Trainee → their rows as a reading of its own."""
    rows: dict[str, list[int]] = defaultdict(list)
    for at, owner in enumerate(reading.owners):
        if len(found[owner]) == 1:
            rows[found[owner][0].id].append(at)
    return {
        name: replace(reading, rows=reading.rows.iloc[places].reset_index(drop=True))
        for name, places in sorted(rows.items())
    }


def _asks(store: Store, trainee: str, part: Reading) -> bool:
    change = weighed(store, trainee, part)
    return change is not None and change.asks


def _weighed_only(store: Store, trainee: str, part: Reading) -> Report:
    return Report(0, 0, part, change=weighed(store, trainee, part), waits=True)


def _unmatched(
    reading: Reading, found: Mapping[str, Sequence[Trainee]], by: str, language: str
) -> list[str]:
    """The unmatched names, most rows first."""
    counted = Counter(owner for owner in reading.owners if len(found[owner]) != 1)
    return [
        _nobody(owner, count, found[owner], by, language) for owner, count in counted.most_common()
    ]


def _nobody(owner: str, count: int, found: Sequence[Trainee], by: str, language: str) -> str:
    said = pack.load(language).said
    if not owner.strip():
        return said["nobody"].format(rows=f"{count:,}", heading=by)
    if not found:
        return said["unmatched"].format(rows=f"{count:,}", owner=owner[:LONGEST])
    ids = said["join"].join(one.id for one in found)
    return said["ambiguous"].format(rows=f"{count:,}", owner=owner[:LONGEST], ids=ids)
