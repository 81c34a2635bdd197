"""Advice → tried → effect: the coach's remarks and the trainees' tries, for the coach's page.

Source: methodology F3, F5.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from workbook import chapters
from workbook.book.remarks import Thread, threads
from workbook.book.trainee_workbook import Book
from workbook.content.messages import Voice
from workbook.pages.cohort.members import Member
from workbook.pages.cohort.sums import open_books

COLUMNS = [
    "trainee", "chapter", "remark_field", "remark", "remark_tried", "remark_effect",
    "remark_answer", "remark_state",
]  # fmt: skip


def remarked(
    members: Sequence[Member], words: Mapping[str, str], whole_page: str, voice: Voice
) -> pd.DataFrame:
    """A line for each remark, those that wait for the trainee first, then in the order of ids;
    then the tries of pages without a remark."""
    found = [
        (members[number], book, thread)
        for number, book in open_books(members)
        for thread in threads(book)
    ]
    advised = {(book.trainee.id, one.chapter) for _, book, one in found}
    rows = [
        _line(who, book, one, words, whole_page, voice)
        for who, book, one in sorted(found, key=lambda each: not each[2].open)
    ]
    tries = [
        row
        for number, book in open_books(members)
        for row in _tries(members[number], book, voice, words)
        if (book.trainee.id, row["page"]) not in advised
    ]
    return pd.DataFrame([*rows, *tries], columns=COLUMNS)


def _line(
    who: Member,
    book: Book,
    thread: Thread,
    words: Mapping[str, str],
    whole_page: str,
    voice: Voice,
) -> dict[str, object]:
    answers = [f"{one.at} {one.author}: {one.text}" for one in thread.answers]
    return {
        "trainee": _named(who),
        "chapter": f"{thread.label} {thread.period}",
        "remark_field": thread.field_label or whole_page,
        "remark": f"{thread.at} {thread.author}: {thread.text}",
        "remark_tried": _tried(book, thread.chapter, voice, words),
        "remark_effect": _effect(book, thread, voice, words),
        "remark_answer": "\n".join(answers),
        "remark_state": words["remark_open" if thread.open else "remark_closed"],
    }


def _named(who: Member) -> str:
    return f"{who.trainee.name} ({who.trainee.id})"


def _tries(
    who: Member, book: Book, voice: Voice, words: Mapping[str, str]
) -> Iterator[dict[str, object]]:
    """A line for each page of a trainee that names a customer to try it on."""
    for chapter in chapters.names():
        tried = _tried(book, chapter, voice, words)
        if tried:
            label = book.pack(chapter).label
            yield {"page": chapter, "trainee": _named(who), "chapter": label, "remark_tried": tried}


def _tried(book: Book, chapter: str, voice: Voice, words: Mapping[str, str]) -> str:
    """On whom the chapter was tried, by when, and what came of it; "" where nobody is named."""
    record = book.desk(chapter).record
    customer = getattr(record, "try_customer", "")
    if not customer:
        return ""
    figures = {"customer": customer, "day": record.try_by, "said": record.tried}
    return voice.say(words["tried_said" if record.tried else "tried_open"], figures)


def _effect(book: Book, thread: Thread, voice: Voice, words: Mapping[str, str]) -> str:
    """The page's findings of today about the field, or the chapter, that the remark is about."""
    there = [
        one
        for one in book.findings(thread.chapter)
        if not thread.field or (one.loc and str(one.loc[0]) == thread.field)
    ]
    return voice.say(words["effect_there" if there else "effect_gone"], {"count": len(there)})
