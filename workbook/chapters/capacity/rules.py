"""The hours that the tiers need, the hours there are, who falls off, and the findings.

Pure functions of their inputs. Times are whole minutes, contacts and minutes are per year unless a
name says otherwise. Source: S1, methodology B8; the working year and the order: ours.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import inf

from workbook.chapters.capacity.records import Band, Capacity, Pack, TierCare
from workbook.chapters.shared.contact_flags import known_as, people
from workbook.chapters.shared.context import Desk, Finding, remembered
from workbook.chapters.shared.private_numbers import private_numbers
from workbook.content.messages import Voice
from workbook.customers.analysis.as_of import until
from workbook.customers.analysis.tiers import assets_of, ladder
from workbook.domain import templates
from workbook.domain.calendar import working_days, working_days_between

CapacityDesk = Desk[Capacity, Pack]

NEEDED = ("customers", "contacts", "minutes")
MONTHS = 12
HOUR = 60  # minutes


# -- what is asked for ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Load:
    """One tier that is filled in. row: its place in the record; each: minutes a customer a year."""

    row: int
    tier: str
    band: str
    customers: int
    contacts: int
    minutes: int

    @property
    def each(self) -> int:
        return self.contacts * self.minutes

    @property
    def contacts_a_year(self) -> int:
        return self.customers * self.contacts

    @property
    def minutes_a_year(self) -> int:
        return self.customers * self.each


def loads(desk: CapacityDesk) -> tuple[Load, ...]:
    """The tiers whose row is complete, the highest first; of two rows of a tier the first."""
    steps = ladder(desk.bank.tiers)
    bands = dict(zip(steps.keys, steps.bands, strict=True))
    found: dict[str, Load] = {}
    for row, one in enumerate(desk.record.tiers):
        if one.customers is None or one.contacts is None or one.minutes is None:
            continue
        load = Load(row, one.tier, bands[one.tier], one.customers, one.contacts, one.minutes)
        found.setdefault(one.tier, load)
    return tuple(found[tier] for tier in reversed(steps.keys) if tier in found)


def asked(desk: CapacityDesk) -> int:
    """The minutes that all tiers together ask for in a year."""
    return sum(one.minutes_a_year for one in loads(desk))


# -- what there is --------------------------------------------------------------------------------


def days_of_year(desk: CapacityDesk) -> int:
    """The working days of the page's year, holidays and make-up days included."""
    first, last = dt.date(desk.month.year, 1, 1), dt.date(desk.month.year, 12, 31)
    return len(working_days_between(first, last, desk.calendar))


def days_of_month(desk: CapacityDesk) -> int:
    """The working days of the page's month."""
    return len(working_days(desk.month, desk.calendar))


def there(desk: CapacityDesk) -> int:
    """The minutes that are free for customers in a year; 0 while nothing is filled in."""
    return (desk.record.minutes_a_day or 0) * days_of_year(desk)


def load_of_year(desk: CapacityDesk) -> Fraction | None:
    """Minutes asked for ÷ minutes there are; None while one of them is not filled in."""
    return Fraction(asked(desk), there(desk)) if asked(desk) and there(desk) else None


def load_of_month(desk: CapacityDesk) -> Fraction | None:
    """The same for the page's month, in which a twelfth of the year's contacts is due."""
    minutes = (desk.record.minutes_a_day or 0) * days_of_month(desk)
    return Fraction(asked(desk), MONTHS * minutes) if asked(desk) and minutes else None


# -- what fits, and what falls off ----------------------------------------------------------------


def fitting(desk: CapacityDesk) -> int | None:
    """How many customers fit into the hours, in the same mix; None while that is not known."""
    load = load_of_year(desk)
    return int(sum(one.customers for one in loads(desk)) / load) if load else None


