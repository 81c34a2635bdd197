"""The record of finished pages. It lies beside OUT: deleting OUT must not look like "done".

One small JSON file a page, written whole and flushed to disk: a killed run loses only the pages
that it was making. The next run, from any machine, continues there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pydantic

from workbook.batch.records import Made, Record
from workbook.batch.storage import Storage, digest


@dataclass(frozen=True)
class Ledger:
    """The ledger of one place: as the run found it, kept up to date.

    A page's name is ``<trainee>/<chapter>``. notes: the shelf of the ledger; out: of the pages.
    known: records by page name. there: the pages' files and their stamps.
    """

    notes: Storage
    out: Storage
    known: dict[str, Record]
    there: dict[str, str]

    def read(self, name: str) -> Record:
        """The record of a page; an empty one when it never ran or its line cannot be read."""
        return self.known.get(name, Record())

    def write(self, name: str, record: Record) -> None:
        """Record a page."""
        self.notes.put(f"{name}.json", record.model_dump_json().encode())
        self.known[name] = record
        if record.made:
            self.there.update(record.made.stamps)

    def stands(self, name: str, fingerprint: str) -> bool:
        """Whether the page is what a run would make now, and its files are unchanged."""
        record = self.read(name)
        made = record.made
        if record.failure is not None or made is None or made.fingerprint != fingerprint:
            return False
        unsure = [file for file in made.files if not self._untouched(made, file)]
        if any(digest(self.out, file) != made.files[file] for file in unsure):
            return False
        self._note_stamps(name, made, unsure)
        return True

    def _untouched(self, made: Made, file: str) -> bool:
        """As git does: a file with unchanged size and times is not read again."""
        stamp = made.stamps.get(file, "")
        return bool(stamp) and self.there.get(file) == stamp

    def _note_stamps(self, name: str, made: Made, files: Iterable[str]) -> None:
        new = {file: stamp for file in files if (stamp := self.there.get(file))}
        if new:
            self.write(name, Record(made=made.model_copy(update={"stamps": made.stamps | new})))


def opened(notes: Storage, out: Storage, names: Iterable[str]) -> Ledger:
    """The ledger with the records of the pages ``names``, from one pass over both places."""
    written = notes.listing()
    lines = {f"{name}.json": name for name in names}
    found = notes.read_all(line for line in lines if line in written)
    known = {lines[line]: record for line, data in found.items() if (record := _record(data))}
    return Ledger(notes, out, known, out.listing())


def _record(data: bytes) -> Record | None:
    try:
        return Record.model_validate_json(data)
    except pydantic.ValidationError:
        return None
