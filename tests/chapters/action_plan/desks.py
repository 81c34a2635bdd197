"""Desks for the tests: the shipped template with its numbers held fast, and a typed-in week.

The week is 2026-W46, 9 to 15 November; today is Wednesday the 11th unless a test says otherwise. A
line is sound by default, and so is a whole week: no rule has anything to say about them.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from typing import Any

from workbook import content
from workbook.chapters.action_plan import TOOL
from workbook.chapters.action_plan.pack import KINDS, Pack, Suggestion
from workbook.chapters.action_plan.records import Plan, PlanLine
from workbook.chapters.action_plan.rules import PlanDesk
from workbook.chapters.shared.context import Desk, Finding
from workbook.content.messages import Voice, Wording, voice
from workbook.domain.bank import Bank, labels
from workbook.domain.calendar import Calendar, Month, Week, load_calendar
from workbook.domain.fields import parse

W46, W53 = Week(2026, 46), Week(2026, 53)
NOVEMBER = Month(2026, 11)
LINES = {"five": 5, "three": 3, "one": 1}
THRESHOLDS = {
    "one_too_late": 5, "too_many_same_day": 4, "carried_long": 3, "avoided_again": 2,
    "try_late": 3,
}  # fmt: skip
WEEKDAYS = Calendar({}, frozenset(), {})  # no holidays: whatever is announced for 2027
SOUND_LINE: dict[str, object] = {
    "kind": "five", "owner": "Lin", "by": "2026-11-13", "mark": "3 visits in the diary",
    "measure": "Friday 17:00", "link": "pacing",
}  # fmt: skip
ASKED: dict[str, object] = {
    "resource": "two hours", "grantor": "branch head", "fallback": "by telephone",
}  # fmt: skip


def day(text: str) -> dt.date:
    """The day written as ``11-02`` (of 2026) or ``2027-01-04``."""
    return dt.date.fromisoformat(text if len(text) == 10 else f"2026-{text}")


@functools.cache
def calendar() -> Calendar:
    """The shipped calendar."""
    return load_calendar()


@functools.cache
def bank() -> Bank:
    """The shipped bank: money in wan yuan."""
    return content.load("bank", "en", Bank)


def made(chapter: str, rule: str, kind: str = "five", **given: object) -> Suggestion:
    """A suggestion made by hand; ``what`` names the rule unless the test says otherwise."""
    words = {"what": f"mend {rule}", "mark": "1 thing", "measure": "Friday", "link": chapter}
    rest = {"days": 2, "source": "ours", **given}
    return Suggestion.model_validate(
        {"chapter": chapter, "rule": rule, "kind": kind} | words | rest
    )


SUGGESTIONS = {
    "behind": made(
        "pacing", "behind_plan", what="close {gap:measure} of {indicator:indicators} by {day:day}",
    ),
    "overdue": made("prospects", "overdue", mark="from {customer} on, a date each", days=0),
    "loss": made("prospects", "loss_not_called", "one", days=3),
    "queue": made(
        "journey", "queue_left", "three", link="", resource="{minutes:count} minutes",
        grantor="branch head", fallback="the first {left:count}",
    ),
    "map": made("battle_map", "no_goal", link="", what="set a goal"),
    "low": made("journey", "low_without_owner", link="", what="an owner for “{touchpoint}”"),
}  # fmt: skip


@functools.cache
def pack() -> Pack:
    """The shipped template, with the numbers and suggestions that the tests count on."""
    shipped = content.load("action_plan", "en", Pack)
    rules = {
        name: one.model_copy(update={"threshold": THRESHOLDS.get(name)})
        for name, one in shipped.rules.items()
    }
    kinds = {
        name: one.model_copy(update={"lines": LINES[name]}) for name, one in shipped.kinds.items()
    }
    update = {"rules": rules, "kinds": kinds, "most_contacts": 12, "suggestions": SUGGESTIONS}
    return shipped.model_copy(update=update)


def changed(**update: object) -> Pack:
    """The template with something else in it."""
    return pack().model_copy(update=update)


@functools.cache
def english() -> Voice:
    """The voice of the chapter's page in English."""
    lists = ("kinds", "links", "outcomes", "reasons", "grants", "becauses")
    names = {name: labels(getattr(pack(), name)) for name in lists}
    return voice(content.load("wording", "en", Wording), bank(), names)


# -- what is typed --------------------------------------------------------------------------------


def plan(**body: object) -> Plan:
    """What is typed, as the record has it; all of it has to be readable."""
    parsed = parse(Plan, body, TOOL.setting(pack(), bank(), NOVEMBER))
    assert not parsed.problems
    return parsed.record


def line(**given: object) -> dict[str, object]:
    """A line about which no rule has anything to say, but for what is given."""
    asked = ASKED if given.get("kind") == "three" else {}
    return {"what": "call twelve", **SOUND_LINE, **asked, **given}


def lines(*given: Mapping[str, object]) -> tuple[PlanLine, ...]:
    """Lines as the record has them."""
    return plan(lines=[line(**one) for one in given]).lines


def nine(**given: object) -> list[dict[str, object]]:
    """Five, three and one sound line, on three days; ``given`` goes for the first."""
    kinds = [kind for kind in KINDS for _ in range(LINES[kind])]
    rows = [
        line(kind=kind, what=f"line {at}", by=f"2026-11-{11 + at % 3}")
        for at, kind in enumerate(kinds)
    ]
    return [{**rows[0], **given}, *rows[1:]]


def ticks(*days: int) -> list[dict[str, object]]:
    """Both ticks on these days of November."""
    return [{"day": f"2026-11-{one:02}", "worked": "yes", "written": "yes"} for one in days]


SOUND: dict[str, Any] = {
    "lines": nine(),
    "contacts": [{"customer": "C1", "because": "due", "act": "ask", "day": "2026-11-12"}],
    "ticks": ticks(9, 10),
    "try_customer": "C1",
    "try_by": "2026-11-13",
}


# -- the desk -------------------------------------------------------------------------------------


def desk(
    today: str = "11-11",
    *,
    week: Week | Month | None = W46,
    template: Pack | None = None,
    earlier: Sequence[tuple[str, Plan]] = (),
    linked: Mapping[str, Desk[Any, Any]] | None = None,
    found: Sequence[Finding] = (),
    **body: object,
) -> PlanDesk:
    """The desk of the week, with what is typed; ``found``: findings of the linked chapters.

    Over the end of the year the calendar is that of the weekdays.
    """
    chapters = {one.chapter for one in found}
    return Desk(
        record=plan(**body),
        pack=template or pack(),
        bank=bank(),
        month=NOVEMBER,
        today=day(today),
        calendar=WEEKDAYS if week == W53 else calendar(),
        earlier=tuple((Week.parse(key), one) for key, one in earlier),
        linked=linked or {},
        found={name: tuple(f for f in found if f.chapter == name) for name in chapters},
        given=week,
    )


def sound(today: str = "11-11", **given: Any) -> PlanDesk:
    """A week on which no rule has anything to say, but for what is given."""
    return desk(today, **{**SOUND, **given})
