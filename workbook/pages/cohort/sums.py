"""Sums over the cohort, shown only over enough people that nobody can be identified.

Nobody is ranked. Source: methodology G and H.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median

import pandas as pd

from workbook import chapters
from workbook.book.trainee_workbook import Book
from workbook.chapters.shared.tool import CohortTable
from workbook.pages.cohort.members import Member

MOST_SHARED = 12  # findings that can be practised together
CHAPTERS = ["chapter", "begun", "middle", "must_people", "should_people", "common"]


def open_books(members: Sequence[Member]) -> Iterator[tuple[int, Book]]:
    """The members with readable data, each with an anonymous number."""
    for number, one in enumerate(members):
        if one.book is not None:
            yield number, one.book


def shared_findings(members: Sequence[Member]) -> pd.DataFrame:
    """[group, count, people]: findings that several people share, most shared first.

    people: by name, in the order of their ids.
    """
    people: dict[str, dict[str, str]] = {}
    for one in members:
        for card in (card for begun in one.begun for card in begun.cards):
            people.setdefault(card.rule, {})[one.trainee.id] = one.name
    shared = [(rule, list(ids.values())) for rule, ids in people.items() if len(ids) > 1]
    rows = [
        {"group": rule, "count": len(ids), "people": tuple(ids)}
        for rule, ids in sorted(shared, key=lambda pair: (-len(pair[1]), pair[0]))[:MOST_SHARED]
    ]
    return pd.DataFrame(rows, columns=["group", "count", "people"])


def by_chapter(members: Sequence[Member]) -> pd.DataFrame:
    """Chapter by chapter, in the order of the course: the cohort's weak points.

    begun: people who saved something; middle: the median of their completeness; must_people,
    should_people: people with such a finding; common: the finding that most people share.
    """
    return pd.DataFrame(
        [_chapter_row(name, members) for name in chapters.names()], columns=CHAPTERS
    )


def _chapter_row(name: str, members: Sequence[Member]) -> dict[str, object]:
    found = [each for one in members for each in one.standings if each.chapter == name]
    begun = [one for one in found if one.saved_at]
    shares = [one.completeness for one in begun if one.completeness is not None]
    rules = Counter(rule for one in begun for rule in {card.rule for card in one.cards})
    common = sorted(rules.items(), key=lambda pair: (-pair[1], pair[0]))[:1]
    return {
        "chapter": next((one.label for one in found), name),
        "begun": len(begun),
        "middle": median(shares) if shares else None,
        "must_people": sum(one.counts["must"] > 0 for one in begun),
        "should_people": sum(one.counts["should"] > 0 for one in begun),
        "common": "".join(rule for rule, _ in common),
    }


def helps(book: Book) -> Iterator[dict[str, object]]:
    """The manager's requests to others, on whichever page."""
    for chapter in chapters.names():
        told = chapters.chapter(chapter).helps
        if told is not None:
            yield from told(book.desk(chapter))


def table_of(name: str) -> tuple[str, CohortTable]:
    """The chapter that offers the table ``name`` of the coach's page, and the table."""
    tables = {
        each: (chapter, one)
        for chapter in chapters.names()
        for each, one in chapters.chapter(chapter).cohort.items()
    }
    return tables[name]


def rows_of(members: Sequence[Member], name: str) -> pd.DataFrame:
    """The rows of all members for the table ``name``; ``who`` is the number of the member."""
    chapter, table = table_of(name)
    frames = [
        table.rows(book.desk(chapter)).assign(who=number) for number, book in open_books(members)
    ]
    filled = [frame for frame in frames if not frame.empty]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame()


def summed(members: Sequence[Member], name: str) -> pd.DataFrame:
    """The table ``name`` of the coach's page, as the chapter that owns it sums it."""
    _, table = table_of(name)
    rows, columns = rows_of(members, name), list(table.columns)
    return pd.DataFrame(columns=columns) if rows.empty else table.summed(rows)[columns]
