"""What a file does to the table that is there, worked out before anything is done.

Pure: tables in, tables and numbers out. How a file joins is decided by what it is, in this order:

- nothing is there: it is the first;
- a list of rejected rows that somebody mended joins what was kept without them;
- a file that was brought in before, read in another way, gives way to its own new reading;
- a file of months (a kind with a period) takes the place of those months and leaves the others;
- anything else takes the place of the whole table.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

import pandas as pd

from workbook.book.importing.pack import How, Imports
from workbook.customers import pack

FROM = "\0from"  # the file that a row came from, while tables are being joined
NTH = "\0nth"  # the how manieth of equal rows

PERCENT = 100


@dataclass(frozen=True, eq=False)
class Past:
    """The table that is there. version: its number, 0 where there is none.

    origins: for each of its rows what brought it, see :func:`origin`.
    """

    version: int
    rows: pd.DataFrame = field(repr=False)
    origins: Sequence[str] = field(repr=False)


@dataclass(frozen=True, eq=False)
class Change:
    """What an import does, in numbers, and the table that comes of it.

    kind, how: of table, of joining. version: the one that was looked at. rows, parts: the table
    afterwards, and where its rows came from. came: rows of the file. before: rows that were there;
    replaced: those that go; others: those that stay. gone: customers of the rows that go who have
    none among those that come; covered: customers of the rows that go; new: those who come.
    known: rows that were there already. lost: columns that held something and are missing now.
    months: those that the file brings, where it joins by them. asks: whether so much would go that
    a person should say yes first.
    """

    kind: str
    how: How
    version: int
    rows: pd.DataFrame = field(repr=False)
    parts: str = field(repr=False)
    came: int
    before: int = 0
    replaced: int = 0
    others: int = 0
    gone: int = 0
    covered: int = 0
    new: int = 0
    known: int = 0
    lost: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    asks: bool = False


def change(
    past: Past, kind: str, rows: pd.DataFrame, origin: str, mended: bool, words: Imports
) -> Change:
    """What a file whose good rows are ``rows`` does to the table of its kind."""
    came = rows.assign(**{FROM: origin})
    if not past.version:
        return _changed(past, kind, "first", came, came, came.head(0), words)
    there = past.rows.assign(**{FROM: list(past.origins)})
    if mended:
        return _changed(
            past, kind, "mends", came, _together(there, came, kind), there.head(0), words
        )
    mine = there[FROM] == origin
    if mine.any():
        whole = _together(there[~mine], came, kind)
        return _changed(past, kind, "reread", came, whole, there[mine], words)
    period = words.periods.get(kind, "")
    if period in rows.columns and period in there.columns:
        same_time = _same_time(there[period], rows[period])
        whole = _stacked(there[~same_time], came)
        return _changed(past, kind, "joins", came, whole, there[same_time], words)
    return _changed(past, kind, "replaces", came, came, there, words)


def customers_of(rows: pd.DataFrame, kind: str) -> set[str]:
    """The customers whom a table names."""
    column = "id" if kind == "customers" else "customer"
    return set(rows[column].dropna()) if column in rows.columns else set()


def origin(kind: str, sha256: str, sheet: str, words: Imports) -> str:
    """What is read anew when it comes again: the file, or of a kind whose months join the sheet in
    it, since a workbook may have a sheet for each month."""
    return f"{sha256} {sheet}" if sheet and kind in words.periods else sha256


def origins(note_parts: str, sha256: str, rows: int) -> list[str]:
    """For each row of a table the file that it came from; all from one where it is not known."""
    if not note_parts:
        return [sha256] * rows
    return [file for file, count in json.loads(note_parts) for _ in range(count)]


def parts_of(files: Sequence[str]) -> str:
    """The inverse of :func:`origins`."""
    return json.dumps([[file, len(list(same))] for file, same in groupby(files)])


def _changed(
    past: Past,
    kind: str,
    how: How,
    came: pd.DataFrame,
    whole: pd.DataFrame,
    going: pd.DataFrame,
    words: Imports,
) -> Change:
    covered, coming = customers_of(going, kind), customers_of(came, kind)
    gone = covered - customers_of(whole if how == "reread" else came, kind)
    rows = whole.drop(columns=FROM).reset_index(drop=True)
    period = words.periods.get(kind, "")
    months = sorted({f"{day:%Y-%m}" for day in came[period].unique()}) if how == "joins" else ()
    return Change(
        kind=kind,
        how=how,
        version=past.version,
        rows=rows,
        parts=parts_of(list(whole[FROM])),
        came=len(came),
        before=len(past.rows),
        replaced=len(going),
        others=len(past.rows) - len(going),
        gone=len(gone),
        covered=len(covered),
        new=len(coming - customers_of(past.rows, kind)),
        known=len(past.rows) + len(came) - len(whole) if how == "mends" else 0,
        lost=_lost(past.rows, rows),
        months=tuple(months),
        asks=_asks(how, len(gone), len(covered), len(came), len(going), words)
        or (how == "replaces" and bool(_lost(past.rows, rows))),
    )


def _asks(how: How, gone: int, covered: int, came: int, going: int, words: Imports) -> bool:
    """Whether so much would go that a person should say yes first.

    Who reads a file anew says by that what is wrong with its old reading, so that only a reading
    with far fewer rows is asked about.
    """
    fewer = came * PERCENT < going * words.fewer
    if how == "reread":
        return fewer
    return how in ("replaces", "joins") and (fewer or gone * PERCENT > covered * words.gone)


def _lost(before: pd.DataFrame, after: pd.DataFrame) -> tuple[str, ...]:
    """A column that is blank this time says something; one that is missing does not."""
    held = [str(name) for name in before.columns if before[name].notna().any()]
    return tuple(name for name in held if name not in after.columns)


def _same_time(there: pd.Series[pd.Timestamp], coming: pd.Series[pd.Timestamp]) -> pd.Series[bool]:
    """Which rows lie in the months and between the days of those that come.

    Between the days: a week's file leaves the other weeks of its month. In the months: one day
    that was mistyped far away does not cover all between.
    """
    within = there.between(coming.min(), coming.max())
    return within & _months(there).isin(set(_months(coming).dropna()))


def _months(days: pd.Series[pd.Timestamp]) -> pd.Series[int]:
    """Each day's month as a number, which is quick for long tables."""
    return days.dt.year * 12 + days.dt.month


def _together(there: pd.DataFrame, came: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Both, each row once: by what is unique of a kind the later one counts, and where nothing is,
    a row that one side has twice stays twice."""
    unique = list(pack.unique(kind))
    if unique and set(unique) <= set(there.columns) & set(came.columns):
        return _stacked(there, came).drop_duplicates(unique, keep="last", ignore_index=True)
    both = _stacked(_numbered(there), _numbered(came))
    same = [name for name in both.columns if name != FROM]
    return both.drop_duplicates(same, keep="first", ignore_index=True).drop(columns=NTH)


def _numbered(rows: pd.DataFrame) -> pd.DataFrame:
    names = [name for name in rows.columns if name != FROM]
    return rows.assign(**{NTH: rows.groupby(names, dropna=False, sort=False).cumcount()})


def _stacked(there: pd.DataFrame, came: pd.DataFrame) -> pd.DataFrame:
    """The rows of both below each other; columns in the order of what is there, new ones after."""
    frames = [frame for frame in (there, came) if len(frame)]
    if len(frames) < 2:
        return came if not len(there) else there
    return pd.concat(frames, ignore_index=True)
