"""Two sides of a page joined: what one of them changed is taken, the rest is shown."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from workbook import chapters
from workbook.book.merging.bodies import Outcome, merged, parts_of
from workbook.book.merging.sheets import input_sheets
from workbook.book.opening import open_book
from workbook.book.periods import period_of
from workbook.book.trainee_workbook import Book
from workbook.content import LANGUAGES
from workbook.domain.calendar import Month
from workbook.store import Store
from workbook.store.bodies import packed
from workbook.store.versions import Version


def book_of(store: Store, version: Version, language: str = LANGUAGES[0]) -> Book:
    """The workbook at the page of a version; in one language, so that all stores join alike."""
    first = period_of(version.chapter, version.key).first
    month = str(Month.of(first))
    return open_book(store, version.trainee, month, first.isoformat(), language)


def outcome(book: Book, before: Version | None, earlier: Version, later: Version) -> Outcome:
    """The later side with what only the earlier one changed, and where both did."""
    chapter = later.chapter
    base, mine, theirs = (_body(one) for one in (before, earlier, later))
    sheets = input_sheets(book, [chapter])
    return merged(dict(base), parts_of(mine, sheets), dict(theirs), book.setting(chapter))


def joined_body(store: Store, before: Version | None, earlier: Version, later: Version) -> str:
    """The body of the version that joins both sides, as the store writes it."""
    if earlier.body == later.body:
        return later.body
    body = outcome(book_of(store, later), before, earlier, later).body
    return packed(body | _of_another_program(before, earlier, later))


def _of_another_program(before: Version | None, earlier: Version, later: Version) -> dict[str, Any]:
    """Fields that this program does not have, where only the earlier side changed them."""
    known = chapters.chapter(later.chapter).record.model_fields
    base, mine, theirs = (_body(one) for one in (before, earlier, later))
    return {
        name: typed
        for name, typed in mine.items()
        if name not in known and typed != base.get(name) and theirs.get(name) == base.get(name)
    }


def _body(version: Version | None) -> Mapping[str, Any]:
    body: dict[str, Any] = json.loads(version.body) if version else {}
    return dict(body)
