from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text

from workbook import rendering
from workbook.chapters.journey.pack import STAGES, Pack
from workbook.chapters.journey.rules import typical_points
from workbook.chapters.journey.views import figures
from workbook.domain.fields.kinds import LONGEST_TEXT
from workbook.rendering.figures import WIDTH

from .desks import changed, desk, low, pack, point

LABELS = pack().figures["map"].labels
BAD = rendering.COLOURS["bad"].lower()


def drawn(*touchpoints: dict[str, object], template: Pack | None = None) -> Figure:
    return figures["map"](desk(touchpoints=list(touchpoints), template=template))


def words(figure: Figure) -> list[str]:
    """The lines of words, from top to bottom and left to right as they were made."""
    return [one.get_text() for one in figure.texts]


def line(figure: Figure, label: str) -> Line2D:
    (found,) = (one for one in figure.axes[0].get_lines() if one.get_label() == label)
    return found


def curve(figure: Figure, label: str) -> list[float | None]:
    heights = np.asarray(line(figure, label).get_ydata(), dtype=float)
    return [None if math.isnan(height) else float(height) for height in heights]


def marks(figure: Figure) -> list[tuple[float, str, str]]:
    """(height, shape, colour) of each touchpoint's mark."""
    lines = [one for one in figure.axes[0].get_lines() if len(np.asarray(one.get_xdata())) == 1]
    return [
        (float(np.asarray(one.get_ydata())[0]), str(one.get_marker()), to_hex(one.get_color()))
        for one in lines
    ]


def numbers(axes: Axes) -> list[str]:
    return [one.get_text() for one in axes.texts if one.get_text().isdigit()]


FIVE = [
    low(stage="prospect"),
    point(stage="new_value", feeling=2, aim=2),
    point(stage="stable", feeling=None, aim=0),
    point(stage="at_risk", feeling=-1, aim=None, touchpoint="call", owner="", by=None),
    point(stage="win_back", feeling=0, aim=1, owner="", by=None),
]


def test_today_beside_the_aim_broken_where_nobody_said_it() -> None:
    figure = drawn(*FIVE)
    assert curve(figure, LABELS["today"]) == [-2, 2, None, -1, 0]
    assert curve(figure, LABELS["aim"]) == [0, 2, 0, None, 1]
    x = np.asarray(line(figure, LABELS["today"]).get_xdata(), dtype=float)
    assert (np.diff(x) > 1).all()
    assert list(x) == list(np.asarray(line(figure, LABELS["aim"]).get_xdata(), dtype=float))


def test_low_points_are_square_and_red() -> None:
    plan, muted = rendering.COLOURS["plan"].lower(), rendering.COLOURS["muted"].lower()
    assert marks(drawn(*FIVE)) == [
        (-2, "s", BAD), (2, "o", plan), (0, "o", muted), (-1, "s", BAD), (0, "o", plan),
    ]  # fmt: skip
    assert numbers(drawn(*FIVE).axes[0]) == ["1", "2", "3", "4", "5"]


def test_an_unknown_feeling_is_a_hollow_mark() -> None:
    figure = drawn(*FIVE)
    faces = [to_hex(one.get_markerfacecolor()) for one in figure.axes[0].get_lines()[2:]]
    assert [face == rendering.COLOURS["paper"].lower() for face in faces] == [
        False, False, True, False, False,
    ]  # fmt: skip


def test_below_each_stage_stand_touchpoint_act_owner_and_day() -> None:
    figure = drawn(*FIVE)
    assert words(figure) == [
        "1 queue", "ask", "Lin · 11-30", "2 lobby", "ask", "Lin · 11-30", "3 lobby", "ask",
        "Lin · 11-30", "4 call", "ask", LABELS["no_owner"], "5 lobby", "ask",
    ]  # fmt: skip
    colours = {one.get_text(): to_hex(str(one.get_color())) for one in figure.texts}
    assert colours["1 queue"] == colours["4 call"] == colours[LABELS["no_owner"]] == BAD
    assert colours["2 lobby"] == rendering.COLOURS["target"].lower()
    assert colours["Lin · 11-30"] == rendering.COLOURS["plan"].lower()


