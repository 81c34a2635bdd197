"""Filled-in pages as JSON Lines: added where nothing is, merged where something is.

A line builds on the previous line of the same page: what it changed is taken over. Where it and the
store changed in different ways the store's side stays, and both are shown.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pydantic

from workbook.book.importing.json_lines import Taken, moment_of, taken_in
from workbook.book.importing.reports import Report
from workbook.book.merging.bodies import Body, merged, parts_of
from workbook.book.merging.choices import ChoiceCells as ChoiceLine
from workbook.book.merging.choices import lines_of
from workbook.book.merging.messages import clash_lines
from workbook.book.merging.sheets import input_sheets
from workbook.book.opening import open_book
from workbook.book.periods import period_of
from workbook.book.pinned_template import Template
from workbook.book.trainee_workbook import Book
from workbook.domain.calendar import Month
from workbook.errors import BadInput, Conflict
from workbook.store import Entry, Store
from workbook.store.bodies import packed


class EntryLine(pydantic.BaseModel):
    """One line of an entries file: what somebody filled in, and when it was saved.

    saved_at: with its zone, e.g. 2026-12-01T09:30:00+08:00; default now.
    """

    model_config = pydantic.ConfigDict(frozen=True, extra="forbid", strict=True)

    trainee: str
    chapter: str
    key: str
    body: dict[str, Any]
    author: str = ""
    saved_at: str = ""

    @property
    def moment(self) -> dt.datetime | None:
        """The time of the save; BadInput for an invalid time or one without a zone."""
        return moment_of("saved_at", self.saved_at)


@dataclass
class Page:
    """The store's versions of one page, read once for all lines of a file.

    known: a body as text → when it was saved. before: the body of the previous line.
    """

    latest: Entry | None
    known: dict[str, set[dt.datetime]] = field(default_factory=dict)
    before: Body | None = None

    def note(self, entry: Entry) -> None:
        """Add an entry of the store."""
        self.latest = entry
        self.known.setdefault(_text(entry.body), set()).add(entry.saved_at)

    def holds(self, line: EntryLine) -> bool:
        """Whether the store has the line already."""
        moments = self.known.get(_text(line.body), set())
        return bool(moments) and line.moment in (None, *moments)


class Entries:
    """Imports one file line by line; ``choices`` are its conflicts."""

    def __init__(self, store: Store) -> None:
        self.choices: list[ChoiceLine] = []
        self._store = store
        self._pages: dict[tuple[str, str, str], Page] = {}
        self._templates: dict[str, str] = {}

    def take(self, line: EntryLine) -> Taken:
        """Add the line, unless it is there already; conflicts are reported."""
        period_of(line.chapter, line.key)
        moment_of("saved_at", line.saved_at)
        page = self._page(line)
        if page.holds(line):
            page.before = line.body
            return Taken(changed=False)
        try:
            return self._added(line, page)
        except Conflict:  # somebody saved meanwhile
            del self._pages[line.trainee, line.chapter, line.key]
            return self._added(line, self._page(line))

    def _page(self, line: EntryLine) -> Page:
        at = (line.trainee, line.chapter, line.key)
        if at not in self._pages:
            self._pages[at] = Page(None)
            for entry in self._store.history(*at):
                self._pages[at].note(entry)
        return self._pages[at]

    def _added(self, line: EntryLine, page: Page) -> Taken:
        if page.latest is None or page.latest.body == page.before:
            changed = self._save(line, line.body, page)
            page.before = line.body
            return Taken(changed)
        return self._merged(line, page.before or {}, page, page.latest)

    def _merged(self, line: EntryLine, before: Body, page: Page, latest: Entry) -> Taken:
        book = _book(self._store, line)
        sheets = input_sheets(book, [line.chapter])
        setting = book.setting(line.chapter)
        done = merged(before, parts_of(line.body, sheets), latest.body, setting)
        if done.changed:
            self._save(line, done.body, page)
        page.before = line.body
        self.choices += lines_of(book, line.chapter, done.clashes)
        return Taken(bool(done.changed), "\n".join(clash_lines(book, done.clashes)))

    def _save(self, line: EntryLine, body: Body, page: Page) -> bool:
        """Whether this made a version: the same body at a later time makes none."""
        entry = self._store.save(
            line.trainee,
            line.chapter,
            line.key,
            body,
            based_on=page.latest.version if page.latest else 0,
            template=page.latest.template if page.latest else self._template(line.chapter),
            author=line.author or line.trainee,
            saved_at=line.moment,
        )
        changed = page.latest is None or entry.version > page.latest.version
        page.note(entry)
        return changed

    def _template(self, chapter: str) -> str:
        """The digest of the template that ships now, stored once for all lines."""
        if chapter not in self._templates:
            template = Template.now(chapter)
            self._store.keep_template(template.digest, template.text)
            self._templates[chapter] = template.digest
        return self._templates[chapter]


def import_entries(store: Store, path: Path) -> Report:
    """Import filled-in pages, a JSON object a line; a known body adds nothing.

    Unusable lines and conflicts between file and store are reported with the line number; all else
    still counts.
    """
    entries = Entries(store)
    report = taken_in(store, path, lambda _, text: entries.take(_line(text)))
    return replace(report, choices=tuple(entries.choices))


def _line(text: str) -> EntryLine:
    try:
        return EntryLine.model_validate(json.loads(text))
    except (ValueError, RecursionError):
        raise BadInput("book.no_entry") from None


def _text(body: Body) -> str:
    """A canonical text of a body; BadInput where it cannot be stored."""
    return packed(body)


def _book(store: Store, line: EntryLine) -> Book:
    first = period_of(line.chapter, line.key).first
    return open_book(store, line.trainee, str(Month.of(first)), first.isoformat())
