"""The tables of the map: touchpoints, cards, the action list, the changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from workbook.chapters.journey.pack import STAGES
from workbook.chapters.journey.rules import Change, JourneyDesk, changed_since, in_order
from workbook.chapters.journey.views.frames import script_row
from workbook.chapters.shared.frames import frame
from workbook.content.messages import Said

TOUCHPOINTS = (
    "stage", "touchpoint", "thinks", "feeling", "aim", "act", "owner", "by", "failure",
)  # fmt: skip
TYPICAL = (
    "stage", "touchpoint", "thinks", "feeling", "aim", "act", "owner", "within", "failure",
)  # fmt: skip
CARDS = (
    "stage", "counts", "product", "relationship", "who", "rule_out", "cause", "question",
    "product_act", "relationship_act", "curve", "mark", "review", "avoid", "escalate", "leaves",
    "channel", "licence", "approval", "expires",
)  # fmt: skip
LISTED = ("stage", "what", "who", "within", "mark")
STEPS = ("stage", "what", "customers", "owner", "by", "mark", "done")
CHANGES = ("change", "stage", "touchpoint", "column", "before", "now")


def touchpoints_table(desk: JourneyDesk) -> pd.DataFrame:
    """The manager's own map, in the order of the journey."""
    return frame(TOUCHPOINTS, map(dict, in_order(desk.record.touchpoints)))


def typical_table(desk: JourneyDesk) -> pd.DataFrame:
    """The template's map."""
    rows = sorted(desk.pack.typical.values(), key=lambda one: STAGES.index(one.stage))
    return frame(TYPICAL, map(dict, rows))


def cards_table(desk: JourneyDesk) -> pd.DataFrame:
    """The five journey cards 旅程管理卡, and whether each may be used today."""
    stages = desk.pack.stages
    rows = ({**script_row(desk, stages[name]), "stage": name} for name in STAGES)
    return frame(CARDS, rows)


def listed_table(desk: JourneyDesk) -> pd.DataFrame:
    """The template's lifecycle action list 客户生命周期行动清单."""
    rows = sorted(desk.pack.listed.values(), key=lambda one: STAGES.index(one.stage))
    return frame(LISTED, ({**dict(one), "what": one.label} for one in rows))


def steps_table(desk: JourneyDesk) -> pd.DataFrame:
    """The manager's own action list, as typed."""
    return frame(STEPS, map(dict, desk.record.steps))


def changes_table(desk: JourneyDesk) -> pd.DataFrame:
    """The changes since the map first made this month, or else since last month's."""
    return frame(CHANGES, map(_change, changed_since(desk)))


def _change(one: Change) -> Mapping[str, Any]:
    return {**vars(one), "before": _worded(one.before), "now": _worded(one.now)}


def _worded(value: Any) -> Any:
    """A column may mix feelings, days and texts: each is shown in its own unit."""
    if isinstance(value, dt.date):
        return Said("{value:day}", {"value": value})
    return Said("{value:count}", {"value": value}) if isinstance(value, int) else value or None


tables: Mapping[str, Callable[[Any], pd.DataFrame]] = {
    "touchpoints": touchpoints_table,
    "typical": typical_table,
    "cards": cards_table,
    "listed": listed_table,
    "steps": steps_table,
    "changes": changes_table,
}
