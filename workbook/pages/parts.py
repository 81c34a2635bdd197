"""The parts of a page as HTML and text, made from a book: for notebooks, exports and tests."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import Any, TypedDict

import pandas as pd
from matplotlib.figure import Figure

from workbook import chapters, rendering
from workbook.book.importing.unknown_customers import of_book, told
from workbook.book.trainee_workbook import Book
from workbook.chapters.shared.tool import Columns
from workbook.content.messages import Said, Voice
from workbook.domain.templates import Choosable, TableWords
from workbook.errors import Kind, none_of
from workbook.pages.findings import cards, grouped, sourced, weighed
from workbook.pages.handouts import handouts
from workbook.pages.table_notes import noted

READ = "workbook"  # the metadata of an output that a program reads


class Stands(TypedDict):
    """How far a chapter is filled in (0…1), and its findings by weight."""

    chapter: str
    completeness: float | None
    counts: dict[str, int]


@dataclass(frozen=True)
class Exhibit:
    """One part of a page: HTML with its plain text, or a figure with both.

    said: the text, or a function that makes it on demand: a live page never needs it.
    drawing: the figure, as an ``<svg>``. standings: the trainee's progress, and part: which of the
    page's three parts it is, for a program that reads the page. frame: all rows of a table, money
    in fen, keys as they are.
    """

    html: str
    said: str | Callable[[], str]
    drawing: str = ""
    standings: tuple[Stands, ...] = ()
    part: str = ""
    frame: pd.DataFrame | None = field(default=None, compare=False, repr=False)

    @functools.cached_property
    def text(self) -> str:
        """The part as plain text."""
        return self.said if isinstance(self.said, str) else self.said()

    @property
    def kept(self) -> str:
        """The part as one piece of HTML for a notebook, a figure as an image."""
        return self._with(rendering.image)

    @property
    def whole(self) -> str:
        """The part as one piece of HTML, a figure as a drawing whose text can be selected."""
        return self._with(rendering.inline)

    def _with(self, shown: Callable[[str, str], str]) -> str:
        if not self.drawing:
            return self.html
        return f'<figure class="wb wb-figure">{shown(self.drawing, self.text)}{self.html}</figure>'


def head(book: Book, chapter: str, of: str = "") -> Exhibit:
    """The chapter's title, the trainee and the period, and what to know before reading.

    of: the page that begins with the chapter; the title and the progress are then the page's.
    """
    page, pack, period = book.wording.page, book.pack(chapter), book.period(chapter)
    words = chapters.parts(of, book.language) if of else pack
    tools = chapters.on_page(of) if of else (chapter,)
    share = _filled(book, tools)
    facts = {
        page["trainee"]: book.trainee.name,
        page["week" if period != book.month else "month"]: _spoken(book, chapter),
        page["today"]: book.today.isoformat(),
        **({} if share is None else {page["completeness"]: f"{share:.0%}"}),
        page["cohort"]: " · ".join(filter(None, (book.trainee.cohort, book.trainee.branch))),
    }
    notices = _notices(book, tools)
    html = rendering.head_html(words.label, words.question or pack.question, facts, notices)
    said = [f"{name}: {fact}" for name, fact in facts.items()]
    return Exhibit(html, "\n".join([words.label, *said, *notices]))


def _filled(book: Book, tools: Sequence[str]) -> float | None:
    """The mean share of these tools that is filled in; None where nothing has to be."""
    shares = [share for share in map(book.completeness, tools) if share is not None]
    return fmean(shares) if shares else None


def days_of(book: Book, chapter: str) -> str:
    """The page's period in words, from its first day to its last."""
    period, voice = book.period(chapter), book.voice(chapter)
    return f"{voice.text(period.first, 'day')} – {voice.text(period.last, 'day')}"


def nothing_before(book: Book, chapter: str) -> Exhibit:
    """Shown in place of an earlier page that was not filled in."""
    said = book.wording.page["nothing_before"].replace("{days}", days_of(book, chapter))
    return Exhibit(f'<p class="wb wb-notice">{rendering.escape(said)}</p>', said)


def _spoken(book: Book, chapter: str) -> str:
    """A month by its number; a week by its days, since nobody knows week numbers."""
    period = book.period(chapter)
    return str(period) if period == book.month else days_of(book, chapter)


