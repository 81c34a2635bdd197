from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from workbook import rendering
from workbook.chapters.battle_map.rules.canvas import MapDesk
from workbook.chapters.battle_map.views import figures

from .desks import NOBODY, SEGMENTS, WAN, book, changed_map, desk, pack

LABELS = pack().figures["segments"].labels
BOTH = {"segment": "merchants people、youth people", "assets": 1500}
BOOK = book({"assets": 20}, {"assets": 40.4}, BOTH, {"segment": "youth people", "assets": 3})
DARK, LIGHT = rendering.COLOURS["plan"].lower(), rendering.COLOURS["band"].lower()


def drawn(at: MapDesk) -> Figure:
    return figures["segments"](at)


def bars(axes: Axes, colour: str) -> list[tuple[float, float]]:
    """Left edge and length of the bars of a colour, from the top down."""
    found = [one for one in axes.patches if isinstance(one, Rectangle)]
    chosen = [one for one in found if to_hex(one.get_facecolor()) == colour]
    return [(one.get_x(), one.get_width()) for one in sorted(chosen, key=lambda one: one.get_y())]


@pytest.mark.parametrize("customers", [NOBODY, book(), book({"segment": None})])
def test_without_anybody_in_a_segment_the_figure_says_so(
    customers: Mapping[str, pd.DataFrame],
) -> None:
    (axes,) = drawn(desk({}, customers=customers)).axes
    assert [text.get_text() for text in axes.texts] == [LABELS["empty"]]


def test_customers_stand_left_and_assets_right() -> None:
    people, money = drawn(desk(customers=BOOK)).axes
    assert people.get_title(loc="left") == LABELS["customers"]
    assert money.get_title(loc="left") == LABELS["assets"]
    assert people.get_position().x1 < money.get_position().x0


def test_each_segment_has_a_bar_the_primary_part_darker() -> None:
    people, money = drawn(desk(customers=BOOK)).axes
    nobody = (0, 0)
    primary = {"elderly": (0, 2), "merchants": (0, 1), "youth": (0, 1)}
    assert bars(people, DARK) == [primary.get(one, nobody) for one in SEGMENTS]
    rest = {"elderly": (2, 0), "merchants": (1, 0), "youth": (1, 1)}
    assert bars(people, LIGHT) == [rest.get(one, nobody) for one in SEGMENTS]
    carried = {"elderly": 60.4 * WAN, "merchants": 1500 * WAN, "youth": 3 * WAN}
    assert bars(money, DARK) == [(0, carried.get(one, 0)) for one in SEGMENTS]
    assert bars(money, LIGHT)[6] == (3 * WAN, 1500 * WAN)


def test_the_first_segment_is_on_top_and_named() -> None:
    people, money = drawn(desk(customers=BOOK)).axes
    names = [label.get_text() for label in people.get_yticklabels()]
    assert [" ".join(name.split()) for name in names] == [f"The {one}" for one in SEGMENTS]
    assert list(people.get_yticks()) == list(money.get_yticks()) == list(range(8))
    assert people.get_ylim() == money.get_ylim() == (7.5, -0.5)
    assert {label.get_text() for label in money.get_yticklabels()} == {""}


def numbers(axes: Axes) -> list[str]:
    return [text.get_text() for text in axes.texts]


def test_the_number_stands_at_the_end_of_its_bar() -> None:
    people, money = drawn(desk(customers=BOOK)).axes
    assert numbers(people) == ["2", "", "", "", "", "1", "2", ""]
    assert numbers(money) == ["60", "", "", "", "", "1,500", "1,503", ""]
    assert people.get_xlim() == pytest.approx((0, 2 * 1.14))
    assert money.get_xlim() == pytest.approx((0, 1503 * WAN * 1.14))


def test_the_axes_speak_in_customers_and_in_the_banks_unit() -> None:
    figure = drawn(desk(customers=BOOK))
    people, money = figure.axes
    assert money.get_xlabel() == "wan yuan"
    assert money.xaxis.get_major_formatter()(500 * WAN) == "500"
    assert all(float(tick).is_integer() for tick in people.get_xticks())


def test_the_legend_tells_dark_from_light() -> None:
    (legend,) = drawn(desk(customers=BOOK)).legends
    assert [text.get_text() for text in legend.get_texts()] == [
        LABELS["primary"],
        LABELS["members"],
    ]
    shades = [to_hex(one.get_facecolor()) for one in legend.get_patches()]
    assert shades == [DARK, LIGHT]


def test_unknown_assets_are_an_empty_bar() -> None:
    people, money = drawn(desk(customers=book({"assets": None}))).axes
    assert bars(people, DARK)[0] == (0, 1)
    assert bars(money, DARK)[0] == bars(money, LIGHT)[0] == (0, 0)
    assert money.get_xlim()[1] > 0


def test_long_names_and_formulas_fit_and_stay_text() -> None:
    template = changed_map("elderly", label="Retired people with $x^2$ in the savings bank")
    figure = drawn(desk(customers=BOOK, template=template))
    (first, *_) = figure.axes[0].get_yticklabels()
    assert "\n" in first.get_text()
    assert r"\$x^2\$" in first.get_text()
    assert rendering.svg(figure).startswith("<svg ")
    assert all(one.get_window_extent().x0 >= 0 for one in figure.axes[0].get_yticklabels())
