"""Embeds the package's font in a page, so that it prints alike on a machine without Chinese fonts.

Only the characters of the page are embedded: the whole font is as large as a hundred pages. Its
outlines are converted to TrueType, because Chromium writes other outlines into a PDF as drawings of
characters, which are read as text but look rough on a screen.
"""

from __future__ import annotations

import base64
import functools
import io
from pathlib import Path

import matplotlib as mpl
from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

from workbook import resources
from workbook.rendering.figures import FONT

# The Chinese font makes these as wide as a Chinese character, which tears English apart.
WIDE_MARKS = "·—‘’“”…"
MARKS_RANGE = "U+B7, U+2014, U+2018-201D, U+2026"
MARKS_HERE = ("Segoe UI", "Helvetica Neue", "Arial", "Liberation Sans")
RULES = """\
.wb.wb, .wb-page.wb-page { font-family: "wb-print", sans-serif; }
.wb.wb:lang(en), .wb-page.wb-page:lang(en) {
  font-family: "wb-print-marks", "wb-print", sans-serif; }
"""
CURVES = 1.0  # thousandths of an em: how far an outline may be from the drawn one
TRUETYPE = "\x00\x01\x00\x00"
COUNTS = (
    *("maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs"),
    *("maxStackElements", "maxSizeOfInstructions", "maxComponentElements", "maxPoints"),
    *("maxContours", "maxCompositePoints", "maxCompositeContours", "maxComponentDepth"),
)


def print_style(text: str) -> str:
    """The style rules that set one of our pages, which shows ``text``, in the package's font.

    The font is embedded as data. Characters without a glyph (an emoji, a rare one) come from the
    machine's fonts.
    """
    whole = _embedded(resources.fonts() / FONT, "".join(sorted({*text})))
    here = "".join(f'local("{name}"), ' for name in MARKS_HERE)
    marks = f"{here}{_embedded(_latin_font(), WIDE_MARKS)}"
    return (
        f'@font-face {{ font-family: "wb-print"; src: {whole}; }}\n'
        f'@font-face {{ font-family: "wb-print-marks"; unicode-range: {MARKS_RANGE};'
        f" src: {marks}; }}\n{RULES}"
    )


def _latin_font() -> Path:
    return Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"


@functools.lru_cache(maxsize=8)
def _embedded(path: Path, signs: str) -> str:
    """The part of the font at ``path`` with ``signs``, as the source of a font face."""
    options = subset.Options(layout_features=["kern"], notdef_outline=True)
    options.drop_tables += ["FFTM"]
    buffer = io.BytesIO()
    with TTFont(path, recalcTimestamp=False) as font:
        small = subset.Subsetter(options)
        small.populate(unicodes=map(ord, signs))
        small.subset(font)
        if "CFF " in font:
            _to_truetype(font)
        font.save(buffer)
    return f'url("data:font/ttf;base64,{base64.b64encode(buffer.getvalue()).decode()}")'


def _to_truetype(font: TTFont) -> None:
    """Turn the outlines of ``font`` from cubic into quadratic curves."""
    order, drawn = font.getGlyphOrder(), font.getGlyphSet()
    font["loca"], glyf = newTable("loca"), newTable("glyf")
    font["glyf"], glyf.glyphOrder, glyf.glyphs = glyf, order, {}
    for name in order:
        pen = TTGlyphPen(None)
        drawn[name].draw(Cu2QuPen(pen, CURVES, reverse_direction=True))
        glyf.glyphs[name] = glyph = pen.glyph()
        glyph.recalcBounds(glyf)
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(glyph, "xMin", 0))
    font["maxp"].tableVersion = 0x00010000
    for count in COUNTS:
        setattr(font["maxp"], count, int(count == "maxZones"))
    font["post"].formatType = 3.0
    font.sfntVersion = TRUETYPE
    for table in ("CFF ", "VORG"):
        if table in font:
            del font[table]
