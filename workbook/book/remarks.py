"""The coach's remarks on a page and the answers: advice → tried → effect. Source: methodology F5.

A remark belongs to a field, or to the whole chapter, and to the page's month or week. No run
overwrites it, and the next month (or week) shows those that still wait.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbook import chapters
from workbook.book.trainee_workbook import CHINA, Book, read_once
from workbook.domain.calendar import Month, Week
from workbook.domain.privacy import without_private
from workbook.errors import not_found
from workbook.store import Remark, Role


@dataclass(frozen=True)
class Answer:
    """One answer. role: who speaks, "coach" or "trainee"; at: "MM-DD HH:MM" in China."""

    role: Role
    author: str
    text: str
    at: str


@dataclass(frozen=True)
class Thread:
    """A remark with its answers, oldest first.

    number: counted for each trainee. label: the chapter in words. period: the month or week of the
    page. field, field_label: of the form, "" for the whole chapter. banked: the key of the bank
    remark that it started from, or "". at: "MM-DD HH:MM" in China. open: the coach spoke last. Card
    numbers are masked in all texts.
    """

    number: int
    chapter: str
    label: str
    period: str
    field: str
    field_label: str
    text: str
    banked: str
    author: str
    at: str
    answers: tuple[Answer, ...]
    open: bool


def threads(book: Book, chapter: str = "") -> tuple[Thread, ...]:
    """The remarks on the pages of ``book``'s month, newest first; default: all chapters.

    For a weekly chapter: on the weeks of the month. Open remarks on the pages of the month before
    are included. NotFound for an unknown chapter.
    """
    written = written_remarks(book)
    found = [
        one
        for name in ((chapter,) if chapter else chapters.names())
        for one in _of_chapter(book, name, written)
    ]
    return tuple(sorted(found, key=lambda one: one.number, reverse=True))


def waiting(book: Book, chapter: str) -> int:
    """How many remarks on ``chapter`` wait for the trainee."""
    return sum(one.open for one in threads(book, chapter))


def write(
    book: Book, chapter: str, text: str, *, field: str = "", banked: str = "", author: str = ""
) -> Thread:
    """Write a remark on a field of the page, or on the whole chapter.

    author: default the trainee's coach. NotFound for an unknown chapter or field, BadInput for a
    text that is empty or over 2,000 characters.
    """
    known = book.pack(chapter).fields
    if field and field not in known:
        raise not_found("field", field, known)
    written = book.store.write_remark(
        book.trainee.id,
        chapter,
        str(book.period(chapter)),
        text=text,
        author=author or _coach(book),
        field=field,
        banked=banked,
    )
    return _thread(book, written, book.store.remarks(book.trainee.id))


def answer(
    book: Book, number: int, text: str, *, role: Role = "trainee", author: str = ""
) -> Thread:
    """Answer remark ``number``; returns the remark with all its answers.

    author: default the trainee, or their coach, by role. NotFound where there is no such remark,
    BadInput for a text that is empty or over 2,000 characters.
    """
    before = {one.number: one for one in book.store.remarks(book.trainee.id) if not one.about}
    if number not in before:
        raise not_found("remark", str(number), map(str, before))
    asked = before[number]
    book.store.write_remark(
        book.trainee.id,
        asked.chapter,
        asked.key,
        text=text,
        author=author or (_coach(book) if role == "coach" else book.trainee.id),
        role=role,
        field=asked.field,
        about=number,
    )
    return _thread(book, asked, book.store.remarks(book.trainee.id))


@read_once
def written_remarks(book: Book) -> Sequence[Remark]:
    """All remarks and answers of the trainee; cached on a frozen book."""
    return book.store.remarks(book.trainee.id)


def _of_chapter(book: Book, chapter: str, written: Sequence[Remark]) -> Iterator[Thread]:
    now, before = _keys(chapter, book.month), _keys(chapter, book.month.previous)
    for one in written:
        if one.chapter == chapter and not one.about and one.key in now | before:
            found = _thread(book, one, written)
            if one.key in now or found.open:
                yield found


def _keys(chapter: str, month: Month) -> set[str]:
    """The keys of a chapter's pages in a month: the month, or the weeks that touch it."""
    if chapters.chapter(chapter).span == "week":
        return {str(Week.of(day)) for day in month.days}
    return {str(month)}


def _thread(book: Book, remark: Remark, written: Sequence[Remark]) -> Thread:
    pack = book.pack(remark.chapter)
    answers = [one for one in written if one.about == remark.number]
    words = pack.fields.get(remark.field)
    return Thread(
        number=remark.number,
        chapter=remark.chapter,
        label=pack.label,
        period=remark.key,
        field=remark.field,
        # A field that the page's template does not have is shown by its key.
        field_label=words.label if words else remark.field,
        text=without_private(remark.text),
        banked=remark.banked,
        author=without_private(remark.author),
        at=_at(remark),
        answers=tuple(map(_answer, answers)),
        open=[remark, *answers][-1].role == "coach",
    )


def _answer(one: Remark) -> Answer:
    return Answer(one.role, without_private(one.author), without_private(one.text), _at(one))


def _at(remark: Remark) -> str:
    return remark.written_at.astimezone(CHINA).strftime("%m-%d %H:%M")


def _coach(book: Book) -> str:
    return book.trainee.coach or book.wording.start["coach"]
