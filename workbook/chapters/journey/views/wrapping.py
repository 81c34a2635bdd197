"""Breaks any typed text into lines that fit a width of a figure.

Chinese may be broken between any two characters except before a closing and after an opening one;
words of letters stay whole where a line has room for them.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator

from matplotlib import font_manager
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties

from workbook.domain.privacy import without_private

OPENING = "（《“‘「『【〈([{"
CLOSING = "，。；：！？、）》”’」』】〉…—％,.;:!?)\\]}%"
WIDE = "\u2e80-\U0003ffff"  # Chinese characters and the like
TOKEN = re.compile(
    rf"[{re.escape(OPENING)}]*(?:[{WIDE}]|[^\s{WIDE}]+?(?=[\s{WIDE}]|$))[{CLOSING}]*|\s+"
)
UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Mn")  # controls, joiners, direction marks
NO_GLYPH = "□"
DOTS = 110  # per inch, at which a text is measured
REPEATED = 8  # a character is measured this many times in a row, which reduces the rounding error


def shown(text: str, most: int) -> str:
    """Text as one line that the fonts can draw, at most ``most`` characters; a longer one ends in …

    Card numbers are masked, as everywhere.
    """
    plain = " ".join("".join(map(_drawable, without_private(text))).split())
    return plain if len(plain) <= most else f"{plain[: most - 1].rstrip()}…"


def _drawable(sign: str) -> str:
    if sign.isspace():
        return " "
    if unicodedata.category(sign) in UNSEEN:
        return ""
    return sign if ord(sign) in _glyphs() else NO_GLYPH


@functools.cache
def _glyphs() -> frozenset[int]:
    """The characters of the page's fonts."""
    families = FontProperties().get_family()
    fonts = (font_manager.get_font(font_manager.findfont(family)) for family in families)
    return frozenset(code for font in fonts for code in font.get_charmap())


def wrapped(text: str, size: float, width: float) -> list[str]:
    """``text`` in lines of at most ``width`` inches at a type size in points."""
    lines = [""]
    for token in _pieces(text, size, width):
        if not lines[-1] or inches(lines[-1] + token.rstrip(), size) <= width:
            lines[-1] += token if lines[-1] else token.lstrip()
        else:
            lines.append(token.lstrip())
    return [line.rstrip() for line in lines if line.strip()]


def _pieces(text: str, size: float, width: float) -> Iterator[str]:
    """The unbreakable pieces; a word that is wider than the line is broken anywhere."""
    for token in TOKEN.findall(text):
        if inches(token, size) <= width:
            yield token
        else:
            yield from token


def inches(text: str, size: float) -> float:
    """The width of a line of text as drawn."""
    return sum(_advance(sign, size) for sign in text)


@functools.lru_cache(maxsize=20_000)
def _advance(sign: str, size: float) -> float:
    between = _drawn(f"n{sign * REPEATED}n", size) - _drawn("nn", size)
    return between / REPEATED / DOTS


def _drawn(text: str, size: float) -> float:
    """Width in pixels; the renderer knows which of the fonts has a character."""
    width: float
    width, _, _ = _renderer().get_text_width_height_descent(text, FontProperties(size=size), False)
    return width


@functools.cache
def _renderer() -> RendererAgg:
    return RendererAgg(1, 1, DOTS)
