"""The look: figures (colours, fonts, sizes) and the markup of tables and findings."""

from workbook.rendering.drawings import drawn_out, image, inline
from workbook.rendering.figures import COLOURS, axes, day_axis, money_axis, narrow, note, plain, svg
from workbook.rendering.markup import (
    NUMBERS,
    Card,
    card,
    escape,
    escape_attribute,
    findings_html,
    findings_text,
    head_html,
    lines,
    prose,
    style_sheet,
    table_cells,
    table_html,
    table_text,
)
from workbook.rendering.printed_sheet import Block, Grid, PrintedSheet, sheet_html, sheet_text

__all__ = [
    "COLOURS",
    "NUMBERS",
    "Block",
    "Card",
    "Grid",
    "PrintedSheet",
    "axes",
    "card",
    "day_axis",
    "drawn_out",
    "escape",
    "escape_attribute",
    "findings_html",
    "findings_text",
    "head_html",
    "image",
    "inline",
    "lines",
    "money_axis",
    "narrow",
    "note",
    "plain",
    "prose",
    "sheet_html",
    "sheet_text",
    "style_sheet",
    "svg",
    "table_cells",
    "table_html",
    "table_text",
]
