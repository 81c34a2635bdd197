"""Findings and unreadable cells as cards: their wording for the reader."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from workbook import chapters
from workbook.book.trainee_workbook import WEIGHTS, Book
from workbook.chapters.shared.context import Finding
from workbook.content.messages import Voice, Wording
from workbook.domain.fields import Problem
from workbook.domain.templates import FieldWords
from workbook.rendering import Card

# A name of the page's words → how the templates write it.
SOURCES = {"course": r"\bS[0-4]\b", "supervisor": r"\bG\b", "ours": r"\bours\b"}


def cards(book: Book, chapter: str) -> list[Card]:
    """The unreadable cells and the findings of a chapter, in words; none before it was begun."""
    if not is_begun(book, chapter):
        return []
    desk, voice = book.desk(chapter), book.voice(chapter)
    unread = [problem_card(problem, desk.pack, voice) for problem in desk.problems]
    found = [as_typed(one, desk.rows) for one in book.findings(chapter)]
    told = unread + [finding_card(one, desk.pack, voice) for one in found]
    return [replace(one, tool=chapter) for one in told]


def is_begun(book: Book, chapter: str) -> bool:
    """Whether anything was filled in, or imported for a page about the imported tables.

    All that could be said before is that the page is empty, and that is no fault yet.
    """
    about = chapters.chapter(chapter).on_customers
    imported = about and bool(book.store.imports(book.trainee.id))
    return book.entry(chapter) is not None or imported


def grouped(shown: Sequence[Card], wording: Wording) -> list[Card]:
    """The same finding on many rows as one card, where its first one stood, with one remedy."""
    groups: dict[tuple[object, ...], list[Card]] = {}
    for one in shown:
        key = (one.tool, one.rule, one.weight, _rowless(one.field.split(".")))
        groups.setdefault(key, []).append(one)
    return [_as_one(group, wording) for group in groups.values()]


def _as_one(group: Sequence[Card], wording: Wording) -> Card:
    first, *others = group
    if not others:
        return first
    rows = wording.page["rows_same"].replace("{n}", str(len(group)))
    where = " · ".join(filter(None, (first.column, rows)))
    return replace(first, where=where, others=tuple(f"{one.where}: {one.says}" for one in others))


def _dotted(loc: Sequence[str | int]) -> str:
    return ".".join(map(str, loc))


def _rowless(loc: Sequence[str | int]) -> tuple[str | int, ...]:
    return tuple(part for part in loc if not str(part).isdigit())


def weighed(shown: Iterable[Card]) -> dict[str, int]:
    """How many findings there are of each weight."""
    counted = Counter(one.weight for one in shown)
    return {weight: counted[weight] for weight in WEIGHTS}


def as_typed(finding: Finding, rows: Mapping[str, Sequence[int]]) -> Finding:
    """The finding with its row counted as the person sees it: blank and unreadable rows count
    too."""
    match finding.loc:
        case (str(name), int(row), *cell) if row < len(rows.get(name, ())):
            return replace(finding, loc=(name, rows[name][row], *cell))
    return finding


def finding_card(finding: Finding, pack: Any, voice: Voice) -> Card:
    """A finding, worded by its rule."""
    rule = pack.rules[finding.rule]
    return Card(
        rule=rule.label,
        weight=rule.weight,
        weight_label=voice.wording.weights[rule.weight],
        where=place(finding.loc, pack.fields, voice),
        field=_dotted(finding.loc),
        column=place(_rowless(finding.loc), pack.fields, voice),
        says=voice.say(rule.says, finding.figures),
        attempt=voice.say(rule.attempt, finding.figures),
        source=sourced(rule.source, voice.wording.page),
    )


def problem_card(problem: Problem, pack: Any, voice: Voice) -> Card:
    """An unreadable cell, in words."""
    page = voice.wording.page
    return Card(
        rule=page["problems"],
        weight="must",
        weight_label=voice.wording.weights["must"],
        where=place(problem.loc, pack.fields, voice),
        field=_dotted(problem.loc),
        column=place(_rowless(problem.loc), pack.fields, voice),
        says=problem_words(problem, voice),
        attempt=page["problems_says"],
        source="",
        unread=True,
    )


def problem_words(problem: Problem, voice: Voice) -> str:
    """The problem of a cell and its remedy."""
    problems = voice.wording.problems
    return voice.say(problems.get(problem.kind, problems["other"]), problem.figures)


def sourced(source: str, page: Mapping[str, str]) -> str:
    """The source of a rule or text in the reader's words: the course, a supervisor's rule, ours.

    Documents, sections, and which part is ours are recorded in the template, for its authors.
    """
    found = [name for name, code in SOURCES.items() if re.search(code, source)]
    return f"{page['source']} {' · '.join(page[name] for name in found or ['ours'])}"


def place(loc: Sequence[str | int], words: Mapping[str, FieldWords], voice: Voice) -> str:
    """``("actuals", 3, "done")`` → "Actuals · row 4 · Done"."""
    said: list[str] = []
    for part in loc:
        if isinstance(part, int):
            said.append(voice.say(voice.wording.page["row"], {"n": part + 1}))
        elif part in words:
            said.append(words[part].label)
            words = words[part].columns
    return " · ".join(said)
