"""What was typed is text wherever it is shown; figures have every sign, and room for it."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import re
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import hypothesis
import numpy as np
import pandas as pd
import pydantic
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.typing import NDArray

from workbook import content, rendering, resources
from workbook.book import template_check
from workbook.content.messages import Voice, Wording, voice
from workbook.domain.bank import Bank, Unit
from workbook.domain.templates import TableWords
from workbook.rendering import Card

CALM = settings(deadline=None)  # a slow machine is no failure
NASTY = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</td></table><style>*{display:none}</style>",
    "$x^2$ and $$y$$",
    r"\(x\) \[y\] \begin{align}z\end{align}",
    "[a](javascript:alert(1))",
    "=HYPERLINK('http://x')",
    "&lt;b&gt; &amp; &#36;",
    "\"quotes\" 'and' `ticks`",
    "👨‍👩‍👧 emoji",
    "{a.__class__} {}",
]


@functools.cache
def speaking(language: str = "zh-Hans") -> Voice:
    wording = content.load("wording", language, Wording)
    names = {"cells": {"r1w1": "先停手"}}
    return voice(wording, content.load("bank", language, Bank), names)


class Seen(HTMLParser):
    """The text and the elements that a browser would see."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.elements = "", list[tuple[str, dict[str, str | None]]]()
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.text += "\n" if tag == "br" else ""

    def handle_data(self, data: str) -> None:
        self.text += data

    @property
    def tags(self) -> set[str]:
        return {tag for tag, _ in self.elements}


def typesets(page: str) -> bool:
    """Whether a page that typesets formulas would find the beginning of one."""
    visible = re.sub(r"<span>(\$|\\)</span>", "", page)
    return bool(re.search(r"\$|\\", re.sub(r"<[^>]*>", "", visible)))


# -- text -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", NASTY)
def test_escaped_text_is_text(text: str) -> None:
    for page in (rendering.escape(text), rendering.lines(text)):
        seen = Seen(page)
        assert seen.text == text
        assert seen.elements == [("span", {})] * (text.count("$") + text.count("\\"))
        assert not typesets(page)


@CALM
@hypothesis.given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00")))
def test_any_text_is_shown_as_it_is(text: str) -> None:
    assert Seen(rendering.escape(text)).text == text
    assert Seen(rendering.lines(text)).text == text
    assert Seen(rendering.lines(text)).tags <= {"span", "br"}
    assert not typesets(rendering.escape(text))
    [(_, given)] = Seen(f'<p title="{rendering.escape_attribute(text)}">').elements
    assert given == {"title": text}


def test_only_lines_breaks_lines() -> None:
    assert rendering.lines("a\nb\n") == "a<br>b<br>"
    assert "<br>" not in rendering.escape("a\nb")
    assert rendering.escape(None) == "None"
    assert rendering.escape(12) == "12"


# -- prose ----------------------------------------------------------------------------------------


def test_prose_is_markdown() -> None:
    seen = Seen(rendering.prose("## 一\n\n**甲** *b*\n\n- c\n\n| d |\n|---|\n| e |\n"))
    assert {"h2", "strong", "em", "ul", "li", "table", "td"} <= seen.tags
    assert "".join(seen.text.split()) == "一甲bcde"


@pytest.mark.parametrize(
    "markdown",
    [
        *NASTY,
        "[a](JAVASCRIPT:alert(1))",
        "[a](java\nscript:alert(1))",
        "[a](&#106;avascript:alert(1))",
        "[a](data:text/html,<script>alert(1)</script>)",
        "[a](vbscript:x)",
        "<javascript:alert(1)>",
        "![a](javascript:alert(1))",
        "[a]: javascript:alert(1)\n\n[a]",
        "<a href='javascript:alert(1)'>x</a>",
        "| $x$ |\n|---|\n| <b> |",
        "$`x`$ **$y$** # \\$5",
    ],
)
def test_nothing_in_prose_runs_or_is_typeset(markdown: str) -> None:
    page = rendering.prose(markdown)
    seen = Seen(page)
    assert not seen.tags & {"script", "style", "iframe", "object", "b", "a", "img"}
    assert not any(name.startswith("on") for _, given in seen.elements for name in given)
    assert not typesets(re.sub(r"<code>.*?</code>", "", page))


def test_a_link_of_a_template_stays_a_link() -> None:
    [_, (tag, given)] = Seen(rendering.prose("[a](https://example.org/?b=$1&c)")).elements
    assert (tag, given["href"]) == ("a", "https://example.org/?b=$1&c")


