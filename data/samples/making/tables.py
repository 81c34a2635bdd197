"""One trainee's five tables, as a bank's system exports them: our column → value, row by row.

Money is fen, days are dates; ``files`` puts them into words and units.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from making import dealings, holdings, people
from making.holdings import MONTHS
from making.people import Customer
from making.written import FLAGS, Row, Transfers, Wanted

# Each table has random numbers of its own: more of one changes nothing in another.
PEOPLE, HELD, ENDS, MET, FLOWS, LEFT = range(6)
SEED = 20261209


def random(number: int, purpose: int) -> np.random.Generator:
    """The random numbers of one trainee for one purpose."""
    return np.random.default_rng([SEED, number, purpose])


def customers_of(
    number: int,
    plan: Mapping[str, Any],
    branches: Mapping[str, Any],
    wanted: Mapping[str, Wanted],
    book: Mapping[str, Any],
) -> list[Customer]:
    """The customers of one trainee; none where no file was brought."""
    if not plan["customers"]:
        return []
    return people.drawn(plan, branches[plan["branch"]], wanted, book, random(number, PEOPLE))


def tables(
    number: int,
    plan: Mapping[str, Any],
    found: Sequence[Customer],
    wanted: Mapping[str, Wanted],
    left: Mapping[str, Transfers],
    book: Mapping[str, Any],
) -> dict[str, list[Row]]:
    """Kind of file → its rows."""
    language = book["headings"][plan["headings"]]["language"]
    held, ends = random(number, HELD), random(number, ENDS)
    met, flows, away = random(number, MET), random(number, FLOWS), random(number, LEFT)
    paths = {one.id: holdings.balances(one, ends) for one in found}
    spoken = {
        one.id: dealings.contacts(one, wanted.get(one.id), book["contacts"], language, met)
        for one in found
    }
    least_and_most = (plan["flows"][0], plan["flows"][1])
    dealt = {
        one.id: dealings.dealings(one, paths[one.id], book, least_and_most, language, flows)
        for one in found
    }
    for each, gone in left.items():
        dealt[each] += dealings.leaving(each, gone, book, language, away)
    return {
        "customers": [_customer(one, spoken[one.id], book, language) for one in found],
        "holdings": [
            _holding(each, book, language) for one in found
            for each in holdings.holdings(one, book, held)
        ],
        "balances": [
            row for one in found
            for row in _balances(one, holdings.before(paths[one.id], left.get(one.id, ())))
        ],
        "contacts": [
            {"customer": each.customer, "date": each.date, "channel": each.channel,
             "by": each.by, "result": each.result}
            for one in found for each in spoken[one.id]
        ],
        "transactions": [
            _dealing(each, book, language) for one in found
            for each in sorted(dealt[one.id], key=lambda one: one.date)
        ],
    }  # fmt: skip


def _customer(
    one: Customer, spoken: Sequence[dealings.Contact], book: Mapping[str, Any], language: str
) -> Row:
    said = book["answers"]
    flags = {flag: said["yes"][language] if flag in one.flags else "" for flag in FLAGS}
    return {
        "id": one.id,
        "name": "",
        "phone": "",
        "gender": book["genders"][one.gender][language],
        "birthday": f"{one.born:%m-%d}",
        "born": one.born,
        "age": one.age,
        "opened": one.opened,
        "assets": one.assets,
        "deposits": one.deposits,
        "investments": one.held("wealth", "funds"),
        "insurance": one.held("insurance"),
        "loans": one.loans,
        "products": _products(one),
        "payroll": said["yes" if one.payroll else "no"][language],
        "main_account": said["yes" if one.main else "no"][language],
        "risk_level": f"C{one.risk}",
        "risk_assessed": one.assessed,
        "star_points": one.points,
        "cards": book["cards"][one.card][1 if language == "zh" else 2] if one.card >= 0 else "",
        "last_contact": max((each.date for each in spoken if each.reached), default=None),
        "relationship": one.relationship,
        "willingness": one.willingness,
        "segment": book["segments"][one.segment][language],
        **flags,
        "channels": book["channels"][language][one.channel] if one.channel >= 0 else "",
        "notes": book["notes"][language][one.note] if one.note >= 0 else "",
    }


def _products(one: Customer) -> int:
    """What counts as a product: deposits, each holding, a loan, a card, the salary."""
    counted = (one.deposits > 0, one.loans > 0, one.card >= 0, one.payroll)
    return len(one.lots) + sum(counted)


def _holding(each: holdings.Holding, book: Mapping[str, Any], language: str) -> Row:
    kind = book["kinds"][each.kind][language]
    return {
        "customer": each.customer,
        "product": each.product[language] if each.product else kind,
        "kind": kind,
        "amount": each.amount,
        "bought": each.bought,
        "due": each.due,
        "risk_level": f"R{each.risk}" if each.risk else "",
        "gain": each.gain,
    }


def _balances(one: Customer, ends: Sequence[int | None]) -> Iterator[Row]:
    for month, amount in zip(MONTHS, ends, strict=True):
        if amount is not None:
            yield {"customer": one.id, "month": month, "assets": amount}


def _dealing(each: dealings.Dealing, book: Mapping[str, Any], language: str) -> Row:
    return {
        "customer": each.customer,
        "date": each.date,
        "kind": each.kind[language],
        "amount": each.amount,
        "direction": book["directions"][each.direction][language],
        "counterparty": each.counterparty,
    }
