"""A printed sheet: everything on one side of A4 or A3, in blocks of words and small tables.

In a notebook it flows like the rest of the page. Printed, each sheet takes one page; only the
program that lays it out knows how large its type may be (``export/pdf``).
"""

from __future__ import annotations

import html
import math
import unicodedata
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from workbook.rendering.markup import escape, escape_attribute, lines, style_sheet
from workbook.rendering.typeface import print_style

Paper = Literal["A5", "A4", "A3"]
Tone = Literal["plain", "strong", "warn"]
COLUMNS = 12  # of a sheet; a part's width is given in these
MARGIN = "9mm"  # as near to the edge as an office printer prints
SHORT = 8.0  # ems: longer texts may wrap in a table
LEAST_EMS = 52  # across an A4 page in the largest type
NARROW_SIGN = 0.55  # ems, where a Chinese character is 1
# A page for printing shows itself in its own font; it runs nothing and fetches nothing.
POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; "
    "base-uri 'none'; form-action 'none'"
)


@dataclass(frozen=True)
class Block:
    """A named block of prose; several lines become a list. width: columns of twelve."""

    label: str
    lines: tuple[str, ...]
    width: int = 3
    tone: Tone = "plain"


@dataclass(frozen=True)
class Grid:
    """A small table, its cells already in words. numbers: the right-aligned columns."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()
    title: str = ""
    width: int = COLUMNS
    note: str = ""


@dataclass(frozen=True)
class PrintedSheet:
    """The contents of one page. facts: name and value, as in ("month", "2026-12")."""

    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[Block | Grid, ...]
    paper: Paper
    landscape: bool
    note: str
    language: str


# -- as HTML --------------------------------------------------------------------------------------


def sheet_html(sheet: PrintedSheet) -> str:
    """The sheet with its style, as a part of a notebook's page; typed text stays text."""
    return f"{_style(_css())}{_article(sheet)}"


def _css() -> str:
    return (Path(__file__).parent / "sheet.css").read_text(encoding="utf-8")


def _style(rules: str) -> str:
    return f"<style>\n{rules}</style>"


def _article(sheet: PrintedSheet, **attributes: str) -> str:
    given = "".join(f' {name}="{escape_attribute(one)}"' for name, one in attributes.items())
    parts = "".join(_block(one) if isinstance(one, Block) else _grid(one) for one in sheet.parts)
    note = f'<p class="wb-sheet-note">{lines(sheet.note)}</p>' if sheet.note else ""
    return (
        f'<article class="wb wb-sheet" lang="{escape_attribute(sheet.language)}"{given}>'
        f'{_head(sheet)}<div class="wb-sheet-parts">{parts}</div>{note}</article>'
    )


def _head(sheet: PrintedSheet) -> str:
    facts = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(fact)}</dd></div>" for name, fact in sheet.facts
    )
    subtitle = f"<p>{lines(sheet.subtitle)}</p>" if sheet.subtitle else ""
    return (
        f'<header class="wb-sheet-head"><h2 class="wb-sheet-title">{lines(sheet.title)}</h2>'
        f"{subtitle}{f'<dl>{facts}</dl>' if facts else ''}</header>"
    )


def _block(block: Block) -> str:
    tag = "li" if len(block.lines) > 1 else "p"
    said = "".join(f"<{tag}>{lines(line)}</{tag}>" for line in block.lines)
    body = f"<ul>{said}</ul>" if tag == "li" else said
    return (
        f'<section class="wb-block wb-{escape_attribute(block.tone)}" {_span(block.width)}>'
        f"<h3>{lines(block.label)}</h3>{body}</section>"
    )


def _span(width: int) -> str:
    return f'style="--wb-span: {min(max(width, 1), COLUMNS)}"'


def _grid(grid: Grid) -> str:
    whole = short_columns(grid)
    head = _cells(grid, grid.head, whole, 'th scope="col"')
    rows = "".join(f"<tr>{_cells(grid, row, whole, 'td')}</tr>" for row in grid.rows)
    title = f"<caption>{lines(grid.title)}</caption>" if grid.title else ""
    note = f'<p class="wb-note">{lines(grid.note)}</p>' if grid.note else ""
    return (
        f'<section class="wb-grid" {_span(grid.width)}><table>{title}'
        f"<colgroup>{_shares(grid)}</colgroup><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table>{note}</section>"
    )