def test_every_section_of_every_template_is_sound_html() -> None:
    for name in ("pacing", "prospects"):
        for language in content.LANGUAGES:
            pack: Any = content.load(name, language, template_check.models()[name])
            for one in pack.sections.values():
                seen = Seen(rendering.prose(one.body))
                assert seen.tags <= {"p", "strong", "em", "ul", "ol", "li"}
                assert "**" not in seen.text


# -- tables ---------------------------------------------------------------------------------------

WORDS = TableWords.model_validate(
    {
        "title": "名单 <1>",
        "note": "一行\n两行",
        "source": "ours",
        "columns": {
            "customer": {"unit": "text", "label": "客户号"},
            "indicator": {"unit": "text", "label": "指标"},
            "amount": {"unit": "measure", "label": "金额", "note": '说"明" <b> $x$'},
            "chance": {"unit": "share", "label": "成交率"},
            "cell": {"unit": "text", "label": "格子"},
            "day": {"unit": "day", "label": "日期"},
            "listed": {"unit": "list", "label": "名单"},
        },
    }
)
ROWS = pd.DataFrame(
    {
        "listed": [("A1", "A2"), ()],
        "cell": ["r1w1", None],
        "customer": ["<script>$x$</script>\n二", "B"],
        "indicator": ["investment_sales", "policies"],
        "amount": [229_000_000, 3],
        "chance": [0.075, None],
        "unsaid": ["secret", "secret"],
        "day": [dt.date(2026, 12, 5), None],
    }
)


def test_a_table_shows_its_columns_in_the_order_of_its_words() -> None:
    columns, rows = rendering.table_cells(ROWS, WORDS, speaking())
    assert [column.label for column in columns] == [one.label for one in WORDS.columns.values()]
    assert rows == [
        [
            "<script>$x$</script>\n二", "理财/投资销量", "229.00 万元", "7.5%", "先停手",
            "12月5日", "A1、A2",
        ],
        ["B", "保单件数", "3", "—", "—", "—", ""],
    ]  # fmt: skip


def test_a_column_without_words_stays_inside() -> None:
    page = rendering.table_html(ROWS, WORDS, speaking(), "nothing")
    assert "secret" not in page
    assert "secret" not in rendering.table_text(ROWS, WORDS, speaking(), "nothing")
    fewer, _ = rendering.table_cells(ROWS.drop(columns=["chance", "day"]), WORDS, speaking())
    assert "成交率" not in [column.label for column in fewer]


def test_a_table_is_safe_to_show() -> None:
    page = rendering.table_html(ROWS, WORDS, speaking(), "nothing")
    seen = Seen(page)
    assert seen.tags == {
        "div", "table", "caption", "thead", "tbody", "tr", "th", "td", "p", "span", "br",
    }  # fmt: skip
    assert "<script>$x$</script>\n二" in seen.text
    assert "名单 <1>" in seen.text
    assert not typesets(page)
    titles = [given["title"] for tag, given in seen.elements if "title" in given]
    assert titles == ['说"明" <b> $x$']


def test_numbers_stand_to_the_right_and_each_cell_beneath_its_heading() -> None:
    seen = Seen(rendering.table_html(ROWS, WORDS, speaking(), "nothing"))
    kinds = ["", "", "wb-number", "wb-number", "", "wb-day", ""]
    for tag, rows in (("th", 1), ("td", 2)):
        cells = [given.get("class", "") for one, given in seen.elements if one == tag]
        assert cells == kinds * rows


@pytest.mark.parametrize("frame", [ROWS.iloc[:0], ROWS.iloc[:0].astype(object)])
def test_a_table_without_rows_says_so(frame: pd.DataFrame) -> None:
    seen = Seen(rendering.table_html(frame, WORDS, speaking(), "<nothing>"))
    assert [given for tag, given in seen.elements if tag == "td"] == [
        {"class": "wb-empty", "colspan": "7"}
    ]
    assert "<nothing>" in seen.text
    assert rendering.table_text(frame, WORDS, speaking(), "nothing") == "名单 <1>\nnothing"


