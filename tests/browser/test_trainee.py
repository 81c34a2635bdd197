"""A trainee's month in a real JupyterLab: the pacing notebook as ``workbook lab`` gives it out."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Request, WebError, expect

from workbook.laboratory import prepare
from workbook.opening import open_book
from workbook.store import Trainee, open_store

from .conftest import QUIET, Lab
from .test_form import cell, paste, press

MONTH, TODAY = "2026-12", "2026-12-09"
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
HAS_REDRAWN = """(quiet) => {
  const { saved, drawn } = window.times;
  const kernel = document.querySelector(".jp-Notebook-ExecutionIndicator").dataset.status;
  return saved && drawn > saved && kernel === "idle" && performance.now() - drawn > quiet;
}"""
TAKE_TIMES = """() => {
  const taken = { ...window.times };
  Object.assign(window.times, { saved: 0, drawn: 0, redraws: 0 });
  return taken;
}"""

Open = Callable[..., Page]


@pytest.fixture
def opened(lab: Lab, context: BrowserContext) -> Iterator[Open]:
    """Open a trainee's pacing page; afterwards nothing may have failed or left this machine."""
    wrong: list[str] = []
    outside: list[str] = []

    def failed(told: WebError) -> None:
        wrong.append(str(told.error))

    def asked(request: Request) -> None:
        outside.append(request.url)

    def open_(person: Trainee, typed: Mapping[str, Any] | None = None) -> Page:
        _give_out(lab, person, typed or {})
        page = context.new_page()
        visit(page, lab, person)
        return page

    context.on("weberror", failed)
    context.on("request", asked)
    yield open_
    for page in context.pages:
        page.close()
    context.remove_listener("weberror", failed)
    context.remove_listener("request", asked)
    shutil.rmtree(lab.settings)
    lab.set(**QUIET)
    ours = (lab.url, lab.url.replace("http", "ws"), "data:", "blob:")
    assert not [*wrong, *(url for url in outside if not url.startswith(ours))]


def _give_out(lab: Lab, person: Trainee, typed: Mapping[str, Any]) -> None:
    """A store with this trainee and what was typed by chapter, and live copies of the chapters."""
    folder = lab.work / f"for-{person.id}"
    folder.mkdir()
    path = folder / "workbook.db"
    with open_store(path) as store:
        store.put_trainees([person])
        book = open_book(store, person.id, MONTH, TODAY)
        for chapter, body in typed.items():
            book.save(chapter, body, 0)
    prepare(str(path), person.id, MONTH, "", folder, TODAY)
    shutil.copytree(folder / ".lab", lab.settings, dirs_exist_ok=True)


def visit(page: Page, lab: Lab, person: Trainee) -> None:
    folder = f"for-{person.id}/{person.id}"
    page.goto(f"{lab.url}/lab/tree/{folder}/04_pacing.ipynb?token={lab.token}&reset")
    page.locator('.jp-NotebookPanel-toolbar [data-command="notebook:restart-run-all"]').wait_for()


def run_all(page: Page) -> None:
    """Restart the kernel, run every cell, and wait for the last one."""
    page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for()
    page.locator('[data-command="notebook:restart-run-all"]').click()
    page.locator(".jp-Dialog .jp-mod-accept").click()
    page.locator(".jp-Dialog").wait_for(state="detached")
    expect(page.locator(".wb-head")).to_have_count(0)
    expect(last_cell(page).locator(".wb-section")).to_be_visible(timeout=60_000)
    expect(cell(page, "try_customer")).to_be_visible()


def last_cell(page: Page) -> Locator:
    return page.locator(".jp-CodeCell").last


def save_notebook(page: Page) -> None:
    page.locator('[data-command="docmanager:save"]').click()
    page.locator(".lm-TabBar-tab.jp-mod-active:not(.jp-mod-dirty)").wait_for()


def findings(page: Page) -> Locator:
    return page.locator(".wb-findings").first


def figure(page: Page, title: str) -> Locator:
    return page.locator(".wb-figure").filter(has_text=title).locator("img")


def drawn(page: Page, title: str) -> str:
    """The picture itself."""
    return figure(page, title).get_attribute("src") or ""


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


PACE, GRID = "计划、平均和实际", "九宫格"
LIN = Trainee(id="lin-yue", name="林悦", cohort="2026-winter", branch="城南支行")


def test_a_month_is_filled_in_from_empty_and_is_there_afterwards(
    opened: Open, lab: Lab, tmp_path: Path
) -> None:
    """SCREENSHOTS=folder keeps the pictures, to be looked at."""
    page = opened(LIN)
    run_all(page)
    page.evaluate(WATCH)
    expect(page.locator(".wb-head")).to_contain_text("填写进度0%")
    expect(findings(page)).to_contain_text("“本月目标”一行都没有")
    expect(findings(page)).to_contain_text("今天可以试 今天只填一行")

    picture(page, "trainee-empty", tmp_path)

    plans_two_indicators(page)
    mends_what_cannot_be_read(page)
    brings_actuals_from_excel(page)
    adds_a_prospect(page)
    types_what_is_no_text_elsewhere(page)
    picture(page, "trainee-zh-Hans", tmp_path)

    versions = saves_of(lab, LIN)
    save_notebook(page)
    page.reload()
    everything_is_there(page)
    run_all(page)
    everything_is_there(page)
    assert saves_of(lab, LIN) == versions
    two_tabs_lose_nothing(page, lab)


