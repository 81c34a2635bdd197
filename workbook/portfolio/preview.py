"""How a file begins: its sheets, headings and first rows, and which columns we take them for.

For a person who says what stands where; nothing of it is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from workbook.errors import BadInput
from workbook.portfolio import delimited, headings, pack, spreadsheets
from workbook.portfolio.decoding import decoded
from workbook.portfolio.files import refuse_large
from workbook.portfolio.grid import Grid, Line, is_empty, text_of
from workbook.portfolio.headings import Heading, Vocabulary
from workbook.portfolio.pack import Pack
from workbook.privacy import without_private

ROWS = 5  # shown of the data


@dataclass(frozen=True)
class Preview:
    """How a file begins.

    sheets: the titles, in a workbook. encoding: what it was read as ("xlsx" for a workbook).
    headings: the cells of the line that heads the table; placed: heading → our column, as far as
    we know it. rows: the first lines of data, as wide as the headings, private numbers masked.
    offered: our columns of this kind of file, key → label; required: those that have to be there.
    """

    sheets: tuple[str, ...]
    encoding: str
    headings: tuple[str, ...]
    placed: Mapping[str, str]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    offered: Mapping[str, str]
    required: tuple[str, ...]


def most_bytes() -> int:
    """How large a file may be."""
    return pack.load("en").limits.megabytes * 2**20


def preview(
    content: bytes,
    name: str,
    kind: str,
    *,
    language: str = "zh-Hans",
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
) -> Preview:
    """How a file called ``name`` begins, read as in :func:`workbook.portfolio.read_bytes`.

    A file in which we know no heading has that of the first line which looks like one. Raises
    BadInput for a file that is none, NotFound for an unknown kind or language.
    """
    words = pack.load(language)
    table = words.table(kind)
    vocabulary = Vocabulary(table, pack.known_headings(kind), words.units, dict(columns or {}))
    grid = _grid(content, name, vocabulary, words, encoding, sheet)
    heading = _heading(grid, name, vocabulary, words)
    below = [line for line in grid.lines if line.row > heading.row and not is_empty(line)]
    return Preview(
        sheets=grid.sheets,
        encoding=grid.encoding,
        headings=heading.cells,
        placed={each.heading: each.column for each in heading.placed},
        rows=tuple(_shown(below[:ROWS], len(heading.cells))),
        offered={key: one.label for key, one in table.columns.items() if one.keep == "always"},
        required=table.required,
    )


def _grid(
    content: bytes,
    name: str,
    vocabulary: Vocabulary,
    words: Pack,
    encoding: str | None,
    sheet: str | None,
) -> Grid:
    refuse_large(len(content), name, words)
    if content.startswith(spreadsheets.ZIP):
        return spreadsheets.grid_of(content, name, sheet, words)
    text, used = decoded(content, name, encoding, words)
    return Grid(delimited.lines_of(text, vocabulary.score, words.limits), used)


def _heading(grid: Grid, name: str, vocabulary: Vocabulary, words: Pack) -> Heading:
    try:
        return headings.found_in(grid, name, vocabulary, words)
    except BadInput:
        likely = next(_likely(grid.lines), None)
        if likely is None:
            raise
        return Heading(likely.row, tuple(map(text_of, likely.cells)), ())


def _likely(lines: Sequence[Line]) -> Iterator[Line]:
    """Lines of several texts, none of them a number."""
    for line in lines:
        texts = [text for text in map(text_of, line.cells) if text]
        if len(texts) > 1 and not any(text.strip("-+.,%").isdigit() for text in texts):
            yield line


def _shown(lines: Sequence[Line], width: int) -> Iterator[tuple[str, ...]]:
    for line in lines:
        texts = [without_private(text_of(cell))[:40] for cell in line.cells[:width]]
        yield (*texts, *[""] * (width - len(texts)))
