"""The first screen of a page: how things stand, at most three findings, the next step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from workbook import chapters, rendering
from workbook.book.trainee_workbook import WEIGHTS, Book
from workbook.chapters.shared.page_parts import FORMS, Item, PageWords, Part
from workbook.content.messages import Said
from workbook.pages import parts, start
from workbook.pages.findings import cards, grouped, is_begun, weighed
from workbook.pages.parts import Exhibit, Stands
from workbook.pages.read_only_forms import is_filled
from workbook.rendering import Card, card, folds

MOST = 3  # findings on the first screen


@dataclass(frozen=True)
class Way:
    """Where something is filled in: the place on the page, and the field in its form."""

    place: str
    field: str = ""


def head(book: Book, page: str) -> Exhibit:
    """The title, the trainee and the period, and what to know before reading."""
    made = start.head(book) if page == "start" else parts.head(book, chapters.lead(page), page)
    title = folds.part_html("today", book.wording.page["part_today"], only_read=True)
    return replace(made, html=f"{made.html}{title}")


def picture(book: Book, page: str) -> Exhibit:
    """The figure that says how things stand, without its note; nothing before the first input."""
    drawn = chapters.parts(page, book.language).picture
    if drawn is None or not is_begun(book, drawn[0]):
        return Exhibit("", "")
    return parts.figure(book, *drawn, small=True)


def picture_from(book: Book, page: str) -> object:
    """The inputs of the picture, as in ``parts.drawn_from``."""
    drawn = chapters.parts(page, book.language).picture
    return drawn and (is_begun(book, drawn[0]), parts.drawn_from(book, *drawn))


def words(book: Book, page: str) -> Exhibit:
    """How things stand in a sentence, the next step, at most three findings with their ways."""
    shown = shown_cards(book, page)
    state, (ahead, link) = states(book, page), next_step(book, page, shown)
    html = "".join(f"<p>{rendering.escape(one)}</p>" for one in state)
    text = "\n".join(filter(None, [*state, ahead, rendering.findings_text(shown, "")]))
    whole = f'<div class="wb wb-state">{html}{link}{_reminders(shown, book)}</div>'
    return Exhibit(whole, text, standings=stands(book, page))


def _reminders(shown: Sequence[Card], book: Book) -> str:
    """The heaviest findings, and the others folded away."""
    labels = book.wording.page
    first = "".join(card(one, labels) for one in shown[:MOST])
    rest = "".join(card(one, labels) for one in shown[MOST:])
    if rest:
        summary = labels["more_findings"].replace("{n}", str(len(shown) - MOST))
        rest = (
            f'<details class="wb-rest"><summary>{rendering.escape(summary)}</summary>{rest}'
            "</details>"
        )
    return f'<section class="wb-findings">{first}{rest}</section>' if shown else ""


def sentences(book: Book, page: str) -> Exhibit:
    """How things stand, for a page whose first screen is a list."""
    said = states(book, page)
    html = "".join(f"<p>{rendering.escape(one)}</p>" for one in said)
    return Exhibit(f'<div class="wb wb-state">{html}</div>' if said else "", "\n".join(said))


def states(book: Book, page: str) -> list[str]:
    """The state of each tool that has a sentence for it."""
    return [said for tool in chapters.pages()[page] for said in _state(book, tool)]


def _state(book: Book, tool: str) -> list[str]:
    told = chapters.chapter(tool).state
    sentences: Mapping[str, str] = book.pack(tool).state
    voice = book.voice(tool)
    return [
        voice.text(Said(sentences[key], figures))
        for key, figures in (told(book.desk(tool)) if told else ())
        if key in sentences
    ]


def stands(book: Book, page: str) -> tuple[Stands, ...]:
    """How far each tool of the page is filled in, and its findings by weight."""
    return tuple(
        Stands(
            chapter=tool,
            completeness=book.completeness(tool),
            counts=weighed(cards(book, tool)),
        )
        for tool in chapters.pages()[page]
    )


# -- findings -------------------------------------------------------------------------------------


def shown_cards(book: Book, page: str) -> list[Card]:
    """The findings of the page's tools, heaviest first, the same one on many rows as one card."""
    found = [one for tool in chapters.pages()[page] for one in cards(book, tool)]
    found.sort(key=lambda one: (not one.unread, WEIGHTS.index(one.weight)))
    laid_out = chapters.parts(page, book.language)
    return [_linked(one, laid_out) for one in grouped(found, book.wording)]


