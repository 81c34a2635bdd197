"""What a spreadsheet says about itself, so that it finds its way back.

On its last sheet, below what people read, stand lines of plain texts: whose page it is, which
version of each chapter it was made from, which field each column is, and the lists.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any

MARK, LAYOUT = "coaching-workbook", "2"

TextLine = tuple[str, ...]


@dataclass(frozen=True)
class Made:
    """Which version of a chapter's entry the file was made from; 0 where nothing was saved.

    fingerprint: of what was typed, so that another store's version is not taken for this one.
    yuan: how many yuan the unit is that amounts without one are in.
    """

    chapter: str
    version: int
    fingerprint: str
    template: str
    yuan: int


@dataclass(frozen=True)
class Column:
    """Where a field stands: its sheet, the words above it (or beside), the number of its list."""

    sheet: str
    chapter: str
    field: str
    name: str
    options: str
    heading: str


@dataclass(frozen=True)
class About:
    """All of it. today: the day it was made on, which says the week of a week's page.

    ``lists``: number of a list → label → key.
    """

    trainee: str
    month: str
    today: str
    language: str
    page: str
    made: tuple[Made, ...]
    columns: tuple[Column, ...]
    lists: Mapping[str, Mapping[str, str]]


def fingerprint(body: Mapping[str, Any]) -> str:
    """What stands for a body; the same for the same typed texts."""
    text = json.dumps(body, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def as_lines(about: About) -> Iterator[TextLine]:
    """The lines to write."""
    yield (MARK, LAYOUT)
    yield ("page", about.trainee, about.month, about.today, about.language, about.page)
    for made in about.made:
        yield ("made", *map(str, astuple(made)))
    for column in about.columns:
        yield ("column", *astuple(column))
    for number, keys in about.lists.items():
        for label, key in keys.items():
            yield ("list", number, label, key)


def from_lines(lines: Iterable[Sequence[str]]) -> About | None:
    """The inverse; None when the lines do not say all that they have to."""
    said: dict[str, list[Sequence[str]]] = defaultdict(list)
    for word, *rest in lines:
        said[word].append(rest)
    if said[MARK] != [[LAYOUT]] or not said["made"] or not said["column"]:
        return None
    try:
        ((trainee, month, today, language, page),) = said["page"]
        made = tuple(_made(*one) for one in said["made"])
        columns = tuple(Column(*one) for one in said["column"])
        return About(trainee, month, today, language, page, made, columns, _lists(said["list"]))
    except (TypeError, ValueError):
        return None


def _made(chapter: str, version: str, fingerprint: str, template: str, yuan: str) -> Made:
    return Made(chapter, int(version), fingerprint, template, int(yuan))


def _lists(lines: Iterable[Sequence[str]]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for number, label, key in lines:
        found[number][label] = key
    return dict(found)
