"""The chance to hit: the fan of simulated months, and the same as tables."""

from __future__ import annotations

import textwrap
import unicodedata
from collections import Counter
from itertools import accumulate

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from workbook import rendering
from workbook.chapters.pacing.pack import Pack
from workbook.chapters.pacing.rules.months import Outcome
from workbook.chapters.pacing.rules.position import Standing, standings
from workbook.chapters.pacing.rules.simulation import chance_now, chances
from workbook.chapters.pacing.rules.weeks import PacingDesk, horizon
from workbook.chapters.prospects.rules import open_prospects

MOST_INDICATORS = 2
ROOM_ABOVE = 1.18  # space above the highest line, for the legend
LETTERS_IN_A_LINE = 46  # width of a panel's title; a Chinese character takes two


# -- tables ---------------------------------------------------------------------------------------


def chances_table(desk: PacingDesk) -> pd.DataFrame:
    """The whole month as if planned at its beginning, a row for each indicator and schedule."""
    rows = [
        (
            indicator,
            schedule,
            one.probability,
            one.p10[-1],
            one.p50[-1],
            one.p90[-1],
            one.mean[-1],
            one.contacts,
            one.early_contacts,
        )
        for (indicator, schedule), one in chances(desk).items()
    ]
    columns = [
        "indicator", "schedule", "chance", "p10", "p50", "p90", "mean", "contacts",
        "early_contacts",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def chance_now_table(desk: PacingDesk) -> pd.DataFrame:
    """The chance from today on, with what is done and the prospects still open."""
    chance, linked = chance_now(desk), desk.linked.get("prospects")
    left = Counter(one.indicator for one in (open_prospects(linked) if linked else ()))
    rows = [
        (one.indicator, one.target, one.done, chance[one.indicator], left[one.indicator])
        for one in standings(desk)
    ]
    return pd.DataFrame(rows, columns=["indicator", "target", "done", "chance", "prospects"])


def odds_in_words(chance: float, pack: Pack) -> str:
    """A chance in words: "about 6 in 10"."""
    tenths = round(chance * 10)
    kind = {0: pack.odds["never"], 10: pack.odds["always"]}.get(tenths, pack.odds["tenths"])
    return kind.format(n=tenths)


# -- the figure -----------------------------------------------------------------------------------


def fan_figure(desk: PacingDesk) -> Figure:
    """For the first indicators a panel for each schedule: the simulated months."""
    shown, played = standings(desk)[:MOST_INDICATORS], chances(desk)
    if not any(outcome.contacts for outcome in played.values()):
        figure, (axes,) = rendering.axes(height=1.6)
        rendering.note(axes, desk.pack.figures["fan"].labels["empty"])
        return figure
    wide = len(desk.pack.schedules)
    figure, panels = rendering.axes(len(shown), wide, 3.1)
    for row, one in enumerate(shown):
        outcomes = [played[one.indicator, schedule] for schedule in desk.pack.schedules]
        _draw_row(panels[row * wide : (row + 1) * wide], desk, one, outcomes)
    panels[0].legend(loc="upper left", fontsize=7.5)
    return figure


def _draw_row(panels: list[Axes], desk: PacingDesk, one: Standing, outcomes: list[Outcome]) -> None:
    highest = max(one.target, *(float(outcome.p90.max()) for outcome in outcomes))
    for axes, outcome, schedule in zip(panels, outcomes, desk.pack.schedules.values(), strict=True):
        _draw_fan(axes, desk, one, outcome)
        odds = odds_in_words(outcome.probability, desk.pack)
        axes.set_title(rendering.plain(f"{_wrapped(schedule.label)}\n{odds}"), fontsize=9)
        axes.set_ylim(0, highest * ROOM_ABOVE)
        _scale(axes, desk, one.indicator)
    _name_scale(panels[0], desk, one.indicator)


def _scale(axes: Axes, desk: PacingDesk, indicator: str) -> None:
    if indicator in desk.bank.counted:
        axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    else:
        rendering.money_axis(axes.yaxis, desk.bank.money)
        axes.set_ylabel("")


def _name_scale(axes: Axes, desk: PacingDesk, indicator: str) -> None:
    named, labels = desk.bank.indicators[indicator], desk.pack.figures["fan"].labels
    unit = named.piece if indicator in desk.bank.counted else desk.bank.money.label
    axes.set_ylabel(rendering.plain(f"{named.label} · {labels['done']} · {unit}"), fontsize=8)


def _draw_fan(axes: Axes, desk: PacingDesk, one: Standing, outcome: Outcome) -> None:
    labels, space = desk.pack.figures["fan"].labels, horizon(desk.month, desk.calendar)
    days = np.arange(len(space.days))
    axes.fill_between(
        days, outcome.p10, outcome.p90, step="mid", linewidth=0,
        color=rendering.COLOURS["band"], label=rendering.plain(labels["band"]),
    )  # fmt: skip
    axes.step(
        days, outcome.p50, where="mid", linewidth=2.0,
        color=rendering.COLOURS["plan"], label=rendering.plain(labels["median"]),
    )  # fmt: skip
    axes.axhline(
        one.target, linewidth=1.2, linestyle=(0, (5, 2)),
        color=rendering.COLOURS["target"], label=rendering.plain(labels["target"]),
    )  # fmt: skip
    for edge in list(accumulate(len(week) for week in space.weeks.values()))[:-1]:
        axes.axvline(edge - 0.5, color=rendering.COLOURS["grid"], linewidth=1.0, zorder=0)
    rendering.day_axis(axes, space.days)
    axes.tick_params(labelsize=7.5)
    said = labels["contacts"].format(contacts=outcome.contacts, early=outcome.early_contacts)
    axes.set_xlabel(rendering.plain(_wrapped(said)), fontsize=7.5)


def _wrapped(text: str) -> str:
    """Text in lines that fit a panel; a Chinese character is as wide as two letters."""
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    return textwrap.fill(text, LETTERS_IN_A_LINE * len(text) // max(len(text) + wide, 1))
