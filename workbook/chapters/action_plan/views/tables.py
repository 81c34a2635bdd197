"""The tables of the 531 plan. Source: S4, methodology A4; the week: S0, methodology A1."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from workbook.chapters.action_plan.pack import KINDS, OUTCOMES, Pack
from workbook.chapters.action_plan.records import PlanLine
from workbook.chapters.action_plan.rules import (
    PlanDesk,
    Weekly,
    act_of,
    candidates,
    days_so_far,
    history,
    in_order,
    is_open,
    kept_off,
    last_week,
    left_behind,
    listed,
    listed_off,
    of_kind,
    offers,
    places_left,
    reasons,
    ticked,
    ticks_of,
    week_of,
    weeks_between,
    who,
)
from workbook.chapters.action_plan.rules import days_of as working_days_of
from workbook.chapters.action_plan.rules.suggestions import kept_out
from workbook.chapters.shared.frames import frame
from workbook.content.messages import Said

Row = Mapping[str, Any]  # column → cell

PLAN = (
    "number", "kind", "what", "customers", "owner", "by", "mark", "measure", "link", "outcome",
)  # fmt: skip
THREES = ("number", "what", "resource", "grantor", "by", "fallback", "granted")
BALANCE = ("kind", "wanted", "lines", "linked", "dated", "marked", "done")
SUGGESTIONS = ("number", "kind", "what", "mark", "measure", "link", "by", "source")
MONDAY = ("rank", "customer", "because", "act", "day", "called", "moved")
OFFERED = ("rank", "customer", "because", "evidence", "act", "mark", "heed")
TICKS = ("day", "worked", "written")
WEEK = ("called", "moved", "contacts", "share", "ticked", "days")
REVIEW = ("kind", "what", "by", "outcome", "reason", "attempt", "learned")
CARRY = ("kind", "what", "by", "outcome", "since", "weeks")
HISTORY = ("week", *KINDS, *OUTCOMES, "open")
REASONS = ("reason", "lines", "attempt")


# -- the lines ------------------------------------------------------------------------------------


def plan_table(desk: PlanDesk) -> pd.DataFrame:
    """The lines in the order five, three, one, numbered."""
    return frame(PLAN, _numbered(desk))


def threes_table(desk: PlanDesk) -> pd.DataFrame:
    """The lines that need a resource, with their numbers in the plan."""
    rows = (row for row in _numbered(desk) if row["kind"] == "three")
    return frame(THREES, ({**row, "granted": _granted(row["granted"])} for row in rows))


def _granted(answer: str) -> Said | None:
    return Said("{granted:grants}", {"granted": answer}) if answer else None


def _numbered(desk: PlanDesk) -> list[Row]:
    lines = in_order(desk.record.lines)
    return [{**dict(line), "number": number} for number, line in enumerate(lines, 1)]


def balance_table(desk: PlanDesk) -> pd.DataFrame:
    """For each kind how many lines are required and present, and how many of them are complete."""
    return frame(BALANCE, (_balance(desk, kind) for kind in KINDS))


def _balance(desk: PlanDesk, kind: str) -> Row:
    lines = of_kind(desk.record, kind)
    wanted = {str(name): one.lines for name, one in desk.pack.kinds.items()}
    return {
        "kind": kind,
        "wanted": wanted[kind],
        "lines": len(lines),
        "linked": sum(bool(one.link) for one in lines),
        "dated": sum(one.by is not None for one in lines),
        "marked": sum(bool(one.mark) for one in lines),
        "done": sum(one.outcome == "done" for one in lines),
    }


def suggestions_table(desk: PlanDesk) -> pd.DataFrame:
    """The lines that findings of the other chapters call for."""
    rows = [
        {
            **dict(one.suggestion),
            **{
                name: Said(getattr(one.suggestion, name), one.figures)
                for name in ("what", "mark", "measure")
            },
            "number": number,
            "link": one.link,
            "by": one.by,
        }
        for number, one in enumerate(candidates(desk), 1)
    ]
    return frame(SUGGESTIONS, rows)


# -- the week -------------------------------------------------------------------------------------


def monday_table(desk: PlanDesk) -> pd.DataFrame:
    """The Monday list as typed, without those who must not be contacted."""
    rows = [{**dict(one), "rank": rank} for rank, one in enumerate(listed(desk), 1)]
    return frame(MONDAY, rows)


def offered_table(desk: PlanDesk) -> pd.DataFrame:
    """The proposed list: customers from the other chapters, and why."""
    becauses, people = desk.pack.becauses, who(desk)
    rows = [
        {
            "rank": rank,
            "customer": one.customer,
            "because": one.because,
            "evidence": one.evidence,
            "act": act_of(desk, one),
            "mark": becauses[one.because].mark,
            "heed": people.heed(one.customer),
        }
        for rank, one in enumerate(offers(desk, places_left(desk)), 1)
    ]
    return frame(OFFERED, rows)


def ticks_table(desk: PlanDesk) -> pd.DataFrame:
    """The two ticks of each working day of the week."""
    rows = []
    for day in working_days_of(desk):
        worked, written = ticks_of(desk, day)
        rows.append({"day": day, "worked": worked, "written": written})
    return frame(TICKS, rows)


def week_table(desk: PlanDesk) -> pd.DataFrame:
    """The week so far in one row: customers reached, customers moved, days ticked."""
    contacts, days = listed(desk), days_so_far(desk)
    moved = sum(one.moved for one in contacts)
    row = {
        "called": sum(one.called for one in contacts),
        "moved": moved,
        "contacts": len(contacts),
        "share": moved / len(contacts) if contacts else None,
        "ticked": ticked(desk, days),
        "days": len(days),
    }
    return frame(WEEK, [row])


# -- the review -----------------------------------------------------------------------------------


def review_table(desk: PlanDesk) -> pd.DataFrame:
    """Last week's lines with their outcomes."""
    lines = [line for _, plan in last_week(desk) for line in in_order(plan.lines)]
    return frame(REVIEW, _reviewed(desk.pack, lines))