def test_words_stand_below_their_own_stage_and_points_inside_it() -> None:
    figure = drawn(*FIVE, point(stage="stable", touchpoint="second"))
    axes = figure.axes[0]
    headings = [one for one in axes.texts if not one.get_text().isdigit()]
    lefts = [one.get_position()[0] for one in headings]
    assert [one.get_text() for one in headings] == [one.label for one in pack().stages.values()]
    assert lefts == sorted(lefts)
    by_words = {one.get_text(): one.get_position()[0] for one in figure.texts}
    assert by_words["1 queue"] == pytest.approx(lefts[0])
    assert by_words["4 second"] == by_words["3 lobby"] == pytest.approx(lefts[2])
    x = np.asarray(line(figure, LABELS["today"]).get_xdata(), dtype=float)
    edges = [*lefts[1:], 9]
    assert [sum(at > edge for edge in edges) for at in x] == [0, 1, 2, 2, 3, 4]
    assert edges[2] - lefts[2] > edges[1] - lefts[1]


def test_the_axis_names_the_feelings() -> None:
    axes = drawn(*FIVE).axes[0]
    ticks = [(tick, label.get_text()) for tick, label in
             zip(axes.get_yticks(), axes.get_yticklabels(), strict=True)]  # fmt: skip
    assert ticks == [
        (2, LABELS["feeling_2"]), (1, LABELS["feeling_1"]), (0, LABELS["feeling_0"]),
        (-1, LABELS["feeling_m1"]), (-2, LABELS["feeling_m2"]),
    ]  # fmt: skip
    assert list(axes.get_xticks()) == []
    assert axes.get_ylim() == (-2.6, 2.6)


def test_the_legend_says_what_lines_and_squares_are() -> None:
    (legend,) = drawn(*FIVE).legends
    assert [one.get_text() for one in legend.get_texts()] == [
        LABELS["today"], LABELS["aim"], LABELS["low"],
    ]  # fmt: skip


def test_while_there_is_no_map_the_templates_one_is_an_example() -> None:
    figure = drawn()
    assert words(figure)[-1] == LABELS["example"]
    assert curve(figure, LABELS["today"]) == [one.feeling for one in typical_points(pack())]
    assert LABELS["example"] not in words(drawn(*FIVE))


def test_without_any_map_the_figure_says_so() -> None:
    figure = drawn(template=changed(typical={}))
    assert [one.get_text() for one in figure.axes[0].texts] == [LABELS["empty"]]


def test_an_act_or_a_name_may_be_missing() -> None:
    bare = point(act="", owner="", by=None, touchpoint="")
    assert words(drawn(bare)) == ["1 …"]
    assert words(drawn(low(owner="", act="")))[-1] == f"{LABELS['no_owner']} · 11-30"


# -- many touchpoints, long texts -----------------------------------------------------------------

CHINESE = (
    "到期前三十天打一通电话，先问“半年里要用多少”，再念清到期那天的默认去向（自动转存、转活期）。"
)
ENGLISH = (
    "A month before it matures, call and ask (on the recorded line) how much is needed; then stop. "
)
UNBROKEN = "x" * LONGEST_TEXT
MIXED = "王经理ABC 123，$x^2$ <b>🙂</b>\u202e" + "12/5 "


