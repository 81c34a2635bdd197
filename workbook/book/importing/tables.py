"""A trainee's customers: the tables that a bank exports.

Good rows are kept; rows that cannot be read are listed all at once and written beside the file. The
effect of a file on the existing table is computed first (:func:`weighed`) and applied later
(:func:`taken`), with a confirmation in between.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from workbook.book.importing import pack, table_changes
from workbook.book.importing.rejected_file import with_rejected
from workbook.book.importing.reports import Report
from workbook.book.importing.table_changes import Change, Past
from workbook.book.importing.unknown_customers import strangers
from workbook.book.importing.versions import numbered, restored, told_back
from workbook.book.trainee_workbook import Book
from workbook.customers.files import file_reader
from workbook.customers.files.file_reader import Reading
from workbook.customers.files.request import ReadOptions
from workbook.errors import Conflict, StoreError
from workbook.store import Store

TRIES = 3  # when others import the same table at the same time


def import_customers(
    store: Store, trainee: str, kind: str, path: Path, how: ReadOptions, *, sure: bool = False
) -> Report:
    """Import one table of a trainee's book (customers, holdings, …).

    sure: the effect and everything doubtful were confirmed; otherwise the report may wait for that,
    and nothing was written. Raises NotFound for an unknown trainee or kind, BadInput for a file
    that cannot be read.
    """
    person = store.trainee(trainee)
    reading = file_reader.read_file(path, kind, how)
    return with_rejected(keep(store, person.id, reading, how, sure=sure), path)


def bring_customers(
    book: Book,
    kind: str,
    name: str,
    content: bytes,
    how: ReadOptions | None = None,
    *,
    sure: bool = False,
) -> Report:
    """The same for a file that was uploaded into a notebook."""
    chosen = replace(how or ReadOptions(), language=book.language, today=book.today)
    reading = file_reader.read_bytes(content, name, kind, chosen)
    return keep(book.store, book.trainee.id, reading, chosen, sure=sure)


def restored_version(book: Book, kind: str, version: int) -> str:
    """Restore one version of the book's own table as the newest; returns a message.

    Raises NotFound for an unknown version.
    """
    notes = numbered(book.store, book.trainee.id)
    found = (at for at, one in enumerate(notes, 1) if (one.kind, one.version) == (kind, version))
    return restored(book.store, book.trainee.id, next(found, 0), book.language)


def keep(store: Store, trainee: str, reading: Reading, how: ReadOptions, *, sure: bool) -> Report:
    """Store the good rows, unless somebody must confirm first."""
    for _ in range(TRIES):
        change = weighed(store, trainee, reading)
        if change is None:  # a file without a good row leaves the existing table alone
            return Report(0, 0, reading)
        if (change.asks or reading.questions) and not sure:
            return Report(0, 0, reading, change=change, waits=True)
        try:
            return taken(store, trainee, reading, change, how)
        except Conflict as error:
            late = error
    raise late


def weighed(store: Store, trainee: str, reading: Reading) -> Change | None:
    """The effect of the file on the existing table; None where it has no good row."""
    if reading.rows.empty:
        return None
    past = _past(store, trainee, reading)
    content = pack.load(reading.language)
    origin = table_changes.origin(reading.kind, reading.sha256, reading.sheet, content)
    return table_changes.change(past, reading.kind, reading.rows, origin, reading.mended, content)


def taken(store: Store, trainee: str, reading: Reading, change: Change, how: ReadOptions) -> Report:
    """Apply the effect. Raises Conflict when somebody else has imported the same table since."""
    version, changed = store.keep_import(
        trainee,
        reading.kind,
        change.rows,
        reading.source,
        reading.sha256,
        how=change.how,
        parts=change.parts,
        manner=how.manner,
        based_on=change.version,
    )
    notes = [*strangers(store, trainee, reading.kind, reading.language)]
    if changed and version > 1:
        notes += told_back(store, trainee, reading.kind, version - 1, reading.language)
    kept = len(reading.rows)
    return Report(kept, int(changed), reading, change=change, notes=tuple(notes))


def _past(store: Store, trainee: str, reading: Reading) -> Past:
    notes = [one for one in store.imports(trainee) if one.kind == reading.kind]
    if not notes:
        return Past(0, reading.rows.head(0), ())
    for note in reversed(notes):
        with suppress(StoreError):  # if the latest version is damaged, the one before it counts
            rows = store.imported(trainee, reading.kind, note.version)
            if rows is not None:
                origins = table_changes.origins(note.parts, note.sha256, len(rows))
                return Past(notes[-1].version, rows, origins)
    return Past(notes[-1].version, reading.rows.head(0), ())
