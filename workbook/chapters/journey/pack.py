"""The template of the journey as models. Source of the rules: S4, methodology A2 and B2."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from workbook.chapters.shared.urgency import Urgency
from workbook.customers.analysis.limits import CriticalLimits, SignalLimits, StageLimits
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

StageName = Literal["prospect", "new_value", "stable", "at_risk", "win_back"]
STAGES: tuple[StageName, ...] = ("prospect", "new_value", "stable", "at_risk", "win_back")
SignalName = Literal[
    "moved_away", "turnover_falling", "turnover_busy", "assets_leaving", "silent", "risk_drift",
    "reputation", "complaint", "income_moved",
]  # fmt: skip
CriticalName = Literal[
    "big_outflow", "due_soon", "expiring", "above_edge", "under_tier", "big_inflow", "dormant"
]
Feeling = Annotated[int, Field(ge=-2, le=2)]


class Stage(Script):
    """A stage and its journey card.

    counts: what counts here. product, relationship: the two strategies. who: whom the card is
    for, with the evidence. rule_out: what to exclude first. cause: what may lie behind it.
    question: the one sentence that checks it. product_act, relationship_act: what is done, when.
    curve: the feeling before, during, after. mark: the sign that it is done. review: what to look
    at after two weeks. avoid: what people really say wrongly. escalate: when others take over.
    leaves: when the customer leaves the stage.
    """

    counts: str
    product: str
    relationship: str
    who: str
    rule_out: str
    cause: str
    question: str
    product_act: str
    relationship_act: str
    curve: str
    mark: str
    review: str
    avoid: str
    escalate: str
    leaves: str


class Reason(Choosable):
    """Why a customer is in a stage; ``estimated``: where no balances could be compared."""

    estimated: str = ""


class Typical(Frozen):
    """A touchpoint of the template's map; ``within``: the time that our act has."""

    stage: StageName
    touchpoint: str
    thinks: str
    feeling: Feeling
    aim: Feeling
    act: str
    owner: str
    within: str
    failure: str
    source: str


class Signal(Script):
    """A warning signal. ``evidence``: a sentence with the figures, whose placeholders are the
    ``fields`` of the table ``signals``; ``estimated``: where no balances could be compared. strong:
    one alone puts a customer at risk. minutes: the length of one contact.
    """

    number: Annotated[int, Field(ge=1, le=7)]
    strong: bool
    minutes: Annotated[int, Field(ge=1)] = 10
    evidence: str
    estimated: str = ""
    first: str
    question: str
    avoid: str
    stop: str


class Critical(Script):
    """One of the seven critical kinds: trigger, one act, one proof, when to stop.

    evidence: a sentence with the figures of this customer; estimated: where no balances could be
    compared; below: where the assets are below the edge; past: where the day is over; bare: where
    no day is known. act_near, act_today, act_past: instead of ``act`` in the last week before the
    day, on it, and after it. minutes: the length of one contact.
    """

    minutes: Annotated[int, Field(ge=1)]
    evidence: str
    estimated: str = ""
    below: str = ""
    past: str = ""
    bare: str = ""
    act: str
    act_near: str = ""
    act_today: str = ""
    act_past: str = ""
    question: str
    proof: str
    avoid: str
    stop: str


class Cause(Choosable):
    """Why customers leave: how to recognise it, what to ask, what to do, what not to do."""

    looks: str
    question: str
    act: str
    avoid: str


class Profile(Choosable):
    """Customers who are easily lost: how it shows, why, what keeps them."""

    evidence: str
    why: str
    act: str
    avoid: str


class Way(Script):
    """A way back (strategy) or a key situation: when, the steps, the words, the stop."""

    when: str
    steps: str
    sentence: str
    mark: str
    avoid: str
    stop: str


class Moment(Script):
    """A good moment for a referral, or a kind of customer who refers: how, and how not."""

    when: str
    act: str
    sentence: str
    mark: str
    avoid: str


class Listed(Choosable):
    """A line of the template's lifecycle action list."""

    stage: StageName
    who: str
    within: str
    mark: str


class Outcome(Choosable):
    """The outcome of an act; ``open``: something is left to do."""

    open: bool


class Pack(Frozen):
    """The template of the journey in one language.

    young_age: up to this age a customer is young; few_products: fewer than this are few (S4:
    three). third_party_days, third_party_share: the share of payments by a wallet, over these days,
    that makes a habit. urgency: the kinds of the list of the day that come from here, and how
    pressing each is. care_age: special care from this age on. leaving_days: warn when a stage
    ends by time alone within this many days. minutes_a_day, most_a_day: the limits of the daily
    queue.
    """

    label: str
    question: str
    fields: dict[str, FieldWords]
    state: Mapping[str, str] = Field(default_factory=dict)
    stages: dict[StageName, Stage]
    reasons: dict[str, Reason]
    typical: dict[str, Typical]
    signals: dict[SignalName, Signal]
    criticals: dict[CriticalName, Critical]
    causes: dict[Literal["natural", "fault", "competition"], Cause]
    profiles: dict[Literal["young", "third_party", "few_products", "not_main"], Profile]
    strategies: dict[Literal["feeling", "rivals", "needs"], Way]
    situations: dict[Literal["losses", "complaint"], Way]
    moments: dict[str, Moment]
    referrers: dict[str, Moment]
    listed: dict[str, Listed]
    outcomes: dict[str, Outcome]
    changes: dict[Literal["added", "removed", "changed"], Choosable]
    columns: dict[str, Choosable]
    blocks: dict[Literal["suspected_fraud", "complaint_open", "do_not_contact"], Choosable]
    approvals: dict[Literal["approved", "rehearsal"], Choosable]
    stage_limits: StageLimits
    signal_limits: SignalLimits
    critical_limits: CriticalLimits
    young_age: Annotated[int, Field(ge=18)]
    few_products: Annotated[int, Field(ge=1)]
    third_party_days: Annotated[int, Field(ge=1)]
    third_party_share: Annotated[float, Field(gt=0, le=1)]
    care_age: Annotated[int, Field(ge=50)]
    leaving_days: Annotated[int, Field(ge=1)]
    urgency: dict[str, Urgency] = Field(default_factory=dict)
    minutes_a_day: Annotated[int, Field(ge=0)]
    most_a_day: Annotated[int, Field(ge=1)]
    rules: dict[str, Rule]
    tables: dict[str, TableWords]
    figures: dict[str, FigureWords]
    sections: dict[str, Section]
    exercises: dict[str, Exercise]