def now_table(desk: PlanDesk) -> pd.DataFrame:
    """This week's lines to discuss on Friday: with an outcome, or due by now."""
    lines = [
        line
        for line in in_order(desk.record.lines)
        if not is_open(line) or (line.by is not None and line.by <= desk.today)
    ]
    return frame(REVIEW, _reviewed(desk.pack, lines))


def _reviewed(pack: Pack, lines: Sequence[PlanLine]) -> Iterator[Row]:
    for line in lines:
        yield {**dict(line), "attempt": _attempt(pack, line.reason)}


def _attempt(pack: Pack, reason: str) -> str | None:
    """The remedy for next time; None where no reason is known."""
    return pack.reasons[reason].attempt if reason in pack.reasons else None


def carry_table(desk: PlanDesk) -> pd.DataFrame:
    """Last week's unfinished lines that are missing from this week, and how long they have been
    carried."""
    here = week_of(desk)
    rows = [
        {**dict(line), "since": str(first), "weeks": weeks_between(first, here)}
        for first, line in left_behind(desk)
    ]
    return frame(CARRY, rows)


def history_table(desk: PlanDesk) -> pd.DataFrame:
    """Week by week the lines of each kind and their outcomes, latest first."""
    return frame(HISTORY, map(_week_row, history(desk)))


def _week_row(weekly: Weekly) -> Row:
    week, plan = weekly
    outcomes = Counter(one.outcome or "open" for one in plan.lines)
    kinds = Counter(one.kind for one in plan.lines)
    return {"week": str(week)} | {name: (kinds | outcomes)[name] for name in HISTORY[1:]}


def reasons_table(desk: PlanDesk) -> pd.DataFrame:
    """Why lines were not done in the last weeks, most frequent reason first."""
    rows = [
        {"reason": reason, "lines": lines, "attempt": _attempt(desk.pack, reason)}
        for reason, lines in reasons(desk).items()
    ]
    return frame(REASONS, rows)


tables: Mapping[str, Callable[[Any], pd.DataFrame]] = {
    "plan": plan_table,
    "threes": threes_table,
    "balance": balance_table,
    "suggestions": suggestions_table,
    "monday": monday_table,
    "offered": offered_table,
    "ticks": ticks_table,
    "week": week_table,
    "review": review_table,
    "now": now_table,
    "carry": carry_table,
    "history": history_table,
    "reasons": reasons_table,
}
left_out: Mapping[str, Callable[[Any], Mapping[str, int]]] = {
    "suggestions": kept_out,
    "monday": listed_off,
    "offered": kept_off,
}