def _notices(book: Book, tools: Sequence[str]) -> list[str]:
    """What to know before reading a page of these tools."""
    page, lead, found = book.wording.page, tools[0], []
    standing = book.calendar.standing(book.month.year)
    if all(book.entry(tool) is None for tool in tools):
        rows = [one.label for one in book.pack(lead).fields.values() if one.columns]
        found.append(book.voice(lead).say(page["nothing_here"], {"field": rows[0]}))
    if any(chapters.chapter(tool).on_customers for tool in tools):
        found += [line for one in of_book(book) for line in told(one, book.language)]
    if standing in ("provisional", "unknown"):
        found.append(page[f"calendar_{standing}"].replace("{year}", str(book.month.year)))
    return [*found, *(said for tool in tools for said in _of_template(book, tool))]


def _of_template(book: Book, chapter: str) -> Iterator[str]:
    """That a newer template is there, and which one the page was filled in with."""
    template = book.template(chapter)
    if template.outdated:
        said = ("template_updated", "accepted") if template.unreadable else ("template_says",)
        figures = {"version": template.digest[:7]}
        yield from (book.voice(chapter).say(book.wording.page[name], figures) for name in said)


def section(book: Book, chapter: str, name: str) -> Exhibit:
    """A passage of prose: HTML from the template's markdown."""
    sections = book.pack(chapter).sections
    _check("section", name, sections)
    one = sections[name]
    source = f'<p class="wb-source">{rendering.escape(sourced(one.source, book.wording.page))}</p>'
    html = (
        f'<section class="wb wb-section"><h2>{rendering.escape(one.title)}</h2>'
        f"{rendering.prose(one.body)}{source}</section>"
    )
    return Exhibit(html, f"{one.title}\n\n{one.body}")


def table(book: Book, chapter: str, name: str) -> Exhibit:
    """A table of the chapter."""
    tables = chapters.chapter(chapter).tables
    _check("table", name, tables)
    frame, words = book.frame(chapter, name), book.pack(chapter).tables[name]
    words = noted(book, chapter, name, words, len(frame))
    voice, empty = book.voice(chapter), book.wording.page["no_rows"]
    in_use = chapters.chapter(chapter).in_use.get(name)
    used = in_use(book.desk(chapter)) if in_use else None
    return shown_table(frame, words, voice, empty, used)


def shown_table(
    frame: pd.DataFrame,
    words: TableWords,
    voice: Voice,
    empty: str,
    used: Collection[str] | None = None,
) -> Exhibit:
    """A frame in words, at most ``words.most`` rows; ``empty`` is shown where it has none.

    used: of cards, those whose first cell is in it come first, and the others have a line each.
    """
    shown, opened = frame.head(words.most), None
    if used is not None:
        is_used = shown[next(iter(words.columns))].isin(list(used))
        shown, opened = pd.concat([shown[is_used], shown[~is_used]]), int(is_used.sum())
    return Exhibit(
        rendering.table_html(shown, words, voice, empty, len(frame), opened),
        functools.partial(rendering.table_text, shown, words, voice, empty),
        frame=frame.map(functools.partial(_said, voice)),
    )


def _said(voice: Voice, cell: object) -> object:
    """A sentence in words; anything else unchanged."""
    return voice.text(cell) if isinstance(cell, Said) else cell


def figure(book: Book, chapter: str, name: str, *, small: bool = False) -> Exhibit:
    """A figure of the chapter with a note on how to read it.

    small: for a place that is narrower than a page, with its title only.
    """
    figures = chapters.chapter(chapter).figures
    _check("figure", name, figures)
    words = book.pack(chapter).figures[name]
    made = figures[name](book.desk(chapter))
    if small:
        rendering.narrow(made)
    return drawn(made, words.title, words.note, small=small)


def drawn(figure: Figure, title: str, note: str, *, small: bool = False) -> Exhibit:
    """A figure with its title, and with a note on how to read it where it is not small."""
    html = (
        f'<figcaption class="wb"><b>{rendering.escape(title)}</b>　'
        f"{'' if small else rendering.lines(note)}</figcaption>"
    )
    return Exhibit(html, f"{title}. {note}", rendering.svg(figure))


