"""The models from which chapters compose their templates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from math import nan
from typing import Annotated, Literal

import pydantic
from pydantic import Field

from workbook.errors import ContentError

PARTS = ("today", "filled", "book")  # of a page


class Frozen(pydantic.BaseModel):
    """A record that cannot be changed and rejects unknown fields."""

    model_config = pydantic.ConfigDict(frozen=True, extra="forbid")


class Choosable(Frozen):
    """One entry of a list of choices. ``aliases``: other words for it in people's tables."""

    label: str
    aliases: tuple[str, ...] = ()
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


def approval_of(script: Script, today: dt.date) -> Literal["approved", "rehearsal"]:
    """Whether a script may be used with customers today: a key of a pack's ``approvals``.

    Approved, and not past its last day; everything else is for rehearsal only. Source: methodology
    G.
    """
    return script.approval if today.isoformat() <= script.expires else "rehearsal"


class FieldWords(Frozen):
    """The words beside a form's field. ``columns``: the same for the cells of its rows.

    aliases: its headings in people's own tables.
    """

    label: str
    aliases: tuple[str, ...] = ()
    help: str = ""
    example: str = ""
    columns: dict[str, FieldWords] = {}


class Column(Frozen):
    """A column of a table. ``unit`` determines how its numbers are shown and exported."""

    unit: Literal[
        "text",
        "day",
        "week",
        "count",
        "number",
        "money",
        "measure",
        "share",
        "ratio",
        "odds",
        "list",
    ]
    label: str
    note: str = ""


class TableWords(Frozen):
    """A table's title, its description, and its columns in order.

    layout: plain rows, a card for each row where the cells are prose, or rows folded away behind
    their title, where the page says the same more briefly. most: rows that a page shows; exports
    have all of them.
    """

    layout: Literal["rows", "cards", "folded"] = "rows"
    title: str
    note: str = ""
    columns: dict[str, Column]
    most: Annotated[int, Field(ge=1)] = 100
    source: str


class FigureWords(Frozen):
    """A figure's title, how to read it in one sentence, and the words inside it."""

    title: str
    note: str = ""
    labels: dict[str, str]
    source: str


class SheetWords(Frozen):
    """A page that is printed on one sheet: its title, paper, and the text at the bottom."""

    title: str
    note: str = ""
    paper: Literal["A5", "A4", "A3"] = "A4"
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


def threshold(rules: Mapping[str, Rule], rule: str, chapter: str) -> float:
    """The number from which ``rule`` fires, in the template in use of ``chapter``.

    A rule that the template lacks never fires: its threshold is nan, which no number reaches.
    Raises ContentError for a rule without its threshold.
    """
    if rule not in rules:
        return nan
    number = rules[rule].threshold
    if number is None:
        raise ContentError("domain.no_threshold", at=f"{chapter}/{chapter}.yaml:1:1: rules.{rule}")
    return number


class Section(Frozen):
    """A passage of a chapter's prose: a heading and markdown that a coach would hand out."""

    title: str
    body: str
    source: str


class Exercise(Frozen):
    """A find-the-error exercise: a claim, the right answer, and why."""

    claim: str
    question: str
    answer: str
    why: str
    source: str


class ToolPack(Frozen):
    """The template of every tool; a tool's own adds its lists and numbers.

    state: sentences that say how things stand, for the first screen of the page.
    """

    label: str
    question: str
    fields: dict[str, FieldWords]
    rules: dict[str, Rule]
    tables: dict[str, TableWords]
    figures: dict[str, FigureWords] = {}
    sections: dict[str, Section] = {}
    exercises: dict[str, Exercise] = {}
    sheets: dict[str, SheetWords] = {}
    state: dict[str, str] = {}
