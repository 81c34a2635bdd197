from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from workbook import rendering
from workbook.chapters.pacing.rules import PacingDesk
from workbook.chapters.pacing.rules.simulation import chance_now, chances
from workbook.chapters.pacing.views.fan import (
    chance_now_table,
    chances_table,
    fan_figure,
    odds_in_words,
)

from .desks import AUM, PIECES, SALES, WAN, reserve, reserve_desk, sheet, shipped

MANY: list[Mapping[str, object]] = [{"amount": 10 + at, "chance": 0.4} for at in range(12)]
PIECE = {"indicator": PIECES, "amount": 1, "chance": 0.3}


def desk_of(*prospects: Mapping[str, object], **body: object) -> PacingDesk:
    typed = {"targets": [(SALES, 100), (PIECES, 2)], **body}
    return sheet(prospects=reserve_desk(reserve(*prospects)), **typed)


@pytest.mark.parametrize(
    ("chance", "tenths"),
    [(0.05, 0), (0.06, 1), (0.5, 5), (0.64, 6), (0.94, 9), (0.95, 10), (1.0, 10), (0.0, 0)],
)
def test_a_chance_is_said_in_tenths(chance: float, tenths: int) -> None:
    odds = shipped().odds
    kind = {0: "never", 10: "always"}.get(tenths, "tenths")
    template = {"never": odds["never"], "always": odds["always"], "tenths": odds["tenths"]}[kind]
    assert odds_in_words(chance, shipped()) == template.format(n=tenths)


def test_the_table_of_chances_has_a_row_for_each_indicator_and_schedule() -> None:
    desk = desk_of(*MANY, PIECE)
    table = chances_table(desk)
    assert list(table.columns) == list(desk.pack.tables["chances"].columns)
    assert list(table["indicator"]) == [SALES] * 3 + [PIECES] * 3
    assert list(table["schedule"]) == ["even", "even_early", "front_loaded"] * 2
    for row in table.to_dict("records"):
        one = chances(desk)[row["indicator"], row["schedule"]]
        seen = [row[name] for name in ("chance", "p10", "p50", "p90", "mean")]
        assert seen == [one.probability, one.p10[-1], one.p50[-1], one.p90[-1], one.mean[-1]]
        assert (row["contacts"], row["early_contacts"]) == (one.contacts, one.early_contacts)


def test_the_chance_from_today_on_comes_with_what_is_done_and_left() -> None:
    rows = [*MANY, {**PIECE, "status": "won"}, {**PIECE, "flag": "do_not_contact"}]
    desk = desk_of(*rows, actuals=[("11-03", SALES, 60)])
    table = chance_now_table(desk)
    assert list(table.columns) == list(desk.pack.tables["chance_now"].columns)
    now = chance_now(desk)
    assert table.to_dict("split")["data"] == [
        [SALES, 100 * WAN, 60 * WAN, now[SALES], 12],
        [PIECES, 2, 0, now[PIECES], 0],
    ]


def test_without_targets_the_tables_are_empty_and_have_their_columns() -> None:
    desk = desk_of(targets=[])
    for table, name in ((chances_table(desk), "chances"), (chance_now_table(desk), "chance_now")):
        assert len(table) == 0
        assert list(table.columns) == list(desk.pack.tables[name].columns)


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for axes in figure.axes for text in axes.texts]


@pytest.mark.parametrize("desk", [desk_of(), desk_of(*MANY, targets=[]), sheet()])
def test_with_nothing_to_play_the_figure_says_what_to_fill_in(desk: PacingDesk) -> None:
    figure = fan_figure(desk)
    assert texts(figure) == [desk.pack.figures["fan"].labels["empty"]]
    assert len(figure.axes) == 1


def lines_of(axes: Axes) -> dict[str, list[float]]:
    return {str(line.get_label()): list(map(float, line.get_ydata())) for line in axes.lines}


def test_each_schedule_has_a_panel_with_its_fan_its_target_and_its_odds() -> None:
    desk = desk_of(*MANY, PIECE)
    labels, figure = desk.pack.figures["fan"].labels, fan_figure(desk)
    assert len(figure.axes) == 6
    for axes, ((name, schedule), one) in zip(figure.axes, chances(desk).items(), strict=True):
        lines = lines_of(axes)
        assert lines[labels["median"]] == one.p50.tolist()
        assert set(lines[labels["target"]]) == {100 * WAN if name == SALES else 2}
        (band,) = axes.collections
        heights = band.get_paths()[0].vertices[:, 1]
        assert heights.max() == one.p90.max()
        assert set(one.p10) <= set(heights)
        title = axes.get_title(loc="left").splitlines()
        assert title[-1] == odds_in_words(one.probability, desk.pack)
        assert " ".join(title[:-1]) == desk.pack.schedules[schedule].label
        assert axes.get_ylim()[0] == 0
        assert axes.get_ylim()[1] > max(one.p90.max(), lines[labels["target"]][0])
        said = labels["contacts"].format(contacts=one.contacts, early=one.early_contacts)
        assert axes.get_xlabel().replace("\n", " ") == said


def test_the_weeks_are_marked() -> None:
    axes = fan_figure(desk_of(*MANY)).axes[0]
    marks = [line.get_xdata()[0] for line in axes.lines if line.get_zorder() == 0]
    assert marks == [4.5, 9.5, 14.5, 19.5]


def test_a_row_has_one_scale_with_its_indicator_and_unit_said_once() -> None:
    desk = desk_of(*MANY, PIECE)
    axes, done = fan_figure(desk).axes, desk.pack.figures["fan"].labels["done"]
    sales, pieces = (desk.bank.indicators[name] for name in (SALES, PIECES))
    assert axes[0].get_ylabel() == f"{sales.label} · {done} · {desk.bank.money.label}"
    assert axes[3].get_ylabel() == f"{pieces.label} · {done} · {pieces.piece}"
    assert [axes[at].get_ylabel() for at in (1, 2, 4, 5)] == [""] * 4
    assert len({axes[at].get_ylim() for at in (0, 1, 2)}) == 1
    shown = [label.get_text() for label in axes[0].get_yticklabels()]
    assert all(float(text) < 1_000 for text in shown)  # wan yuan, not fen
    ticks = axes[3].get_yticks()
    assert np.array_equal(ticks, ticks.round())


def test_only_the_first_panel_has_a_legend() -> None:
    desk = desk_of(*MANY, PIECE)
    labels, (first, *others) = desk.pack.figures["fan"].labels, fan_figure(desk).axes
    legend = first.get_legend()
    assert legend is not None
    said = {text.get_text() for text in legend.get_texts()}
    assert said == {labels[name] for name in ("band", "median", "target")}
    assert all(axes.get_legend() is None for axes in others)


def test_two_indicators_are_drawn_at_most() -> None:
    desk = desk_of(*MANY, targets=[(SALES, 100), (PIECES, 2), (AUM, 50)])
    assert len(chances(desk)) == 9
    assert len(fan_figure(desk).axes) == 6


def test_the_figure_is_drawn_without_a_warning() -> None:
    assert rendering.svg(fan_figure(desk_of(*MANY, PIECE))).startswith("<svg ")
