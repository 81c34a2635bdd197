"""The template of the pacing chapter as models. Source of the rules: S0, methodology A1."""

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

Fraction = Annotated[float, Field(ge=0, le=1)]
Week = Literal["previous_w4", "w1", "w2", "w3", "w4"]
WEEKS: tuple[Week, ...] = ("previous_w4", "w1", "w2", "w3", "w4")


class Scheme(Choosable):
    """The shares of a target by week; they add up to 1.

    front: a short first week passes on a part of its share. by_day: every working day of the month
    alike, whatever the shares.
    """

    shares: dict[Week, Fraction]
    front: bool
    by_day: bool = False


class Phase(Choosable):
    """A week of the cycle: the work for this month, and the work for the next or the last beside
    it."""

    does: str
    beside: str
    least: Fraction
    most: Fraction


class Reaction(Choosable):
    """One of the three reactions to a hard target, the answer to it, and a first step."""

    answer: str
    step: str


class ShortWeek(Frozen):
    """A first week of fewer than ``days`` days takes its share × days ÷ ``of``; the rest goes to
    the week before, up to ``ceiling``, where the scheme works in it; what is left to the second."""

    days: int
    of: Annotated[int, Field(gt=0)]
    ceiling: Fraction


class Rates(Frozen):
    """Meetings a deal and calls a meeting, used until the manager has ``enough_meetings``."""

    meetings_per_deal: float
    calls_per_meeting: float
    enough_meetings: int
    enough_prospects: int


class Simulation(Frozen):
    """The assumptions of the chance to hit; each can be changed in the template."""

    runs: int
    seed: int
    attempts: int
    gap: int
    decay: Fraction
    daily_contacts: int


class BossWords(Frozen):
    """The words beside the tables on the boss's page.

    ask: a request, with {what} {who} {by:day}; lines: blank lines for decisions.
    """

    day: str
    asks: str
    ask: str
    no_ask: str
    says: str
    sentences: tuple[str, ...]
    decided: str
    lines: tuple[str, ...]


class Pack(Frozen):
    """The template of the chapter in one language."""

    label: str
    question: str
    fields: dict[str, FieldWords]
    state: Mapping[str, str] = Field(default_factory=dict)
    schemes: dict[str, Scheme]
    weeks: dict[Literal["previous_w3", "previous_w4", "w1", "w2", "w3", "w4"], Phase]
    reactions: dict[str, Reaction]
    short_week: ShortWeek
    rates: Rates
    simulation: Simulation
    odds: dict[Literal["never", "tenths", "always"], str]
    schedules: dict[Literal["even", "even_early", "front_loaded"], Choosable]
    activities: dict[Literal["investment", "policy", "account", "any"], Choosable] = Field(
        default_factory=dict
    )
    boss: BossWords
    rules: dict[str, Rule]
    tables: dict[str, TableWords]
    figures: dict[str, FigureWords]
    sheets: dict[str, SheetWords]
    sections: dict[str, Section]
    exercises: dict[str, Exercise]
