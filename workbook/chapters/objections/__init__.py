"""Objections 异议: said, stated reason, root cause, one question, the answer. Source: S1, C3."""

from workbook.chapters.objections.records import Objections, Pack
from workbook.chapters.objections.rules import completeness, findings, state
from workbook.chapters.objections.views import tables, worked_in_use
from workbook.chapters.shared.tool import Tool

TOOL = Tool(
    record=Objections,
    pack=Pack,
    tables=tables,
    findings=findings,
    reads=("battle_map",),  # its list of words that may not be said
    in_use={"worked": worked_in_use},
    completeness=completeness,
    state=state,
    results=("worked", "causes", "grid", "scripts"),
)

__all__ = ["TOOL"]
