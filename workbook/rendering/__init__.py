"""The look: figures (colours, fonts, sizes) and the markup of tables and findings."""

from workbook.rendering.figures import COLOURS, axes, day_axis, money_axis, note, plain, png
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
    "escape",
    "escape_attribute",
    "findings_html",
    "findings_text",
    "head_html",
    "lines",
    "money_axis",
    "note",
    "plain",
    "png",
    "prose",
    "sheet_html",
    "sheet_text",
    "style_sheet",
    "table_cells",
    "table_html",
    "table_text",
]
