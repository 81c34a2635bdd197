"""Bytes of any file that a bank's programs write → a grid, or a plain word about why not."""

from __future__ import annotations

from workbook.errors import BadInput
from workbook.portfolio import delimited, jsonlines, spreadsheets, webpages
from workbook.portfolio.decoding import decodings
from workbook.portfolio.files import refuse_large
from workbook.portfolio.grid import Grid, TooWide
from workbook.portfolio.headings import best_in, score
from workbook.portfolio.wish import Wish

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
    """The lines of a file, whatever its name ends in. asks: whether several sheets that fit are an
    error; otherwise the first of them is read.

    Raises BadInput for one that is empty, damaged, too large or of a program that is not read.
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
        # Bytes that are sound in several encodings are read in the one that gives a heading.
        if _has_heading(grid, wish):
            return grid
        first = first or grid
    assert first is not None  # decodings are never none
    return first


def _has_heading(grid: Grid, wish: Wish) -> bool:
    return best_in(grid.lines, wish) is not None


def _text_grid(text: str, used: str, name: str, guessed: bool, wish: Wish) -> Grid:
    words = wish.pack
    if not text.strip("\ufeff\0 \t\r\n"):
        raise BadInput(words.errors["empty"].format(name=name))
    if webpages.is_page(text):
        lines = webpages.lines_of(text, wish)
        if not lines:
            raise BadInput(words.errors["web_page"].format(name=name))
        return Grid(lines, used, guessed=guessed)
    if jsonlines.looks_like_json(text):
        return Grid(jsonlines.lines_of(text, words.limits.columns), used)
    lines = delimited.lines_of(text, lambda cells: score(cells, wish), words.limits)
    return Grid(lines, used, even=True, guessed=guessed)
