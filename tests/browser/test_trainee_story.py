"""A trainee's month in JupyterLab as ``workbook lab`` opens it, from nothing to a finished page."""

from __future__ import annotations

import json
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from workbook.book.opening import open_book
from workbook.book.samples import MONTH, TODAY
from workbook.store import open_store

from .conftest import LIN, Lab, running_workbook
from .panel import (
    FORM,
    at_rest,
    bar,
    chapter,
    enter,
    laid_out,
    next_step,
    open_chapter,
    percent,
    told,
    watched,
)
from .test_form import cell, paste, press

pytestmark = pytest.mark.slow

COPY = f"{LIN.id}/04_pacing.ipynb"
DONE = "12-01\t理财/投资销量\t20\t到期转入\n12-08\t理财/投资销量\t30\t\n"
PROSPECTS = "K0013\t理财/投资销量\t60\n"


@pytest.fixture(scope="module")
def lab(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with running_workbook(tmp_path_factory.mktemp("trainee"), store) as started:
        yield started


@pytest.fixture(scope="module")
def desk(browser: BrowserContext, lab: Lab) -> Page:
    """The page that a trainee has open for days."""
    return enter(browser, lab)


@pytest.fixture
def context(browser: BrowserContext, lab: Lab) -> Iterator[BrowserContext]:
    with watched(browser, lab):
        yield browser


@pytest.fixture
def page(desk: Page, context: BrowserContext) -> Page:
    desk.bring_to_front()
    return desk


def saves(store: Path, name: str) -> int:
    with open_store(store, read_only=True) as opened:
        return len(opened.history(LIN.id, name, MONTH))


def typed(store: Path, name: str = "pacing") -> dict[str, object]:
    """What the store has of a chapter now."""
    with open_store(store, read_only=True) as opened:
        entry = opened.latest(LIN.id, name, MONTH)
        return dict(entry.body) if entry else {}


WATCH = """() => {
  const times = (window.times = { saved: 0, panel: 0 });
  const shown = document.querySelector(".jp-WorkbookPanel");
  new MutationObserver((changes) => {
    for (const { type, target, oldValue } of changes) {
      if (type === "attributes") {
        const saved = oldValue === "saving" && target.dataset.state === "saved";
        if (saved) times.saved = performance.now();
      } else if (shown.contains(target)) {
        times.panel = performance.now();
      }
    }
  }).observe(document.body, {
    subtree: true, childList: true, attributeFilter: ["data-state"], attributeOldValue: true,
  });
}"""
LATENCY = "() => window.times.panel - window.times.saved"


# -- from nothing to a finished page ---------------------------------------------------------------


def test_a_page_is_finished_from_an_empty_start(page: Page, store: Path) -> None:
    expect(page.locator(".jp-Workbook-person")).to_contain_text(LIN.name)
    expect(percent(page, "pacing")).to_have_text("0%")
    expect(page.locator(".jp-Workbook-saved")).to_have_text("还没有填写任何内容。")
    expect(next_step(page)).to_be_visible()
    told(f"first form: {open_chapter(page, 'pacing'):.1f} s after the click")
    laid_out(page)
    expect(chapter(page, "pacing")).to_have_attribute("aria-current", "page")
    expect(page.locator(".jp-InputArea-editor:visible")).to_have_count(0)
    page.evaluate(WATCH)
    _plans_by_keyboard(page)
    _brings_what_was_done(page)
    _adds_prospects(page)
    _tries_it(page)
    expect(percent(page, "pacing")).to_have_text("100%")
    expect(page.locator(".jp-Workbook-saved")).to_contain_text("全部已保存")
    assert typed(store)["answer"] == "60 万，不是 80 万"
    _nothing_asks_to_be_saved(page)


def _plans_by_keyboard(page: Page) -> None:
    cell(page, "reaction").focus()
    press(page, "<ArrowDown>", "<ArrowDown>", "<Tab>")
    expect(percent(page, "pacing")).not_to_have_text("0%")
    told(f"panel, after “saved”: {page.evaluate(LATENCY):.0f} ms")
    cell(page, "targets.0.indicator").focus()
    press(page, "<Space>", "<ArrowDown>", "<Enter>", "<Tab>", "100", "<Tab>")
    at_rest(page)
    expect(chapter(page, "pacing")).to_contain_text("建议处理")


def _brings_what_was_done(page: Page) -> None:
    cell(page, "actuals.0.day").click()
    paste(page, DONE)
    cell(page, "activity.0.day").click()
    press(page, "12-08", "<Tab>", "20", "<Tab>", "5", "<Tab>", "2", "<Tab>")
    at_rest(page)


def _adds_prospects(page: Page) -> None:
    """The first by keyboard, the second pasted with the mouse's help."""
    cell(page, "prospects.0.customer").focus()
    press(page, "K0012", "<Tab>", "<Space>", "<ArrowDown>", "<Enter>", "<Tab>", "80", "<Tab>")
    press(page, "<Tab>", "2", "<Tab>", "3", "<Tab>", "30%", "<Tab>", "12-12", "<Tab>")
    at_rest(page)
    expect(percent(page, "prospects")).not_to_have_text("0%")
    page.locator('[data-loc="prospects"]').get_by_role("button", name="加一行").click()
    cell(page, "prospects.1.customer").click()
    paste(page, PROSPECTS)
    at_rest(page)
    expect(cell(page, "prospects.1.amount")).to_have_value("60")


def _tries_it(page: Page) -> None:
    cell(page, "helps.0.what").click()
    press(page, "一起走一户", "<Tab>", "支行长", "<Tab>", "12-10", "<Tab>")
    cell(page, "answer").click()
    press(page, "60 万，不是 80 万", "<Tab>")
    cell(page, "try_customer").click()
    press(page, "K0012", "<Tab>", "12-10", "<Tab>")
    at_rest(page)


def _nothing_asks_to_be_saved(page: Page) -> None:
    """Outputs are nothing to save: no mark on the tab, no question at the end."""
    expect(page.locator(".lm-TabBar-tab.jp-mod-dirty")).to_have_count(0)
    expect(page.locator(".jp-Dialog")).to_have_count(0)


def test_the_next_step_leads_to_its_page(page: Page) -> None:
    said = next_step(page).inner_text()
    rows = page.locator(".jp-WorkbookPanel [data-key^=chapter-]").all()
    (aim,) = [one for one in rows if f"“{one.inner_text().splitlines()[0]}”" in said]
    next_step(page).click()
    expect(aim).to_have_attribute("aria-current", "page")
    expect(page.locator(f"{FORM} .wf-control:focus")).to_be_in_viewport()
    page.locator(FORM).first.wait_for()


# -- taking the page away --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shape", "begins"),
    [("HTML", b"<!doctype html>"), ("XLSX", b"PK"), ("ICS", b"BEGIN:VCALENDAR")],
)
def test_the_page_is_taken_away(page: Page, shape: str, begins: bytes) -> None:
    open_chapter(page, "pacing")
    with page.expect_download() as waiting:
        bar(page).get_by_role("button", name="导出…").click()
        page.locator(".lm-Menu-item").filter(has_text=shape).click()
    path = waiting.value.path()
    assert waiting.value.suggested_filename.endswith(f".{shape.lower()}")
    assert path.read_bytes()[: len(begins)] in (begins, begins.upper())
    if shape == "XLSX":
        assert "xl/workbook.xml" in zipfile.ZipFile(path).namelist()


