from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from workbook import rendering
from workbook.chapters.journey.views import figures

from .desks import YUAN, changed, desk, pack
from .test_customer_tables import FIVE

LABELS = pack().figures["stages"].labels


def bars(axes: Axes, label: str) -> list[float]:
    (found,) = (one for one in axes.containers if one.get_label() == label)
    return [bar.get_width() for bar in found.get_children() if isinstance(bar, Rectangle)]


def drawn() -> Figure:
    return figures["stages"](desk(book=FIVE))


def test_customers_by_stage_with_their_signals_and_assets() -> None:
    people, money = drawn().axes
    assert bars(people, LABELS["customers"]) == [2, 0, 2, 1, 0]
    assert bars(people, LABELS["signalled"]) == [0, 0, 0, 1, 0]
    assert bars(money, LABELS["assets"]) == [
        10_000 * YUAN, 0, 360_000 * YUAN, 70_000 * YUAN, 0,
    ]  # fmt: skip
    assert people.get_xlim() == (0, 2.1)
    assert money.get_xlim() == (0, 378_000 * YUAN)
    assert money.xaxis.get_label_text() == "wan yuan"


def test_each_bar_has_its_stage_above_it_the_first_at_the_top() -> None:
    people, money = drawn().axes
    names = [one.label for one in pack().stages.values()]
    assert [one.get_text() for one in people.texts] == [
        f"{name}　{count}" for name, count in zip(names, (2, 0, 2, 1, 0), strict=True)
    ]
    assert [one.get_text() for one in money.texts] == names
    heights = [one.get_position()[1] for one in people.texts]
    assert heights == sorted(heights)
    low, high = people.get_ylim()
    assert low > high
    assert not any(one.get_parse_math() for one in (*people.texts, *money.texts))


def test_without_customers_the_figure_says_so() -> None:
    (axes,) = figures["stages"](desk()).axes
    assert [one.get_text() for one in axes.texts] == [LABELS["empty"]]


def test_long_names_are_cut_and_formulas_stay_text() -> None:
    stages = {
        name: one.model_copy(update={"label": "$x$" * 30}) for name, one in pack().stages.items()
    }
    figure = figures["stages"](desk(book=FIVE, template=changed(stages=stages)))
    assert len(figure.axes[1].texts[0].get_text()) == 40
    assert rendering.svg(figure).startswith("<svg ")
