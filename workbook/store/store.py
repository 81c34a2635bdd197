"""The open store and all that can be done with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pandas as pd
from sqlalchemy import Engine

from workbook.errors import StoreError
from workbook.store import (
    backups,
    bank_files,
    change_stamps,
    clock,
    entries,
    extracts,
    frames,
    person_numbers,
    remarks,
    roster,
    templates,
)
from workbook.store.bank_files import BankText
from workbook.store.connections import file_of, named
from workbook.store.deliveries import Deliveries
from workbook.store.failures import told_plainly
from workbook.store.files import refuse_same
from workbook.store.records import Entry, ImportNote, Remark, Role, Trainee
from workbook.store.temporary_files import sweep
from workbook.store.transactions import Turns


class Store:
    """An open store; made by ``workbook.store.open_store``. It may be used from several threads."""

    def __init__(
        self, engine: Engine, *, read_only: bool, timeout: float, now: clock.Clock
    ) -> None:
        self.engine = engine
        self.read_only = read_only
        self.place = named(engine.url)
        self._timeout = timeout
        self._now = now
        self._turns = Turns(engine, read_only=read_only)
        self._reading, self._writing = self._turns.reading, self._turns.writing

    @property
    def deliveries(self) -> Deliveries:
        """The deliveries between the stores of a class."""
        return Deliveries(self._turns, self._now)

    def together(self) -> AbstractContextManager[None]:
        """Make all saves of this thread inside one transaction: quick for many small saves.

        Other writers wait meanwhile, so keep it short; an exception rolls everything back.
        """
        return self._turns.together()

    def trainees(self, cohort: str | None = None) -> list[Trainee]:
        """All trainees, or those of one cohort, by id."""
        with self._reading() as connection:
            return roster.trainees(connection, cohort)

    def trainee(self, trainee: str) -> Trainee:
        """The trainee with this id, staff number or name.

        NotFound with the nearest ids, BadInput with the ids of several who have the name,
        StoreError for an unreadable line of the roster.
        """
        with self._reading() as connection:
            return roster.trainee(connection, trainee)

    def cohorts(self) -> list[str]:
        """The cohorts that have trainees, sorted."""
        return sorted({one.cohort for one in self.trainees()})

    def names(self, people: Sequence[Trainee]) -> dict[str, str]:
        """Trainee → name; where several of ``people`` share one, with the number added."""
        return person_numbers.called(people, self.staff_numbers())

    def staff_numbers(self) -> dict[str, str]:
        """Trainee → the bank's number, where it differs from the id."""
        with self._reading() as connection:
            return person_numbers.of_all(connection)

    def put_trainees(
        self, trainees: Iterable[Trainee], staff_numbers: Mapping[str, str] | None = None
    ) -> int:
        """Add or change trainees; how many were new or changed. BadInput when an id comes twice.

        staff_numbers: trainee → the bank's number, where it differs from the id.
        """
        newcomers = list(trainees)
        with self._writing() as connection:
            changed = roster.put(connection, newcomers)
            return max(changed, person_numbers.put(connection, staff_numbers or {}))

    def save(
        self,
        trainee: str,
        chapter: str,
        key: str,
        body: dict[str, Any],
        *,
        based_on: int,
        template: str,
        author: str,
        saved_at: datetime | None = None,
        template_text: str = "",
    ) -> Entry:
        """Add version ``based_on + 1`` (0 for the first) and return it.

        saved_at: for an entry that was saved elsewhere before; default now. template_text: of the
        template, stored under its hash with the entry unless it is there. An entry equal to the
        latest version, template included, adds nothing: that version is returned. Raises Conflict
        (``theirs`` the latest Entry, ``mine`` the refused body) when somebody else saved first,
        NotFound for an unknown trainee, BadInput for a body that is no JSON object.
        """
        moment = saved_at or self._now()
        draft = Entry(trainee, chapter, key, based_on + 1, body, template, author, moment)
        with self._writing() as connection:
            if template_text:
                templates.keep(connection, template, template_text)
            return entries.save(connection, draft)

    def latest(self, trainee: str, chapter: str, key: str) -> Entry | None:
        """The newest entry, or None."""
        with self._reading() as connection:
            return entries.latest(connection, trainee, chapter, key)

    def version(self, trainee: str, chapter: str, key: str, number: int) -> Entry | None:
        """One version, or None."""
        with self._reading() as connection:
            return entries.version(connection, trainee, chapter, key, number)

    def history(self, trainee: str, chapter: str, key: str) -> list[Entry]:
        """All versions, oldest first."""
        with self._reading() as connection:
            return entries.history(connection, trainee, chapter, key)

    def keys(self, trainee: str, chapter: str) -> list[str]:
        """The keys (months, segments, …) with an entry, sorted."""
        with self._reading() as connection:
            return entries.keys(connection, trainee, chapter)

    def latest_of_chapter(self, trainee: str, chapter: str) -> list[Entry]:
        """The newest entry of each key, by key."""
        with self._reading() as connection:
            return entries.latest_of_chapter(connection, trainee, chapter)

    def keep_import(
        self,
        trainee: str,
        kind: str,
        frame: pd.DataFrame,
        source: str,
        sha256: str,
        *,
        how: str = "",
        parts: str = "",
        manner: str = "",
        based_on: int | None = None,
        saved_at: datetime | None = None,
    ) -> tuple[int, bool]:
        """Store an imported table: (version, whether it was new).

        A table equal to the latest version of its kind, whatever file it came from, adds nothing.
        The index is not kept, and of ``source`` only the file's name. how, parts, manner: as in
        ImportNote. based_on: the version that was looked at before; Conflict when there is a newer
        one. saved_at: as in ``save``. BadInput for a column of mixed kinds.
        """
        moment = saved_at or self._now()
        note = ImportNote(kind, 0, sha256, len(frame), source, moment, how, parts, manner)
        blob = frames.packed(frame)
        with self._writing() as connection:
            return frames.keep(connection, trainee, blob, note, based_on)

    def imported(self, trainee: str, kind: str, version: int = 0) -> pd.DataFrame | None:
        """A table of a kind with its column types (days as datetime64), or None.

        version: which one; 0 for the newest.
        """
        with self._reading() as connection:
            if version:
                return frames.version(connection, trainee, kind, version)
            return frames.latest(connection, trainee, kind)

    def imports(self, trainee: str) -> list[ImportNote]:
        """The notes of all imports, by kind and version."""
        with self._reading() as connection:
            return frames.notes(connection, trainee)

    def write_remark(
        self,
        trainee: str,
        chapter: str,
        key: str,
        *,
        text: str,
        author: str,
        role: Role = "coach",
        field: str = "",
        about: int = 0,
        banked: str = "",
        written_at: datetime | None = None,
    ) -> Remark:
        """Add a remark on a page, or an answer to remark ``about``, and return it.

        It gets the trainee's next number, also when two write at once. written_at: as in ``save``.
        BadInput for an empty text, one over 2,000 characters, or an answer to an unknown remark.
        """
        moment = written_at or self._now()
        place, words = (trainee, 0, chapter, key, field, about), (role, author, text, banked)
        with self._writing() as connection:
            return remarks.write(connection, Remark(*place, *words, moment))

    def remarks(self, trainee: str) -> list[Remark]:
        """All remarks on a trainee's pages and the answers to them, oldest first."""
        with self._reading() as connection:
            return remarks.of(connection, trainee)

    def stamps(self, cohort: str | None = None) -> dict[str, str]:
        """Trainee → a short text that changes with each entry, import or remark of theirs."""
        with self._reading() as connection:
            return change_stamps.stamps(connection, cohort)

    def last_saves(self, cohort: str | None = None) -> dict[str, datetime]:
        """Trainee → time of their last entry, in UTC; absent where there is none."""
        with self._reading() as connection:
            return change_stamps.last_saves(connection, cohort)

    def keep_template(self, digest: str, text: str) -> None:
        """Store the text of a template under its hash; BadInput when the hash has another text."""
        with self._writing() as connection:
            templates.keep(connection, digest, text)

    def template(self, digest: str) -> str | None:
        """The text of a template in use, or None."""
        with self._reading() as connection:
            return templates.text(connection, digest)

    def bank(self) -> BankText:
        """The bank's own text in force for this store; ContentError where its file cannot be
        read."""
        with self._reading() as connection:
            return bank_files.text_for(connection)

    def content_hash(self, trainee: str) -> str:
        """SHA-256 over all of one trainee's data that a page can show; ``extract`` returns it
        too."""
        with self._reading() as connection:
            return extracts.fingerprint(extracts.gather(connection, trainee, frames=False))

    def extract(self, trainee: str, path: str | Path) -> str:
        """Write a store with this trainee's rows and templates only; returns its content hash.

        It appears whole or not at all and replaces an earlier extract. NotFound for an unknown
        trainee.
        """
        with told_plainly(str(path)):
            refuse_same(file_of(self.engine.url), Path(path))
        with self._reading() as connection:
            rows = extracts.gather(connection, trainee, frames=True)
        extracts.write(rows, Path(path), self._timeout)
        return extracts.fingerprint(rows)

    def erase(self, trainee: str) -> int:
        """Really delete a trainee, roster line included; returns the number of rows.

        In SQLite no byte stays in the file or its log, and leftovers of killed runs go too. Backups
        and extracts are other files and are not touched. StoreError when the rows are gone but the
        file could not be wiped yet.
        """
        sweep()
        with self._writing() as connection:
            count = extracts.erase(connection, trainee)
        try:
            extracts.wipe_if_due(self.engine)
        except StoreError:
            raise StoreError(extracts.STILL_THERE, about=self.place) from None
        return count

    def backup(self, path: str | Path, *, force: bool = False) -> None:
        """Copy the whole store to a file; BadInput when it exists, unless ``force``."""
        backups.backup(file_of(self.engine.url), Path(path), force=force)

    def close(self) -> None:
        """Close the database."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