# -- month, language, mode -------------------------------------------------------------------------


def test_month_and_language_are_switched_and_kept(page: Page) -> None:
    open_chapter(page, "pacing")
    laid_out(page)
    page.locator('[data-key="language"]').select_option("en")
    expect(chapter(page, "pacing")).to_contain_text("Monthly pacing")
    expect(page.locator(".wb-head:visible").first).to_contain_text("Filled in")
    expect(next_step(page)).to_contain_text("Next step")
    expect(page.locator('[data-key="export"]')).to_have_text("Export…")
    expect(bar(page).get_by_role("button")).to_have_text(["Next step", "Export…", "Restore…"])
    page.locator('[data-key="export"]').click()
    items = page.locator(".lm-Menu-item")
    expect(items.first).to_have_text("Page for a browser (HTML)")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Load it anew")).to_be_visible()
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    page.locator('[data-key="month1"]').click()
    expect(page.locator('[data-key="month"]')).to_have_value("2027-01")
    expect(percent(page, "pacing")).to_have_text("0%")
    expect(cell(page, "answer")).to_have_value("")
    laid_out(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Load it anew").click()
    expect(page.locator('[data-key="month"]')).to_have_value("2027-01")
    expect(chapter(page, "pacing")).to_contain_text("Monthly pacing")
    expect(page.locator(".lm-MenuBar-item").first).to_have_text("File")  # JupyterLab's own
    expect(page.locator('[data-key="export"]')).to_have_text("Export…")
    page.locator('[data-key="month-1"]').click()
    page.locator('[data-key="language"]').select_option("zh-Hans")
    expect(chapter(page, "pacing")).to_contain_text("月度节奏")
    expect(page.locator('[data-key="month"]')).to_have_value(MONTH)
    expect(page.locator('[data-key="export"]')).to_have_text("导出…")


def test_without_menus_only_the_workbook_is_left(page: Page) -> None:
    expect(page.locator("#jp-menu-panel")).to_be_visible()
    page.locator('[data-key="reduced"]').click()
    expect(page.locator("#jp-menu-panel")).to_be_hidden()
    expect(page.locator('[data-key="reduced"]')).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(page.locator('[data-key="reduced"]')).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#jp-menu-panel")).to_be_hidden()
    page.keyboard.press("Control+Shift+Digit9")
    expect(page.locator("#jp-menu-panel")).to_be_visible()


def test_a_chapter_is_opened_and_filled_in_by_keyboard_alone(page: Page, store: Path) -> None:
    page.keyboard.press("Control+Shift+Digit1")
    chapter(page, "journey").focus()
    press(page, "<Shift+Tab>", "<Tab>")
    expect(chapter(page, "journey")).to_be_focused()
    press(page, "<Enter>")
    page.locator(FORM).first.wait_for()
    laid_out(page)
    cell(page, "minutes").focus()
    before = saves(store, "journey")
    press(page, "90", "<Tab>")
    at_rest(page)
    expect(page.locator(".jp-Workbook-saved")).to_be_visible()
    assert saves(store, "journey") == before + 1


# -- broken and tampered copies --------------------------------------------------------------------


def test_a_broken_copy_is_restored_and_answers_stay(
    context: BrowserContext, lab: Lab, store: Path
) -> None:
    before = typed(store)
    copy = lab.work / COPY
    copy.write_text(_edited(copy, "broken("), encoding="utf-8")
    page = enter(context, lab)
    chapter(page, "pacing").click()
    page.locator(".jp-Dialog").get_by_role("button", name="恢复").click()
    expect(chapter(page, "pacing")).to_have_attribute("aria-current", "page")
    page.locator(FORM).first.wait_for()
    laid_out(page)
    assert "broken(" not in copy.read_text(encoding="utf-8")
    kept = list((copy.parent / ".workbook-old").iterdir())
    assert "broken(" in kept[0].read_text(encoding="utf-8")
    assert typed(store) == before
    expect(cell(page, "answer")).to_have_value(str(before.get("answer", "")))


def test_a_tampered_copy_waits_for_a_person(context: BrowserContext, lab: Lab) -> None:
    ran = lab.work / "ran"
    copy = lab.work / COPY
    good = copy.read_text(encoding="utf-8")
    copy.write_text(_edited(copy, f"open({str(ran)!r}, 'w').close()"), encoding="utf-8")
    page = enter(context, lab)
    chapter(page, "pacing").click()
    page.locator(".jp-Dialog").get_by_role("button", name="保持原样").click()
    expect(bar(page)).to_contain_text("不会自动运行")
    page.wait_for_timeout(2_000)  # long enough for a kernel to have run it
    assert not ran.exists()
    expect(page.locator(".jp-WorkbookPage:visible")).to_have_count(0)
    copy.write_text(good, encoding="utf-8")


def _edited(copy: Path, code: str) -> str:
    """The copy with other code in its last cell."""
    notebook = json.loads(copy.read_text(encoding="utf-8"))
    cells = [one for one in notebook["cells"] if one["cell_type"] == "code"]
    cells[-1]["source"] = code
    return json.dumps(notebook)


# -- two tabs --------------------------------------------------------------------------------------


def test_the_second_tab_to_save_is_shown_both_versions(
    page: Page, context: BrowserContext, lab: Lab, store: Path
) -> None:
    mine, theirs = page, enter(context, lab)
    for one in (mine, theirs):
        open_chapter(one, "pacing")
        laid_out(one)
    theirs.clock.install()
    theirs.clock.pause_at("2030-01-01")
    cell(theirs, "daily_contacts").fill("12")
    cell(mine, "daily_contacts").fill("8")
    press(mine, "<Tab>")
    at_rest(mine)
    theirs.clock.resume()
    press(theirs, "<Tab>")
    both = theirs.locator(".wf-panel:visible")
    expect(both.locator("td")).to_have_text(["12", "8"])
    both.get_by_role("button", name="用我填的").click()
    at_rest(theirs)
    assert typed(store)["daily_contacts"] == "12"


# -- the kernel and the server ---------------------------------------------------------------------


def test_the_panel_follows_what_is_saved_elsewhere(page: Page, store: Path) -> None:
    """A save by another program is in the panel without a reload."""
    shown = page.locator(".jp-Workbook-parts")
    before = shown.inner_text()
    begun = time.monotonic()
    with open_store(store) as opened:
        book = open_book(opened, LIN.id, MONTH, TODAY)
        entry = book.entry("pacing")
        assert entry is not None
        book.save("pacing", {**entry.body, "answer": "", "reaction": ""}, entry.version)
    expect(shown).not_to_have_text(before)
    expect(percent(page, "pacing")).not_to_have_text("100%")
    told(f"panel, after a save elsewhere: {time.monotonic() - begun:.1f} s")
