"""The reserve's reasons for today's list, and how a result of today changes the reserve.

Source: S0, methodology A1 "The week" and A5; a follow-up that is never typed twice: ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workbook.chapters.prospects.pack import Pack
from workbook.chapters.prospects.records import Prospect, Reserve
from workbook.chapters.prospects.rules import contact
from workbook.chapters.prospects.rules.contact_flags import ReserveDesk
from workbook.chapters.prospects.rules.follow_up import first_sentence
from workbook.chapters.prospects.rules.grid import cell_of
from workbook.chapters.prospects.rules.thresholds import threshold
from workbook.chapters.shared.contact_flags import known_as
from workbook.chapters.shared.day_list import Due, Result
from workbook.domain.templates import approval_of

KINDS: Mapping[contact.Reason, str] = {"overdue": "late", "loss": "loss", "today": "promised"}


def due(desk: ReserveDesk) -> Iterator[Due]:
    """The prospects who are overdue, at a loss and not called, or due today, flagged ones too."""
    for one in contact.asked_for(desk):
        if one.reason in KINDS:
            yield _due(desk, one)


def _due(desk: ReserveDesk, one: contact.Due) -> Due:
    row = one.prospect
    figures = {
        **dict(row), "days": one.days or None, "day": row.next_contact, "cell": cell_of(row),
        "last": row.last_contact,
    }  # fmt: skip
    money = row.indicator not in desk.bank.counted
    return Due(
        customer=row.customer,
        kind=KINDS[one.reason],
        day=row.next_contact,
        figures=figures,
        amount=(row.amount or 0) if money else 0,
        loc=("prospects", one.row, "next_contact"),
        **_script(desk, one),
    )


def _script(desk: ReserveDesk, one: contact.Due) -> dict[str, Any]:
    """The first sentence of the prospect's cell, and what belongs to it."""
    row = one.prospect
    cell = cell_of(row)
    if cell is None:
        return {}
    approach = desk.pack.cells[cell]
    told = {
        "channel": approach.channel,
        "question": approach.question,
        "avoid": approach.avoid,
        "stop": approach.stop,
    }
    sentence = first_sentence(row, desk.pack)
    if one.reason != "today" or row.experienced or not sentence:
        return told  # who is late says so first
    return {**told, "sentence": sentence, "approval": approval_of(approach, desk.today)}


# -- a result of today ----------------------------------------------------------------------------


def ticked(desk: ReserveDesk, result: Result) -> Reserve | None:
    """The reserve with the attempt, the last contact and the next date of the customer's open
    rows."""
    rows = tuple(
        _after(one, desk.pack, result) if _is_about(one, desk.pack, result) else one
        for one in desk.record.prospects
    )
    changed = rows != desk.record.prospects
    return desk.record.model_copy(update={"prospects": rows}) if changed else None


def _is_about(one: Prospect, pack: Pack, result: Result) -> bool:
    same = known_as(one.customer) == known_as(result.customer) and not result.answers_try
    return same and contact.is_open(one, pack)


def _after(one: Prospect, pack: Pack, result: Result) -> Prospect:
    """A row after the result. An attempt counts where the row was due, also if nobody answered; a
    day that is over makes room for the next one once somebody was spoken to."""
    over = one.next_contact is not None and one.next_contact <= result.day
    uncalled = contact.loss_not_called(one, result.day, threshold(pack, "loss_not_called"))
    due = over or uncalled
    changes: dict[str, object] = {}
    if due and result.outcome != "not_now":
        changes["attempts"] = one.attempts + 1
    if due and (result.next_day or (over and result.spoke)):
        changes["next_contact"] = result.next_day
    if result.spoke:
        changes["last_contact"] = result.day
        changes["talked"] = _talked(one, result)
    return one.model_copy(update=changes)


def _talked(one: Prospect, result: Result) -> str:
    """The new words first, as the newest is what the next contact begins with."""
    said = f"{result.day:%m-%d} {result.said}" if result.said else ""
    return "\n".join(filter(None, (said, one.talked)))