def _cells(grid: Grid, texts: Sequence[str], whole: Set[int], tag: str) -> str:
    kinds = [_kind(at in grid.numbers, at in whole) for at in range(len(texts))]
    return "".join(
        f"<{tag}{kind}>{lines(text)}</{tag.split()[0]}>"
        for kind, text in zip(kinds, texts, strict=True)
    )


def _kind(number: bool, whole: bool) -> str:
    names = ["wb-number"] * number + ["wb-whole"] * whole
    return f' class="{" ".join(names)}"' if names else ""


def short_columns(grid: Grid) -> Set[int]:
    """The columns whose texts stay on one line, shortest first, as long as there is room.

    A browser left alone gives nearly all room to the longest prose and breaks dates and names.
    """
    room, found = LEAST_EMS / 2 * grid.width / COLUMNS, set[int]()
    for ems, at in sorted((_longest(grid, at), at) for at in range(len(grid.head))):
        room -= ems + 1
        if ems <= SHORT and room >= 0:
            found.add(at)
    return found


def _shares(grid: Grid) -> str:
    """Short columns get the room that they need; longer ones a share by the square root of the
    rest."""
    longest = [_longest(grid, at) for at in range(len(grid.head))]
    wanted = [1 + min(ems, math.sqrt(SHORT * ems)) for ems in longest]
    return "".join(f'<col style="width: {one / sum(wanted):.1%}">' for one in wanted)


def _longest(grid: Grid, at: int) -> float:
    """The longest line of a column, in ems."""
    texts = [row[at] for row in (grid.head, *grid.rows) if at < len(row)]
    return max(_ems(line) for text in texts for line in text.split("\n"))


def _ems(text: str) -> float:
    return sum(1 if unicodedata.east_asian_width(sign) in "WF" else NARROW_SIGN for sign in text)


# -- as plain text --------------------------------------------------------------------------------


def sheet_text(sheet: PrintedSheet) -> str:
    """The sheet as plain text: its lines in order, the cells of a table between bars."""
    facts = [f"{name}: {fact}" for name, fact in sheet.facts]
    parts = [line for part in sheet.parts for line in ("", *part_lines(part))]
    said = [sheet.title, sheet.subtitle, *facts, *parts, "", sheet.note]
    return "\n".join(said).strip()


def part_lines(part: Block | Grid) -> Iterator[str]:
    """The texts of a part from top to bottom: its label or title first, a table row by row."""
    if isinstance(part, Block):
        yield from (part.label, *part.lines)
        return
    yield from filter(None, (part.title,))
    yield from (" | ".join(row) for row in (part.head, *part.rows))
    yield from filter(None, (part.note,))


# -- as a page for printing -----------------------------------------------------------------------


def sheet_page(sheet: PrintedSheet, size: float) -> str:
    """The sheet as a whole document for printing, in type of ``size`` points."""
    return sheets_page([(sheet, size)])


def sheets_page(sized: Sequence[tuple[PrintedSheet, float]], *, contents: bool = False) -> str:
    """Several sheets, each with its size in points, as one document; each begins a page.

    contents: a first page that links to each sheet (``s0``, ``s1`` …), so that a reader of the
    printed file can find the page on which each begins.
    """
    text = "".join(sheet_text(sheet) for sheet, _ in sized)
    links = "".join(f'<a href="#s{at}">{at}</a> ' for at in range(len(sized)))
    body = "".join(
        _article(sheet, id=f"s{at}", style=f"font-size: {size:g}pt; page: {_page_name(sheet)}")
        for at, (sheet, size) in enumerate(sized)
    )
    title = " · ".join(dict.fromkeys(" ".join(sheet.title.split()) for sheet, _ in sized))
    return (
        f'<!doctype html>\n<html lang="{escape_attribute(sized[0][0].language)}">\n<head>\n'
        f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f"<title>{html.escape(title)}</title>\n{style_sheet()}\n"
        f"{_style(_css())}\n{_style(_pages(sized) + print_style(text))}\n</head>\n"
        f'<body class="wb-print">{f"<nav>{links}</nav>" if contents else ""}{body}</body>\n'
        "</html>\n"
    )


def _pages(sized: Sequence[tuple[PrintedSheet, float]]) -> str:
    rules = {
        f"@page {_page_name(one)} {{ size: {one.paper} {_turned(one)}; margin: {MARGIN}; }}\n"
        for one, _ in sized
    }
    return "".join(sorted(rules))


def _page_name(sheet: PrintedSheet) -> str:
    return f"wb-{sheet.paper}-{_turned(sheet)}"


def _turned(sheet: PrintedSheet) -> str:
    return "landscape" if sheet.landscape else "portrait"
