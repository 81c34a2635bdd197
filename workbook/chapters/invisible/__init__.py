"""Money elsewhere 隐形客户: who holds little here and shows signs of much. Source: S4, row 74."""

from workbook.chapters.invisible.records import Invisible, Pack
from workbook.chapters.invisible.rules import completeness, findings, left_off, state, suggested
from workbook.chapters.invisible.views import signs_in_use, tables
from workbook.chapters.shared.tool import Tool

TOOL = Tool(
    record=Invisible,
    pack=Pack,
    tables=tables,
    findings=findings,
    suggested=suggested,
    left_out={"shown": left_off},
    in_use={"signs": signs_in_use},
    completeness=completeness,
    state=state,
    results=("shown", "gone"),
)

__all__ = ["TOOL"]
