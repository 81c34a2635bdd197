"""Tables of a web page: many banks' “Excel export” is one, whatever its suffix."""

from __future__ import annotations

from collections.abc import Sequence
from html.parser import HTMLParser

from workbook.customers.files.grid import GridLine, TooWide
from workbook.customers.files.headings import best_in
from workbook.customers.files.request import Wish

STARTS = ("<!doctype", "<html", "<table", "<?xml", "<head", "<meta", "<style", "<body", "<div")
WIDEST = 1_000  # cells of one line


def is_page(text: str) -> bool:
    """Whether a text is a web page, or other markup."""
    return text.lstrip("\ufeff \t\r\n").lower().startswith(STARTS)


def lines_of(text: str, wish: Wish) -> Sequence[GridLine]:
    """The rows of the table whose heading names the most of our columns, numbered from 1; a merged
    cell counts once, top left. Empty where the page has no table. Raises TooWide for a row of too
    many columns."""
    parser = _Tables(wish.pack.limits.columns, wish.pack.limits.cells)
    parser.feed(text)
    parser.close()
    tables = [
        [GridLine(row, cells) for row, cells in enumerate(rows, start=1)]
        for rows in parser.tables
        if rows
    ]
    return max(tables, key=lambda lines: _columns(lines, wish), default=())


def _columns(lines: Sequence[GridLine], wish: Wish) -> int:
    heading = best_in(lines, wish)
    return len(heading.placed) if heading else 0


class _Tables(HTMLParser):
    """Collects the cells of all tables; a nested table is a table of its own.

    ``tables``: table → row → text of each cell. Cells that span several rows leave blanks below
    them, as a spreadsheet does.
    """

    def __init__(self, columns: int, cells: int) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._open: list[list[list[str]]] = []
        self._text: list[str] | None = None
        self._span = 1
        self._hidden = 0
        self._below: dict[int, int] = {}  # column → rows that a cell above still covers
        self._most, self._left = columns, cells

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row or a cell."""
        if tag in ("style", "script"):
            self._hidden += 1
        elif tag in ("table", "worksheet"):
            self._open.append([])
            self.tables.append(self._open[-1])
            self._below = {}
        elif tag in ("tr", "row") and self._open:
            self._end_cell()
            self._open[-1].append([])
        elif tag in ("td", "th", "cell") and self._open and self._open[-1]:
            self._end_cell()
            self._begin_cell({name: value or "" for name, value in attrs})
        elif tag == "br" and self._text is not None:
            self._text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """End a cell, or a table."""
        if tag in ("style", "script"):
            self._hidden = max(0, self._hidden - 1)
        elif tag in ("td", "th", "tr", "cell", "row"):
            self._end_cell()
        elif tag in ("table", "worksheet") and self._open:
            self._end_cell()
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Collect text inside a cell."""
        if self._text is not None and not self._hidden:
            self._text.append(data)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        row = self._open[-1][-1]
        while self._below.get(len(row), 0):
            self._below[len(row)] -= 1
            row.append("")
        across, down = (_number(attributes.get(name, "")) for name in ("colspan", "rowspan"))
        index = _number(attributes.get("ss:index", ""))
        row += [""] * max(0, index - 1 - len(row))
        if down > 1:
            self._below |= {len(row) + more: down - 1 for more in range(across)}
        self._text, self._span = [], across

    def _end_cell(self) -> None:
        if self._text is None:
            return
        row = self._open[-1][-1] if self._open and self._open[-1] else []
        row += [" ".join("".join(self._text).split()), *[""] * (self._span - 1)]
        self._text = None
        self._left -= len(row)
        if len(row) > self._most or self._left < 0:
            raise TooWide


def _number(text: str) -> int:
    return min(int(text), WIDEST) if text.isascii() and text.isdigit() and text != "0" else 1
