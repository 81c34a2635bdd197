"""Prospects 潜客储备: the nine-grid and the month's reserve. Source: S0, methodology A5."""

from __future__ import annotations

from workbook.chapters.prospects.pack import Pack
from workbook.chapters.prospects.records import Reserve
from workbook.chapters.prospects.rules import (
    completeness,
    due,
    findings,
    flagged,
    rolled_over,
    ticked,
)
from workbook.chapters.prospects.views import figures, in_use, left_out, sheets, tables
from workbook.chapters.shared.tool import Tool

RESERVE = {
    "prospects": (
        *("customer", "indicator", "amount", "status", "flag"),
        *("relationship", "willingness", "chance"),
    )
}

TOOL = Tool(
    record=Reserve,
    pack=Pack,
    tables=tables,
    findings=findings,
    reads=("journey",),
    figures=figures,
    handouts=sheets,
    rolled_over=rolled_over,
    flagged=flagged,
    left_out=left_out,
    in_use=in_use,
    completeness=completeness,
    drawn_from={"grid": RESERVE},
    results=("grid", "due"),
    due=due,
    ticked=ticked,
)
