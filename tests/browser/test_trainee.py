"""What the pacing page shows while it is filled in, in JupyterLab as ``workbook lab`` opens it."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from workbook.book.opening import open_book
from workbook.book.samples import MONTH, TODAY
from workbook.store import Trainee, open_store

from .conftest import LIN, Lab, new_store, running_workbook
from .panel import chapter, enter, laid_out, open_chapter, watched
from .test_form import cell, paste, press

pytestmark = pytest.mark.slow

SEEN = ("reaction", "actuals.0.day", "prospects.0.customer", "helps.0.what")
QUIET_FOR = 300  # ms without a redraw, after which an idle kernel has none to come
MARKUP = "<script>window.hacked=1</script><img src=http://outside.test/ onerror=window.hacked=1>"
FORMULA = "$x^2$ \\(y\\)"
LINK = "[a](javascript:alert(1))"
DONE = """12-01\t理财/投资销量\t20\t到期转入
12-03\t理财/投资销量\t35\t
12-08\t开户数\t6\t企业代发
"""

WATCH = """() => {
  const times = (window.times = { left: 0, saved: 0, drawn: 0, redraws: 0 });
  const shown = ".widget-html-content";
  document.addEventListener("focusout", () => { times.left = performance.now(); }, true);
  new MutationObserver((changes) => {
    for (const { type, target, oldValue } of changes) {
      const now = performance.now();
      if (type === "attributes") {
        if (oldValue === "saving" && target.dataset.state === "saved") times.saved ||= now;
      } else if (target.matches?.(shown)) {
        times.drawn = now;
        times.redraws += 1;
      }
    }
  }).observe(document.body, {
    subtree: true, childList: true, attributeFilter: ["data-state"], attributeOldValue: true,
  });
}"""
HAS_REDRAWN = r"""(quiet) => {
  const { saved, drawn } = window.times;
  const idle = /\| (Idle|空闲)/.test(document.querySelector("#jp-main-statusbar").textContent);
  return saved && drawn > saved && idle && performance.now() - drawn > quiet;
}"""
TAKE_TIMES = """() => {
  const taken = { ...window.times };
  Object.assign(window.times, { saved: 0, drawn: 0, redraws: 0 });
  return taken;
}"""

PACE, GRID = "计划、平均和实际", "九宫格"
WANG = Trainee(
    id="wang-wei", name="Wang Wei", cohort="2026-winter", branch="South Branch", language="en"
)
TYPED = {
    "pacing": {
        "reaction": "try_pacing",
        "targets": [
            {"indicator": "investment_sales", "target": "229"},
            {"indicator": "accounts", "target": "forty"},
        ],
        "actuals": [{"day": "2026-12-03", "indicator": "investment_sales", "done": "55"}],
    },
    "prospects": {
        "prospects": [
            {"customer": "K0012", "indicator": "investment_sales", "amount": "80",
             "relationship": "2", "willingness": "3", "next_contact": "2026-12-12"},
        ]
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A roster with two trainees, the second of whom has begun."""
    path = new_store(tmp_path_factory.mktemp("store") / "workbook.db", LIN, WANG)
    with open_store(path) as opened:
        book = open_book(opened, WANG.id, MONTH, TODAY)
        for name, body in TYPED.items():
            book.save(name, body, 0)
    return path