def long(text: str) -> str:
    return (text * (LONGEST_TEXT // len(text) + 1))[:LONGEST_TEXT]


def many(count: int, text: str, stages: Sequence[str]) -> list[dict[str, object]]:
    return [
        low(stage=stages[at * len(stages) // count], touchpoint=text, act=text, owner=text)
        for at in range(count)
    ]


def boxes(figure: Figure) -> list[tuple[str, Any]]:
    """Where every text is, in pixels."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw(renderer)
    shown = [
        one for one in figure.findobj(Text) if one.get_visible() and str(one.get_text()).strip()
    ]
    return [(one.get_text(), one.get_window_extent(renderer)) for one in shown]


def apart(one: Any, other: Any) -> bool:
    return bool(
        one.x1 <= other.x0 + 0.5 or other.x1 <= one.x0 + 0.5
        or one.y1 <= other.y0 + 0.5 or other.y1 <= one.y0 + 0.5
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    ("count", "text", "stages"),
    [
        (4, long(CHINESE), STAGES),
        (4, UNBROKEN, STAGES[:1]),
        (9, CHINESE, STAGES),
        (20, CHINESE, STAGES),
        (20, ENGLISH, STAGES),
        (25, long(ENGLISH), STAGES),
        (25, long(MIXED), STAGES[2:3]),
        (60, "短", STAGES),
    ],
    ids=["4 longest", "4 unbroken", "9", "20 Chinese", "20 English", "25 longest", "25 in one",
         "60"],
)  # fmt: skip
def test_no_text_stands_on_another_and_none_is_cut_off(
    count: int, text: str, stages: Sequence[str]
) -> None:
    figure = drawn(*many(count, text, stages))
    found = boxes(figure)
    for (one, box), (other, its) in itertools.combinations(found, 2):
        assert apart(box, its), (one, other)
    assert figure.get_figwidth() == WIDTH
    width, height = figure.get_size_inches() * figure.dpi
    for _, box in found:
        assert box.x0 >= 0
        assert box.y0 >= 0
        assert box.x1 <= width
        assert box.y1 <= height


def test_long_names_of_stages_and_feelings_wrap_too() -> None:
    feeling = "Wants to leave for good, and says so to everybody"
    labels = {**LABELS, **{name: feeling for name in LABELS if name.startswith("feeling")}}
    figure_words = pack().figures["map"].model_copy(update={"labels": labels})
    stages = {
        name: one.model_copy(update={"label": "A stage with quite a long name of its own"})
        for name, one in pack().stages.items()
    }
    template = changed(figures={**pack().figures, "map": figure_words}, stages=stages)
    figure = drawn(*FIVE, template=template)
    found = boxes(figure)
    assert all(apart(a, b) for (_, a), (_, b) in itertools.combinations(found, 2))
    assert min(box.x0 for _, box in found) >= 0


def test_every_word_of_twenty_touchpoints_is_there() -> None:
    figure = drawn(*many(20, CHINESE, STAGES))
    together = "".join(words(figure))
    assert together.count(CHINESE) == 60  # name, act and owner
    assert numbers(figure.axes[0]) == [str(number) for number in range(1, 21)]


def test_more_words_than_fit_below_the_stages_stand_over_the_whole_width() -> None:
    figure = drawn(*many(25, ENGLISH.strip() * 2, STAGES))
    lefts = {round(one.get_position()[0], 3) for one in figure.texts}
    assert lefts == {0.15}
    assert words(figure)[0] == pack().stages["prospect"].label
    below = drawn(*many(5, "short", STAGES))
    assert len({round(one.get_position()[0], 3) for one in below.texts}) == 5


def test_where_points_stand_close_not_every_one_has_its_number() -> None:
    few = numbers(drawn(*many(60, "a", STAGES)).axes[0])
    assert few[:3] == ["1", "3", "5"]
    assert len(few) == 30


def test_typed_text_is_drawn_as_it_was_typed_and_never_as_a_formula() -> None:
    figure = drawn(low(touchpoint="$x^2$", act="\\frac{1}{2} $a_b$", owner="<b>Lin</b>"))
    assert words(figure)[:3] == ["1 $x^2$", "\\frac{1}{2} $a_b$", "<b>Lin</b> · 11-30"]
    assert not any(one.get_parse_math() for one in figure.texts)
    assert rendering.svg(figure).startswith("<svg ")
