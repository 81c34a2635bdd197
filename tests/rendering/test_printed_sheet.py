"""A sheet's markup: all of its text, nothing but text; columns that keep dates and names whole."""

from __future__ import annotations

import base64
import io
import os
import re
from collections.abc import Iterator
from dataclasses import replace

import hypothesis
import pytest
from fontTools.ttLib import TTFont
from hypothesis import strategies as st
from markup import Page
from playwright.sync_api import Browser, sync_playwright

from workbook import rendering
from workbook.export.html import POLICY
from workbook.rendering import Block, Grid, PrintedSheet, sheet_html, sheet_text
from workbook.rendering.printed_sheet import POLICY as PRINT_POLICY
from workbook.rendering.printed_sheet import sheet_page, sheets_page, short_columns
from workbook.rendering.typeface import print_style

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
PLAN = Grid(
    head=("序号", "做什么", "谁来做", "何时前", "金额"),
    rows=(
        ("1", "给到期的客户打电话，先报到期日" * 4, "陈洁", "12-05", "20.00 万元"),
        ("2", "把大字清单送审，周三前拿到批复" * 3, "厅堂经理", "12-09", "—"),
    ),
    numbers=(0, 4),
    title="五件马上做",
    note="金额按万元计。",
)  # fmt: skip
SHEET = PrintedSheet(
    title="作战地图",
    subtitle="老年客群",
    facts=(("月份", "2026-12"), ("学员", "陈洁")),
    parts=(
        Block("是谁", ("60 岁以上",), 6),
        Block("话术", ("“先不急着定。”", "“留多少活钱？”"), 6, "strong"),
        PLAN,
    ),
    paper="A4",
    landscape=True,
    note="仅供演练",
    language="zh-Hans",
)
NASTY = (
    "<script>alert(1)</script>",
    "</style></article></section><b>",
    '" onmouseover="x',
    "$x$ \\(y\\)",
    "=1+1",
    "&lt;i&gt;",
)
PLACES = 15  # and more, in which a sheet shows what it was given


def everywhere(text: str) -> PrintedSheet:
    """A sheet with ``text`` in each of its places."""
    grid = Grid((text, text), ((text, text), (text, text)), (1,), text, 12, text)
    parts = (Block(text, (text, text)), Block(text, (text,), 3, "warn"), grid)
    return PrintedSheet(text, text, ((text, text),), parts, "A4", False, text, "en")


# -- text -----------------------------------------------------------------------------------------


def test_a_sheet_shows_all_that_it_holds() -> None:
    shown = Page(sheet_html(SHEET)).text
    for text in (*sheet_text(SHEET).splitlines(), *PLAN.head, *(t for r in PLAN.rows for t in r)):
        for cell in text.split(" | "):
            assert cell.removeprefix("月份: ").removeprefix("学员: ") in shown


@pytest.mark.parametrize("text", NASTY)
def test_typed_text_stays_text(text: str) -> None:
    calm = "c" * len(text)
    for made, same in (
        (Page(sheet_html(everywhere(text))), Page(sheet_html(everywhere(calm)))),
        (Page(sheet_page(everywhere(text), 9)), Page(sheet_page(everywhere(calm), 9))),
    ):
        assert made.built_of() == same.built_of()
        assert made.leads_to() == same.leads_to()
        assert made.text.count(text) == same.text.count(calm) > PLACES


@hypothesis.given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30))
def test_any_text_is_shown_in_every_place(text: str) -> None:
    made = Page(sheet_html(everywhere(text)))
    known = Page(sheet_html(everywhere("一二三四五六七八九十"))), Page(sheet_html(everywhere("一")))
    assert set(made.built_of()) <= set(known[0].built_of()) | set(known[1].built_of())
    assert made.text.count(text) > PLACES


def test_plain_text_has_a_line_for_each_line() -> None:
    assert sheet_text(SHEET).splitlines() == [
        "作战地图", "老年客群", "月份: 2026-12", "学员: 陈洁", "",
        "是谁", "60 岁以上", "", "话术", "“先不急着定。”", "“留多少活钱？”", "",
        "五件马上做", "序号 | 做什么 | 谁来做 | 何时前 | 金额",
        *(" | ".join(row) for row in PLAN.rows), "金额按万元计。", "", "仅供演练",
    ]  # fmt: skip


def test_what_is_empty_is_left_out() -> None:
    bare = replace(SHEET, subtitle="", facts=(), note="", parts=(Grid(("a",), (("b",),)),))
    tags = {tag for tag, _ in Page(sheet_html(bare)).elements}
    assert not tags & {"dl", "caption", "p"}


def test_several_lines_are_a_list_and_one_is_not() -> None:
    made = sheet_html(SHEET)
    assert "<h3>是谁</h3><p>60 岁以上</p>" in made
    assert "<ul><li>“先不急着定。”</li><li>“留多少活钱？”</li></ul>" in made


@pytest.mark.parametrize(("width", "span"), [(-1, 1), (0, 1), (3, 3), (12, 12), (40, 12)])
def test_a_part_is_one_to_twelve_columns_wide(width: int, span: int) -> None:
    made = sheet_html(replace(SHEET, parts=(Block("a", ("b",), width),)))
    assert f"--wb-span: {span}" in made


# -- columns of tables ----------------------------------------------------------------------------


def test_short_columns_stay_on_one_line() -> None:
    assert short_columns(PLAN) == {0, 2, 3, 4}
    assert '<td class="wb-number wb-whole">20.00 万元</td>' in sheet_html(SHEET)
    assert '<td class="wb-whole">陈洁</td>' in sheet_html(SHEET)


