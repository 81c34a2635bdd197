"""What every template is made of: the models that chapters compose their packs from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from math import nan
from typing import Annotated, Literal

import pydantic
from pydantic import Field

from workbook.errors import ContentError


class Frozen(pydantic.BaseModel):
    """A record that cannot be changed and takes no field that it does not know."""

    model_config = pydantic.ConfigDict(frozen=True, extra="forbid")


class Choosable(Frozen):
    """One entry of a list to choose from. ``aliases``: what people write for it in their tables."""

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

    Approved, and not past its last day; everything else is for rehearsal only.
    Source: methodology G.
    """
    return script.approval if today.isoformat() <= script.expires else "rehearsal"


class FieldWords(Frozen):
    """What stands beside a field of a form. ``columns``: the same for the cells of its rows.

    aliases: under which headings it stands in the tables that people keep.
    """

    label: str
    aliases: tuple[str, ...] = ()
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
    away behind their title, because the page says the same in a shorter way. most: rows that a
    page shows; exports have all of them.
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


def threshold(rules: Mapping[str, Rule], rule: str, chapter: str) -> float:
    """The number from which ``rule`` fires, in the template in use of ``chapter``.

    A rule that the template does not have never fires: its threshold is nan, which no number
    reaches. Raises ContentError for a rule that is there and lacks its threshold.
    """
    if rule not in rules:
        return nan
    number = rules[rule].threshold
    if number is None:
        raise ContentError(
            f"{chapter}/{chapter}.yaml:1:1: rules.{rule}: this rule needs a threshold; write the "
            "number from which it fires, e.g. threshold: 1.5 / 这条规则需要写明 threshold"
        )
    return number


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