def plans_two_indicators(page: Page) -> None:
    cell(page, "reaction").focus()
    press(page, "<ArrowDown>", "<ArrowDown>", "<Tab>")
    step(page, "reaction")
    expect(page.locator(".wb-chosen").first).to_contain_text("我天天在跑")
    press(page, "<Tab>", "<Tab>")
    expect(cell(page, "scheme")).to_be_focused()
    press(page, "<Tab>")
    before = drawn(page, PACE)
    choose(page, 1)
    press(page, "<Tab>")
    settle(page)
    press(page, "229", "<Enter>")
    step(page, "a target")
    expect(figure(page, PACE)).not_to_have_attribute("src", before)
    expect(findings(page)).not_to_contain_text("“本月目标”一行都没有")


def mends_what_cannot_be_read(page: Page) -> None:
    expect(cell(page, "targets.1.target")).to_be_focused()
    press(page, "<Shift+Tab>")
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
    expect(figure(page, PACE)).not_to_have_attribute("src", before)
    expect(findings(page)).to_contain_text("实际 55.00 万元")
    expect(table(page, "目标做到哪里了")).to_contain_text("55")


def adds_a_prospect(page: Page) -> None:
    cell(page, "prospects.0.customer").focus()
    press(page, "K0012", "<Tab>")
    choose(page, 1)
    press(page, "<Tab>", "50", "<Tab>", LINK, "<Tab>", "2", "<Tab>", "3", "<Tab>", "30%", "<Tab>")
    press(page, "12-12", "<Tab>")
    settle(page)
    expect(table(page, "待联系名单")).to_contain_text("K0012")
    before = drawn(page, GRID)
    cell(page, "prospects.0.amount").focus()
    press(page, "80", "<Tab>")
    step(page, "a prospect's amount")
    expect(figure(page, GRID)).not_to_have_attribute("src", before)
    expect(table(page, "每格几位")).to_contain_text("80.00 万元")


def types_what_is_no_text_elsewhere(page: Page) -> None:
    cell(page, "helps.0.what").focus()
    page.keyboard.type(MARKUP)
    press(page, "<Tab>", FORMULA, "<Tab>", "12-10", "<Enter>", "<Shift+Tab>", "<Shift+Tab>")
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
    expect(table(page, "目标做到哪里了")).to_contain_text("55")
    stays_text(page)


def two_tabs_lose_nothing(mine: Page, lab: Lab) -> None:
    pacing, _ = saves_of(lab, LIN)
    save_notebook(mine)
    theirs = mine.context.new_page()
    visit(theirs, lab, LIN)
    expect(cell(theirs, "daily_contacts")).to_be_visible()
    theirs.clock.install()
    theirs.clock.pause_at("2030-01-01")
    cell(theirs, "daily_contacts").fill("12")
    cell(mine, "daily_contacts").fill("8")
    press(mine, "<Tab>")
    expect(page_form(mine, "daily_contacts")).to_have_attribute("data-state", "saved")
    theirs.clock.resume()
    press(theirs, "<Tab>")
    panel = theirs.locator(".wf-panel:visible")
    expect(panel.locator("td")).to_have_text(["12", "8"])
    panel.get_by_role("button", name="用我填的").click()
    expect(page_form(theirs, "daily_contacts")).to_have_attribute("data-state", "saved")
    expect(cell(mine, "daily_contacts")).to_have_value("12")
    assert saves_of(lab, LIN)[0] == pacing + 2


def page_form(page: Page, loc: str) -> Locator:
    return page.locator(".workbook-form").filter(has=cell(page, loc))


def saves_of(lab: Lab, person: Trainee) -> list[int]:
    """How many versions the store has of each of the page's chapters."""
    with open_store(lab.work / f"for-{person.id}" / "workbook.db", read_only=True) as store:
        return [len(store.history(person.id, name, MONTH)) for name in ("pacing", "prospects")]


def picture(page: Page, name: str, otherwise: Path) -> None:
    """The page from its first form to its last."""
    folder = Path(os.environ.get("SCREENSHOTS", otherwise))
    page.set_viewport_size({"width": 1360, "height": 2600})
    for number, loc in enumerate(SEEN):
        cell(page, loc).evaluate("control => control.scrollIntoView({ block: 'center' })")
        page.screenshot(path=folder / f"{name}-{number}.png")
    page.set_viewport_size({"width": 1360, "height": 900})


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


def test_the_page_of_an_english_reader_is_in_english(opened: Open, tmp_path: Path) -> None:
    page = opened(WANG, TYPED)
    run_all(page)
    expect(page.locator(".wf-message")).to_contain_text("forty")
    expect(page.locator(".jp-InputPlaceholder:visible")).to_have_count(0)
    picture(page, "trainee-en", tmp_path)
    read = page.locator(".wb, .workbook-form").all_inner_texts()
    # A Chinese unit of money may be typed, so it stands in an example.
    assert len(read) > 40
    assert [text for text in read if re.search("(?![元万])[\u4e00-\u9fff]", text)] == []