def test_a_narrow_table_keeps_fewer_columns_whole() -> None:
    assert short_columns(replace(PLAN, width=6)) == {0, 2, 3}
    assert short_columns(replace(PLAN, width=1)) == set()


LINES = st.text(st.characters(exclude_characters="\n"), max_size=30)


@hypothesis.given(st.lists(LINES, min_size=1, max_size=20), st.integers(1, 12))
def test_whole_columns_take_at_most_half_of_the_width(head: list[str], width: int) -> None:
    grid = Grid(tuple(head), (), width=width)
    wide = sum(len(head[at]) + 1 for at in short_columns(grid))
    assert wide * 0.55 <= 26 * width / 12


def test_the_shares_of_the_columns_fill_the_table() -> None:
    shares = [
        float(one) for one in re.findall(r'<col style="width: ([\d.]+)%">', sheet_html(SHEET))
    ]
    assert len(shares) == 5
    assert sum(shares) == pytest.approx(100, abs=0.3)
    assert shares[1] == max(shares)
    assert shares[2] < shares[4]


# -- the page for printing ------------------------------------------------------------------------


def test_a_page_says_its_paper_its_type_and_what_it_may_do() -> None:
    page = sheet_page(replace(SHEET, paper="A3", landscape=False), 8.5)
    assert "@page wb-A3-portrait { size: A3 portrait;" in page
    assert "font-size: 8.5pt; page: wb-A3-portrait" in page
    assert '<html lang="zh-Hans">' in page
    assert f'content="{PRINT_POLICY}"' in page
    assert "<script" not in page
    assert not re.findall(r"url\((?!\"data:font/)|https?:|@import", page)


def test_printing_may_do_what_a_page_may_and_use_its_font() -> None:
    assert {*PRINT_POLICY.split("; ")} == {*POLICY.split("; "), "font-src data:"}


def test_sheets_of_one_file_have_their_own_papers_and_one_title() -> None:
    page = sheets_page([(SHEET, 9), (replace(SHEET, landscape=False), 10.5), (SHEET, 7)])
    assert page.count("@page wb-") == 2
    assert re.findall(r'id="s(\d)"', page) == ["0", "1", "2"]
    assert "<title>作战地图</title>" in page
    assert "<nav>" not in page
    assert '<a href="#s1">' in sheets_page([(SHEET, 9), (SHEET, 8)], contents=True)


def fonts_in(style: str) -> list[TTFont]:
    found = re.findall(r"data:font/ttf;base64,([^\"]+)", style)
    return [TTFont(io.BytesIO(base64.b64decode(one))) for one in found]


def test_the_font_has_every_sign_of_the_page_and_no_more() -> None:
    text, marks = fonts_in(print_style("作战地图：60 岁 Chen “是”"))
    assert {*map(ord, "作战地图：60 岁Chen“是”")} <= set(text.getBestCmap())
    assert len(text.getBestCmap()) < 40
    assert {*map(ord, "“”’…—")} <= set(marks.getBestCmap())
    assert all("glyf" in one and "CFF " not in one for one in (text, marks))


def test_outlines_stay_where_they_were_drawn() -> None:
    from fontTools.pens.boundsPen import BoundsPen

    from workbook import resources

    with TTFont(resources.fonts() / "NotoSansSC-Regular.otf") as drawn:
        text, _ = fonts_in(print_style("战i永，囍"))
        for sign in "战i永，囍":
            bounds = []
            for font in (drawn, text):
                glyphs = font.getGlyphSet()
                glyphs[font.getBestCmap()[ord(sign)]].draw(pen := BoundsPen(glyphs))
                bounds.append(pen.bounds)
            assert bounds[0] == pytest.approx(bounds[1], abs=2)


def test_equal_texts_make_equal_pages() -> None:
    assert sheet_page(SHEET, 9) == sheet_page(SHEET, 9)
    assert print_style("甲乙") == print_style("乙甲乙")


def test_signs_without_a_glyph_do_no_harm() -> None:
    (text, _) = fonts_in(print_style("👨‍👩‍👧\U00020bb7\u202e\x01a"))
    assert ord("a") in text.getBestCmap()


# -- in a browser ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield launched
        launched.close()


@pytest.mark.parametrize("width", [900, 380])
def test_a_notebook_s_page_scrolls_in_one_direction_only(browser: Browser, width: int) -> None:
    long = replace(
        everywhere("W" * 400), title="标题", parts=(*everywhere("W" * 400).parts, *SHEET.parts)
    )
    shown = browser.new_page(viewport={"width": width, "height": 800})
    shown.set_content(f"{rendering.style_sheet()}{sheet_html(long)}")
    assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")
    too_wide = """[...document.querySelectorAll(".wb-sheet-parts > *")]
        .filter((one) => one.scrollWidth > one.clientWidth + 1).length"""
    assert shown.evaluate(too_wide) == 0
    shown.close()


def test_blocks_stand_side_by_side_where_there_is_room(browser: Browser) -> None:
    tops = []
    for width in (900, 380):
        shown = browser.new_page(viewport={"width": width, "height": 800})
        shown.set_content(f"{rendering.style_sheet()}{sheet_html(SHEET)}")
        where = "[...document.querySelectorAll('.wb-block')].map((one) => one.offsetTop)"
        tops.append(shown.evaluate(where))
        shown.close()
    assert tops[0][0] == tops[0][1]
    assert tops[1][0] < tops[1][1]
