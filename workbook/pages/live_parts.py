"""The three parts of a page in a live notebook: widgets that are laid out when they are opened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from ipywidgets import HTML, VBox

from workbook import chapters
from workbook.chapters.shared.page_parts import Item, Part
from workbook.pages import today
from workbook.pages.fold import Fold
from workbook.pages.parts import Exhibit

if TYPE_CHECKING:
    from workbook.pages.notebook import Workbook
    from workbook.pages.three_parts import ThreeParts


@dataclass(frozen=True)
class LiveParts:
    """The parts of ``page`` as widgets."""

    page: ThreeParts

    def today(self) -> Any:
        """The first screen, drawn anew after each save."""
        name, workbook = self.page.name, self.workbook
        head = workbook.show(lambda book: today.head(book, name))
        if name == "start":
            state = workbook.show(lambda book: today.sentences(book, name))
            return VBox([head, state, self.page.of(Item({"day": (chapters.day_list(),)}))])
        picture = workbook.show_figure(
            lambda book: today.picture(book, name), lambda book: today.picture_from(book, name)
        )
        words = workbook.show(lambda book: today.words(book, name))
        return VBox([head, *self._buttons(), _classed(VBox([picture, words]), "wb-today")])

    def fill_in(self) -> Any:
        """The heading, and the steps; the first that is not done is open."""
        page, workbook = self.page, self.workbook
        still = workbook.book.still()
        undone = next(iter(today.undone(still, page.laid_out.steps)), "")
        heading = workbook.show(lambda book: Exhibit(page.heading("filled", page.count(book)), ""))
        steps = [self._step(name, name == undone) for name in page.laid_out.steps]
        return VBox([heading, _classed(VBox(steps), "wb-steps")])

    def book(self) -> Any:
        """The heading, and the questions, all folded."""
        questions = [self._question(*one) for one in self.page.laid_out.book.items()]
        return VBox([HTML(self.page.heading("book")), _classed(VBox(questions), "wb-book")])

    @property
    def workbook(self) -> Workbook:
        """The notebook's workbook."""
        return self.page.workbook

    def _buttons(self) -> Iterator[Any]:
        """For each tool whose template is an older one: a button for the new one."""
        for tool in chapters.pages()[self.page.name]:
            button = self.workbook.forms.new_template(tool)
            if button is not None:
                yield button

    def _step(self, name: str, opened: bool) -> Fold:
        page, step = self.page, self.page.laid_out.steps[name]
        fold = Fold(
            partial(self._filled, name, step),
            lambda book: today.is_done(book, step),
            title=step.label,
            beside=page.beside(step),
            **self._around(f"fill-{name}", step.items),
            group="fill",
            opened=opened,
            done=today.is_done(self.workbook.book, step),
        )
        self.workbook.quick.append(fold)
        return fold

    def _filled(self, name: str, step: Part) -> list[Any]:
        page = self.page
        said = self.workbook.show(lambda book: page.said_of(book, step))
        more = page.workbook.book.wording.page["more"]
        around = self._around(f"more-{name}", step.more)
        inner = Fold(partial(self._all, step.more), title=more, **around)
        onward = HTML(page.onward(name).html)
        return [*self._all(step.show), said, onward, *([inner] if step.more else [])]

    def _question(self, name: str, question: Part) -> Fold:
        title, titled = self.page.title_of(question)
        return Fold(
            partial(self._all, question.show),
            title=title,
            titled=titled,
            beside=self.page.minutes(question),
            **self._around(f"book-{name}", question.items),
        )

    def _around(self, place: str, items: Iterable[Item]) -> dict[str, Any]:
        """Where a fold stands, the fields in it, and what it says until it is laid out."""
        fields = [name for item in items if item.kind == "form" for name in item.names]
        waits = self.workbook.book.wording.page["lays_out"]
        return {"place": place, "fields": fields, "waits": waits}

    def _all(self, items: Iterable[Item]) -> list[Any]:
        made = (self.page.of(item) for item in items)
        return [_widget(one) for one in made if one is not None]


def _widget(made: Any) -> Any:
    """A part that never changes is shown as it is; all others are widgets already."""
    from workbook.pages.notebook import Shown

    return HTML(made.exhibit.whole) if isinstance(made, Shown) else made


def _classed(box: Any, name: str) -> Any:
    box.add_class(name)
    return box
