"""The state of the month as tables: targets, pressure, the reserve, the page for the boss."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from workbook.chapters.pacing.rules import (
    Cover,
    PacingDesk,
    Standing,
    acting,
    coverage,
    covers,
    kept_off,
    own_in_use,
    pressure_by_day,
    standings,
)
from workbook.chapters.pacing.rules.activity import participation_table
from workbook.chapters.pacing.views import plans
from workbook.chapters.pacing.views.fan import chance_now_table, chances_table


def targets(desk: PacingDesk) -> pd.DataFrame:
    """Each indicator today. The scheme is blank where the manager's own shares count."""
    scheme = "" if own_in_use(desk.record.own_shares) else desk.record.scheme
    rows = [_target_row(one, scheme) for one in standings(desk)]
    columns = [
        "indicator", "scheme", "target", "done", "left", "planned",
        "pace", "days_left", "pressure",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _target_row(one: Standing, scheme: str) -> tuple[object, ...]:
    return (
        one.indicator, scheme, one.target, one.done, one.left, one.planned,
        one.pace, one.days_left, one.pressure,
    )  # fmt: skip


def pressure(desk: PacingDesk) -> pd.DataFrame:
    """The pressure at the end of each working day of the month, up to today."""
    rows = [
        (day, one.indicator, number)
        for one in standings(desk)
        for day, number in pressure_by_day(desk, one).items()
    ]
    return pd.DataFrame(rows, columns=["day", "indicator", "pressure"])


def boss(desk: PacingDesk) -> pd.DataFrame:
    """The month on one page, a row for each indicator. Source: S0, methodology A1."""
    chance = chance_now_table(desk).set_index("indicator")["chance"].to_dict()
    rows = [
        (*_boss_row(one), chance.get(one.standing.indicator))
        for one in covers(desk, standings(desk))
    ]
    columns = [
        "indicator", "target", "done", "gap", "pace", "pressure", "coverage", "chance",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _boss_row(cover: Cover) -> tuple[object, ...]:
    one = cover.standing
    return (
        one.indicator, one.target, one.done, one.gap, one.pace, one.pressure, cover.coverage,
    )  # fmt: skip


def helps(desk: PacingDesk) -> pd.DataFrame:
    """The requests to the boss, as typed."""
    rows = [(row.what, row.who, row.by) for row in desk.record.helps]
    return pd.DataFrame(rows, columns=["what", "who", "by"])


def rates(desk: PacingDesk) -> pd.DataFrame:
    """The rates that convert amounts to acts, and the number of meetings behind them."""
    now, enough = acting(desk), desk.pack.rates.enough_meetings
    rows = [(now.meetings_per_deal, now.calls_per_meeting, now.meetings, enough)]
    return pd.DataFrame(
        rows, columns=["meetings_per_deal", "calls_per_meeting", "meetings", "enough"]
    )


tables: Mapping[str, Callable[[Any], pd.DataFrame]] = {
    "targets": targets,
    "weeks": plans.weeks,
    "cycle": plans.cycle,
    "days": plans.days,
    "today": plans.today,
    "pressure": pressure,
    "coverage": coverage,
    "plans": plans.plans,
    "boss": boss,
    "helps": helps,
    "acts": plans.acts,
    "rates": rates,
    "chances": chances_table,
    "chance_now": chance_now_table,
    "participation": participation_table,
}
left_out: Mapping[str, Callable[[Any], Mapping[str, int]]] = dict.fromkeys(
    ("coverage", "boss", "chances", "chance_now"), kept_off
)