def test_a_wide_table_has_every_column() -> None:
    names = [f"c{number}" for number in range(60)]
    columns = {name: {"unit": "count", "label": name.upper()} for name in names}
    words = TableWords.model_validate({"title": "t", "source": "s", "columns": columns})
    frame = pd.DataFrame([range(60)] * 3, columns=names)
    seen = Seen(rendering.table_html(frame, words, speaking(), ""))
    assert sum(tag == "th" for tag, _ in seen.elements) == 60
    assert sum(tag == "td" for tag, _ in seen.elements) == 180
    assert len(rendering.table_text(frame, words, speaking(), "").splitlines()) == 5


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def test_plain_tables_line_up_with_chinese() -> None:
    lines = rendering.table_text(ROWS, WORDS, speaking(), "").splitlines()
    assert lines[0] == "名单 <1>"
    begins = [width(line[: line.index(text)]) for line, text in zip(
        lines[1:], ["指标", "理财/投资销量", "保单件数"], strict=True
    )]  # fmt: skip
    assert len(set(begins)) == 1
    ends = [width(line[: line.index(text)] + text) for line, text in zip(
        lines[1:], ["金额", "229.00 万元", "  3  "], strict=True
    )]  # fmt: skip
    assert ends[0] == ends[1] == ends[2] - 2
    assert not any(line.endswith(" ") for line in lines)


@CALM
@hypothesis.given(st.lists(st.text("甲乙ab　，, \n", max_size=8), min_size=1, max_size=5))
def test_a_plain_table_is_one_line_a_row(texts: list[str]) -> None:
    columns = {
        "customer": {"unit": "text", "label": "客户"}, "n": {"unit": "count", "label": "数"},
    }  # fmt: skip
    words = TableWords.model_validate({"title": "t", "source": "s", "columns": columns})
    frame = pd.DataFrame({"customer": texts, "n": range(len(texts))})
    lines = rendering.table_text(frame, words, speaking(), "").splitlines()
    assert len(lines) == len(texts) + 2
    assert len({width(line) for line in lines[1:]}) == 1


# -- findings and heads ---------------------------------------------------------------------------


def test_a_finding_shows_all_that_was_typed_as_text() -> None:
    for nasty in NASTY:
        one = Card("rule", "must", nasty, nasty, nasty, nasty, nasty)
        page = rendering.findings_html([one], "Findings", "none", {"try": nasty})
        seen = Seen(page)
        assert seen.tags <= {"section", "h3", "article", "p", "span", "b", "br"}
        assert seen.text.count(nasty) == 6
        assert not typesets(page)


def test_findings_come_as_given_or_none() -> None:
    cards = [Card("r", weight, "w", f"at {weight}", "", "", "") for weight in ("must", "could")]
    page = rendering.findings_html(cards, "t", "none", {"try": "T"})
    assert page.index("at must") < page.index("at could")
    assert 'class="wb-card wb-must"' in page
    assert "none" not in page
    assert "none" in rendering.findings_html([], "t", "none", {"try": "T"})
    assert rendering.findings_text([], "none") == "none"
    assert rendering.findings_text(cards[:1], "none") == "[w] at must:  → "


def test_a_weight_cannot_leave_its_attribute() -> None:
    page = rendering.card(Card("r", '"><script>', "", "", "", "", ""), {"try": ""})
    assert "script" not in Seen(page).tags


def test_a_head_holds_its_facts_and_the_style_once() -> None:
    page = rendering.head_html("<T>", "$q$", {"<name>": "<i>陈洁"}, ["notice & $1"])
    seen = Seen(page)
    assert page.count("<style>") == 1
    assert {"i", "t", "name"} & seen.tags == set()
    for text in ("<T>", "$q$", "<name>", "<i>陈洁", "notice & $1"):
        assert text in seen.text
    assert not typesets(page.split("</style>")[1])


def test_the_style_asks_nothing_of_the_network() -> None:
    assert not re.search(r"@import|url\(|https?:|<(?!/?style>)", rendering.style_sheet())


# -- figures: signs -------------------------------------------------------------------------------


