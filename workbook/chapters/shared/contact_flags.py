"""Who must not be contacted, and what to take care of with the others. Source: methodology G.

One filter for every list, page, export and draft. It combines the imported customers with what was
typed on any page; one flag on one row of a customer is enough.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from workbook.chapters.shared.context import Desk, Mark, once_a_desk, remembered
from workbook.content.messages import Said
from workbook.customers.analysis.contact_channels import allowed, fits
from workbook.customers.analysis.contact_filters import FLAGS
from workbook.customers.analysis.tables import table
from workbook.domain.fields import plain

WORDS = re.compile(r"[^\s,，、;；/|。:：()（）]+")
QUOTES = "'`’"  # the prefix by which spreadsheets keep a number as text
CARE = Said("{care:watch}", {"care": "care"})


@dataclass(frozen=True, eq=False)
class People:
    """The customers with a restriction; everybody else may be contacted.

    Keyed by :func:`known_as`: whys: the flag that takes them off every list; care: those who need
    special care; channels: the channels they allow, in the bank's own words.
    """

    whys: Mapping[str, str]
    care: frozenset[str]
    channels: Mapping[str, str]

    def why(self, customer: str) -> str:
        """The flag of a customer, or of one whom a text names; "" for none."""
        found = (self.whys.get(one, "") for one in _named(customer) if self.whys)
        return next(filter(None, found), "")

    def left(self, customers: Iterable[str]) -> dict[str, int]:
        """Flag → how many of these customers it takes off a list, each counted once."""
        counts = Counter(map(self.why, dict.fromkeys(map(known_as, customers))))
        order = [*FLAGS, *sorted(counts.keys() - {*FLAGS, ""})]
        return {why: counts[why] for why in order if counts[why]}

    def may(self, customer: str, channel: str) -> bool:
        """Whether an act by ``channel`` may be proposed for a customer."""
        said = self.channels.get(known_as(customer))
        return said is None or fits(channel, allowed(said))

    def heed(self, customer: str) -> tuple[Said, ...]:
        """Cautions for a customer: special care, the channels allowed."""
        key = known_as(customer)
        care = (CARE,) if key in self.care else ()
        return (*care, self._only(key, "channels")) if key in self.channels else care

    def instead(self, customer: str) -> Said:
        """Shown in place of an act by a channel that the customer does not allow."""
        return self._only(known_as(customer), "forbidden")

    def _only(self, key: str, sentence: str) -> Said:
        figures = {"sentence": sentence, "allowed": self.channels[key]}
        return Said("{sentence:watch}", figures)


def known_as(customer: str) -> str:
    """A customer's number in the form used for comparison: width, case and spaces are ignored."""
    return "".join(plain(customer).casefold().split()).lstrip(QUOTES)


def _named(text: str) -> Iterator[str]:
    yield known_as(text)
    yield from (known_as(word) for word in WORDS.findall(text))


def left_said(left: Mapping[str, int]) -> Said | None:
    """How many a list leaves out, and why; None where it leaves out nobody."""
    parts = left_parts(left)
    return Said("{left:watch}", {"left": "left", "parts": parts}) if parts else None


def left_parts(left: Mapping[str, int]) -> tuple[Said, ...]:
    """Each reason with its count."""
    return tuple(
        Said("{why:blocks} {count:count}", {"why": why, "count": count})
        for why, count in left.items()
    )


# -- by the book and by what was typed ------------------------------------------------------------


@once_a_desk
def people(desk: Desk[Any, Any], care_age: float, own: tuple[Mark, ...] = ()) -> People:
    """The restricted customers, for the lists of a page.

    From the imported customers, the marks of every page of the workbook, and the page's own
    (``own``). care_age: special care from this age on. An unrestricted channel is not listed. Where
    both the book and a page flag somebody, the book's flag is named, unless a fraud is suspected.
    """
    book = _imported(desk)
    marks = [*own, *(mark for marked in desk.marked.values() for mark in marked)]
    aged = book.ages.index[(book.ages >= care_age).fillna(False)]
    typed = (known_as(mark.customer) for mark in marks if not mark.blocks)
    blocking = _heaviest([(known_as(mark.customer), mark.flag) for mark in marks if mark.blocks])
    gravest = {one: flag for one, flag in blocking.items() if flag == FLAGS[0]}
    return People(
        {**blocking, **_heaviest(book.whys), **gravest},
        frozenset((*book.vulnerable, *aged, *typed)),
        book.channels,
    )


def together(first: People, *others: People) -> People:
    """Merge what several pages say of their customers."""
    every = (first, *others)
    return People(
        _heaviest([pair for one in every for pair in one.whys.items()]),
        first.care.union(*(one.care for one in others)),
        {key: said for one in every for key, said in one.channels.items()},
    )


def _heaviest(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Customer → the heaviest flag."""
    place = {flag: at for at, flag in enumerate(FLAGS)}
    order = sorted(pairs, key=lambda pair: place.get(pair[1], len(place)), reverse=True)
    return dict(order)


@dataclass(frozen=True, eq=False)
class _Imported:
    whys: tuple[tuple[str, str], ...]
    vulnerable: frozenset[str]
    ages: pd.Series[Any]
    channels: Mapping[str, str]


@remembered
def _imported(desk: Desk[Any, Any]) -> _Imported:
    """The flags of the imported customers, whatever their date: a flag holds once it is known.

    A customer with two rows has the flags of both.
    """
    rows = table(desk.customers, "customers", *FLAGS, "vulnerable", "age", "channels")
    told = rows["channels"].fillna("").str.strip()
    limited = {text for text in told.unique() if allowed(text) is not None}
    said = rows.assign(channels=told)[told.isin(limited)]
    ages = rows[rows["age"].notna()]
    return _Imported(
        tuple((key, flag) for flag in FLAGS for key in _keys(rows, flag)),
        frozenset(_keys(rows, "vulnerable")),
        ages["age"].set_axis(ages["customer"].map(known_as)),
        dict(zip(said["customer"].map(known_as), said["channels"], strict=True)),
    )


def _keys(rows: pd.DataFrame, flag: str) -> list[str]:
    flagged = rows.loc[rows[flag].fillna(False).astype(bool), "customer"]
    return [known_as(customer) for customer in flagged]


# -- what a chapter offers that has nothing to say ------------------------------------------------
