"""Computes what a file does to the existing table, before anything is done.

Pure: tables in, tables and numbers out. How a file joins depends on what it is, in this order:

- without an existing table it is the first;
- a mended list of rejected rows is added to the rows kept before;
- a file that was imported before, now read differently, is replaced by its new reading;
- a file of months (a kind with a period) replaces those months and leaves the others;
- anything else replaces the whole table.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

import pandas as pd

from workbook.book.importing.pack import How, Imports
from workbook.customers import pack

FROM = "\0from"  # the origin of a row, while tables are being joined
NTH = "\0nth"  # counts equal rows

PERCENT = 100


@dataclass(frozen=True, eq=False)
class Past:
    """The existing table. version: its number, 0 where there is none.

    origins: for each of its rows the file it came from, see :func:`origin`.
    """

    version: int
    rows: pd.DataFrame = field(repr=False)
    origins: Sequence[str] = field(repr=False)


@dataclass(frozen=True, eq=False)
class Change:
    """The effect of an import in numbers, and the resulting table.

    kind, how: of table, of joining. version: the one that was looked at. rows, parts: the table
    afterwards, and where its rows came from. came: rows of the file. before: existing rows;
    replaced: those that go; others: those that stay. gone: customers of the rows that go who have
    none among those that come; covered: customers of the rows that go; new: those who come. known:
    rows that existed already. lost: columns that held something and are missing now. months: those
    that the file brings, where it joins by them. asks: whether so much would go that a person must
    confirm.
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
    """The effect of a file with the good rows ``rows`` on the table of its kind."""
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
    """The customers in a table."""
    column = "id" if kind == "customers" else "customer"
    return set(rows[column].dropna()) if column in rows.columns else set()


def origin(kind: str, sha256: str, sheet: str, words: Imports) -> str:
    """Identifies what is read again when it comes again: the file, or for a kind that joins by
    months the sheet in it, since a workbook may have a sheet for each month."""
    return f"{sha256} {sheet}" if sheet and kind in words.periods else sha256


def origins(note_parts: str, sha256: str, rows: int) -> list[str]:
    """For each row of a table the file that it came from; one file for all where unknown."""
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
    """Whether so much would go that a person must confirm.

    Reading a file again means that its old reading was wrong, so that is only confirmed when the
    new one has far fewer rows.
    """
    fewer = came * PERCENT < going * words.fewer
    if how == "reread":
        return fewer
    return how in ("replaces", "joins") and (fewer or gone * PERCENT > covered * words.gone)


def _lost(before: pd.DataFrame, after: pd.DataFrame) -> tuple[str, ...]:
    """Columns missing now that held something; a column that is merely blank is information."""
    held = [str(name) for name in before.columns if before[name].notna().any()]
    return tuple(name for name in held if name not in after.columns)


def _same_time(there: pd.Series[pd.Timestamp], coming: pd.Series[pd.Timestamp]) -> pd.Series[bool]:
    """Which rows lie in the months and between the days of the new ones.

    Between the days: a week's file leaves the other weeks of its month. In the months: one mistyped
    day far away does not cover everything in between.
    """
    within = there.between(coming.min(), coming.max())
    return within & _months(there).isin(set(_months(coming).dropna()))


def _months(days: pd.Series[pd.Timestamp]) -> pd.Series[int]:
    """Each day's month as a number, which is fast for long tables."""
    return days.dt.year * 12 + days.dt.month


def _together(there: pd.DataFrame, came: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Both, each row once: where a kind has unique columns the later row counts; where it has none,
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
    """Both sets of rows; columns in the existing order, new ones last."""
    frames = [frame for frame in (there, came) if len(frame)]
    if len(frames) < 2:
        return came if not len(there) else there
    return pd.concat(frames, ignore_index=True)