def texts_of(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from texts_of(key)
            yield from texts_of(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from texts_of(value)


def signs_of(language: str) -> str:
    """Every sign that any template shows in a language."""
    models: dict[str, type[pydantic.BaseModel]] = template_check.models()
    dumps = [content.load(name, language, model).model_dump() for name, model in models.items()]
    return "".join(
        sorted({sign for text in texts_of(dumps) for sign in text if sign.isprintable()})
    )


@pytest.mark.parametrize("language", content.LANGUAGES)
def test_every_sign_of_every_template_can_be_drawn(language: str) -> None:
    signs = signs_of(language)
    assert len(signs) > (60 if language == "en" else 900)
    figure, (axes,) = rendering.axes(height=30)
    for row, start in enumerate(range(0, len(signs), 60)):
        axes.text(0, row, rendering.plain(signs[start : start + 60]), parse_math=False)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # a sign without a glyph would be a warning
    assert np.asarray(canvas.buffer_rgba()).min() == 0


def test_a_sign_that_no_font_has_does_not_go_unnoticed() -> None:
    figure, (axes,) = rendering.axes()
    axes.set_title("\U00020bb7")
    with pytest.warns(UserWarning, match="Glyph"):
        FigureCanvasAgg(figure).draw()


def test_chinese_comes_from_the_shipped_font() -> None:
    font = font_manager.get_font(str(resources.fonts() / "NotoSansSC-Regular.otf"))
    known = font.get_charmap()
    for sign in "的年金额×÷≤→①“”…—￥囍喆堃翀":
        assert ord(sign) in known, sign
    _, (axes,) = rendering.axes()
    title = axes.set_title("中文")
    assert title.get_fontproperties().get_name() == font.family_name


@pytest.mark.parametrize(
    "typed", ["$x^2$", "5$", "$", r"\$5", r"$\alpha$ and $", "a_b^c", r"\frac{1}{2}", "$$", "%"]
)
def test_a_figure_shows_dollars_as_they_were_typed(typed: str) -> None:
    pictures = []
    for text, parsed in ((rendering.plain(typed), True), (typed, False)):
        figure, (axes,) = rendering.axes(height=1)
        axes.set_axis_off()
        axes.text(0.1, 0.5, text, parse_math=parsed)
        pictures.append(rendering.svg(figure))
    assert pictures[0] == pictures[1]


# -- figures: room --------------------------------------------------------------------------------


def drawn(figure: Figure) -> FigureCanvasAgg:
    canvas = FigureCanvasAgg(figure)
    figure.draw_without_rendering()
    return canvas


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (1, 2), (2, 1), (2, 2), (3, 2)])
@pytest.mark.parametrize("yuan", [1, 10_000])
@pytest.mark.parametrize("fen", [229_000_000, 99_900_000_000, 10**15])
def test_nothing_runs_over_the_edge_or_into_its_neighbour(
    rows: int, columns: int, yuan: int, fen: int
) -> None:
    figure, panels = rendering.axes(rows, columns)
    for axes in panels:
        axes.plot(range(26), np.linspace(0, fen, 26))
        axes.set_title("理财/投资销量 (gy)")
        axes.set_xlabel("Working day")
        rendering.money_axis(axes.yaxis, Unit(yuan=yuan, label="wan yuan", decimals=2))
    renderer = drawn(figure).get_renderer()
    boxes = [axes.get_tightbbox(renderer) for axes in panels]
    assert len(boxes) == rows * columns
    for box in boxes:
        assert box is not None
        assert box.x0 >= 0
        assert box.y0 >= 0
        assert box.x1 <= figure.bbox.width
        assert box.y1 <= figure.bbox.height
    for one, other in itertools.combinations(boxes, 2):
        assert one is not None
        assert other is not None
        assert not one.overlaps(other)


def test_panels_have_the_size_that_was_asked_for() -> None:
    figure, panels = rendering.axes(2, 2, height=4)
    assert len(panels) == 4
    assert figure.get_size_inches().tolist() == [9.0, 8.0]
    sizes = {(round(p.bbox.width, 3), round(p.bbox.height, 3)) for p in panels}
    assert len(sizes) == 1


def ticks(fen: int, yuan: int) -> tuple[list[str], str]:
    figure, (axes,) = rendering.axes()
    axes.set_ylim(0, fen)
    rendering.money_axis(axes.yaxis, Unit(yuan=yuan, label="元", decimals=2))
    drawn(figure)
    return [one.get_text() for one in axes.get_yticklabels()], axes.get_ylabel()


def test_a_money_axis_speaks_in_the_banks_unit() -> None:
    assert ticks(200_000_000, 10_000) == (["0", "40", "80", "120", "160", "200"], "元")
    assert ticks(50, 1) == (["0", "0.1", "0.2", "0.3", "0.4", "0.5"], "元")
    assert ticks(200_000_000, 1) == (["0", "40", "80", "120", "160", "200"], "元 × 10,000")
    assert ticks(10**15, 10_000)[1] == "元 × 100,000,000"


