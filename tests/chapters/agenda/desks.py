"""Desks for the tests: the shipped template, what tools ask for, a small book of customers.

Today is Wednesday, 9 December 2026.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
from typed import CHEN

from workbook.book.pinned_template import Template, bank_of, names_of, pack_of
from workbook.chapters.agenda.records import Agenda, Contact, Pack
from workbook.chapters.agenda.rules import AgendaDesk
from workbook.chapters.shared.context import Desk, Mark
from workbook.chapters.shared.day_list import Due, Numbers
from workbook.content import load
from workbook.content.messages import Voice, Wording, voice
from workbook.customers import pack as columns
from workbook.customers.files.dates import Born
from workbook.customers.files.frames import framed
from workbook.domain.caching import Lazily
from workbook.domain.calendar import Month, load_calendar

TODAY = dt.date(2026, 12, 9)
YUAN = 100  # fen


@functools.cache
def pack() -> Pack:
    made: Pack = pack_of(Template.now("agenda"), "zh-Hans")
    return made


def day(text: str) -> dt.date:
    """A day of 2026, "12-08"."""
    return dt.date.fromisoformat(f"2026-{text}")


def due(customer: str, kind: str, **changes: Any) -> Due:
    """A reason of a tool, whose figures are all known."""
    figures = {
        "before": 600_000 * YUAN, "after": 500_000 * YUAN, "assets": 500_000 * YUAN,
        "amount": 100_000 * YUAN, "count": 2, "day": TODAY, "days": 3, "share": 0.2, "said": "x",
        "what": "y", "mark": "z", "act": "w", "chapter": "Pacing", "customer": customer,
        "indicator": "investment_sales", "last": None, "edge": 1, "distance": None, "low": None,
    }  # fmt: skip
    return Due(**{"customer": customer, "kind": kind, "figures": figures, **changes})


def result(customer: str, on: str, outcome: str, next_day: str = "", **more: Any) -> Contact:
    """A result of a day of December."""
    after = day(next_day) if next_day else None
    given = {"kind": "leaving", **more}
    return Contact(customer=customer, day=day(on), outcome=outcome, next_day=after, **given)


def customers(*rows: Mapping[str, object]) -> pd.DataFrame:
    """An imported table of customers, money in yuan."""
    table = columns.load("en").table("customers")
    money = {name for name, one in table.columns.items() if one.reads == "money"}
    cells = {name: [_cell(name, row, money) for row in rows] for name in table.columns}
    return framed(cells, table, None)


def _cell(name: str, row: Mapping[str, object], money: set[str]) -> Any:
    value = row.get(name)
    if name == "birthday" and isinstance(value, str):
        return Born(value, None)
    return value * YUAN if name in money and isinstance(value, int) else value


def desk(
    *dues: Due,
    book: Sequence[Mapping[str, object]] = (),
    results: Sequence[Contact] = (),
    marks: Sequence[Mark] = (),
    numbers: tuple[Numbers | None, ...] = (),
    today: dt.date = TODAY,
    **record: Any,
) -> AgendaDesk:
    """The desk of the list: ``dues`` of one tool, imported customers, results before today."""
    frames = {"customers": customers(*book)} if book else {}
    template = Template.now("agenda")
    return Desk(
        record=Agenda(results=tuple(results), **record),
        pack=pack(),
        bank=bank_of(template, "zh-Hans"),
        month=Month.of(today),
        today=today,
        calendar=load_calendar(),
        due={"tool": dues},
        numbers={"pacing": numbers} if numbers else {},
        marked={"page": tuple(marks)},
        customers=Lazily(tuple(frames), frames.get),
    )


def with_pack(made: AgendaDesk, **changes: Any) -> AgendaDesk:
    """The desk with another template."""
    return replace(made, pack=pack().model_copy(update=changes))


@functools.cache
def words() -> Voice:
    """How the page says its numbers."""
    names = names_of(pack(), CHEN.language)
    bank = bank_of(Template.now("agenda"), CHEN.language)
    return voice(load("wording", CHEN.language, Wording), bank, names, TODAY.year)
