"""The contents of a page in their order: the steps of "fill in" and the questions of "book"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Self

import pydantic
from pydantic import Field

from workbook.domain.templates import Frozen

Kind = Literal[
    "section", "table", "figure", "sheet", "exercise", "choices",
    "form", "last_form", "roll_over", "suggest", "day", "start",
]  # fmt: skip
FORMS: tuple[Kind, ...] = ("form", "last_form")
Minutes = Annotated[int, Field(ge=1, le=60)]


class Item(pydantic.RootModel[dict[Kind, tuple[str, ...]]]):
    """One thing on a page: its kind, the tool, and what of the tool.

    ``{form: [pacing, scheme, targets]}`` is the form with these two fields. Of the kind ``start``
    are the parts of the first page that belong to no tool: ``{start: [imported]}``.
    """

    model_config = pydantic.ConfigDict(frozen=True)

    @pydantic.model_validator(mode="after")
    def _one(self) -> Self:
        if len(self.root) != 1 or not all(self.root.values()):
            raise ValueError("one kind, and with it the tool and the names of what is shown")
        return self

    @property
    def kind(self) -> Kind:
        """The name of the call that makes it."""
        return next(iter(self.root))

    @property
    def tool(self) -> str:
        """The tool that it is of; "" for a part of the first page."""
        return "" if self.kind == "start" else self.root[self.kind][0]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parts of the tool, or of the first page, that are shown."""
        given = self.root[self.kind]
        return given if self.kind == "start" else given[1:]


class Placed(Frozen):
    """A step or a question without its words.

    minutes: to fill in or to read it. show: what is in it; more: what is folded below a step's
    small form. fast: the step is part of the quick way through the page.
    """

    minutes: Minutes
    show: tuple[Item, ...]
    more: tuple[Item, ...] = ()
    fast: bool = False


class Part(Frozen):
    """A step or a question in one language; see :class:`Placed`.

    Without a label the title is that of the first thing in it: a section, table, figure or sheet.
    """

    label: str = ""
    minutes: Minutes
    show: Annotated[tuple[Item, ...], Field(min_length=1)]
    more: tuple[Item, ...] = ()
    fast: bool = False

    @property
    def items(self) -> tuple[Item, ...]:
        """Everything in it, from top to bottom."""
        return (*self.show, *self.more)


class Parts(Frozen):
    """A page without its words: its tools in their order, and its three parts.

    picture: the figure of "today"; none where no picture says how things stand.
    """

    tools: tuple[str, ...]
    source: str
    picture: tuple[str, str] | None = None
    steps: dict[str, Placed] = Field(default_factory=dict)
    book: dict[str, Placed] = Field(default_factory=dict)

    def places(self) -> Iterator[tuple[tuple[str | int, ...], Item]]:
        """Each thing on the page with its place in the file."""
        for part in ("steps", "book"):
            for name, one in getattr(self, part).items():
                for field in ("show", "more"):
                    for at, item in enumerate(getattr(one, field)):
                        yield (part, name, field, at), item


class PageWords(Frozen):
    """A page in one language: its title and its three parts.

    question: that the page answers; "" for that of its first tool.
    """

    label: str
    question: str = ""
    tools: tuple[str, ...]
    source: str
    picture: tuple[str, str] | None = None
    steps: dict[str, Part] = Field(default_factory=dict)
    book: dict[str, Part] = Field(default_factory=dict)
