"""The exchange's results in the words of one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from workbook import content
from workbook.book.importing import pack
from workbook.book.trainee_workbook import CHINA
from workbook.content.messages import Wording
from workbook.domain.privacy import without_private
from workbook.errors import Message, sentences
from workbook.exchange.classes import Class
from workbook.exchange.collecting import Taken
from workbook.exchange.hand_ins import HandIn
from workbook.exchange.overview import Member
from workbook.exchange.pages import label_of
from workbook.store import clock

INDENT = "   "
WRITTEN = {"en": "en"}  # all other languages are told in Chinese


def wording_in(language: str) -> Wording:
    """All words of a language."""
    return content.load("wording", language, Wording)


def said(language: str) -> Mapping[str, str]:
    """The words of the exchange."""
    return wording_in(language).exchange


def at(moment: datetime) -> str:
    """A moment as people read it, in China."""
    return moment.astimezone(CHINA).strftime("%m-%d %H:%M")


def why(messages: Sequence[Message], language: str) -> str:
    """Errors in one language, on one line."""
    words = sentences(WRITTEN.get(language, "zh"))
    told = " ".join(one.told(words) for one in messages)
    return content.traditional(told) if language == "zh-Hant" else told


# -- a hand-in before it is written ---------------------------------------------------------------


def holds(made: HandIn, language: str) -> list[str]:
    """The contents of a hand-in, in words."""
    return list(_holds(made, language))


def _holds(made: HandIn, language: str) -> Iterator[str]:
    words = said(language)
    yield words["holds"].format(
        month=made.month, name=_shown(made.trainee.name), number=made.number
    )
    for (chapter, key), saves in made.pages.items():
        label = label_of(chapter, language)
        yield INDENT + words["holds_page"].format(chapter=label, key=key, saves=saves)
    if made.answers:
        yield INDENT + words["holds_answers"].format(n=made.answers)
    if not made.pages:
        yield INDENT + words["holds_nothing"]
    tables = tables_in(made.tables, language)
    holds = words["holds_customers"].format(tables=tables)
    yield INDENT + (holds if tables else words["holds_no_customers"])


def tables_in(tables: Mapping[str, int], language: str) -> str:
    """Customers' tables with their rows."""
    words = said(language)
    return words["join"].join(
        f"{pack.kind_in(kind, language)} {words['size'].format(n=f'{rows:,}')}"
        for kind, rows in tables.items()
    )


# -- files that were taken in ---------------------------------------------------------------------


def told(one: Taken, language: str) -> list[str]:
    """The result of one file."""
    return list(_told(one, language))


def _told(one: Taken, language: str) -> Iterator[str]:
    words, name = said(language), _shown(one.trainee.name) if one.trainee else ""
    if one.problem:
        yield words["refused"].format(file=_shown(one.file), why=why(one.problem, language))
        return
    if one.again:
        yield words["again"].format(file=_shown(one.file), name=name)
        return
    figures = {"name": name, "month": one.month, "number": one.number}
    moment = at(clock.read(one.made_at))
    line = words["came" if one.number else "returned"]
    yield line.format(at=moment, what=_what(one, language), **figures)
    yield from _notes(one, name, language)


def _what(one: Taken, language: str) -> str:
    words, parts = said(language), []
    if one.joined.pages:
        labels = dict.fromkeys(label_of(chapter, language) for chapter, _ in one.joined.pages)
        pages = words["join"].join(labels)
        parts.append(words["what_pages"].format(pages=pages, saves=one.joined.saves))
    if one.remarks:
        kind = "what_answers" if one.number else "what_remarks"
        parts.append(words[kind].format(n=one.remarks))
    if one.tables:
        parts.append(words["what_customers"].format(tables=tables_in(one.tables, language)))
    return words["join"].join(parts) or words["what_nothing"]


def _notes(one: Taken, name: str, language: str) -> Iterator[str]:
    words = said(language)
    if one.learnt:
        yield INDENT + words["learnt"].format(name=name, key=one.learnt)
    if one.joined.foreign:
        labels = (label_of(chapter, language) for chapter in one.joined.foreign)
        yield INDENT + words["foreign"].format(chapters=words["join"].join(labels))
    yield from (INDENT + line for line in one.joined.clashes)
    if one.joined.problems:
        yield INDENT + why(one.joined.problems, language)


def summed_up(taken: Sequence[Taken], people: Sequence[Member], language: str) -> list[str]:
    """The end of a collection: how many files, who is complete, who is not, who is missing."""
    return list(_summed_up(taken, people, language))


def _summed_up(taken: Sequence[Taken], people: Sequence[Member], language: str) -> Iterator[str]:
    words = said(language)
    refused, again = sum(bool(one.problem) for one in taken), sum(one.again for one in taken)
    yield words["sum"].format(came=len(taken) - refused - again, again=again, refused=refused)
    told = [(one.called, one.filled if one.times else 0, len(one.pages)) for one in people]
    yield from progress(told, language)


def progress(people: Sequence[tuple[str, int, int]], language: str) -> Iterator[str]:
    """Who is complete, who is not, who is missing; for each person: name, pages filled, pages."""
    words = said(language)
    groups = {
        "sum_complete": [_shown(name) for name, filled, of in people if filled == of],
        "sum_partly": [
            words["sum_one"].format(name=_shown(name), pages=filled, of=of)
            for name, filled, of in people
            if 0 < filled < of
        ],
        "sum_missing": [_shown(name) for name, filled, _ in people if not filled],
    }
    for group, names in groups.items():
        if names:
            yield words[group].format(names=words["join"].join(names))


def changed(counts: Mapping[str, int], language: str) -> str:
    """Whose pages a run has made anew; name → how many."""
    words = said(language or content.LANGUAGES[0])
    names = (words["changed_one"].format(name=_shown(name), n=n) for name, n in counts.items())
    return words["changed"].format(names=words["join"].join(names))


# -- the class ------------------------------------------------------------------------------------


def listed(one: Class, people: Sequence[Member], language: str) -> list[str]:
    """Who handed in what and when, and who has not."""
    return list(_listed(one, people, language))


def _listed(one: Class, people: Sequence[Member], language: str) -> Iterator[str]:
    words = said(language)
    begun = sum(bool(person.times) for person in people)
    yield words["class_line"].format(
        cohort=_shown(one.cohort),
        months=words["join"].join(one.months),
        people=len(people),
        begun=begun,
        missing=len(people) - begun,
    )
    for person in people:
        yield _member(person, words)
        for held in person.waits:
            key, trainee = held.address.shown, person.trainee.id
            yield words["waits"].format(name=_shown(person.called), key=key, trainee=trainee)


def _member(person: Member, words: Mapping[str, str]) -> str:
    name = _shown(person.called)
    if person.last is None:
        return words["member_none"].format(name=name)
    unread = words["unread"].format(n=person.unread) if person.unread else ""
    return words["member"].format(
        name=name,
        times=person.times,
        at=at(person.last),
        pages=person.filled,
        of=len(person.pages),
        unread=unread,
    )


def _shown(text: str) -> str:
    """Typed text without what would command a terminal."""
    plain = "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in text)
    return without_private(plain)
