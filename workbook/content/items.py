"""What every template is made of: the models that chapters compose their packs from."""

from __future__ import annotations

from typing import Literal

import pydantic


class Frozen(pydantic.BaseModel):
    """A record that cannot be changed and takes no field that it does not know."""

    model_config = pydantic.ConfigDict(frozen=True, extra="forbid")


class Choosable(Frozen):
    """One entry of a list to choose from."""

    label: str
    says: str = ""
    source: str


class Script(Choosable):
    """Words or acts towards a customer: channel, licence, and whether they may be used.

    A script that is not approved, or is past its last day (ISO), is for rehearsal only.
    Source: methodology G.
    """

    channel: str
    licence: str
    approval: Literal["approved", "rehearsal"]
    expires: str


class FieldWords(Frozen):
    """What stands beside a field of a form. ``columns``: the same for the cells of its rows."""

    label: str
    help: str = ""
    example: str = ""
    columns: dict[str, FieldWords] = {}


class Column(Frozen):
    """A column of a table. ``unit`` says how its numbers are shown and exported."""

    unit: Literal["text", "day", "count", "money", "measure", "share", "ratio", "odds", "list"]
    label: str
    note: str = ""


class TableWords(Frozen):
    """A table's title, what it shows, and its columns in their order.

    layout: rows below each other, a card for each row where the cells are prose, or rows folded
    away behind their title, because the page says the same in a shorter way.
    """

    layout: Literal["rows", "cards", "folded"] = "rows"
    title: str
    note: str = ""
    columns: dict[str, Column]
    source: str


class FigureWords(Frozen):
    """A figure's title, how to read it in one sentence, and the words inside it."""

    title: str
    note: str = ""
    labels: dict[str, str]
    source: str


class SheetWords(Frozen):
    """A page that is printed on one sheet and handed over: its title, paper, what stands below."""

    title: str
    note: str = ""
    paper: Literal["A4", "A3"] = "A4"
    landscape: bool = False
    source: str


class Rule(Frozen):
    """A finding's rule: its name, its weight, its threshold, what it says, one thing to try.

    ``says`` and ``attempt`` may hold ``{name:unit}`` placeholders; see :func:`say`.
    """

    weight: Literal["must", "should", "could"]
    threshold: float | None = None
    label: str
    says: str
    attempt: str
    source: str


class Section(Frozen):
    """A stretch of a chapter's prose: a heading and markdown that a coach would hand out."""

    title: str
    body: str
    source: str


class Exercise(Frozen):
    """A find-the-error exercise: a claim, the answer that is right, and why."""

    claim: str
    question: str
    answer: str
    why: str
    source: str
