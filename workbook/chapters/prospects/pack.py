"""The template of the prospects as models. Source of the rules: S0, methodology A5."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from workbook.domain.templates import (
    Choosable,
    Exercise,
    FieldWords,
    FigureWords,
    Frozen,
    Rule,
    Script,
    Section,
    TableWords,
)

Fraction = Annotated[float, Field(ge=0, le=1)]
Cell = Literal["r1w1", "r1w2", "r1w3", "r2w1", "r2w2", "r2w3", "r3w1", "r3w2", "r3w3"]
PointName = Literal[
    "products_held", "deposits", "performance", "contact_months", "purchase_months", "mood"
]


MatterName = Literal["maturity", "investment", "opening", "insurance"]


class Matter(Choosable):
    """The subject of a contact: ``words`` in the product that was typed, or the indicator."""

    words: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()


class Step(Frozen):
    """A step of following up: what is done so many days after the first, and the mark that it
    was."""

    days: Annotated[int, Field(ge=0)]
    does: str
    mark: str


class Approach(Script):
    """One cell of the nine-grid: how to work with the customers in it.

    chance: default chance of closing at one attempt; contacts_a_month: the cap. general: the first
    sentence names nothing that a customer in the cell may not have. sentences: the first one by
    matter, of which none does; steps: of following up, in their order.
    """

    chance: Fraction
    contacts_a_month: int
    general: bool = False
    evidence: str
    goal: str
    first_sentence: str
    sentences: dict[MatterName, str] = Field(default_factory=dict)
    steps: dict[str, Step] = Field(default_factory=dict)
    question: str
    offer: str
    avoid: str
    stop: str
    moves: str
    mark: str


class Point(Frozen):
    """One of the six critical points: the criteria of levels 2 and 3.

    level2, level3: the least value of the level (the largest gap in months where ``at_most``); None
    where the field is a choice and ``good`` names the choices that count.
    """

    label: str
    level1_says: str
    level2_says: str
    level3_says: str
    level2: float | None = None
    level3: float | None = None
    at_most: bool = False
    good: tuple[str, ...] = ()
    source: str


class Status(Choosable):
    """A prospect's status; an open one still counts towards the coverage."""

    open: bool
    won: bool


class Flag(Choosable):
    """A mark on a customer; one that blocks takes the customer off every contact list."""

    blocks: bool


class Pack(Frozen):
    """The template of the prospects in one language."""

    label: str
    question: str
    fields: dict[str, FieldWords]
    state: Mapping[str, str] = Field(default_factory=dict)
    cells: dict[Cell, Approach]
    relationships: dict[Literal["1", "2", "3"], Choosable]
    willingness: dict[Literal["1", "2", "3"], Choosable]
    experienced: Section
    points: dict[PointName, Point]
    matters: dict[MatterName, Matter] = Field(default_factory=dict)
    statuses: dict[str, Status]
    genders: dict[str, Choosable]
    performances: dict[str, Choosable]
    moods: dict[str, Choosable]
    flags: dict[str, Flag]
    approvals: dict[Literal["approved", "rehearsal"], Choosable]
    reasons: dict[Literal["overdue", "loss", "today", "this_week"], Choosable]
    due_list: Annotated[int, Field(ge=1)]
    rules: dict[str, Rule]
    tables: dict[str, TableWords]
    figures: dict[str, FigureWords]
    sections: dict[str, Section]
    exercises: dict[str, Exercise]
