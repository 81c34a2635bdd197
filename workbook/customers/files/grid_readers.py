"""Bytes of any file that a bank's programs write → a grid, or a plain reason why not."""

from __future__ import annotations

from workbook.customers.files import delimited, json_lines, spreadsheets, web_tables
from workbook.customers.files.encodings import decodings
from workbook.customers.files.file_bytes import refuse_large
from workbook.customers.files.grid import Grid, TooWide
from workbook.customers.files.headings import best_in, score
from workbook.customers.files.request import Wish
from workbook.errors import BadInput

GUESSED = ("gb18030", "big5")


def grid_of(
    content: bytes,
    name: str,
    wish: Wish,
    encoding: str | None,
    sheet: str | None,
    *,
    asks: bool = True,
) -> Grid:
    """The lines of a file, whatever its suffix. asks: whether several fitting sheets are an error;
    otherwise the first of them is read.

    Raises BadInput for a file that is empty, damaged, too large or of an unsupported program.
    """
    words = wish.pack
    refuse_large(len(content), name, words)
    if content.startswith(spreadsheets.OLE):
        raise BadInput(words.errors["old_excel"].format(name=name))
    if content.startswith(spreadsheets.ZIP):
        return spreadsheets.grid_of(content, name, sheet, wish, asks=asks)
    first = None
    for text, used in decodings(content, name, encoding, words):
        try:
            grid = _text_grid(text, used, name, encoding is None and used in GUESSED, wish)
        except TooWide:
            most = words.limits.columns
            raise BadInput(words.errors["too_wide"].format(name=name, most=most)) from None
        # If several encodings are valid, the one that gives a heading is used.
        if _has_heading(grid, wish):
            return grid
        first = first or grid
    assert first is not None  # there is always at least one decoding
    return first


def _has_heading(grid: Grid, wish: Wish) -> bool:
    return best_in(grid.lines, wish) is not None


def _text_grid(text: str, used: str, name: str, guessed: bool, wish: Wish) -> Grid:
    words = wish.pack
    if not text.strip("\ufeff\0 \t\r\n"):
        raise BadInput(words.errors["empty"].format(name=name))
    if web_tables.is_page(text):
        lines = web_tables.lines_of(text, wish)
        if not lines:
            raise BadInput(words.errors["web_page"].format(name=name))
        return Grid(lines, used, guessed=guessed)
    if json_lines.looks_like_json(text):
        return Grid(json_lines.lines_of(text, words.limits.columns), used)
    lines = delimited.lines_of(text, lambda cells: score(cells, wish), words.limits)
    return Grid(lines, used, even=True, guessed=guessed)
