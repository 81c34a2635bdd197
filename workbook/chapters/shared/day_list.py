"""The vocabulary of the one list of the day.

A tool says who is due (:class:`Due`) and what a result changes on its own page. One tool makes the
list out of all of them and keeps the results; neither knows the other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

import pydantic

from workbook.content.messages import Said

Outcome = Literal["reached", "not_reached", "done", "not_now"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
SPOKEN: tuple[Outcome, ...] = ("reached", "done")  # somebody was spoken to
TRIED = "tried"  # the kind of a result that answers how a try went


@dataclass(frozen=True)
class Due:
    """A customer whom a tool wants to have contacted today, for one reason.

    kind: a key of the list's template: weight, minutes, act, whether it is service or marketing.
    day: since when it is asked for; a result of a later day has settled it. figures: what the
    kind's sentence names, raw. amount: what is at stake, in fen. channel: of the tool's own script.
    sentence: the first one to say, where the tool knows a better one than the kind has; approval:
    whether it may be used. question, avoid, stop: to be opened. loc: where the tool's page has it.
    if_advice: it is asked for only where advice on products would follow.
    """

    customer: str
    kind: str
    day: dt.date | None = None
    figures: Mapping[str, object] = field(default_factory=dict, hash=False)
    amount: int = 0
    channel: str = ""
    sentence: str = ""
    approval: str = ""
    question: str = ""
    avoid: str = ""
    stop: str = ""
    loc: tuple[str | int, ...] = ()
    if_advice: bool = False


@dataclass(frozen=True)
class Result:
    """The result of a contact, or of a try.

    kind: of the reason on the line; said: the customer's words; next_day: the one agreed on.
    """

    customer: str
    day: dt.date
    kind: str
    outcome: Outcome
    said: str = ""
    next_day: dt.date | None = None

    @property
    def spoke(self) -> bool:
        """Whether somebody was spoken to."""
        return self.outcome in SPOKEN

    @property
    def answers_try(self) -> bool:
        """Whether it says how a try went, which is no contact of today."""
        return self.kind == TRIED


@dataclass(frozen=True)
class Met:
    """A contact on record. how: its result in words that a bank would use."""

    customer: str
    day: dt.date
    how: str


@dataclass(frozen=True)
class Pace:
    """The rest of one indicator. left, per_day: fen or pieces, for each working day left."""

    indicator: str
    left: int
    per_day: int


@dataclass(frozen=True)
class Numbers:
    """The deals, meetings and calls that a working day still asks for.

    called: calls on record for it, already taken off. over: no working day comes after today.
    """

    day: dt.date
    deals: int
    meetings: int
    calls: int
    called: int
    paces: tuple[Pace, ...]
    over: bool


@dataclass(frozen=True)
class DayLine:
    """One customer of the list.

    number: the place on it; kind, label: of the strongest reason; facts, why, act, sentence: what
    the line says; others: the further reasons; tool: which asks, "" for the list itself; loc: on
    its page. result: what came of it today, as a row of the record; row: its number there.
    """

    number: int
    customer: str
    kind: str
    label: str
    facts: Said
    why: Said
    minutes: int
    act: str = ""
    sentence: str = ""
    approval: str = ""
    heed: tuple[Said, ...] = ()
    others: tuple[Said, ...] = ()
    question: str = ""
    avoid: str = ""
    stop: str = ""
    tool: str = ""
    loc: tuple[str | int, ...] = ()
    result: Any = None
    row: int = -1


@dataclass(frozen=True)
class Tried:
    """A try that is over: its result is asked first. said: what was planned."""

    customer: str
    day: dt.date | None
    tool: str
    loc: tuple[str | int, ...]
    said: Said


@dataclass(frozen=True)
class Listing:
    """The list of one day.

    done: lines with a result of today; more: who does not fit into the minutes; left: reason → how
    many customers are left out; left_said: the same in one line. numbers: the line above.
    """

    lines: tuple[DayLine, ...]
    done: tuple[DayLine, ...]
    more: tuple[str, ...]
    left: Mapping[str, int]
    left_said: Said | None
    tries: tuple[Tried, ...]
    numbers: Said


Pages = Sequence[tuple[Any, Any]]  # period and record, the latest first


@dataclass(frozen=True)
class DayList:
    """The functions of the tool that makes the list.

    listing: function(desk) -> Listing. said: function(desk, result) -> the result as it is kept.
    kept: function(desk, result, wrote) -> the record with it; wrote: the pages that it changed.
    wrote: function(desk, row) -> what ``kept`` was given.
    met: function(pages, pack) -> the contacts.
    """

    listing: Callable[[Any], Listing]
    said: Callable[[Any, Result], Result]
    kept: Callable[[Any, Result, str], pydantic.BaseModel]
    wrote: Callable[[Any, int], str]
    met: Callable[[Pages, Any], Iterator[Met]]
