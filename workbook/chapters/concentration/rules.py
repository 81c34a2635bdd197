"""How the money is spread, whom of the few nobody has seen, and the findings.

Pure functions of their inputs. Amounts are fen, shares 0…1. Source: S3, methodology B6; when a
customer counts as seen, the acts and the thresholds: ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from math import inf
from typing import Any

import pandas as pd

from workbook.chapters.concentration.records import Care, Concentration, Pack, Part
from workbook.chapters.shared.contact_flags import known_as, people
from workbook.chapters.shared.context import Desk, Finding, remembered
from workbook.chapters.shared.private_numbers import private_numbers
from workbook.content.messages import Voice
from workbook.customers.analysis.as_of import until
from workbook.customers.analysis.value_concentration import fifths, ranked
from workbook.domain import templates
from workbook.domain.calendar import add_working_days

ConcentrationDesk = Desk[Concentration, Pack]

CELLS = ("customer", "act", "by")


# -- the imported customers -----------------------------------------------------------------------


@remembered
def spread(desk: ConcentrationDesk) -> pd.DataFrame:
    """The customers whose assets are known, the most first; see ``ranked``."""
    return ranked(until(desk.customers, desk.today), desk.today)


@dataclass(frozen=True)
class Fifth:
    """A part of the book. money: its fen; share: of all; seen: how many were contacted lately."""

    key: str
    part: Part
    customers: int
    people: float
    money: int
    share: float
    seen: int


def parts(desk: ConcentrationDesk) -> tuple[Fifth, ...]:
    """The parts of the book from the top; none where nobody's assets are known."""
    rows, named = spread(desk), desk.pack.parts
    if rows["share"].isna().all():
        return ()
    cuts = fifths(len(rows), tuple(one.people for one in named.values()))
    return tuple(
        _fifth(key, part, rows[cut], len(rows), desk.pack.seen_within)
        for (key, part), cut in zip(named.items(), cuts, strict=True)
    )


def _fifth(key: str, part: Part, rows: pd.DataFrame, count: int, days: int) -> Fifth:
    money, share = int(rows["assets"].sum()), float(rows["share"].sum())
    seen = int((rows["days"] <= days).sum())
    return Fifth(key, part, len(rows), len(rows) / count, money, share, seen)


def top(desk: ConcentrationDesk) -> pd.DataFrame:
    """The customers of the top part who may be contacted, the most money first."""
    blocked = people(desk, inf).whys
    rows = _top_part(desk)
    return rows[~rows["customer"].map(known_as).isin(blocked)]


def left_off(desk: ConcentrationDesk) -> Mapping[str, int]:
    """Flag → how many of the top part it keeps off the list."""
    return people(desk, inf).left(_top_part(desk)["customer"])


def _top_part(desk: ConcentrationDesk) -> pd.DataFrame:
    found = parts(desk)
    return spread(desk).head(found[0].customers if found else 0)


def unseen(desk: ConcentrationDesk) -> pd.DataFrame:
    """Those of the top part whom nobody has contacted lately, and for whom no act is written."""
    rows, cared = top(desk), {known_as(one.customer) for one in desk.record.care if one.act}
    late = ~(rows["days"] <= desk.pack.seen_within).fillna(False)
    return rows[late & ~rows["customer"].map(known_as).isin(cared)]


def suggested(desk: ConcentrationDesk, _voice: Voice) -> dict[str, tuple[Care, ...]]:
    """A row for the first of the unseen, with an act to begin with and a day."""
    written = {known_as(one.customer) for one in desk.record.care}
    by = add_working_days(desk.today, desk.pack.working_days, desk.calendar)
    open_ = (
        Care(customer=customer, act=desk.pack.acts[_why(days)].says, by=by)
        for customer, days in unseen(desk)[["customer", "days"]].values
        if known_as(customer) not in written
    )
    rows = tuple(islice(open_, desk.pack.most))
    return {"care": rows} if rows else {}


def _why(days: Any) -> Any:
    """Which act fits: nobody knows of a contact, or it is long ago."""
    return "unknown" if pd.isna(days) else "unseen"


# -- how things stand -----------------------------------------------------------------------------


