"""The template of the battle maps as models. Source of the rules: S4, methodology A3."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from workbook.customers.analysis.limits import SegmentLimits
from workbook.domain.templates import (
    Choosable,
    Exercise,
    FieldWords,
    FigureWords,
    Frozen,
    Rule,
    Script,
    Section,
    SheetWords,
    TableWords,
)

Segment = Literal[
    "elderly", "business", "white_collar", "women", "payroll", "merchants", "youth", "farmers"
]
BlockName = Literal[
    "who", "needs", "services", "hook", "lead", "bundle", "unsuitable", "rivals", "scenes",
    "dates", "scripts", "avoid", "stop", "goal", "resources", "moves",
]  # fmt: skip


class Map(Script):
    """The filled template of one segment: its position, its marks, and the sixteen blocks.

    figures: a sentence on the manager's own customers of this segment, with the columns of the
    table ``segments`` as placeholders ({customers:count}, {assets:money} …).
    customers, days: the default goal: so many customers within so many days.
    bone: what makes this segment different from the other seven, in one sentence.
    marked: how a bank's file may call the segment. handout: the title of the sheet, which a
    customer may read; position and marks are for the manager alone.
    """

    handout: str = ""
    position: str
    marks: tuple[str, str, str]
    bone: str
    figures: str
    marked: tuple[str, ...]
    customers: Annotated[int, Field(ge=1)]
    days: Annotated[int, Field(ge=1)]
    blocks: dict[BlockName, str]


class BlockWords(Choosable):
    """A block of the canvas: its name, its question, its width in twelfths."""

    width: Annotated[int, Field(ge=2, le=12)]
    tone: Literal["plain", "strong", "warn"] = "plain"


class Pack(Frozen):
    """The template of the battle maps in one language.

    promises: forbidden claims, the phrase itself as the label; denials: words that reverse such a
    phrase before it ("not", 不). least_changed: the number of own blocks from which a
    map is the manager's own. member_list: the most customers on the list to pick from.
    """

    label: str
    question: str
    fields: dict[str, FieldWords]
    state: Mapping[str, str] = Field(default_factory=dict)
    segments: dict[Segment, Map]
    blocks: dict[BlockName, BlockWords]
    becauses: dict[str, Choosable]
    approvals: dict[Literal["approved", "rehearsal"], Choosable]
    promises: dict[str, Choosable]
    denials: tuple[str, ...] = ()
    least_changed: Annotated[int, Field(ge=1)] = 3
    member_list: Annotated[int, Field(ge=1)] = 60
    limits: SegmentLimits
    rules: dict[str, Rule]
    tables: dict[str, TableWords]
    figures: dict[str, FigureWords]
    sheets: dict[str, SheetWords]
    sections: dict[str, Section]
    exercises: dict[str, Exercise]
