"""What a notebook says: one call a cell, the same in a live form and in a report.

``mode="report"`` gives static tables, figures and findings: what a batch, a code host and a test
see. ``mode="form"`` gives the same as widgets that redraw from the store after each save.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from workbook import chapters, exhibits, samples
from workbook.book import Book
from workbook.errors import not_found
from workbook.exhibits import Exhibit
from workbook.opening import open_book
from workbook.store import open_store

MODES = ("report", "form")


def open_workbook(
    trainee: str,
    month: str,
    *,
    today: str = "",
    language: str = "",
    store: str = samples.NAME,
    mode: str = "report",
) -> Workbook:
    """Open a trainee's workbook for a month.

    today: ISO date; empty for today in China. language: empty for the trainee's own.
    store: a path, a URL, or "samples" for the fictitious cohort that comes with the package.
    mode: "report" (static) or "form" (live). Raises NotFound, BadInput or StoreError.
    """
    if mode not in MODES:
        raise not_found("mode", mode, MODES)
    opened = open_store(samples.address(store), read_only=mode == "report")
    return Workbook(open_book(opened, trainee, month, today, language), mode == "form")


@dataclass(frozen=True)
class Shown:
    """An exhibit as a notebook displays it."""

    exhibit: Exhibit

    def _ipython_display_(self) -> None:
        from IPython.display import display

        one = self.exhibit
        if one.png:
            picture = {"image/png": one.png, "text/plain": one.text}
            display(picture, raw=True, metadata={"image/png": {"alt": one.text}})
        display({"text/html": one.html, "text/plain": one.text}, raw=True)


@dataclass(frozen=True)
class Workbook:
    """A trainee's workbook in a notebook. ``redraw``: what a live page does after a save."""

    book: Book
    live: bool
    redraw: list[Callable[[], None]] = field(default_factory=list)

    def chapter(self, name: str) -> Page:
        """The page of one chapter."""
        chapters.chapter(name)
        return Page(self, name)

    def show(self, make: Callable[[], Exhibit]) -> Any:
        """An exhibit; in a live notebook a widget that is made anew after each save."""
        if not self.live:
            return Shown(make())
        from ipywidgets import HTML

        widget = HTML(make().whole)

        def redraw() -> None:
            widget.value = make().whole

        self.redraw.append(redraw)
        return widget


@dataclass(frozen=True)
class Page:
    """One chapter of a trainee's workbook: a notebook's cells call these."""

    workbook: Workbook
    name: str

    def head(self) -> Any:
        """The chapter's title, whose page it is and for when, and what to know before reading."""
        return self._show(lambda: exhibits.head(self._book, self.name))

    def section(self, name: str) -> Any:
        """A stretch of prose."""
        return Shown(exhibits.section(self._book, self.name, name))

    def table(self, name: str) -> Any:
        """A table by its name."""
        return self._show(lambda: exhibits.table(self._book, self.name, name))

    def figure(self, name: str) -> Any:
        """A figure by its name."""
        return self._show(lambda: exhibits.figure(self._book, self.name, name))

    def findings(self) -> Any:
        """The findings as cards, the heaviest first."""
        return self._show(lambda: exhibits.findings(self._book, self.name))

    def exercise(self, name: str) -> Any:
        """A find-the-error exercise."""
        return Shown(exhibits.exercise(self._book, self.name, name))

    def form(self, *only: str) -> Any:
        """The form with these fields (all when none is named); in a report its read-only twin."""
        from workbook import filling

        if self.workbook.live:
            return filling.live_form(self._book, self.name, only, self.workbook.redraw)
        return Shown(filling.twin(self._book, self.name, only))

    @property
    def _book(self) -> Book:
        return self.workbook.book

    def _show(self, make: Callable[[], Exhibit]) -> Any:
        return self.workbook.show(make)
