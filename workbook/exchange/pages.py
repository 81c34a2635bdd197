"""A trainee's pages as lines, and lines joined into a store: what hand-in and return share."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from workbook import chapters, content
from workbook.book.merging.choices import ChoiceCells, lines_of
from workbook.book.merging.messages import clash_lines
from workbook.book.periods import period_of
from workbook.book.pinned_template import Template
from workbook.errors import BadInput, Message, WorkbookError
from workbook.exchange import history
from workbook.exchange.contents import TemplateLine, VersionLine
from workbook.exchange.history import Joint
from workbook.exchange.joining import book_of, joined_body, outcome
from workbook.store import Store, clock
from workbook.store.bodies import packed, unpacked
from workbook.store.versions import Page, Version

# An alias of YAML stands for a copy: a short text could hold a very long one. None of ours has one.
ALIAS = re.compile(r"[:\-\[,{?]\s*\*\w")


@dataclass(frozen=True)
class Joined:
    """The result for the versions of a file.

    pages: those with something new; saves: how many people's saves are new. foreign: the chapters
    whose template is not the one that ships here. clashes: in words; choices: for a file to choose
    from. problems: pages that were left out, and why.
    """

    pages: tuple[Page, ...] = ()
    saves: int = 0
    foreign: tuple[str, ...] = ()
    clashes: tuple[str, ...] = ()
    choices: tuple[ChoiceCells, ...] = ()
    problems: tuple[Message, ...] = ()


def lines(
    store: Store, versions: Sequence[Version], known: Collection[str]
) -> Iterator[dict[str, Any]]:
    """Versions as lines; before them the texts of the templates that are not ``known``."""
    for digest in sorted({one.template for one in versions} - set(known)):
        text = store.template(digest)
        if text is not None:
            yield {"what": "template", "text": text}
    for one in versions:
        names = ("chapter", "key", "body", "template", "author", "saved_at")
        said = {name: getattr(one, name) for name in names}
        yield {"what": "version", "parents": list(one.parents)} | said


def keep_templates(store: Store, come: Sequence[TemplateLine]) -> None:
    """Store the texts of templates; BadInput for one that this program must not read."""
    for one in come:
        if ALIAS.search(one.text):
            raise BadInput("exchange.altered")
        store.keep_template(content.digest_of(one.text), one.text)


def join(
    store: Store, trainee: str, come: Sequence[VersionLine], language: str, *, follow: bool = False
) -> Joined:
    """Join versions into a store, page by page; a page that cannot be joined is left out."""
    theirs = [_version(trainee, line) for line in come]
    mine = store.deliveries.versions(trainee)
    found = Joined()
    for page in dict.fromkeys(one.page for one in theirs):
        here = [one for one in mine if one.page == page]
        there = [one for one in theirs if one.page == page]
        try:
            found = _with(found, _joined_page(store, here, there, language, follow=follow))
        except WorkbookError as error:
            found = _with(found, Joined(problems=error.messages))
    return found


def _with(one: Joined, other: Joined) -> Joined:
    foreign = tuple(dict.fromkeys((*one.foreign, *other.foreign)))
    return Joined(
        one.pages + other.pages,
        one.saves + other.saves,
        foreign,
        one.clashes + other.clashes,
        one.choices + other.choices,
        one.problems + other.problems,
    )


def _joined_page(
    store: Store, mine: list[Version], theirs: list[Version], language: str, *, follow: bool
) -> Joined:
    chapter, key = theirs[0].page
    _check(store, theirs)
    body = functools.partial(joined_body, store)
    found = history.union(mine, theirs, body, follow=follow)
    if found.missing:
        label = label_of(chapter, language)
        raise BadInput("exchange.gap", chapter=label, key=key)
    if not found.added:
        return Joined()
    store.deliveries.add(theirs[0].trainee, found.added)
    clashes, choices = _clashes(store, found.joins, language)
    saves = sum(len(one.parents) < history.BOTH for one in found.added)
    shipped = Template.now(chapter).digest
    foreign = (chapter,) if found.added[-1].template != shipped else ()
    return Joined(((chapter, key),), saves, foreign, clashes, choices)


def label_of(chapter: str, language: str) -> str:
    """A chapter in words."""
    pack: Any = content.load(chapter, language, chapters.chapter(chapter).pack)
    return str(pack.label)


def _clashes(
    store: Store, joins: Sequence[Joint], language: str
) -> tuple[tuple[str, ...], tuple[ChoiceCells, ...]]:
    said: list[str] = []
    choices: list[ChoiceCells] = []
    for before, earlier, later in joins:
        if earlier.body != later.body:
            book = book_of(store, later, language)
            clashes = outcome(book, before, earlier, later).clashes
            said += clash_lines(book, clashes)
            choices += lines_of(book, later.chapter, clashes)
    return tuple(said), tuple(choices)


def _version(trainee: str, line: VersionLine) -> Version:
    """BadInput for a body or a time that the store would have written otherwise."""
    try:
        sound = (
            json.dumps(unpacked(line.body)) is not None
            and packed(unpacked(line.body)) == line.body
            and clock.written(clock.read(line.saved_at)) == line.saved_at
        )
    except (ValueError, RecursionError, OverflowError, AttributeError):
        sound = False
    if not sound:
        raise BadInput("exchange.altered")
    return Version(
        trainee,
        line.chapter,
        line.key,
        line.body,
        line.template,
        line.author,
        line.saved_at,
        line.parents,
    )


def _check(store: Store, versions: Sequence[Version]) -> None:
    """Refuse pages that this program does not have, and templates that nobody sent."""
    chapter, key = versions[0].page
    period_of(chapter, key)
    for digest in {one.template for one in versions} - {Template.now(chapter).digest}:
        if store.template(digest) is None:
            raise BadInput("exchange.no_template", chapter=chapter, key=key)
    now = Template.now(chapter)
    if any(one.template == now.digest for one in versions):
        store.keep_template(now.digest, now.text)