def kept(desk: CapacityDesk) -> dict[str, int]:
    """Tier → how many of its customers still get their contacts.

    The hours go to the highest tier first. Where a tier gets less than it asks for, the tiers below
    get nothing. Everybody is kept while the hours are not filled in.
    """
    left: float = there(desk) or inf
    found: dict[str, int] = {}
    for one in loads(desk):
        fits = one.customers if one.minutes_a_year <= left else int(left // one.each)
        found[one.tier] = fits
        left = left - fits * one.each if fits == one.customers else 0
    return found


def fewer(desk: CapacityDesk, load: Load) -> int | None:
    """The contacts a year at which a tier fits into what the others leave; None where none does."""
    left = there(desk) - asked(desk) + load.minutes_a_year
    return None if left < 0 else left // (load.customers * load.minutes)


def fallen(desk: CapacityDesk) -> dict[str, int]:
    """Tier → how many of its customers fall off, the highest tier first."""
    fits = kept(desk)
    return {one.tier: one.customers - fits[one.tier] for one in loads(desk)}


# -- the imported customers -----------------------------------------------------------------------


@remembered
def in_book(desk: CapacityDesk) -> Mapping[str, int]:
    """Tier → the imported customers in it by their assets today, who may be contacted.

    The highest tier first; empty without customers whose assets are known.
    """
    known, steps = assets_of(until(desk.customers, desk.today)), ladder(desk.bank.tiers)
    blocked = people(desk, inf).whys
    free = known[~known["customer"].map(known_as).isin(blocked)]
    counts = Counter(steps.places(free["assets"]).dropna())
    return {steps.keys[at]: counts[at] for at in reversed(range(len(steps.keys))) if counts.get(at)}


def suggested(desk: CapacityDesk, _voice: Voice) -> dict[str, tuple[TierCare, ...]]:
    """A row for each tier of the imported customers that the page lacks, as the template has it."""
    written = {one.tier for one in desk.record.tiers}
    rows = tuple(
        TierCare(tier=tier, customers=count, contacts=band.contacts, minutes=band.minutes)
        for tier, count in in_book(desk).items()
        if tier not in written
        for band in [band_of(desk, tier)]
    )
    return {"tiers": rows} if rows else {}


def band_of(desk: CapacityDesk, tier: str) -> Band:
    """The part of the pyramid to which a tier belongs."""
    return desk.pack.bands[desk.bank.tiers[tier].band]


def completeness(desk: CapacityDesk) -> float:
    """The share of what is needed: each tier's three numbers, the minutes of a day, and, where the
    hours do not suffice, what changes and by when."""
    record, load = desk.record, load_of_year(desk)
    cells = [getattr(one, name) is not None for one in record.tiers for name in NEEDED] or [False]
    cells.append(record.minutes_a_day is not None)
    if load is not None and load > 1:
        cells += [bool(record.change), record.by is not None]
    return sum(cells) / len(cells)


# -- findings -------------------------------------------------------------------------------------


def findings(desk: CapacityDesk) -> list[Finding]:
    """The findings on the page; rules that the template lacks stay silent."""
    checks = (no_tiers, no_hours, on_rows, upside_down, against_book, on_load, on_change)
    found = (one for check in checks for one in check(desk))
    every = (*found, *private_numbers(desk, "capacity"))
    return [one for one in every if one.rule in desk.pack.rules]


def _found(rule: str, /, *loc: str | int, **figures: object) -> Finding:
    return Finding("capacity", rule, loc, figures)


def _threshold(desk: CapacityDesk, rule: str) -> float:
    return templates.threshold(desk.pack.rules, rule, "capacity")


def no_tiers(desk: CapacityDesk) -> Iterator[Finding]:
    """No tier is filled in."""
    if not desk.record.tiers:
        yield _found("no_tiers", "tiers")


def no_hours(desk: CapacityDesk) -> Iterator[Finding]:
    """The time for customers is not filled in; or it is the whole day."""
    minutes = desk.record.minutes_a_day
    if minutes is None:
        yield _found("no_hours", "minutes_a_day")
    elif minutes > _threshold(desk, "long_day"):
        yield _found("long_day", "minutes_a_day", hours=minutes / HOUR)


def on_rows(desk: CapacityDesk) -> Iterator[Finding]:
    """A row with a blank, a tier in two rows, a top customer who is hardly ever contacted."""
    seen = set[str]()
    for row, one in enumerate(desk.record.tiers):
        blank = [name for name in NEEDED if getattr(one, name) is None]
        if blank:
            yield _found("gap", "tiers", row, blank[0], tier=one.tier)
        if one.tier in seen:
            yield _found("twice", "tiers", row, "tier", tier=one.tier)
        seen.add(one.tier)
    for load in loads(desk):
        if load.band == "tip" and load.customers and load.contacts < _threshold(desk, "rare"):
            yield _found("rare", "tiers", load.row, "contacts", tier=load.tier, times=load.contacts)


def upside_down(desk: CapacityDesk) -> Iterator[Finding]:
    """A lower tier gets more of the manager's time for each customer than the one above it."""
    for above, below in pairwise(loads(desk)):
        if below.each > above.each:
            figures = {"above": above.tier, "more": below.each, "less": above.each}
            yield _found("upside_down", "tiers", below.row, "contacts", tier=below.tier, **figures)


def against_book(desk: CapacityDesk) -> Iterator[Finding]:
    """The page's customers are not those of the imported book."""
    book, most = in_book(desk), _threshold(desk, "book_differs")
    written = {one.tier: row for row, one in reversed([*enumerate(desk.record.tiers)])}
    for tier, count in book.items():
        if desk.record.tiers and tier not in written:
            yield _found("tier_missing", "tiers", tier=tier, count=count)
    for load in loads(desk) if book else ():
        count = book.get(load.tier, 0)
        if abs(load.customers - count) > most * max(count, 1):
            figures = {"customers": load.customers, "count": count}
            yield _found("book_differs", "tiers", load.row, "customers", tier=load.tier, **figures)


def on_load(desk: CapacityDesk) -> Iterator[Finding]:
    """Too much for the hours, hardly any room left, or hours to spare; and how it is spread."""
    load, month = load_of_year(desk), load_of_month(desk)
    if load is None or month is None:
        return
    if load > 1:
        yield _overload(desk, float(load))
    elif load > _threshold(desk, "tight"):
        yield _found("tight", "minutes_a_day", load=float(load), left=_left(desk))
    elif load < _threshold(desk, "idle"):
        yield _found("idle", "minutes_a_day", load=float(load), left=_left(desk))
    if load <= 1 < month:
        days = days_of_month(desk)
        yield _found("short_month", "minutes_a_day", load=float(month), days=days)
    yield from _bottom_heavy(desk)
    yield from _beyond(desk)


def _left(desk: CapacityDesk) -> float:
    """The hours of a week that nobody asks for."""
    return (there(desk) - asked(desk)) / HOUR / (days_of_year(desk) / 5)


def _overload(desk: CapacityDesk, load: float) -> Finding:
    last = [one for one in loads(desk) if one.minutes_a_year][-1]
    figures = {
        "load": load, "asked": asked(desk) / HOUR, "there": there(desk) / HOUR,
        "tier": last.tier, "fallen": sum(fallen(desk).values()), "times": last.contacts,
        "fewer": fewer(desk, last),
    }  # fmt: skip
    return _found("overload", "tiers", last.row, "contacts", **figures)


def _bottom_heavy(desk: CapacityDesk) -> Iterator[Finding]:
    base = [one for one in loads(desk) if one.band == "base"]
    share = sum(one.minutes_a_year for one in base) / asked(desk)
    if share > _threshold(desk, "bottom_heavy"):
        loc = ("tiers", base[0].row, "contacts")
        yield _found("bottom_heavy", *loc, share=share, tier=base[0].tier)


def _beyond(desk: CapacityDesk) -> Iterator[Finding]:
    count = sum(one.customers for one in loads(desk))
    lower, upper = (desk.pack.references[name].customers for name in ("lower", "upper"))
    if count > lower:
        each = there(desk) / count
        yield _found("beyond", "tiers", count=count, lower=lower, upper=upper, each=each)


def on_change(desk: CapacityDesk) -> Iterator[Finding]:
    """The hours do not suffice, and nothing is given up, or its day passed and nothing changed."""
    record, load = desk.record, load_of_year(desk)
    if load is None or load <= 1:
        return
    if not (record.change and record.by):
        yield _found("no_change", "by" if record.change else "change", load=float(load))
    elif record.by < desk.today:
        yield _found("change_late", "by", day=record.by)
