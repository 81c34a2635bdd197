"""A part of a live page that is laid out when it is opened, or when the page is searched.

The browser's side is part of the plugin (``labextension/src/fold``). The messages between the two
sides are

    browser → kernel   open · search
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets
import traitlets

from workbook.book.trainee_workbook import Book
from workbook.pages.forms import Plugged

Widgets = Sequence[Any]


class Fold(Plugged):
    """A title with what is below it. Nothing below it costs anything before it is opened.

    make: makes the parts, when they are wanted for the first time. fields: of the forms in it.
    waits: what is said until the parts are there. is_done: whether the title is ticked off; asked
    again after each save.
    """

    title = traitlets.Unicode().tag(sync=True)
    beside = traitlets.Unicode().tag(sync=True)
    place = traitlets.Unicode().tag(sync=True)
    group = traitlets.Unicode().tag(sync=True)
    fields: Any = traitlets.List(traitlets.Unicode()).tag(sync=True)
    waits = traitlets.Unicode().tag(sync=True)
    titled = traitlets.Bool().tag(sync=True)
    opened = traitlets.Bool().tag(sync=True)
    done = traitlets.Bool().tag(sync=True)
    laid_out = traitlets.Bool().tag(sync=True)
    children: Any = traitlets.List().tag(sync=True, **ipywidgets.widget_serialization)

    def __init__(
        self,
        make: Callable[[], Widgets],
        is_done: Callable[[Book], bool] | None = None,
        **shown: Any,
    ) -> None:
        super().__init__("Fold", **shown)
        self._make = make
        self._is_done = is_done
        self.on_msg(self._heard)
        if self.opened:
            self.lay_out()

    def lay_out(self, *, deeply: bool = False) -> None:
        """Make the parts, once; ``deeply``: also those that are folded in them."""
        if not self.laid_out:
            with self.hold_sync():
                self.children, self.laid_out = list(self._make()), True
        for one in self.children if deeply else ():
            if isinstance(one, Fold):
                one.lay_out()

    def redraw(self, book: Book) -> None:
        """Tick the title off, or not any more."""
        if self._is_done is not None:
            self.done = self._is_done(book)

    def _heard(self, _widget: object, content: object, _buffers: object) -> None:
        if content in ({"type": "open"}, {"type": "search"}):
            self.lay_out(deeply=content == {"type": "search"})
