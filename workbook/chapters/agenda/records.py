"""The results of a month's contacts, and the template of the list of the day."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from workbook.chapters.shared.day_list import Outcome
from workbook.chapters.shared.urgency import Urgency
from workbook.domain.fields import Choice, Count, Day, Text
from workbook.domain.templates import Choosable, Frozen, Script, ToolPack


class Contact(Frozen):
    """The result of one line of the list.

    kind: the reason of the line; said: the customer's words; wrote: the pages that the tick
    changed, by which it can be taken back.
    """

    customer: Text
    day: Day | None = None
    kind: Annotated[str, Choice("kinds")] = ""
    outcome: Annotated[str, Choice("outcomes")] = ""
    said: Text = ""
    next_day: Day | None = None
    wrote: Text = ""


class Agenda(Frozen):
    """The page of a month. minutes: a day's, for this list; morning, evening: the two reminders."""

    results: tuple[Contact, ...] = ()
    minutes: Annotated[Count, Field(ge=0, le=600)] | None = None
    morning: Text = ""
    evening: Text = ""


class Kind(Script, Urgency):
    """A reason to contact somebody today.

    minutes: of its act. marketing: whether the customer's consent is needed. evidence: a sentence
    with the figures; act: what to do; sentence: the first one; careful: what to do instead with
    those who need care. question, avoid, stop: where no tool has its own.
    """

    minutes: Annotated[int, Field(ge=1, le=60)]
    marketing: bool
    evidence: str
    act: str
    sentence: str
    careful: str
    question: str = ""
    avoid: str = ""
    stop: str = ""


class Answer(Choosable):
    """A result, as a button says it. how: as the table of contacts says it, "" where it is none;
    tried: the same button where it asks how a try went."""

    how: str = ""
    tried: str


class Words(Frozen):
    """The sentences around the list: the numbers, the facts of a line, the sheet, the calendar."""

    numbers: str
    both: str
    finished: str
    month_over: str
    next_open: str
    no_target: str
    amount: str
    short: str
    facts: str
    unknown: str
    tried: str
    ask_consent: str
    consent_sentence: str
    numbers_title: str
    list_title: str
    left_title: str
    left: str
    nobody: str
    boxes: str
    morning: str
    evening: str
    reminder: str
    event: str
    progress: str = ""
    progress_none: str = ""


class Pack(ToolPack):
    """The template of the list.

    gains: what the month's progress counts. minutes_a_day, most: what fits into a day. care_age:
    special care from this age on. rest_days: how long a reason is settled after somebody was spoken
    to. morning, evening, begins: the hours of the reminders and of the first line.
    """

    kinds: dict[str, Kind]
    outcomes: dict[Outcome, Answer]
    gains: dict[str, Choosable] = Field(default_factory=dict)
    genders: dict[str, Choosable]
    blocks: dict[Literal["no_consent", "no_channel", "no_time"], Choosable]
    approvals: dict[Literal["approved", "rehearsal"], Choosable]
    words: Words
    minutes_a_day: Annotated[int, Field(ge=0)]
    most: Annotated[int, Field(ge=1)]
    care_age: Annotated[int, Field(ge=50)]
    rest_days: Annotated[int, Field(ge=1)]
    morning: str
    evening: str
    begins: str
