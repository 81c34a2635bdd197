"""The template of the 531 plan as models. Source: S4, methodology A4; the week: S0, A1."""

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
    Section,
    SheetWords,
    TableWords,
)

KindName = Literal["five", "three", "one"]
KINDS: tuple[KindName, ...] = ("five", "three", "one")
OutcomeName = Literal["done", "half", "not"]
OUTCOMES: tuple[OutcomeName, ...] = ("done", "half", "not")


class Kind(Choosable):
    """A kind of line: how many of them, its criterion, a worked example."""

    lines: Annotated[int, Field(ge=1)]
    asks: str
    example: str
    mark: str


class Link(Choosable):
    """The link of a line: a chapter, with one of its stages or segments."""

    chapter: Literal["pacing", "prospects", "journey", "battle_map"]


class Suggestion(Frozen):
    """A line that a finding of another chapter calls for, with the finding's placeholders.

    days: working days until it is due.
    """

    chapter: Literal["pacing", "prospects", "journey", "battle_map"]
    rule: str
    kind: KindName
    link: str
    what: str
    mark: str
    measure: str
    resource: str = ""
    grantor: str = ""
    fallback: str = ""
    days: Annotated[int, Field(ge=0, le=5)]
    source: str


class Reason(Choosable):
    """Why a line was not done, and what helps next time."""

    attempt: str


class Because(Choosable):
    """Why a customer is on the Monday list; ``act``: what to do, and its mark."""

    act: str
    mark: str


class OnPage(Frozen):
    """The words on the one page beside its tables."""

    week: str
    goal: str
    monday: str
    ticks: str
    tick: str
    friday: str
    questions: tuple[str, ...]
    empty: str


class Pack(Frozen):
    """The template of the 531 plan in one language."""

    label: str
    question: str
    fields: dict[str, FieldWords]
    state: Mapping[str, str] = Field(default_factory=dict)
    kinds: dict[KindName, Kind]
    links: dict[str, Link]
    outcomes: dict[OutcomeName, Choosable]
    reasons: dict[str, Reason]
    grants: dict[Literal["yes", "no", "asked"], Choosable]
    becauses: dict[Literal["overdue", "loss", "critical", "due"], Because]
    suggestions: dict[str, Suggestion]
    sheet: OnPage
    most_contacts: Annotated[int, Field(ge=1)]
    rules: dict[str, Rule]
    tables: dict[str, TableWords]
    figures: dict[str, FigureWords]
    sheets: dict[str, SheetWords]
    sections: dict[str, Section]
    exercises: dict[str, Exercise]