def completeness(desk: ConcentrationDesk) -> float:
    """The guess, and the cells of the rows; one row is asked for."""
    rows = desk.record.care or (Care(),)
    cells = [bool(getattr(row, cell)) for row in rows for cell in CELLS]
    return sum([desk.record.guess is not None, *cells]) / (1 + len(cells))


def state(desk: ConcentrationDesk) -> Iterator[tuple[str, dict[str, object]]]:
    """What the top part holds, and how many of it were seen lately."""
    for one in parts(desk)[:1]:
        figures = {"people": one.people, "count": one.customers, "share": one.share}
        yield "top", {**figures, "seen": one.seen, "days": desk.pack.seen_within}


# -- findings -------------------------------------------------------------------------------------


def findings(desk: ConcentrationDesk) -> list[Finding]:
    """The findings on the page; rules that the template lacks stay silent."""
    checks = (on_size, on_guess, on_top, on_rows)
    found = (one for check in checks for one in check(desk))
    every = (*found, *private_numbers(desk, "concentration"))
    return [one for one in every if one.rule in desk.pack.rules]


def _found(rule: str, /, *loc: str | int, **figures: object) -> Finding:
    return Finding("concentration", rule, loc, figures)


def _threshold(desk: ConcentrationDesk, rule: str) -> float:
    return templates.threshold(desk.pack.rules, rule, "concentration")


def on_size(desk: ConcentrationDesk) -> Iterator[Finding]:
    """Too few customers for a curve; or one of them carries much of the book."""
    rows = spread(desk)
    if 0 < len(rows) < _threshold(desk, "too_few"):
        yield _found("too_few", count=len(rows))
    elif len(rows) and rows["share"].iloc[0] >= _threshold(desk, "one_carries"):
        first = rows.iloc[0]
        figures = {"customer": first["customer"], "share": float(first["share"])}
        yield _found("one_carries", "care", **figures)


def on_guess(desk: ConcentrationDesk) -> Iterator[Finding]:
    """The guess, and the slogan, held against the book."""
    for one in parts(desk)[:1]:
        guess, slogan = desk.record.guess, one.part.money
        if guess is None:
            yield _found("no_guess", "guess")
        elif abs(guess - one.share) >= _threshold(desk, "guess_off"):
            yield _found("guess_off", "guess", guess=guess, share=one.share)
        if slogan is not None and abs(slogan - one.share) >= _threshold(desk, "not_the_slogan"):
            yield _found("not_the_slogan", slogan=slogan, share=one.share, people=one.people)


def on_top(desk: ConcentrationDesk) -> Iterator[Finding]:
    """Customers of the top part whom nobody has seen, and for whom nothing is planned."""
    rows = unseen(desk)
    if len(rows):
        share = float(rows["share"].sum())
        figures = {"count": len(rows), "share": share, "customer": rows["customer"].iloc[0]}
        yield _found("unseen", "care", **figures, days=desk.pack.seen_within)


def on_rows(desk: ConcentrationDesk) -> Iterator[Finding]:
    """A row with a blank, one whose day is over, one for a customer of the bottom part."""
    low = _bottom(desk)
    for row, one in enumerate(desk.record.care):
        blank = next((cell for cell in CELLS if not getattr(one, cell)), "")
        if blank:
            yield _found("unfinished", "care", row, blank, row=row + 1)
        elif one.by and one.by < desk.today and not _seen_lately(desk, one):
            yield _found("late", "care", row, "by", customer=one.customer, day=one.by)
        if known_as(one.customer) in low:
            yield _found("bottom_row", "care", row, "customer", customer=one.customer)


def _bottom(desk: ConcentrationDesk) -> frozenset[str]:
    found = parts(desk)
    return frozenset(
        spread(desk)["customer"].tail(found[-1].customers if found else 0).map(known_as)
    )


def _seen_lately(desk: ConcentrationDesk, one: Care) -> bool:
    """Whether a contact of the last weeks is on record."""
    rows = spread(desk)
    days = rows.loc[rows["customer"].map(known_as) == known_as(one.customer), "days"]
    return bool((days <= desk.pack.seen_within).any())
