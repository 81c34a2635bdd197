"""A filled-in page, to read: the form's read-only twin, its words, its remarks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from workbook import chapters
from workbook.book import remarks
from workbook.book.pinned_template import pack_of
from workbook.book.remarks import Thread
from workbook.book.trainee_workbook import Book
from workbook.content import LANGUAGES
from workbook.domain.fields import is_blank
from workbook.domain.privacy import without_private
from workbook.domain.templates import FieldWords
from workbook.errors import not_found
from workbook.pages import forms, parts
from workbook.pages.parts import Exhibit


def twin(
    book: Book, chapter: str, only: Sequence[str], *, remarked: bool = True, dated: bool = False
) -> Exhibit:
    """The filled-in fields as read-only HTML.

    remarked: with the coach's remarks on them. dated: the titles name the days.
    """
    entry = book.entry(chapter)
    body = entry.body if entry else {}
    names = fields_of(chapter, only)
    record = chapters.chapter(chapter).record
    words = words_of(book, chapter, dated=dated)
    voice, setting = book.voice(chapter), book.setting(chapter)
    found = remarks_on(book, chapter, only) if remarked else []
    html = forms.twin(record, words, voice, setting, body, names, found)
    said = [_as_lines(body, names or list(words), words), *_spoken(found, book)]
    return Exhibit(f'<div class="wb">{html}</div>', "\n".join(said))


def words_of(book: Book, chapter: str, *, dated: bool = False) -> Mapping[str, FieldWords]:
    """The words beside the chapter's fields; ``dated`` adds the days to each table's title."""
    words: Mapping[str, FieldWords] = book.pack(chapter).fields
    if not dated:
        return words
    days = parts.days_of(book, chapter)
    return {
        name: one.model_copy(update={"label": f"{one.label} · {days}"}) if one.columns else one
        for name, one in words.items()
    }


def other_words(book: Book, chapter: str) -> list[Mapping[str, FieldWords]]:
    """The same words in the other languages."""
    template = book.template(chapter)
    return [
        pack_of(template, language).fields for language in LANGUAGES if language != book.language
    ]


def is_filled(book: Book, chapter: str, only: Sequence[str]) -> bool:
    """Whether any of the fields ``only``, or any field, of the page is filled in."""
    entry = book.entry(chapter)
    body = entry.body if entry else {}
    names = fields_of(chapter, only) or list(body)
    return any(_holds(body.get(name)) for name in names)


def _holds(value: object) -> bool:
    if isinstance(value, list):
        return any(map(_holds, value))
    if isinstance(value, dict):
        return any(map(_holds, value.values()))
    return not is_blank(value)


def remarks_on(book: Book, chapter: str, only: Sequence[str]) -> list[dict[str, Any]]:
    """The remarks on the fields ``only``, or on all, as plain values: see ``forms.Talk``.

    Remarks on the whole chapter go to the form that holds the record's first field.
    """
    known = list(chapters.chapter(chapter).record.model_fields)
    return [
        _plain(one, book)
        for one in remarks.threads(book, chapter)
        if (one.field if one.field in known else known[0]) in (only or known)
    ]


def _plain(thread: Thread, book: Book) -> dict[str, Any]:
    """A remark as a page shows it, with the trainee's name."""
    period = thread.period if thread.period != str(book.period(thread.chapter)) else ""
    names = {book.trainee.id: book.trainee.name}
    answers = [
        asdict(one) | {"author": names.get(one.author, one.author)} for one in thread.answers
    ]
    return asdict(thread) | {"period": period, "answers": answers}


def _spoken(found: Sequence[dict[str, Any]], book: Book) -> list[str]:
    """Remarks and answers as lines of plain text."""
    heading = book.wording.page["remarks"]
    return [
        f"{heading} · {one['field_label'] or one['label']} · {said['author']}: {said['text']}"
        for one in found
        for said in (one, *one["answers"])
    ]


def fields_of(chapter: str, only: Sequence[str]) -> Sequence[str] | None:
    """The named fields, checked; None means all."""
    known = chapters.chapter(chapter).record.model_fields
    for name in only:
        if name not in known:
            raise not_found("field", name, known)
    return only or None


def _as_lines(body: dict[str, Any], names: Sequence[str], words: Any) -> str:
    said = "\n".join(f"{words[name].label}: {_brief(body.get(name))}" for name in names)
    return without_private(said)


def _brief(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(_brief(row) for row in value)
    if isinstance(value, dict):
        return ", ".join(str(cell) for cell in value.values())
    return "" if value is None else str(value)