@pytest.fixture(scope="module")
def lab(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with running_workbook(tmp_path_factory.mktemp("lab"), store, LIN.id) as started:
        yield started


@pytest.fixture
def context(browser: BrowserContext, lab: Lab) -> Iterator[BrowserContext]:
    with watched(browser, lab):
        yield browser


def findings(page: Page) -> Locator:
    return page.locator(".wb-findings:visible").first


def figure(page: Page, title: str) -> Locator:
    return page.locator(".wb-figure").filter(has_text=title).locator("svg")


def drawn(page: Page, title: str) -> str:
    """The picture itself."""
    return figure(page, title).inner_html()


def table(page: Page, title: str) -> Locator:
    return page.locator(".wb-table").filter(has_text=title)


def settle(page: Page) -> dict[str, float]:
    """Wait until the page has redrawn itself after what was saved; the moments of it in ms."""
    page.wait_for_function(HAS_REDRAWN, arg=QUIET_FOR)
    times: dict[str, float] = page.evaluate(TAKE_TIMES)
    return times


def step(page: Page, name: str) -> None:
    """The same after one save, with a line about how long it took."""
    times = settle(page)
    said, drawn = times["saved"] - times["left"], times["drawn"] - times["saved"]
    count = times["redraws"]
    sys.stdout.write(
        f"{name}: “saved” after {said:.0f} ms, {count:.0f} redraws {drawn:.0f} ms later\n"
    )


def choose(page: Page, downward: int) -> None:
    """Open the list of choices in which the focus is, and pick by the arrow key."""
    press(page, "<Space>", *["<ArrowDown>"] * downward, "<Enter>")


def test_a_month_is_filled_in_from_empty_and_is_there_afterwards(
    context: BrowserContext, lab: Lab, store: Path, tmp_path: Path
) -> None:
    """SCREENSHOTS=folder keeps the pictures, to be looked at."""
    page = enter(context, lab)
    open_chapter(page, "pacing")
    laid_out(page)
    page.evaluate(WATCH)
    expect(page.locator(".wb-head:visible")).to_contain_text("填写进度0%")
    expect(findings(page)).to_have_count(0)
    picture(page, "trainee-empty", tmp_path)

    plans_two_indicators(page)
    mends_what_cannot_be_read(page)
    brings_actuals_from_excel(page)
    adds_a_prospect(page)
    types_what_is_no_text_elsewhere(page)
    picture(page, "trainee-zh-Hans", tmp_path)

    versions = saves_of(store)
    page.reload()
    open_chapter(page, "pacing")
    laid_out(page)
    everything_is_there(page)
    assert saves_of(store) == versions


def plans_two_indicators(page: Page) -> None:
    cell(page, "reaction").focus()
    press(page, "<ArrowDown>", "<ArrowDown>", "<Tab>")
    step(page, "reaction")
    expect(page.locator(".wb-chosen").filter(has_text="我天天在跑")).to_be_visible()
    expect(findings(page)).to_contain_text("“本月目标”一行都没有")
    expect(findings(page)).to_contain_text("今天可以试 今天只填一行")
    cell(page, "scheme").focus()
    press(page, "<Tab>")
    expect(cell(page, "targets.0.indicator")).to_be_focused()
    before = drawn(page, PACE)
    choose(page, 1)
    press(page, "<Tab>")
    settle(page)
    press(page, "229", "<Enter>")
    step(page, "a target")
    expect(figure(page, PACE)).not_to_have_js_property("innerHTML", before)
    expect(findings(page)).not_to_contain_text("“本月目标”一行都没有")


def mends_what_cannot_be_read(page: Page) -> None:
    expect(cell(page, "targets.1.indicator")).to_be_focused()
    choose(page, 5)
    press(page, "<Tab>")
    settle(page)
    press(page, "四十", "<Tab>")
    step(page, "a number that cannot be read")
    wrong = cell(page, "targets.1.target")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    told = page.locator(f'[id="{wrong.get_attribute("aria-describedby")}"]')
    expect(told).to_contain_text("填的是“四十”，读不成数字")
    expect(findings(page)).to_contain_text("读不成数字")
    press(page, "<Shift+Tab>", "40", "<Tab>")
    step(page, "the number mended")
    expect(wrong).not_to_have_attribute("aria-invalid", "true")
    expect(findings(page)).not_to_contain_text("读不成数字")


def brings_actuals_from_excel(page: Page) -> None:
    before = drawn(page, PACE)
    cell(page, "actuals.0.day").focus()
    page.evaluate("window.times.left = performance.now()")
    paste(page, DONE)
    step(page, "three actuals pasted")
    expect(figure(page, PACE)).not_to_have_js_property("innerHTML", before)
    expect(findings(page)).to_contain_text("实际 55.00 万元")
    expect(table(page, "目标做到哪里了")).to_contain_text("55")


def adds_a_prospect(page: Page) -> None:
    cell(page, "prospects.0.customer").focus()
    press(page, "K0012", "<Tab>")
    choose(page, 1)
    press(page, "<Tab>", "50", "<Tab>", LINK, "<Tab>")
    choose(page, 2)
    press(page, "<Tab>")
    choose(page, 3)
    press(page, "<Tab>", "30%", "<Tab>", "12-12", "<Tab>")
    settle(page)
    expect(table(page, "待联系名单")).to_contain_text("K0012")
    before = drawn(page, GRID)
    cell(page, "prospects.0.amount").select_text()
    press(page, "80", "<Tab>")
    step(page, "a prospect's amount")
    expect(cell(page, "prospects.0.amount")).to_have_value("80")
    expect(figure(page, GRID)).not_to_have_js_property("innerHTML", before)
    expect(table(page, "每格几位")).to_contain_text("80.00 万元")


def types_what_is_no_text_elsewhere(page: Page) -> None:
    cell(page, "helps.0.what").focus()
    page.keyboard.type(MARKUP)
    press(page, "<Tab>", FORMULA, "<Tab>", "12-10", "<Enter>")
    expect(cell(page, "helps.1.what")).to_be_focused()
    press(page, LINK, "<Tab>")
    settle(page)
    for text in (MARKUP, FORMULA, LINK):
        expect(table(page, "想请领导定的事")).to_contain_text(text)
    stays_text(page)


def stays_text(page: Page) -> None:
    assert page.evaluate("window.hacked") is None
    expect(page.locator("mjx-container, .MathJax, .katex")).to_have_count(0)
    expect(page.locator('a[href^="javascript"], img[src*="outside"]')).to_have_count(0)


def everything_is_there(page: Page) -> None:
    cell(page, "prospects.0.product").wait_for()
    expect(cell(page, "prospects.0.product")).to_have_value(LINK)
    expect(cell(page, "reaction")).to_have_value("work_harder")
    expect(cell(page, "targets.1.target")).to_have_value("40")
    expect(cell(page, "actuals.2.done")).to_have_value("6")
    expect(cell(page, "helps.0.who")).to_have_value(FORMULA)
    expect(cell(page, "helps.1.what")).to_have_value(LINK)
    expect(table(page, "目标做到哪里了")).to_contain_text("55")
    stays_text(page)


def saves_of(store: Path) -> list[int]:
    """How many versions the store has of each of the page's chapters."""
    with open_store(store, read_only=True) as opened:
        return [len(opened.history(LIN.id, name, MONTH)) for name in ("pacing", "prospects")]


def picture(page: Page, name: str, otherwise: Path) -> None:
    """The page from its first form to its last."""
    folder = Path(os.environ.get("SCREENSHOTS", otherwise))
    page.set_viewport_size({"width": 1360, "height": 2600})
    for number, loc in enumerate(SEEN):
        cell(page, loc).evaluate("control => control.scrollIntoView({ block: 'center' })")
        page.screenshot(path=folder / f"{name}-{number}.png")
    page.set_viewport_size({"width": 1360, "height": 900})


def test_the_page_of_an_english_reader_is_in_english(
    context: BrowserContext, lab: Lab, tmp_path: Path
) -> None:
    page = enter(context, lab)
    page.locator('.jp-WorkbookPanel [data-key="trainee"]').select_option(WANG.id)
    expect(chapter(page, "pacing")).to_contain_text("Monthly pacing")
    open_chapter(page, "pacing")
    laid_out(page)
    shown = page.locator(".jp-WorkbookPage:visible")
    expect(shown.locator(".wf-message")).to_contain_text("forty")
    expect(page.locator(".jp-InputPlaceholder:visible")).to_have_count(0)
    picture(page, "trainee-en", tmp_path)
    read = shown.locator(".wb, .workbook-form").all_inner_texts()
    # A Chinese unit of money may be typed, so it stands in an example.
    assert len(read) > 40
    assert [text for text in read if re.search("(?![元万])[\u4e00-\u9fff]", text)] == []
