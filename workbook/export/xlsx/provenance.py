"""A spreadsheet's description of itself, by which it can be imported again.

On its last sheet, below the text for readers, are lines of plain text: whose page it is, from which
version of each chapter it was made, which field each column is, and the lists.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from typing import Any

MARK, LAYOUT = "coaching-workbook", "2"

TextLine = tuple[str, ...]


@dataclass(frozen=True)
class Made:
    """The version of a chapter's entry that the file was made from; 0 where nothing was saved.

    fingerprint: of what was typed, so that another store's version is not mistaken for this one.
    yuan: the unit, in yuan, of amounts without one.
    """

    chapter: str
    version: int
    fingerprint: str
    template: str
    yuan: int


@dataclass(frozen=True)
class Column:
    """The place of a field: its sheet, the words above (or beside) it, the number of its list."""

    sheet: str
    chapter: str
    field: str
    name: str
    options: str
    heading: str


@dataclass(frozen=True)
class About:
    """The whole description. today: the day it was made on, which determines the week of a weekly
    page.

    ``lists``: number of a list → label → key. before: chapter → the fingerprints of the versions
    up to the one that the file was made from, latest first.
    """

    trainee: str
    month: str
    today: str
    language: str
    page: str
    made: tuple[Made, ...]
    columns: tuple[Column, ...]
    lists: Mapping[str, Mapping[str, str]]
    before: Mapping[str, Sequence[str]] = field(default_factory=dict)


def fingerprint(body: Mapping[str, Any]) -> str:
    """A hash of a body; equal for equal typed texts."""
    text = json.dumps(body, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def as_lines(about: About) -> Iterator[TextLine]:
    """The lines to write."""
    yield (MARK, LAYOUT)
    yield ("page", about.trainee, about.month, about.today, about.language, about.page)
    for made in about.made:
        yield ("made", *map(str, astuple(made)))
    for chapter, fingerprints in about.before.items():
        yield ("before", chapter, *fingerprints)
    for column in about.columns:
        yield ("column", *astuple(column))
    for number, keys in about.lists.items():
        for label, key in keys.items():
            yield ("list", number, label, key)


def from_lines(lines: Iterable[Sequence[str]]) -> About | None:
    """The inverse; None when the lines are incomplete."""
    said: dict[str, list[Sequence[str]]] = defaultdict(list)
    for word, *rest in lines:
        said[word].append(rest)
    if said[MARK] != [[LAYOUT]] or not said["made"] or not said["column"]:
        return None
    try:
        ((trainee, month, today, language, page),) = said["page"]
        made = tuple(_made(*one) for one in said["made"])
        columns = tuple(Column(*one) for one in said["column"])
        before = {chapter: tuple(prints) for chapter, *prints in said["before"]}
        place = (trainee, month, today, language, page)
        return About(*place, made, columns, _lists(said["list"]), before)
    except (TypeError, ValueError):
        return None


def _made(chapter: str, version: str, fingerprint: str, template: str, yuan: str) -> Made:
    return Made(chapter, int(version), fingerprint, template, int(yuan))


def _lists(lines: Iterable[Sequence[str]]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for number, label, key in lines:
        found[number][label] = key
    return dict(found)
