"""Reading a file that a manager brings: good rows, rejected rows, and what the file lacks.

Source: methodology E (kinds, columns, "none silently dropped") and G (what must not be stored).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from workbook.errors import BadInput
from workbook.portfolio import delimited, frames, headings, jsonlines, pack, rejects, spreadsheets
from workbook.portfolio.decoding import decoded
from workbook.portfolio.files import content_of, refuse_large
from workbook.portfolio.grid import Grid
from workbook.portfolio.headings import Heading, Vocabulary
from workbook.portfolio.masks import without_masks
from workbook.portfolio.notes import notes
from workbook.portfolio.pack import Pack
from workbook.portfolio.sifting import Sifted, Wish, sift
from workbook.portfolio.telling import told_missing, told_of

WEB_PAGES = ("<!doctype", "<html", "<table", "<?xml", "<head", "<meta")


@dataclass(frozen=True, eq=False)
class Reading:
    """What a file held.

    source: its name; sha256: of its bytes; encoding: what they were read as ("xlsx" for one).
    rows: the good rows, columns and types as in :func:`workbook.portfolio.frames.framed`.
    rejected: every problem of every other row: row (the heading of the file is row 1), column,
    value, problem, remedy. rows_read: good and rejected rows together.
    missing: our columns that the file lacks; needed_by: such a column → the analyses that do
    without it then. notes: sentences for the reader. headings, originals: the rejected rows as
    they stand in the file. mended: whether it is such a list that comes back. owners: for each good
    row what stands in the column that says whose it is, where one was named.
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
    notes: tuple[str, ...]
    headings: tuple[str, ...] = field(repr=False)
    originals: Mapping[int, tuple[str, ...]] = field(repr=False)
    mended: bool = False
    owners: tuple[str, ...] = field(default=(), repr=False)

    def told(self) -> list[str]:
        """All of it in sentences: counts, problems row by row, notes, what is missing."""
        words = pack.load(self.language)
        table = words.table(self.kind)
        return [
            *told_of(self.rejected, len(self.rows), self.rows_read, table, words),
            *self.notes,
            *told_missing(self.missing, self.kind, words),
        ]


def read_file(
    path: str | Path,
    kind: str,
    *,
    language: str = "zh-Hans",
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    today: dt.date | None = None,
    keep_names: bool = False,
    by: str = "",
) -> Reading:
    """Read a file of customers, holdings, balances, contacts, transactions, roster or entries.

    columns: headings of the file → our columns, see :func:`read_mapping`. encoding: where it is
    known better; sheet: of a workbook. today: nothing that is over may be later, and ages are
    counted from it; without it neither is done. keep_names: the bank has switched names on. by: the
    heading whose cells say whose a row is.
    Raises BadInput for a file that cannot be read as a whole, NotFound for an unknown kind,
    language or column.
    """
    content = content_of(path, pack.load(language))
    return read_bytes(
        content,
        Path(path).name,
        kind,
        language=language,
        columns=columns,
        encoding=encoding,
        sheet=sheet,
        today=today,
        keep_names=keep_names,
        by=by,
    )


def read_bytes(
    content: bytes,
    name: str,
    kind: str,
    *,
    language: str = "zh-Hans",
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    today: dt.date | None = None,
    keep_names: bool = False,
    by: str = "",
) -> Reading:
    """Like :func:`read_file`, for a file called ``name`` that is in memory already."""
    words = pack.load(language)
    wish = Wish(kind, words, today, keep_names)
    mapping = dict(columns or {})
    headings.check_mapping(mapping, kind, wish.table)
    vocabulary = Vocabulary(wish.table, pack.known_headings(kind), words.units, mapping)
    grid = _grid(content, name, vocabulary, words, encoding, sheet)
    heading = headings.found_in(grid, name, vocabulary, words)
    headings.check_mapped(mapping, heading, name, words)
    headings.check(heading, name, wish.table, words)
    mended = rejects.is_rejected_list(heading.cells)
    owner = headings.position(by, heading) if by else None
    if mended:
        grid = replace(grid, lines=without_masks(grid.lines))
    sifted = sift(grid, heading, wish)
    if not sifted.texts:
        raise BadInput(words.errors["only_heading"].format(name=name))
    return replace(
        _reading(content, name, language, grid, heading, sifted, wish),
        originals=rejects.originals(sifted, heading, wish, owner),
        mended=mended,
        owners=_owners(sifted, owner),
    )


def rejected_file(reading: Reading) -> bytes:
    """The rejected rows as a CSV file to write beside: row, problem, remedy, then their cells.

    UTF-8 with a byte-order mark, so that Excel opens it; no cell is a formula. Identity-card and
    bank-card numbers are masked, and what may not be stored is left blank.
    """
    words = pack.load(reading.language)
    return rejects.as_csv(reading.rejected, reading.originals, reading.headings, words)


def _grid(
    content: bytes,
    name: str,
    vocabulary: Vocabulary,
    words: Pack,
    encoding: str | None,
    sheet: str | None,
) -> Grid:
    refuse_large(len(content), name, words)
    if content.startswith(spreadsheets.OLE):
        raise BadInput(words.errors["old_excel"].format(name=name))
    if content.startswith(spreadsheets.ZIP):
        return spreadsheets.grid_of(content, name, sheet, words)
    text, used = decoded(content, name, encoding, words)
    if not text.strip("\ufeff\0 \t\r\n"):
        raise BadInput(words.errors["empty"].format(name=name))
    if text.lstrip().lower().startswith(WEB_PAGES):
        raise BadInput(words.errors["web_page"].format(name=name))
    if jsonlines.looks_like_json(text):
        return Grid(jsonlines.lines_of(text), used)
    lines = delimited.lines_of(text, vocabulary.score, words.limits)
    guessed = encoding is None and used == "gb18030"
    return Grid(lines, used, even=True, guessed=guessed)


def _reading(
    content: bytes,
    name: str,
    language: str,
    grid: Grid,
    heading: Heading,
    sifted: Sifted,
    wish: Wish,
) -> Reading:
    good = {column: [each[at] for at in sifted.good] for column, each in sifted.values.items()}
    rows = frames.framed(good, wish.table, wish.today)
    missing = _missing(rows, wish)
    return Reading(
        kind=wish.kind,
        source=name,
        sha256=hashlib.sha256(content).hexdigest(),
        encoding=grid.encoding,
        language=language,
        rows=rows,
        rejected=rejects.rejected(sifted, heading, wish),
        rows_read=len(sifted.texts),
        missing=missing,
        needed_by=_needed_by(missing, wish),
        notes=tuple(notes(grid, heading, sifted, rows, wish)),
        headings=rejects.titles(heading, wish),
        originals={},
    )


def _owners(sifted: Sifted, position: int | None) -> tuple[str, ...]:
    if position is None:
        return ()
    texts = [sifted.texts[sifted.even[at].row] for at in sifted.good]
    return tuple("".join(cells[position : position + 1]) for cells in texts)


def _missing(rows: pd.DataFrame, wish: Wish) -> tuple[str, ...]:
    return tuple(
        column for column in wish.table.columns if wish.keeps(column) and column not in rows.columns
    )


def _needed_by(missing: Sequence[str], wish: Wish) -> dict[str, tuple[str, ...]]:
    analyses = wish.pack.analyses.values()
    return {
        column: tuple(one.label for one in analyses if column in one.needs.get(wish.kind, ()))
        for column in missing
    }