@pytest.mark.parametrize("count", [0, 1, 5, 22, 60])
def test_days_are_marked_at_the_beginning_of_a_week(count: int) -> None:
    days = [day.date() for day in pd.bdate_range("2026-11-23", periods=count)]
    figure, (axes,) = rendering.axes()
    rendering.day_axis(axes, days)
    drawn(figure)
    marks = [one.get_text() for one in axes.get_xticklabels()]
    assert marks[:2] == ["11-23", "11-30"][: max(0, -(-count // 5))]
    assert len(marks) <= 12
    left, right = axes.get_xlim()
    assert left < 0 < right
    assert right >= count - 0.5


def test_the_same_figure_is_the_same_file() -> None:
    def picture(high: int) -> str:
        figure, (axes,) = rendering.axes()
        axes.plot([0, high], label="计划")
        axes.legend()
        return rendering.svg(figure)

    assert picture(3) == picture(3)
    assert picture(3) != picture(4)
    assert "matplotlib" not in picture(3).lower()
    assert not re.search(r"metadata|date|<style", picture(3))


def test_the_text_of_a_figure_is_text_and_no_markup() -> None:
    figure, (axes,) = rendering.axes()
    axes.plot([0, 1], label="<b>一月</b> & “二月”")
    axes.legend()
    root = ElementTree.fromstring(rendering.svg(figure))
    assert "<b>一月</b> & “二月”" in list(root.itertext())
    assert root.attrib["width"] == "900"
    names = [one.attrib["id"] for one in root.iter() if "id" in one.attrib]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "names", [["一"], ["计划"] * 7, ["Customers sought from the first day"] * 6]
)
def test_no_name_of_a_narrow_figure_is_cut_off(names: list[str]) -> None:
    figure, (axes,) = rendering.axes()
    for at, name in enumerate(names):
        axes.plot([0, at], label=name)
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=4)
    rendering.narrow(figure)
    renderer, legend = drawn(figure).get_renderer(), axes.get_legend()
    assert legend is not None
    box = legend.get_window_extent(renderer)
    assert box.x0 >= 0
    assert box.x1 <= figure.bbox.width
    assert box.y1 <= figure.bbox.height


def test_the_legend_of_a_narrow_figure_begins_at_its_edge() -> None:
    figure, (axes,) = rendering.axes()
    lines = [axes.plot([0, at])[0] for at in range(5)]
    figure.legend(lines, ["plan"] * 5, loc="upper left", ncols=5, bbox_to_anchor=(0.4, 1))
    rendering.narrow(figure)
    box = figure.legends[0].get_window_extent(drawn(figure).get_renderer())
    assert box.x0 >= 0
    assert box.x1 <= figure.bbox.width


def test_an_image_of_a_figure_becomes_the_drawing_again() -> None:
    figure, (axes,) = rendering.axes()
    axes.set_title("计划")
    drawing, words = rendering.svg(figure), 'pace "fast" <now>'
    image = rendering.image(drawing, words)
    assert image.startswith('<img class="wb-drawing" src="data:image/svg+xml;base64,')
    assert "计划" not in image
    assert rendering.drawn_out(f"<p>{image}</p>") == f"<p>{rendering.inline(drawing, words)}</p>"
    assert 'aria-label="pace &quot;fast&quot; &lt;now&gt;"' in rendering.inline(drawing, words)


def test_an_empty_figure_says_its_sentence() -> None:
    figure, (axes,) = rendering.axes(height=1.6)
    rendering.note(axes, "填好“本月目标”，$x$ 这里就有图")
    canvas = drawn(figure)
    [text] = axes.texts
    box = text.get_window_extent(canvas.get_renderer())
    assert 0 <= box.x0 < box.x1 <= figure.bbox.width
    assert not axes.axison


def seen_by(colour: str, weak: str) -> NDArray[np.float64]:
    """A colour in Lab, as eyes with a weakness see it (Viénot, Brettel, Mollon 1999)."""
    matrices = {
        "none": np.eye(3),
        "red": [[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]],
        "green": [[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]],
    }
    coded = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    linear = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    linear = np.clip(np.array(matrices[weak]) @ linear, 0, 1)
    to_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    ratio = to_xyz @ linear / [0.9505, 1.0, 1.089]
    root = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


@pytest.mark.parametrize("weak", ["none", "red", "green"])
def test_lines_can_be_told_apart_by_weak_eyes(weak: str) -> None:
    lines = [rendering.COLOURS[name] for name in ("plan", "even", "actual", "target", "paper")]
    for one, other in itertools.combinations(lines, 2):
        assert np.linalg.norm(seen_by(one, weak) - seen_by(other, weak)) > 20
