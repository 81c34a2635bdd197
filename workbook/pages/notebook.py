"""The calls of a notebook's cells, one each, the same in a live form and in a report.

``mode="report"`` gives static tables, figures and findings: what a batch, a code host and a test
see. ``mode="form"`` gives the same as widgets that redraw from the store after each save.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import pandas as pd

from workbook import chapters, rendering
from workbook.book import samples
from workbook.book.opening import open_book
from workbook.book.trainee_workbook import Book
from workbook.content import in_language
from workbook.errors import NotFound, WorkbookError, not_found
from workbook.pages import parts, start
from workbook.pages.parameters import settled
from workbook.pages.parts import Exhibit
from workbook.pages.three_parts import ThreeParts
from workbook.store import open_store

MODES = ("report", "form")


def open_workbook(
    trainee: str,
    month: str,
    *,
    today: str = "",
    language: str = "",
    store: str = "",
    mode: str = "report",
) -> Workbook:
    """Open a trainee's workbook for a month.

    today: ISO date; empty for today in China. language: empty for the trainee's own.
    store: a path, a URL, or "samples" for the fictitious cohort that comes with the package (a live
    notebook writes into a copy of it); empty for WORKBOOK_STORE, or else the samples. Values that a
    notebook of the course merely declares give way to WORKBOOK_STORE and the clock.
    mode: "report" (static) or "form" (live). Raises NotFound, BadInput or StoreError.
    """
    if mode not in MODES:
        raise not_found("mode", mode, MODES)
    report = mode == "report"
    given = settled(store, month, today)
    opened = open_store(samples.address(given.store, read_only=report), read_only=report)
    book = open_book(opened, trainee, given.month, given.today, language)
    return Workbook(book.still() if report else book, live=not report)


@dataclass(frozen=True)
class Shown:
    """A part of a page, displayed in a notebook."""

    exhibit: Exhibit

    @property
    def frame(self) -> pd.DataFrame:
        """All rows of a table as a DataFrame, money in fen, keys as they are.

        Raises NotFound when this part is not a table.
        """
        if self.exhibit.frame is None:
            raise NotFound("pages.no_table")
        return self.exhibit.frame.copy()

    def _ipython_display_(self) -> None:
        from IPython.display import publish_display_data

        one = self.exhibit
        noted: dict[str, Any] = {"standings": list(one.standings)} if one.standings else {}
        noted |= {"part": one.part} if one.part else {}
        read = {parts.READ: noted} if noted else {}
        publish_display_data({"text/html": one.kept, "text/plain": one.text}, read)


Made = Callable[[Book], Exhibit]


@dataclass
class Live:
    """A part of a page in a live notebook.

    rests_on: returns the inputs; while they are equal, and not None, the part is not redrawn.
    """

    make: Made
    rests_on: Callable[[Book], object]
    widget: Any
    basis: object = None

    def draw(self, book: Book) -> None:
        """Redraw the part when its inputs have changed."""
        basis = self.rests_on(book)
        if basis is None or basis != self.basis:
            self.widget.value, self.basis = self.make(book).whole, basis

    def redraw(self, book: Book) -> None:
        """Redraw after a save; an error is shown in the part's place."""
        try:
            self.draw(book)
        except WorkbookError as error:
            said = rendering.escape(in_language(error, book.language))
            notice = f'<p class="wb wb-notice">{said}</p>'
            self.widget.value, self.basis = notice, None


class Redrawn(Protocol):
    """A part of a live page that follows what is saved."""

    def redraw(self, book: Book) -> None:
        """Redraw after a save, from ``book``, which stands still."""


@dataclass(frozen=True)
class Workbook:
    """A trainee's workbook in a notebook; a live one redraws its parts after each save.

    A report shows the moment at which it was opened; a live notebook reads the store each time.
    quick, slow: the parts to redraw, words and tables before figures.
    """

    book: Book
    live: bool
    quick: list[Redrawn] = field(default_factory=list)
    slow: list[Redrawn] = field(default_factory=list)

    def chapter(self, name: str) -> Page:
        """The page of one chapter."""
        chapters.chapter(name)
        return Page(self, name)

    def page(self, name: str) -> ThreeParts:
        """A page of the course in its three parts; NotFound for any other."""
        chapters.parts(name, self.book.language)
        return ThreeParts(self, name)

    def start(self) -> Start:
        """The first page: the trainee, their customers, their progress."""
        return Start(self)

    def show(self, make: Made, rests_on: Callable[[Book], object] = lambda _: None) -> Any:
        """A part of a page; in a live notebook a widget that is redrawn after each save."""
        return self._shown(self.quick, make, rests_on)

    def show_figure(self, make: Made, rests_on: Callable[[Book], object]) -> Any:
        """The same for a part that takes long to draw."""
        return self._shown(self.slow, make, rests_on)

    def _shown(self, among: list[Redrawn], make: Made, rests_on: Callable[[Book], object]) -> Any:
        if not self.live:
            return Shown(make(self.book))
        from ipywidgets import HTML

        one = Live(make, rests_on, HTML())
        one.draw(self.book.still())
        among.append(one)
        return one.widget

    def redraw(self) -> None:
        """Redraw all parts that a save may have changed, from one read of the store."""
        now = self.book.still()
        for one in (*self.quick, *self.slow):
            one.redraw(now)

    @functools.cached_property
    def forms(self) -> Any:
        """The live forms of this notebook."""
        from workbook.pages.live_forms import Forms

        return Forms(self.book, self.redraw)

    def forms_of(self, book: Book) -> Any:
        """The live forms of ``book``, for another period; a save there redraws this notebook."""
        from workbook.pages.live_forms import Forms

        return Forms(book, self.redraw, dated=True)


