"""A hand-in: what a trainee saved and the coach has not confirmed, as one file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workbook import __version__
from workbook.errors import BadInput
from workbook.exchange import classes, customer_tables, file_format, history, keys, pages
from workbook.exchange import remark_identities as remarks
from workbook.exchange.classes import Class
from workbook.store import Store, Trainee
from workbook.store.deliveries import Delivery
from workbook.store.versions import Page, Version

HANDED_IN, CONFIRMED = "handed in", "confirmed"


@dataclass(frozen=True)
class HandIn:
    """The contents of a file, to be looked at before it is written.

    pages: with something new → how many saves; saves: of all pages; tables: kind → rows. data: the
    bytes of the file.
    """

    joins: Class
    trainee: Trainee
    number: int
    month: str
    pages: Mapping[Page, int]
    saves: int
    answers: int
    tables: Mapping[str, int]
    data: bytes


def make(store: Store, month: str, *, with_customers: bool = False, whole: bool = False) -> HandIn:
    """The next hand-in of the trainee whose store it is; nothing is written yet.

    month: that of the file's name. whole: also what the coach has confirmed. BadInput where the
    store has joined no class, or its keys are lost.
    """
    one, own = classes.joined(store), keys.needed(store)
    trainee, notes = store.trainee(one.member), store.deliveries.notes()
    number = sum(note.what == HANDED_IN for note in notes) + 1
    confirmed = last_confirmed(notes, one)
    everything = store.deliveries.versions(trainee.id)
    news = everything if whole else _news(everything, confirmed["heads"])
    known = {*one.templates, *confirmed["templates"]} if not whole else set(one.templates)
    answers = [line for line in remarks.lines_of(store, trainee.id) if line["role"] == "trainee"]
    tables = list(customer_tables.lines_of(store, trainee.id)) if with_customers else []
    first = {
        "what": "hand-in",
        "trainee": trainee.id,
        "number": number,
        "month": month,
        "address": {"to": own.address.to, "signer": own.address.signer},
        "whole": whole,
        "templates": sorted(classes.shipped_templates()),
        "program": __version__,
        "made_at": classes.moment(),
    }
    lines = [first, *pages.lines(store, news, known), *answers, *tables]
    data = file_format.bytes_of("hand-in", one.id, lines, own, [one.coach_address.to])
    return HandIn(
        joins=one,
        trainee=trainee,
        number=number,
        month=month,
        pages=Counter(version.page for version in news),
        saves=len(news),
        answers=len(answers),
        tables=_rows(tables),
        data=data,
    )


def last_confirmed(notes: list[Delivery], one: Class) -> Mapping[str, Any]:
    """The coach's last return: the heads of the pages, and known templates."""
    found = [
        note.about
        for note in notes
        if note.what == CONFIRMED
        and note.about["class"] == one.id
        and note.about["signer"] == one.coach_address.signer
    ]
    return found[-1] if found else {"heads": (), "templates": ()}


def _news(everything: list[Version], heads: list[str]) -> list[Version]:
    known = history.ancestors(history.graph_of(everything), heads)
    return [one for one in everything if one.identity not in known]


def _rows(lines: list[dict[str, Any]]) -> dict[str, int]:
    rows: dict[str, int] = {}
    for line in lines:
        count = len(line["columns"][0]["cells"]) if line["columns"] else 0
        rows[line["kind"]] = rows.get(line["kind"], 0) + count
    return rows


def note(store: Store, made: HandIn, file: str) -> None:
    """Write down that a hand-in was made."""
    store.deliveries.note(
        HANDED_IN,
        made.trainee.id,
        **{"class": made.joins.id},
        number=made.number,
        month=made.month,
        file=file,
        saves=made.saves,
    )


def check_begun(made: HandIn) -> None:
    """BadInput where there is nothing to hand in at all."""
    if not (made.saves or made.answers or made.tables):
        raise BadInput("exchange.nothing_new")
