"""Battle maps 作战地图: eight segments, each with a filled canvas to start from. Source: S4, A3."""

from __future__ import annotations

from collections.abc import Iterator

from workbook.chapters.battle_map.pack import Pack
from workbook.chapters.battle_map.records import BattleMaps
from workbook.chapters.battle_map.rules import (
    MapDesk,
    completeness,
    findings,
    rolled_over,
)
from workbook.chapters.battle_map.views import figures, left_out, sheets, tables
from workbook.chapters.shared.tool import Tool
from workbook.chapters.shared.try_line import due_try, ticked_try


def state(desk: MapDesk) -> Iterator[tuple[str, dict[str, object]]]:
    """How many maps there are, and the main segment."""
    if desk.record.maps:
        yield "maps", {"maps": len(desk.record.maps), "segment": desk.record.maps[0].segment}


TOOL = Tool(
    record=BattleMaps,
    pack=Pack,
    tables=tables,
    findings=findings,
    figures=figures,
    handouts=sheets,
    rolled_over=rolled_over,
    left_out=left_out,
    in_use={"maps": lambda desk: {one.segment for one in desk.record.maps}},
    completeness=completeness,
    on_customers=True,
    state=state,
    drawn_from={"segments": {"maps": ("segment",)}},
    results=("segments", "moving", "goals", "changed", "members"),
    due=due_try,
    ticked=ticked_try,
)
