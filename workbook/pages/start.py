"""The first page of a workbook: the trainee, the customers, the progress, the next step."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from workbook import rendering
from workbook.book.importing.unknown_customers import of_book, told
from workbook.book.trainee_workbook import WEIGHTS, Book
from workbook.content import load
from workbook.content.messages import voice
from workbook.customers.pack import TABLES
from workbook.domain.bank import Bank
from workbook.domain.templates import Column, TableWords
from workbook.pages.parts import Exhibit, Stands, shown_table
from workbook.pages.progress import Standing, standings


def head(book: Book) -> Exhibit:
    """The title, and whose workbook this is."""
    start, person = book.wording.start, book.trainee
    facts = {
        start["trainee"]: person.id,
        start["name"]: person.name,
        start["cohort"]: person.cohort,
        start["branch"]: person.branch,
        start["coach"]: person.coach,
        start["month"]: str(book.month),
        start["language"]: book.wording.language,
    }
    return titled(start["title"], start["says"], facts)


def titled(title: str, says: str, facts: dict[str, str]) -> Exhibit:
    """A page's title and what to know before reading, style sheet included."""
    filled = {name: fact for name, fact in facts.items() if fact}
    return Exhibit(
        rendering.head_html(title, says, filled),
        "\n".join([title, *(f"{name}: {fact}" for name, fact in filled.items())]),
    )


def imported(book: Book) -> Exhibit:
    """Which tables of the trainee's customers are in the store, and how to import them."""
    start = book.wording.start
    notes = {note.kind: note for note in book.store.imports(book.trainee.id)}
    frame = pd.DataFrame(
        {
            "kind": [start[kind] for kind in TABLES],
            "rows": [notes[kind].rows if kind in notes else None for kind in TABLES],
            "file": [notes[kind].source if kind in notes else "" for kind in TABLES],
        }
    )
    unfit = [line for one in of_book(book) for line in told(one, book.language)]
    note = "\n".join([start["import_says"], start["import_privacy"], *unfit])
    words = _table(
        start["import_title"],
        note,
        kind=("text", start["import_kind"]),
        rows=("count", start["rows"]),
        file=("text", start["file"]),
    )
    return _shown(book, frame, words)


def progress(book: Book) -> Exhibit:
    """For each chapter: how much is filled in, the findings by weight, the next step."""
    start, weights, found = book.wording.start, book.wording.weights, standings(book)
    rows = [
        {
            "chapter": one.label,
            "completeness": one.completeness,
            **one.counts,
            "saved": one.saved_at or start["never"],
            "next": one.next_step,
        }
        for one in found
    ]
    columns = ["chapter", "completeness", *WEIGHTS, "saved", "next"]
    words = _table(
        start["where_title"],
        "",
        chapter=("text", start["chapter"]),
        completeness=("share", start["completeness"]),
        must=("count", weights["must"]),
        should=("count", weights["should"]),
        could=("count", weights["could"]),
        saved=("text", start["last_saved"]),
        next=("text", start["next_title"]),
    )
    shown = _shown(book, pd.DataFrame(rows, columns=columns), words)
    return replace(shown, standings=tuple(map(_stands, found)))


def _stands(one: Standing) -> Stands:
    return Stands(chapter=one.chapter, completeness=one.completeness, counts=one.counts)


def _table(title: str, note: str, **columns: tuple[str, str]) -> TableWords:
    made = {
        name: Column.model_validate({"unit": u, "label": s}) for name, (u, s) in columns.items()
    }
    return TableWords(title=title, note=note, columns=made, source="ours")


def _shown(book: Book, frame: pd.DataFrame, words: TableWords) -> Exhibit:
    plain = voice(book.wording, load("bank", book.language, Bank), {}, book.month.year)
    return shown_table(frame, words, plain, book.wording.page["no_rows"])
