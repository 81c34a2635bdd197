"""The one list of the day in a notebook, with a button for each result.

The browser's side is part of the plugin (``labextension/src/day``). The messages between the two
sides are

    browser → kernel   look · tick (customer, kind, outcome, said, next_day) · back (result)
    kernel → browser   list (list: a DayList of the contract) · refused (text)

Whom it is about is never a part of the widget's state: a notebook may be saved with that.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import traitlets

from workbook.book import ticks
from workbook.book.opening import read_today
from workbook.book.trainee_workbook import Book
from workbook.chapters.shared.day_list import OUTCOMES, Result
from workbook.content import in_language
from workbook.errors import WorkbookError
from workbook.pages import day_list
from workbook.pages.drafts import draft_key
from workbook.pages.forms import Plugged


class Day(Plugged):
    """Whom to contact today, and what came of it; a result is kept by one press."""

    words = traitlets.Dict().tag(sync=True)
    draft_key = traitlets.Unicode().tag(sync=True)

    def __init__(self, book: Book, redraw: Callable[[], None]) -> None:
        start = book.wording.start
        super().__init__(
            "Day",
            words={name: text for name, text in start.items() if name.startswith("day_")},
            draft_key=draft_key(book, "day", book.today.isoformat()),
        )
        self._book = book
        self._redraw = redraw
        self.on_msg(self._heard)

    def redraw(self, book: Book) -> None:
        """Send the list as it is in ``book``, or why there is none."""
        try:
            self.send({"type": "list", "list": day_list.told(book)})
        except WorkbookError as error:
            self._refuse(error)

    def _heard(self, _widget: object, content: object, _buffers: object) -> None:
        match content:
            case {"type": "look"}:
                self.redraw(self._book.still())
            case {
                "type": "tick",
                "customer": str(customer),
                "kind": str(kind),
                "outcome": outcome,
                "said": str(said),
                "next_day": str(next_day),
            } if outcome in OUTCOMES:
                self._do(lambda: self._tick(customer, kind, outcome, said, next_day))
            case {"type": "back", "result": int(result)}:
                self._do(lambda: ticks.take_back(self._book, result - 1))

    def _tick(self, customer: str, kind: str, outcome: Any, said: str, next_day: str) -> None:
        day = read_today(next_day) if next_day else None
        ticks.tick(self._book, Result(customer, self._book.today, kind, outcome, said, day))

    def _do(self, act: Callable[[], object]) -> None:
        """Do it and redraw the page, this list with it; an error is said instead."""
        try:
            act()
        except WorkbookError as error:
            self._refuse(error)
        else:
            self._redraw()

    def _refuse(self, error: WorkbookError) -> None:
        self.send({"type": "refused", "text": in_language(error, self._book.language)})