@dataclass(frozen=True)
class Start:
    """The first page; each method is one cell of the notebook."""

    workbook: Workbook

    def head(self) -> Any:
        """The title, and whose workbook this is."""
        return self.workbook.show(start.head)

    def imported(self) -> Any:
        """Which tables of the trainee's customers are in the store, and how to import them."""
        return self.workbook.show(start.imported)

    def bring_in(self) -> Any:
        """In a live notebook: a button to import a file of customers."""
        if not self.workbook.live:
            return None
        from workbook.pages.upload import upload

        return upload(self.workbook.book, self.workbook.redraw)

    def progress(self) -> Any:
        """For each chapter: how much is filled in, the findings by weight, the next step."""
        return self.workbook.show(start.progress)


@dataclass(frozen=True)
class Page:
    """One chapter of a trainee's workbook; each method is one cell of the notebook."""

    workbook: Workbook
    name: str

    def head(self) -> Any:
        """The chapter's title, the trainee and the period, and what to know before reading.

        In a live notebook with a button for the new template, where there is one.
        """
        shown = self._show(lambda book: parts.head(book, self.name))
        button = self.workbook.forms.new_template(self.name) if self.workbook.live else None
        if button is None:
            return shown
        from ipywidgets import VBox

        return VBox([shown, button])

    def section(self, name: str) -> Any:
        """A passage of prose."""
        return Shown(parts.section(self._book, self.name, name))

    def table(self, name: str) -> Any:
        """A table by its name."""
        return self.workbook.show(
            lambda book: parts.table(book, self.name, name),
            lambda book: parts.filled_from(book, self.name, name),
        )

    def figure(self, name: str) -> Any:
        """A figure by its name."""
        return self.workbook.show_figure(
            lambda book: parts.figure(book, self.name, name),
            lambda book: parts.drawn_from(book, self.name, name),
        )

    def sheet(self, name: str) -> Any:
        """A printed sheet, by its name."""
        return self._show(lambda book: parts.sheet(book, self.name, name))

    def day(self) -> Any:
        """The list of the day: in a live notebook with a button for each result, else its sheet."""
        if not self.workbook.live:
            return self.sheet(next(iter(chapters.chapter(self.name).handouts)))
        from workbook.pages.day_widget import Day

        shown = Day(self._book, self.workbook.redraw)
        self.workbook.quick.append(shown)
        return shown

    def choices(self, name: str) -> Any:
        """The text of each choice of the field ``name``, the chosen one marked."""
        return self._show(lambda book: parts.choices(book, self.name, name))

    def findings(self) -> Any:
        """The findings as cards, heaviest first."""
        return self._show(lambda book: parts.findings(book, self.name))

    def exercise(self, name: str) -> Any:
        """A find-the-error exercise."""
        return Shown(parts.exercise(self._book, self.name, name))

    def form(self, *only: str) -> Any:
        """The form with these fields (default: all); in a report its read-only twin."""
        if self.workbook.live:
            return self.workbook.forms.form(self.name, only)
        from workbook.pages.read_only_forms import twin

        return Shown(twin(self._book, self.name, only))

    def last_form(self, *only: str) -> Any:
        """The form of the month (or week) before, to review it from this page.

        Its title names its days, and where nothing was filled in then a sentence stands in its
        place, so that nobody fills in last week by mistake. Its remarks are shown beside this
        page's form, which asks for it.
        """
        from workbook.pages.read_only_forms import is_filled, twin

        before = self._book.before(self.name)
        if not is_filled(before, self.name, only):
            return Shown(parts.nothing_before(before, self.name))
        if self.workbook.live:
            return self.workbook.forms_of(before).form(self.name, only, remarked=False)
        return Shown(twin(before, self.name, only, remarked=False, dated=True))

    def roll_over(self) -> Any:
        """In a live notebook: a button that carries over the open rows of last month (or week)."""
        return self.workbook.forms.roll_over(self.name) if self.workbook.live else None

    def suggest(self) -> Any:
        """In a live notebook: a button that fills in the suggested rows."""
        return self.workbook.forms.suggest(self.name) if self.workbook.live else None

    @property
    def _book(self) -> Book:
        return self.workbook.book

    def _show(self, make: Made) -> Any:
        return self.workbook.show(make)
