"""What a notebook says: one call a cell, the same in a live form and in a report.

``mode="report"`` gives static tables, figures and findings: what a batch, a code host and a test
see. ``mode="form"`` gives the same as widgets that redraw from the store after each save.
"""

from __future__ import annotations

import base64
import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from workbook import chapters, rendering
from workbook.book import samples
from workbook.book.opening import open_book
from workbook.book.trainee_workbook import Book
from workbook.errors import NotFound, WorkbookError, not_found
from workbook.pages import parts, start
from workbook.pages.parameters import settled
from workbook.pages.parts import Exhibit
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
    store: a path, a URL, or "samples" for the fictitious cohort that comes with the package, of
    which a live notebook writes into a copy; empty for WORKBOOK_STORE, or else the samples. What a
    notebook of the course merely declares gives way to WORKBOOK_STORE and the clock.
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
    """An exhibit as a notebook displays it."""

    exhibit: Exhibit

    @property
    def frame(self) -> pd.DataFrame:
        """A table's rows to go on calculating with: all of them, money in fen, keys as they are.

        Raises NotFound for what is no table.
        """
        if self.exhibit.frame is None:
            raise NotFound(
                "这里不是表，没有数据可取；表用 .table(表名) 打开。 / "
                "This is no table and has no rows; .table(name) gives one."
            )
        return self.exhibit.frame.copy()

    def _ipython_display_(self) -> None:
        from IPython.display import publish_display_data

        one = self.exhibit
        if one.png:
            picture = base64.b64encode(one.png).decode()
            words = {"image/png": {"alt": one.text, "width": parts.PICTURE_WIDTH}}
            publish_display_data({"image/png": picture, "text/plain": one.text}, words)
        read = {parts.READ: {"standings": list(one.standings)}} if one.standings else {}
        publish_display_data({"text/html": one.html, "text/plain": one.text}, read)


Made = Callable[[Book], Exhibit]


@dataclass
class Live:
    """An exhibit in a live notebook.

    rests_on: while it gives the same, and not None, the exhibit stays as it is.
    """

    make: Made
    rests_on: Callable[[Book], object]
    widget: Any
    basis: object = None

    def draw(self, book: Book) -> None:
        """Make the exhibit anew where what it rests on has changed."""
        basis = self.rests_on(book)
        if basis is None or basis != self.basis:
            self.widget.value, self.basis = self.make(book).whole, basis

    def redraw(self, book: Book) -> None:
        """The same after a save; what cannot be shown any more is said in its place."""
        try:
            self.draw(book)
        except WorkbookError as error:
            notice = f'<p class="wb wb-notice">{rendering.escape(error)}</p>'
            self.widget.value, self.basis = notice, None


@dataclass(frozen=True)
class Workbook:
    """A trainee's workbook in a notebook; a live one redraws what it shows after each save.

    A report shows the moment at which it was opened; a live notebook reads the store each time.
    quick, slow: what is redrawn, words and tables before figures.
    """

    book: Book
    live: bool
    quick: list[Live] = field(default_factory=list)
    slow: list[Live] = field(default_factory=list)

    def chapter(self, name: str) -> Page:
        """The page of one chapter."""
        chapters.chapter(name)
        return Page(self, name)

    def start(self) -> Start:
        """The first page: who I am, my customers, where I stand."""
        return Start(self)

    def show(self, make: Made, rests_on: Callable[[Book], object] = lambda _: None) -> Any:
        """An exhibit; in a live notebook a widget that is made anew after each save."""
        return self._shown(self.quick, make, rests_on)

    def show_figure(self, make: Made, rests_on: Callable[[Book], object]) -> Any:
        """The same for what takes long to draw."""
        return self._shown(self.slow, make, rests_on)

    def _shown(self, among: list[Live], make: Made, rests_on: Callable[[Book], object]) -> Any:
        if not self.live:
            return Shown(make(self.book))
        from ipywidgets import HTML

        one = Live(make, rests_on, HTML())
        one.draw(self.book.still())
        among.append(one)
        return one.widget

    def redraw(self) -> None:
        """Make all that a save may have changed anew from the store, which is read once."""
        now = self.book.still()
        for one in (*self.quick, *self.slow):
            one.redraw(now)

    @functools.cached_property
    def forms(self) -> Any:
        """The live forms of this notebook."""
        from workbook.pages.live_forms import Forms

        return Forms(self.book, self.redraw)

    def forms_of(self, book: Book) -> Any:
        """The live forms of ``book``, another time's, which redraw this notebook when they save."""
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
        """Which of my customers' tables are in the store, and how to bring them."""
        return self.workbook.show(start.imported)

    def bring_in(self) -> Any:
        """In a live notebook: a button that brings in a file of customers."""
        if not self.workbook.live:
            return None
        from workbook.pages.upload import upload

        return upload(self.workbook.book, self.workbook.redraw)

    def progress(self) -> Any:
        """Each chapter: how much is filled in, the findings by weight, the next step."""
        return self.workbook.show(start.progress)


@dataclass(frozen=True)
class Page:
    """One chapter of a trainee's workbook: a notebook's cells call these."""

    workbook: Workbook
    name: str

    def head(self) -> Any:
        """The chapter's title, whose page it is and for when, and what to know before reading.

        In a live notebook with a button for the new template, where there is one.
        """
        shown = self._show(lambda book: parts.head(book, self.name))
        button = self.workbook.forms.new_template(self.name) if self.workbook.live else None
        if button is None:
            return shown
        from ipywidgets import VBox

        return VBox([shown, button])

    def section(self, name: str) -> Any:
        """A stretch of prose."""
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
        """What is printed on one sheet and handed over, by its name."""
        return self._show(lambda book: parts.sheet(book, self.name, name))

    def choices(self, name: str) -> Any:
        """What each choice of the field ``name`` says, the chosen one marked."""
        return self._show(lambda book: parts.choices(book, self.name, name))

    def findings(self) -> Any:
        """The findings as cards, the heaviest first."""
        return self._show(lambda book: parts.findings(book, self.name))

    def exercise(self, name: str) -> Any:
        """A find-the-error exercise."""
        return Shown(parts.exercise(self._book, self.name, name))

    def form(self, *only: str) -> Any:
        """The form with these fields (all when none is named); in a report its read-only twin."""
        if self.workbook.live:
            return self.workbook.forms.form(self.name, only)
        from workbook.pages.read_only_forms import twin

        return Shown(twin(self._book, self.name, only))

    def last_form(self, *only: str) -> Any:
        """The form of the month (or week) before, so that it can be reviewed from this page.

        Its title says for which days it was, and where nothing was filled in then a sentence
        stands in its place: nobody fills in last week and believes that it is this one. What is
        remarked on it stands beside this page's form, which asks for it.
        """
        from workbook.pages.read_only_forms import is_filled, twin

        before = self._book.before(self.name)
        if not is_filled(before, self.name, only):
            return Shown(parts.nothing_before(before, self.name))
        if self.workbook.live:
            return self.workbook.forms_of(before).form(self.name, only, remarked=False)
        return Shown(twin(before, self.name, only, remarked=False, dated=True))

    def roll_over(self) -> Any:
        """In a live notebook: a button that takes the open rows of last month (or week) over."""
        return self.workbook.forms.roll_over(self.name) if self.workbook.live else None

    def suggest(self) -> Any:
        """In a live notebook: a button that fills in the rows to begin with."""
        return self.workbook.forms.suggest(self.name) if self.workbook.live else None

    @property
    def _book(self) -> Book:
        return self.workbook.book

    def _show(self, make: Made) -> Any:
        return self.workbook.show(make)