def sheet(book: Book, chapter: str, name: str) -> Exhibit:
    """A printed sheet, as a page shows it."""
    _check("sheet", name, chapters.chapter(chapter).handouts)
    made = handouts(book, chapter, name)
    said = "\n\n".join(rendering.sheet_text(one) for one in made)
    return Exhibit("".join(map(rendering.sheet_html, made)), said)


def drawn_from(book: Book, chapter: str, name: str) -> object:
    """The inputs of figure ``name``: while they are equal, so is the picture.

    None where the inputs are not known.
    """
    fields = chapters.chapter(chapter).drawn_from.get(name)
    if fields is None:
        return None
    desk = book.desk(chapter)
    linked, earlier = (one.record for one in desk.linked.values()), (one for _, one in desk.earlier)
    records = [desk.record, desk.planned, *linked, *earlier]
    read = [_part(record, *one) for record in records for one in fields.items()]
    marks = tuple(desk.marked.values())
    return (desk.customers, marks, *(book.template(one) for one in (chapter, *desk.linked)), *read)


def _part(record: object, field: str, columns: Columns) -> object:
    """A field of a record, or these columns of its rows; None when there is no such field."""
    value: Any = getattr(record, field, None)
    if value is None or not columns:
        return value
    return [tuple(getattr(row, column) for column in columns) for row in value]


def filled_from(book: Book, chapter: str, name: str) -> object:
    """The inputs of a table, as in ``drawn_from``: its numbers and its words."""
    frame, words = book.frame(chapter, name), book.pack(chapter).tables[name]
    note = noted(book, chapter, name, words, len(frame)).note
    rows = frame.head(words.most).itertuples(index=False, name=None)
    return book.template(chapter), note, tuple(rows)


def exercise(book: Book, chapter: str, name: str) -> Exhibit:
    """A find-the-error exercise with its answer folded away."""
    exercises = book.pack(chapter).exercises
    _check("exercise", name, exercises)
    one, page = exercises[name], book.wording.page
    html = (
        f'<section class="wb wb-exercise"><h3>{rendering.escape(page["exercise"])}</h3>'
        f"<blockquote>{rendering.lines(one.claim)}</blockquote>"
        f"<p>{rendering.lines(one.question)}</p>"
        f"<details><summary>{rendering.escape(page['check'])}</summary>"
        f"<p><b>{rendering.lines(one.answer)}</b></p><p>{rendering.lines(one.why)}</p>"
        f'<p class="wb-source">{rendering.escape(sourced(one.source, page))}</p>'
        "</details></section>"
    )
    return Exhibit(html, "\n".join((page["exercise"], one.claim, one.question)))


def choices(book: Book, chapter: str, name: str) -> Exhibit:
    """The text of each choice of a field, the chosen one marked: ``reaction`` → its answers."""
    pack, record = book.pack(chapter), book.desk(chapter).record
    _check("field", name, type(record).model_fields)
    listed: Mapping[str, Choosable] = getattr(pack, f"{name}s")
    chosen = getattr(record, name)
    html = "".join(_choice(one, key == chosen) for key, one in listed.items())
    text = "\n".join(f"{'*' if key == chosen else '-'} {one.label}" for key, one in listed.items())
    return Exhibit(f'<section class="wb wb-choices">{html}</section>', text)


def _choice(one: Choosable, chosen: bool) -> str:
    said = [text for name, text in one if name not in ("label", "source") and _is_prose(text)]
    paragraphs = "".join(f"<p>{rendering.lines(text)}</p>" for text in said)
    mark = ' class="wb-chosen"' if chosen else ""
    return f"<article{mark}><h4>{rendering.escape(one.label)}</h4>{paragraphs}</article>"


def _is_prose(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def findings(book: Book, chapter: str) -> Exhibit:
    """The unreadable cells and the chapter's findings, heaviest first."""
    found, page = cards(book, chapter), book.wording.page
    shown = grouped(found, book.wording)
    title = f"{page['findings']} · {book.pack(chapter).label}"
    html = rendering.findings_html(shown, title, page["no_findings"], page)
    stands = Stands(chapter=chapter, completeness=book.completeness(chapter), counts=weighed(found))
    return Exhibit(html, rendering.findings_text(shown, page["no_findings"]), standings=(stands,))


def _check(kind: Kind, name: str, known: Mapping[str, object]) -> None:
    if name not in known:
        raise none_of(kind, name, known)
