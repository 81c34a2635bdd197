"""The tables of the battle maps. Source: S4, methodology A3."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

import pandas as pd

from workbook.chapters.battle_map.records import OwnMap
from workbook.chapters.battle_map.rules import (
    MapDesk,
    changes,
    contactable,
    kept_off,
    lacks,
    members,
    statistics,
    who,
)
from workbook.chapters.battle_map.views.canvas import drawn, says
from workbook.chapters.shared.frames import frame
from workbook.domain.templates import approval_of

Row = Mapping[str, Any]  # column → cell

SEGMENTS = (
    "segment", "customers", "primary", "assets", "mean_assets", "deposits_share", "products",
    "few_products", "losses", "blocked",
)  # fmt: skip
MOVING = ("segment", "payroll", "main_account", "loans", "due", "due_amount")
CANVAS = ("block", "says")
CHANGED = ("segment", "block", "template", "own")
GOALS = (
    "segment", "goal_customers", "indicator", "amount", "by", "owner", "customers", "share",
)  # fmt: skip
MAPS = (
    "segment", "position", "marks", "bone", "hook", "unsuitable", "avoid", "stop", "channel",
    "licence", "approval", "expires",
)  # fmt: skip
MEMBERS = (
    "segment", "customer", "primary", "because", "assets", "products", "due", "due_amount", "heed",
)  # fmt: skip
LACKS = ("analysis", "lack")


def segments_table(desk: MapDesk) -> pd.DataFrame:
    """Every segment with the figures of the manager's own customers; blank without a book."""
    return frame(SEGMENTS, _by_segment(desk))


def moving_table(desk: MapDesk) -> pd.DataFrame:
    """Where each segment's money comes from, and which of it matures soon."""
    return frame(MOVING, _by_segment(desk))


def _by_segment(desk: MapDesk) -> list[Row]:
    figures = statistics(desk)
    return [{"segment": segment, **figures[segment]} for segment in desk.pack.segments]


def canvas_table(desk: MapDesk) -> pd.DataFrame:
    """The canvas of the first map, block by block."""
    segment, own = next(drawn(desk))
    rows = [{"block": block, "says": says(desk, segment, own, block)} for block in desk.pack.blocks]
    return frame(CANVAS, rows)


def changed_table(desk: MapDesk) -> pd.DataFrame:
    """The manager's changes, beside the template's text."""
    return frame(CHANGED, [asdict(one) for one in changes(desk)])


def goals_table(desk: MapDesk) -> pd.DataFrame:
    """The goal of each own map, compared with the available customers."""
    return frame(GOALS, [_goal_row(desk, own) for own in desk.record.maps])


def _goal_row(desk: MapDesk, own: OwnMap) -> Row:
    goal, reachable = own.goal_customers, contactable(desk)[own.segment]
    return {
        **dict(own),
        "customers": statistics(desk)[own.segment]["customers"],
        "share": goal / reachable if goal is not None and reachable else None,
    }


def maps_table(desk: MapDesk) -> pd.DataFrame:
    """The template's eight maps side by side, and whether they may be used today."""
    rows = [
        {
            **dict(one),
            **one.blocks,
            "segment": segment,
            "approval": approval_of(one, desk.today),
        }
        for segment, one in desk.pack.segments.items()
    ]
    return frame(MAPS, rows)


def members_table(desk: MapDesk) -> pd.DataFrame:
    """Customers to pick from: those of the maps' segments who may be contacted."""
    people = who(desk)
    rows = [{**row, "heed": people.heed(row["customer"])} for row in members(desk, _chosen(desk))]
    return frame(MEMBERS, rows)


def _chosen(desk: MapDesk) -> tuple[str, ...]:
    """The segments of the maps, each once."""
    return tuple(dict.fromkeys(segment for segment, _ in drawn(desk)))


def _members_left(desk: MapDesk) -> Mapping[str, int]:
    return kept_off(desk, _chosen(desk))


def lacks_table(desk: MapDesk) -> pd.DataFrame:
    """Which file or column each analysis lacks."""
    return frame(LACKS, [dict(zip(LACKS, one, strict=True)) for one in lacks(desk)])


tables: Mapping[str, Callable[[Any], pd.DataFrame]] = {
    "segments": segments_table,
    "moving": moving_table,
    "canvas": canvas_table,
    "changed": changed_table,
    "goals": goals_table,
    "maps": maps_table,
    "members": members_table,
    "lacks": lacks_table,
}
left_out: Mapping[str, Callable[[Any], Mapping[str, int]]] = {"members": _members_left}
