"""The look of the spreadsheet: a calm page in which yellow cells are the ones to fill in."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from typing import Any

from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side

FONTS = {"zh-Hans": "Microsoft YaHei", "zh-Hant": "Microsoft JhengHei", "en": "Calibri"}
INK, MUTED, BLUE, RED = "1F2933", "6B7785", "0B5FA5", "B4232A"
YELLOW, HEAD, GREY, ROSE = "FFF8DC", "DCE8F3", "F4F6F8", "FBE3E1"
WEIGHTS = {"must": ROSE, "should": "FCEBCB", "could": GREY}
LINE, SOFT = "C9BF98", "D5DBE1"
LINE_HEIGHT, QUIET_LINE = 15.0, 12.5  # points a line of text, and of small text
SIZE = 10
DAY, COUNT, TEXT = "yyyy-mm-dd", "#,##0", "@"

# kind of field → number format and alignment
INPUTS = {
    "text": (TEXT, "left"),
    "long_text": (TEXT, "left"),
    "choice": (TEXT, "left"),
    "yes": (TEXT, "center"),
    "day": (DAY, "center"),
    "count": (COUNT, "right"),
    "measure": ("General", "right"),
    "share": ("0%", "right"),
    "fine share": ("0.0###%", "right"),
    "unread": (TEXT, "left"),
}


def money_format(decimals: int) -> str:
    """Amounts with the bank's decimals, or more where an amount has more."""
    return f"#,##0.{'0' * decimals}{'#' * (6 - decimals)}"


def add_styles(book: Any, language: str, decimals: int) -> None:
    """Add the named styles of all sheets to an openpyxl workbook."""
    font = FONTS[language]
    inputs = INPUTS | {"money": (money_format(decimals), "right")}
    for kind, (number_format, side) in inputs.items():
        ready = _ready(kind, font, number_format, side)
        book.add_named_style(ready)
        book.add_named_style(_input(kind, ready))
    for style in (*_words(font), *_results(font), *_weights(font)):
        book.add_named_style(style)


def _ready(kind: str, font: str, number_format: str, side: str) -> NamedStyle:
    """An open cell that does not look open yet."""
    return NamedStyle(
        name=f"ready {kind}",
        font=Font(name=font, size=SIZE, color=RED if kind == "unread" else INK),
        alignment=_aligned(side),
        number_format=number_format,
        protection=Protection(locked=False),
    )


def _input(kind: str, ready: NamedStyle) -> NamedStyle:
    return NamedStyle(
        name=f"input {kind}",
        font=ready.font,
        fill=PatternFill("solid", fgColor=ROSE if kind == "unread" else YELLOW),
        border=_frame(LINE),
        alignment=ready.alignment,
        number_format=ready.number_format,
        protection=ready.protection,
    )


def lit() -> dict[str, Any]:
    """The conditional format that makes a ready cell look open."""
    return {"fill": PatternFill(bgColor=YELLOW, fill_type="solid"), "border": _frame(LINE)}


def _aligned(side: str) -> Alignment:
    indent = 0 if side == "center" else 1
    return Alignment(horizontal=side, vertical="center", wrap_text=side == "left", indent=indent)


def _frame(colour: str) -> Border:
    side = Side(style="thin", color=colour)
    return Border(left=side, right=side, top=side, bottom=side)


def _words(font: str) -> Iterable[NamedStyle]:
    wrapped = Alignment(vertical="center", wrap_text=True)
    inside = _aligned("left")
    low = Alignment(horizontal="left", vertical="bottom", wrap_text=True, indent=1)
    middle = Alignment(horizontal="center", vertical="center")
    plain = Font(name=font, size=SIZE, color=INK)
    quiet = Font(name=font, size=SIZE - 1, color=MUTED)
    bold = Font(name=font, size=SIZE, color=INK, bold=True)
    yield NamedStyle("title", font=Font(name=font, size=16, bold=True, color=BLUE))
    yield NamedStyle("heading", font=Font(name=font, size=12, bold=True, color=BLUE))
    yield NamedStyle("plain", font=plain, alignment=wrapped)
    yield NamedStyle("bold", font=bold, alignment=wrapped)
    yield NamedStyle("quiet", font=quiet, alignment=wrapped)
    yield NamedStyle("note", font=quiet, alignment=Alignment(vertical="center"))
    yield NamedStyle("small", font=Font(name=font, size=SIZE - 2, color=MUTED))
    yield NamedStyle("number", font=quiet, alignment=middle)
    yield NamedStyle("yellow", fill=PatternFill("solid", fgColor=YELLOW), border=_frame(LINE))
    yield NamedStyle("hint", font=quiet, alignment=low)
    yield NamedStyle("help", font=plain, alignment=inside)
    yield NamedStyle("example", font=quiet, alignment=inside)
    link = Font(name=font, size=SIZE, color=BLUE, underline="single")
    yield NamedStyle("link", font=link, alignment=Alignment(vertical="center"))
    yield NamedStyle(
        "head",
        font=bold,
        fill=PatternFill("solid", fgColor=HEAD),
        border=_frame(SOFT),
        alignment=Alignment(horizontal="center", vertical="center", wrap_text=True),
    )


def _results(font: str) -> Iterable[NamedStyle]:
    for name, side in (("left", "left"), ("right", "right"), ("center", "center")):
        yield NamedStyle(
            f"result {name}",
            font=Font(name=font, size=SIZE, color=INK),
            border=_frame(SOFT),
            alignment=_aligned(side),
        )


def _weights(font: str) -> Iterable[NamedStyle]:
    for name, colour in WEIGHTS.items():
        yield NamedStyle(
            name,
            font=Font(name=font, size=SIZE, color=INK, bold=True),
            fill=PatternFill("solid", fgColor=colour),
            border=_frame(SOFT),
            alignment=Alignment(horizontal="center", vertical="center", wrap_text=True),
        )


def width(text: str) -> int:
    """The width of a text in Latin letters; a Chinese character counts as two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def height(text: str, columns: float, line_height: float = LINE_HEIGHT) -> float:
    """The height in points of a cell for ``text`` in a column ``columns`` letters wide."""
    room = max(1, int(columns - 2))
    lines = sum(max(1, math.ceil(width(line) / room)) for line in text.split("\n"))
    return lines * line_height + 4
