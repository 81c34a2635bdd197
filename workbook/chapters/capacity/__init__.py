"""Capacity 能管多少客户: what the tiers ask for, against the hours there are. Source: S1, B8."""

from workbook.chapters.capacity.records import Capacity, Pack
from workbook.chapters.capacity.rules import completeness, findings, suggested
from workbook.chapters.capacity.views import figures, state, tables
from workbook.chapters.shared.tool import WHOLE, Tool

TOOL = Tool(
    record=Capacity,
    pack=Pack,
    tables=tables,
    findings=findings,
    figures=figures,
    suggested=suggested,
    completeness=completeness,
    state=state,
    drawn_from={
        "hours": {"tiers": ("tier", "customers", "contacts", "minutes"), "minutes_a_day": WHOLE}
    },
    results=("load", "balance", "references", "falls_off"),
)

__all__ = ["TOOL"]