def _linked(one: Card, page: PageWords) -> Card:
    way = way_to(page, one.tool, one.field)
    return replace(one, place=way.place) if way else one


def of_step(book: Book, page: str, step: Part) -> list[Card]:
    """The findings about the fields of a step."""
    fields = {(item.tool, name) for item in step.items if item.kind in FORMS for name in item.names}
    return [one for one in shown_cards(book, page) if (one.tool, one.field.split(".")[0]) in fields]


def way_to(page: PageWords, tool: str, field: str) -> Way | None:
    """The part of the page whose form has this field; None for a finding about the whole page."""
    name = field.split(".")[0]
    groups = (("fill", page.steps), ("book", page.book))
    for part, places in groups:
        for key, one in places.items():
            if any(
                item.kind == "form" and item.tool == tool and name in item.names
                for item in one.items
            ):
                return Way(f"{part}-{key}", field)
    return None


# -- the next step --------------------------------------------------------------------------------


def is_done(book: Book, step: Part) -> bool:
    """Whether anything is filled in where the step asks for it, and all of it can be read; true of
    a step that asks nothing.

    What is brought in on the first page counts once a table is in the store.
    """
    forms = [item for item in step.show if item.kind == "form"]
    if not forms:
        return any(item.kind != "start" for item in step.show) or bool(
            book.store.imports(book.trainee.id)
        )
    filled = any(is_filled(book, item.tool, item.names) for item in forms)
    return filled and not any(_unread(book, item) for item in forms)


def _unread(book: Book, item: Item) -> bool:
    """Whether a form has a cell that cannot be read, or a row that cannot be counted."""
    return any(problem.loc[0] in item.names for problem in book.desk(item.tool).problems)


def undone(book: Book, steps: Mapping[str, Part]) -> Iterable[str]:
    """The steps in which nothing is filled in yet, in their order."""
    return (name for name, step in steps.items() if not is_done(book, step))


def next_step(book: Book, page: str, shown: Sequence[Card]) -> tuple[str, str]:
    """The one next step as text and as a link: what cannot be read, then what is empty, then the
    heaviest finding."""
    labels, laid_out = book.wording.page, chapters.parts(page, book.language)
    first = next((one for one in shown if one.place), None)
    step = next(iter(undone(book, laid_out.steps)), None)
    if first and first.unread:
        return _ahead(labels["next_is"], first.where, first.place, first.field, "")
    if step:
        ahead = laid_out.steps[step]
        minutes = minutes_said(book, ahead.minutes)
        return _ahead(labels["next_is"], ahead.label, f"fill-{step}", first_field(ahead), minutes)
    if first:
        return _ahead(labels["next_is"], first.where, first.place, first.field, "")
    return labels["no_findings"], f"<p>{rendering.escape(labels['no_findings'])}</p>"


def first_field(step: Part) -> str:
    """The field with which a step begins; "" where it has no form."""
    return next((item.names[0] for item in step.items if item.kind == "form"), "")


def _ahead(template: str, step: str, place: str, field: str, minutes: str) -> tuple[str, str]:
    said = template.replace("{step}", step)
    link = folds.link_html(place, said, field, minutes)
    return f"{said} {minutes}".strip(), f'<p class="wb-next">{link}</p>'


def minutes_said(book: Book, minutes: int) -> str:
    """So many minutes, in words."""
    return book.wording.page["minutes"].replace("{n}", str(minutes))
