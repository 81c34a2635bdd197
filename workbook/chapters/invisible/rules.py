"""Who holds little here and shows signs of much, what was asked, and the findings.

Pure functions of their inputs. Amounts are fen. Source: S4 (the invisible customers, the vanished
deposits), methodology B2; signs, thresholds and words: ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from math import inf

import pandas as pd

from workbook.chapters.invisible.records import Asked, Invisible, Pack
from workbook.chapters.shared.contact_flags import known_as, people
from workbook.chapters.shared.context import Desk, Finding, remembered
from workbook.chapters.shared.private_numbers import private_numbers
from workbook.content.messages import Voice
from workbook.customers.analysis import money_elsewhere
from workbook.customers.analysis.as_of import until
from workbook.customers.analysis.tiers import assets_of
from workbook.domain import templates
from workbook.domain.bank import labels
from workbook.domain.calendar import add_working_days

InvisibleDesk = Desk[Invisible, Pack]

CELLS = ("customer", "sign", "said", "next", "by")


# -- the imported customers -----------------------------------------------------------------------


@remembered
def signs(desk: InvisibleDesk) -> pd.DataFrame:
    """A row for each sign of those who hold little here; see ``money_elsewhere.signs``."""
    return money_elsewhere.signs(desk.customers, desk.marks, desk.pack, desk.today)


@remembered
def gone(desk: InvisibleDesk) -> pd.DataFrame:
    """The money that left, by month and destination; see ``money_elsewhere.gone``."""
    return money_elsewhere.gone(desk.customers, desk.marks, desk.pack.months, desk.today)


@remembered
def on_record(desk: InvisibleDesk) -> int:
    """How many days back the transactions reach; 0 without any."""
    return money_elsewhere.days_on_record(desk.customers, desk.today)


@remembered
def held(desk: InvisibleDesk) -> int:
    """What all customers hold here today, in fen."""
    return int(assets_of(until(desk.customers, desk.today))["assets"].sum())


def shown(desk: InvisibleDesk) -> list[tuple[str, pd.DataFrame]]:
    """Those who show signs and may be contacted, with the rows of their signs: who shows most signs
    first, then who moves most."""
    blocked = people(desk, inf).whys
    found = money_elsewhere.each(signs(desk))
    return [(one, rows) for one, rows in found if known_as(one) not in blocked]


def left_off(desk: InvisibleDesk) -> Mapping[str, int]:
    """Flag → how many who show signs it keeps off the list."""
    return people(desk, inf).left(signs(desk)["customer"])


def open_ones(desk: InvisibleDesk) -> list[tuple[str, pd.DataFrame]]:
    """Those of them for whom the page has no row."""
    written = {known_as(one.customer) for one in desk.record.asked}
    return [(one, rows) for one, rows in shown(desk) if known_as(one) not in written]


def suggested(desk: InvisibleDesk, _voice: Voice) -> dict[str, tuple[Asked, ...]]:
    """A row for the first who show signs: the sign, the question to ask, and a day."""
    by = add_working_days(desk.today, desk.pack.working_days, desk.calendar)
    rows = tuple(
        Asked(customer=customer, sign=sign, next=desk.pack.signs[sign].ask, by=by)
        for customer, found in islice(open_ones(desk), desk.pack.most)
        for sign in [found["sign"].iloc[0]]
    )
    return {"asked": rows} if rows else {}


# -- how things stand -----------------------------------------------------------------------------


def completeness(desk: InvisibleDesk) -> float:
    """The share of the cells of the rows that are filled in; 0 without a row."""
    cells = [bool(getattr(one, cell)) for one in desk.record.asked for cell in CELLS]
    return sum(cells) / len(cells) if cells else 0.0


def state(desk: InvisibleDesk) -> Iterator[tuple[str, dict[str, object]]]:
    """How many show a sign, and what left in the months looked at."""
    if on_record(desk):
        amount = int(gone(desk)["amount"].sum())
        yield "shown", {"count": len(shown(desk)), "amount": amount, "months": desk.pack.months}


# -- findings -------------------------------------------------------------------------------------


def findings(desk: InvisibleDesk) -> list[Finding]:
    """The findings on the page; rules that the template lacks stay silent."""
    found = (one for check in (on_record_short, on_open, on_gone, on_rows) for one in check(desk))
    every = (*found, *private_numbers(desk, "invisible"))
    return [one for one in every if one.rule in desk.pack.rules]


def _found(rule: str, /, *loc: str | int, **figures: object) -> Finding:
    return Finding("invisible", rule, loc, figures)


def _threshold(desk: InvisibleDesk, rule: str) -> float:
    return templates.threshold(desk.pack.rules, rule, "invisible")


def on_record_short(desk: InvisibleDesk) -> Iterator[Finding]:
    """There are customers, and no transactions, or too few days of them to tell."""
    days = on_record(desk)
    if len(desk.customers.get("customers", ())) and days < _threshold(desk, "short"):
        yield _found("short", days=days, wanted=int(_threshold(desk, "short")))


def on_open(desk: InvisibleDesk) -> Iterator[Finding]:
    """Customers with several signs for whom nothing is written."""
    strong = [
        (one, rows)
        for one, rows in open_ones(desk)
        if len(rows) >= _threshold(desk, "several") or desk.record.asked == ()
    ]
    if strong:
        customer, rows = strong[0]
        rule = "several" if len(rows) >= _threshold(desk, "several") else "none_asked"
        yield _found(rule, "asked", count=len(strong), customer=customer, signs=len(rows))


def on_gone(desk: InvisibleDesk) -> Iterator[Finding]:
    """Much of what is held here left for other banks and brokers."""
    rows, whole = gone(desk), held(desk)
    away = int(rows.loc[rows["destination"].isin(["bank", "broker"]), "amount"].sum())
    if whole and away >= _threshold(desk, "vanished") * whole:
        figures = {"amount": away, "share": away / whole, "months": desk.pack.months}
        yield _found("vanished", **figures)


def on_rows(desk: InvisibleDesk) -> Iterator[Finding]:
    """A row without customer or sign, one that pries, one whose day is over unanswered."""
    words = tuple(labels(desk.pack.prying).values())
    for row, one in enumerate(desk.record.asked):
        blank = next((cell for cell in ("customer", "sign", "by") if not getattr(one, cell)), "")
        pried = next((word for word in words if word.casefold() in one.next.casefold()), "")
        if blank:
            yield _found("unfinished", "asked", row, blank, row=row + 1)
        elif one.by and one.by < desk.today and not one.said:
            yield _found("late", "asked", row, "said", customer=one.customer, day=one.by)
        if pried:
            yield _found("prying", "asked", row, "next", row=row + 1, word=pried)
