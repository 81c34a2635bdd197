"""Concentration 二八: how the money is spread over the book's customers. Source: S3, B6."""

from workbook.chapters.concentration.records import Concentration, Pack
from workbook.chapters.concentration.rules import completeness, findings, left_off, state, suggested
from workbook.chapters.concentration.views import figures, tables
from workbook.chapters.shared.tool import WHOLE, Tool

TOOL = Tool(
    record=Concentration,
    pack=Pack,
    tables=tables,
    findings=findings,
    figures=figures,
    suggested=suggested,
    left_out={"top": left_off},
    completeness=completeness,
    state=state,
    drawn_from={"curve": {"guess": WHOLE}},
    results=("parts", "leaving", "top"),
)

__all__ = ["TOOL"]
