"""A trainee's progress in each chapter, and the next step in words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from workbook import chapters
from workbook.book.trainee_workbook import CHINA, Book
from workbook.pages.findings import as_typed, cards, weighed
from workbook.rendering import Card


@dataclass(frozen=True)
class Standing:
    """One chapter of one trainee.

    completeness: share filled in, 0…1; None where the page makes itself. counts: findings by
    weight. cards: the findings in words, heaviest first. saved_at: day and time of the last save
    in China, "" before the first. field: where the next step is done, as forms call it, such as
    "targets.0.target".
    """

    chapter: str
    label: str
    completeness: float | None
    counts: dict[str, int]
    cards: tuple[Card, ...]
    saved_at: str
    next_step: str
    field: str

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to fill in."""
        return self.completeness is None or self.completeness >= 1


def standing(book: Book, chapter: str) -> Standing:
    """The progress of ``book``'s trainee in ``chapter``."""
    found, entry, pack = tuple(cards(book, chapter)), book.entry(chapter), book.pack(chapter)
    completeness = book.completeness(chapter)
    begun = entry is not None or completeness is None
    return Standing(
        chapter=chapter,
        label=pack.label,
        completeness=completeness,
        counts=weighed(found),
        cards=found,
        saved_at=entry.saved_at.astimezone(CHINA).strftime("%m-%d %H:%M") if entry else "",
        next_step=_next_step(book, chapter, found, begun=begun),
        field=".".join(map(str, _place(book, chapter, begun=begun))),
    )


def standings(book: Book) -> list[Standing]:
    """The trainee's progress in every chapter, in the order of the course."""
    return ended([standing(book, name) for name in chapters.names()], book)


def ended(found: list[Standing], book: Book) -> list[Standing]:
    """The same, with what comes after the course where nothing is left to do."""
    if any(one.cards or not one.is_complete for one in found):
        return found
    return [replace(one, next_step=book.wording.start["next_done"]) for one in found]


def _place(book: Book, chapter: str, *, begun: bool) -> tuple[str | int, ...]:
    """Where the next step is done: what comes first on the page where no field is meant."""
    desk, first = book.desk(chapter), _asked_first(book, chapter)
    places = [one.loc for one in desk.problems]
    places += [as_typed(one, desk.rows).loc for one in book.findings(chapter)]
    return (begun and places and places[0]) or (first,)


def _asked_first(book: Book, chapter: str) -> str:
    """The field with which a page is begun: that of its longest quick step, a table before a single
    value."""
    fields = book.pack(chapter).fields
    pages = (page for page, tools in chapters.pages().items() if chapter in tools)
    steps = (step for page in pages for step in chapters.parts(page, book.language).steps.values())
    quick = sorted((step for step in steps if step.fast), key=lambda step: -step.minutes)
    shown = (item for step in quick for item in step.items)
    names = (one.names for one in shown if one.kind == "form" and one.tool == chapter)
    asked = next(names, ()) or tuple(fields)
    return next((name for name in asked if fields[name].columns), asked[0])


def _next_step(book: Book, chapter: str, found: tuple[Card, ...], *, begun: bool) -> str:
    start, pack = book.wording.start, book.pack(chapter)
    first = pack.fields[_asked_first(book, chapter)].label
    voice = book.voice(chapter)
    if not begun:
        return voice.say(start["next_begin"], {"chapter": pack.label, "field": first})
    if found:
        said = found[0].attempt if found[0].weight != "must" else found[0].says
        return voice.say(start["next_finding"], {"chapter": pack.label, "finding": said})
    return book.wording.page["no_findings"]
