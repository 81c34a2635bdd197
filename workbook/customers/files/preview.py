"""The beginning of a file: its sheets, headings and first rows, and the columns they match.

For a person who maps columns; nothing of it is stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from workbook.customers import pack
from workbook.customers.files import headings
from workbook.customers.files.column_mapping import Columns
from workbook.customers.files.grid import Grid, GridLine, is_empty, text_of
from workbook.customers.files.grid_readers import grid_of
from workbook.customers.files.headings import Heading
from workbook.customers.files.request import ReadOptions, Wish, wish_for
from workbook.domain.privacy import without_private
from workbook.errors import BadInput

ROWS = 5  # rows of data that are shown


@dataclass(frozen=True)
class Preview:
    """The beginning of a file.

    sheets: the titles, in a workbook; sheet: the one that is shown. encoding: the one used ("xlsx"
    for a workbook). headings: the cells of the heading line; placed: heading → our column, as far
    as known. rows: the first lines of data, as wide as the headings, private numbers masked.
    offered: our columns of this kind of file, key → label; required: those that must exist.
    """

    sheets: tuple[str, ...]
    sheet: str
    encoding: str
    headings: tuple[str, ...]
    placed: Mapping[str, str]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    offered: Mapping[str, str]
    required: tuple[str, ...]


def most_bytes() -> int:
    """The largest size of a file."""
    return pack.load("en").limits.megabytes * 2**20


def preview(
    content: bytes,
    name: str,
    kind: str,
    *,
    language: str = "zh-Hans",
    columns: Columns | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
) -> Preview:
    """The beginning of a file called ``name``, read as
    :func:`workbook.customers.files.file_reader.read_bytes` does.

    Where several sheets fit, the first of them is shown. A file without a known heading gets that
    of the first line which looks like one. Raises BadInput for an unreadable file, NotFound for an
    unknown kind or language.
    """
    words = pack.load(language)
    wish = wish_for(kind, words, ReadOptions(columns=columns or {}))
    grid = grid_of(content, name, wish, encoding, sheet, asks=False)
    heading = _heading(grid, name, wish)
    below = [line for line in grid.lines if line.row > heading.row and not is_empty(line)]
    table = wish.table
    return Preview(
        sheets=grid.sheets,
        sheet=grid.sheet,
        encoding=grid.encoding,
        headings=heading.cells,
        placed={each.heading: each.column for each in heading.placed},
        rows=tuple(_shown(below[:ROWS], len(heading.cells))),
        offered={key: one.label for key, one in table.columns.items() if one.keep == "always"},
        required=table.required,
    )


def _heading(grid: Grid, name: str, wish: Wish) -> Heading:
    try:
        return headings.found_in(grid, name, wish)
    except BadInput:
        likely = next(_likely(grid.lines), None)
        if likely is None:
            raise
        return Heading(likely.row, tuple(map(text_of, likely.cells)), ())


def _likely(lines: Sequence[GridLine]) -> Iterator[GridLine]:
    """Lines of several texts, none of them a number."""
    for line in lines:
        texts = [text for text in map(text_of, line.cells) if text]
        if len(texts) > 1 and not any(text.strip("-+.,%").isdigit() for text in texts):
            yield line


def _shown(lines: Sequence[GridLine], width: int) -> Iterator[tuple[str, ...]]:
    for line in lines:
        texts = [without_private(text_of(cell))[:40] for cell in line.cells[:width]]
        yield (*texts, *[""] * (width - len(texts)))
