"""Reads a manager's file: good rows, rejected rows, and missing columns.

Source: methodology E (kinds, columns, "none silently dropped") and G (what must not be stored).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from workbook.customers import pack
from workbook.customers.files import frames, headings, month_columns, rejected_rows
from workbook.customers.files.file_bytes import content_of
from workbook.customers.files.grid import Grid, text_of
from workbook.customers.files.grid_readers import grid_of
from workbook.customers.files.implied_months import dated
from workbook.customers.files.layout import Arranged, arranged
from workbook.customers.files.masking import without_masks
from workbook.customers.files.messages import told_missing, told_of
from workbook.customers.files.notes import notes
from workbook.customers.files.questions import questions
from workbook.customers.files.redaction import veiled
from workbook.customers.files.request import ReadOptions, Wish, wish_for
from workbook.customers.files.validation import Cells, Sifted, sift
from workbook.errors import BadInput

PLAINLY = ReadOptions()


@dataclass(frozen=True)
class Source:
    """The origin of rows, and the language of messages."""

    name: str
    sha256: str
    language: str


@dataclass(frozen=True, eq=False)
class Reading:
    """The contents of a file.

    source: its name; sha256: of its bytes; encoding: the one used ("xlsx" for a workbook); sheet:
    of a workbook, the one that was read.
    rows: the good rows, columns and types as in :func:`workbook.customers.files.frames.framed`.
    rejected: every problem of every other row: row (the heading of the file is row 1), column,
    value, problem, remedy. rows_read: good and rejected rows together; totals, footnotes and
    repeated headings are no rows.
    missing: our columns that the file lacks; needed_by: such a column → the analyses that go
    without it. notes: sentences for the reader. questions: what a person has to confirm before the
    rows are stored, in sentences that say how to answer. headings, originals: the rejected rows as
    in the file. mended: whether it is a list of rejected rows that was mended.
    owners: for each good row the content of the column that names its manager, where one was given.
    Customers' data are kept out of its repr, so that no log shows them.
    """

    kind: str
    source: str
    sha256: str
    encoding: str
    language: str
    rows: pd.DataFrame = field(repr=False)
    rejected: pd.DataFrame = field(repr=False)
    rows_read: int
    missing: tuple[str, ...]
    needed_by: Mapping[str, tuple[str, ...]]
    notes: tuple[str, ...] = field(repr=False)
    headings: tuple[str, ...] = field(repr=False)
    originals: Mapping[int, tuple[str, ...]] = field(repr=False)
    questions: tuple[str, ...] = ()
    sheet: str = ""
    mended: bool = False
    owners: tuple[str, ...] = field(default=(), repr=False)

    def told(self) -> list[str]:
        """The report in sentences: counts, problems row by row, notes, missing columns."""
        words = pack.load(self.language)
        table = words.table(self.kind)
        return [
            *told_of(self.rejected, len(self.rows), self.rows_read, table, words),
            *self.questions,
            *self.notes,
            *told_missing(self.missing, self.kind, words),
        ]


def read_file(path: str | Path, kind: str, options: ReadOptions = PLAINLY) -> Reading:
    """Read a file of customers, holdings, balances, contacts, transactions, roster or entries.

    Raises BadInput for a file that cannot be read as a whole, NotFound for an unknown kind,
    language or column.
    """
    words = pack.load(options.language)
    # Not by a name here, which would hold the bytes until all is read.
    return read_bytes(content_of(path, words), Path(path).name, kind, options)


def read_bytes(content: bytes, name: str, kind: str, options: ReadOptions = PLAINLY) -> Reading:
    """Like :func:`read_file`, for a file called ``name`` in memory."""
    words = pack.load(options.language)
    wish = wish_for(kind, words, options)
    about = Source(name, hashlib.sha256(content).hexdigest(), options.language)
    grid = grid_of(content, name, wish, options.encoding, options.sheet)
    del content  # from here on a long file is in memory once, as its lines
    options.progress(0.35)
    grid, unfolded = month_columns.by_line(grid, wish)
    heading = headings.found_in(grid, name, wish)
    headings.check(heading, name, wish)
    mended = rejected_rows.is_rejected_list(heading.cells)
    owner = headings.position(options.by, heading) if options.by else None
    if mended:
        grid = replace(grid, lines=without_masks(grid.lines))
    ours = rejected_rows.own_places(heading.cells) if mended else ()
    known = (*heading.ignored, *ours, *([] if owner is None else [owner]))
    layout = arranged(grid, replace(heading, ignored=known), name, wish)
    options.progress(0.5)
    sifted = sift(layout.lines, layout.heading, grid.even, layout.reader)
    options.progress(0.8)
    if not sifted.texts:
        raise BadInput(words.errors["only_heading"].format(name=name))
    return replace(
        _reading(about, grid, layout, sifted, mended, wish, unfolded),
        originals=rejected_rows.originals(sifted, sifted.heading, wish, owner),
        owners=_owners(sifted, owner),
    )


def rejected_file(reading: Reading) -> bytes:
    """The rejected rows as a CSV file to write beside: row, problem, remedy, then their cells.

    UTF-8 with a byte-order mark, so that Excel opens it; no cell is a formula. Identity-card and
    bank-card numbers are masked, and what may not be stored is left blank.
    """
    words = pack.load(reading.language)
    return rejected_rows.as_csv(reading.rejected, reading.originals, reading.headings, words)


def _reading(
    about: Source,
    grid: Grid,
    layout: Arranged,
    sifted: Sifted,
    mended: bool,
    wish: Wish,
    unfolded: str,
) -> Reading:
    found: Mapping[str, Cells] = {
        column: [each[at] for at in sifted.good] if sifted.bad else each
        for column, each in sifted.values.items()
    }
    good, veils = veiled(found, sifted, layout, wish)
    month = dated(grid, sifted.heading, about.name, wish)
    if month is not None:
        good = {**good, month.column: [month.month] * len(sifted.good)}
    rows = frames.framed(good, wish.table, wish.today)
    missing = _missing(rows, wish)
    heading = sifted.heading
    return Reading(
        kind=wish.kind,
        source=about.name,
        sha256=about.sha256,
        language=about.language,
        encoding=grid.encoding,
        rows=rows,
        rejected=rejected_rows.rejected(sifted, heading, wish),
        rows_read=len(sifted.texts),
        missing=missing,
        needed_by=_needed_by(missing, wish),
        notes=(
            *filter(None, [unfolded]),
            *notes(grid, layout, sifted, rows, wish),
            *([month.told(wish)] if month is not None else []),
            *veils,
        ),
        headings=rejected_rows.titles(heading, wish),
        originals={},
        questions=() if mended else tuple(questions(rows, heading, layout.choices, wish)),
        sheet=grid.sheet,
        mended=mended,
    )


def _owners(sifted: Sifted, position: int | None) -> tuple[str, ...]:
    if position is None:
        return ()
    lines = (sifted.even[at] for at in sifted.good)
    return tuple("".join(map(text_of, line.cells[position : position + 1])) for line in lines)


def _missing(rows: pd.DataFrame, wish: Wish) -> tuple[str, ...]:
    halves = set(wish.table.halves.values())
    return tuple(
        column
        for column in wish.table.columns
        if wish.keeps(column) and column not in rows.columns and column not in halves
    )


def _needed_by(missing: Sequence[str], wish: Wish) -> dict[str, tuple[str, ...]]:
    analyses = wish.pack.analyses.values()
    return {
        column: tuple(one.label for one in analyses if column in one.needs.get(wish.kind, ()))
        for column in missing
    }
