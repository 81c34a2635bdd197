"""A page in three parts: today, fill in, book. Each is a cell of the notebook.

What each part shows, and in which order, is data: ``templates/pages``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbook import chapters, rendering
from workbook.book.trainee_workbook import Book
from workbook.chapters.shared.page_parts import Item, PageWords, Part
from workbook.pages import today
from workbook.pages.parts import Exhibit
from workbook.rendering import card, folds
from workbook.rendering.folds import Fold

if TYPE_CHECKING:
    from workbook.pages.notebook import Workbook


@dataclass(frozen=True)
class ThreeParts:
    """A page of the course; each method is one cell of the notebook."""

    workbook: Workbook
    name: str

    def today(self) -> Any:
        """The state in one picture and a sentence, at most three findings, the next step."""
        return self._live().today() if self.workbook.live else self._shown("today", self._today())

    def fill_in(self) -> Any:
        """The steps: one idea, one small form, what is said about it, the next one."""
        if self.workbook.live:
            return self._live().fill_in()
        return self._shown("filled", self._steps())

    def book(self) -> Any:
        """Everything else, folded under its questions."""
        return self._live().book() if self.workbook.live else self._shown("book", self._book())

    # -- what both kinds of page have in common ---------------------------------------------------

    @property
    def laid_out(self) -> PageWords:
        """The page's steps and questions in the reader's language."""
        return chapters.parts(self.name, self.workbook.book.language)

    def of(self, item: Item) -> Any:
        """An item as the page shows it: as a single cell would; None where that is nothing."""
        if item.kind == "start":
            return getattr(self.workbook.start(), item.names[0])()
        return getattr(self.workbook.chapter(item.tool), item.kind)(*item.names)

    def title_of(self, question: Part) -> tuple[str, bool]:
        """The title of a question, and whether the section it begins with has it."""
        first, book = question.show[0], self.workbook.book
        if question.label or not first.tool:
            return question.label, False
        titled = getattr(book.pack(first.tool), f"{first.kind}s")[first.names[0]]
        return titled.title, first.kind == "section"

    def heading(self, part: str, said: str = "") -> str:
        """The heading of one of the parts."""
        words = self.workbook.book.wording.page
        return folds.part_html(part, words[f"part_{part}"], said)

    def count(self, book: Book) -> str:
        """How many of the steps are done."""
        steps = self.laid_out.steps
        done = len(steps) - len(list(today.undone(book, steps)))
        said = book.wording.page["steps_done"]
        return said.replace("{n}", str(done)).replace("{all}", str(len(steps)))

    def beside(self, step: Part) -> str:
        """The minutes of a step, and whether it is on the quick way."""
        book = self.workbook.book
        minutes = today.minutes_said(book, step.minutes)
        return f"{minutes} · {book.wording.page['fast']}" if step.fast else minutes

    def minutes(self, one: Part) -> str:
        """The minutes of a question."""
        return today.minutes_said(self.workbook.book, one.minutes)

    def said_of(self, book: Book, step: Part) -> Exhibit:
        """The findings about a step's fields."""
        shown, labels = today.of_step(book, self.name, step), book.wording.page
        html = "".join(card(one, labels) for one in shown)
        html = f'<section class="wb wb-findings">{html}</section>' if html else ""
        return Exhibit(html, rendering.findings_text(shown, "") if shown else "")

    def onward(self, name: str) -> Exhibit:
        """The link to the step after ``name``; nothing after the last one."""
        steps, words = self.laid_out.steps, self.workbook.book.wording.page
        after = [*steps][[*steps].index(name) + 1 :]
        if not after:
            return Exhibit("", "")
        said = words["next_is"].replace("{step}", steps[after[0]].label)
        link = folds.link_html(f"fill-{after[0]}", said, today.first_field(steps[after[0]]))
        return Exhibit(f'<p class="wb wb-next">{link}</p>', said)

    # -- a report ---------------------------------------------------------------------------------

    def _shown(self, part: str, found: Iterable[Exhibit]) -> Any:
        from workbook.pages.notebook import Shown

        pieces = list(found)
        return Shown(
            Exhibit(
                "".join(one.kept for one in pieces),
                "\n\n".join(filter(None, (one.text for one in pieces))),
                standings=tuple(stand for one in pieces for stand in one.standings),
                part=part,
            )
        )

    def _exhibits(self, items: Iterable[Item]) -> Iterator[Exhibit]:
        for item in items:
            made = self.of(item)
            if made is not None:
                yield made.exhibit

    def _today(self) -> Iterator[Exhibit]:
        book = self.workbook.book
        yield today.head(book, self.name)
        if self.name == "start":
            yield today.sentences(book, self.name)
            (listed,) = self._exhibits([Item({"day": (chapters.day_list(),)})])
            yield Exhibit(f'<div class="wb-day">{listed.kept}</div>', listed.text)
            return
        picture, words = today.picture(book, self.name), today.words(book, self.name)
        inner = f"{picture.kept}{words.html}"
        said = "\n\n".join(filter(None, (picture.text, words.text)))
        yield Exhibit(f'<div class="wb-today">{inner}</div>', said, standings=words.standings)

    def _steps(self) -> Iterator[Exhibit]:
        book = self.workbook.book
        yield Exhibit(self.heading("filled", self.count(book)), "")
        yield _together("steps", list(map(self._step, self.laid_out.steps)))

    def _step(self, name: str) -> Exhibit:
        book, step = self.workbook.book, self.laid_out.steps[name]
        shown = [*self._exhibits(step.show), self.said_of(book, step), self.onward(name)]
        more = list(self._exhibits(step.more))
        folded = self._more(name, more)
        fold = Fold(
            place=f"fill-{name}",
            title=step.label,
            beside=self.beside(step),
            body="".join(one.kept for one in shown) + folded,
            group="fill",
            done=today.is_done(book, step),
        )
        return _folded(fold, [*shown, *more])

    def _more(self, name: str, more: Sequence[Exhibit]) -> str:
        if not more:
            return ""
        label, body = self.workbook.book.wording.page["more"], "".join(one.kept for one in more)
        inner = Fold(place=f"more-{name}", title=label, beside="", body=body)
        return folds.fold_html(inner)

    def _book(self) -> Iterator[Exhibit]:
        yield Exhibit(self.heading("book"), "")
        yield _together("book", [self._question(*one) for one in self.laid_out.book.items()])

    def _question(self, name: str, question: Part) -> Exhibit:
        title, titled = self.title_of(question)
        shown = list(self._exhibits(question.show))
        body = "".join(one.kept for one in shown)
        fold = Fold(f"book-{name}", title, self.minutes(question), body, titled=titled)
        return _folded(fold, shown)

    # -- a live page ------------------------------------------------------------------------------

    def _live(self) -> Any:
        from workbook.pages.live_parts import LiveParts

        return LiveParts(self)


def _together(kind: str, made: Sequence[Exhibit]) -> Exhibit:
    return Exhibit(
        folds.folds_html(kind, (one.html for one in made)),
        "\n\n".join(one.text for one in made),
        standings=tuple(stand for one in made for stand in one.standings),
    )


def _folded(fold: Fold, inside: Iterable[Exhibit]) -> Exhibit:
    pieces = list(inside)
    said = "\n\n".join(filter(None, [fold.title, *(one.text for one in pieces)]))
    standings = tuple(stand for one in pieces for stand in one.standings)
    return Exhibit(folds.fold_html(fold), said, standings=standings)
