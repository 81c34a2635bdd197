"""Pages that are opened again on a busy machine: each form saves, or says that it cannot.

REOPENINGS: how often they are opened again; three times unless told.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from workbook import chapters
from workbook.book.samples import MONTH
from workbook.store import open_store

from .conftest import LIN, Lab, new_store, running_workbook, serving, workbook_in
from .panel import FORM, at_rest, bar, browsing, enter, laid_out, told, watched
from .test_form import cell

REOPENINGS = int(os.environ.get("REOPENINGS", "3"))
SPINNING = 2
SLOWER = 6  # times that the browser is slower; what then comes too late does so on busy machines
PAGES = ("action_plan", "pacing")


@pytest.fixture(scope="module")
def lab(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with running_workbook(tmp_path_factory.mktemp("reopening"), store) as started:
        yield started


@pytest.fixture
def context(browser: BrowserContext, lab: Lab) -> Iterator[BrowserContext]:
    with watched(browser, lab):
        yield browser


def bring(page: Page, name: str) -> None:
    """A page to front, and wait until it has run."""
    page.locator(f'.jp-WorkbookPanel [data-page="{name}"]').first.click()
    page.locator(f'.jp-WorkbookPanel [aria-current="page"][data-page="{name}"]').first.wait_for()
    page.locator(".jp-WorkbookPage:visible .wb-head").first.wait_for()
    laid_out(page)


def reopened(context: BrowserContext, lab: Lab, name: str) -> Page:
    """JupyterLab as it was left; the browser is slow while the page in front is made."""
    page = context.new_page()
    page.goto(f"{lab.url}/lab?token={lab.token}")
    page.locator(".jp-NotebookPanel:visible").wait_for()
    pace = context.new_cdp_session(page)
    pace.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    laid_out(page)
    expect(page.locator(FORM)).to_have_count(forms_of(name))
    pace.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    return page


def forms_of(name: str) -> int:
    """How many forms a page has."""
    laid_out = chapters.parts(name, "zh-Hans")
    parts = (*laid_out.steps.values(), *laid_out.book.values())
    return sum(item.kind == "form" for one in parts for item in one.items)


def first_fields(page: Page) -> list[Locator]:
    """A field of each form of the page in front, into which text can be typed."""
    text = 'textarea.wf-control, input.wf-control[type="text"]'
    all_ = [form.locator(text).first for form in page.locator(FORM).all()]
    return [one for one in all_ if one.count()]


@contextmanager
def spinning() -> Iterator[None]:
    """Processes that take all there is."""
    command = [sys.executable, "-c", "while True: pass"]
    started = [subprocess.Popen(command) for _ in range(SPINNING)]
    try:
        yield
    finally:
        for one in started:
            one.kill()
            one.wait()


def below(lab: Lab) -> list[psutil.Process]:
    """The processes below this server: kernels, and the one that waits."""
    own = f"--ServerApp.root_dir={lab.work}"
    every = psutil.process_iter(["cmdline"])
    (server,) = [one for one in every if own in (one.info["cmdline"] or [])]
    return list(server.children())


def memory(lab: Lab) -> tuple[int, int]:
    """Their number and their megabytes."""
    sizes = [one.memory_info().rss // 2**20 for one in below(lab)]
    return len(sizes), sum(sizes)


def typed(store: Path) -> dict[str, object]:
    """What the store has of the pacing page."""
    with open_store(store, read_only=True) as opened:
        entry = opened.latest(LIN.id, "pacing", MONTH)
        return dict(entry.body) if entry else {}


def test_every_form_saves_after_each_reopening_beside_a_load(
    context: BrowserContext, lab: Lab, store: Path
) -> None:
    page = enter(context, lab)
    for name in PAGES:
        bring(page, name)
    told(f"pages open: {memory(lab)} kernels and MB")
    with spinning():
        for number in range(REOPENINGS):
            page.close()
            begun = time.monotonic()
            page = reopened(context, lab, "pacing")
            told(f"reopened in {time.monotonic() - begun:.1f} s, {memory(lab)} kernels and MB")
            saves_everywhere(page, "pacing", f"{number + 11}")
            told(f"saved after {time.monotonic() - begun:.1f} s")
            assert typed(store)["daily_contacts"] == f"{number + 11}"
        bring(page, "action_plan")
        saves_everywhere(page, "action_plan", "9")


def saves_everywhere(page: Page, name: str, text: str) -> None:
    """Type into each form of the page in front; the panel says that all is saved."""
    expect(page.locator(FORM)).to_have_count(forms_of(name))
    fields = first_fields(page)
    assert len(fields) > 2
    for field in fields:
        field.fill(text)
        field.press("Tab")
    # A page that is made anew meanwhile has no forms for a moment, and still something to save.
    expect(page.locator(".jp-Workbook-saved")).to_contain_text("全部已保存")
    at_rest(page)
    expect(page.locator(FORM)).to_have_count(forms_of(name))
    states = page.locator(FORM).evaluate_all("forms => forms.map(form => form.dataset.state)")
    assert set(states) <= {"saved", "new"}


# -- server and kernel gone and there again --------------------------------------------------------


def says_that_it_cannot_save(page: Page, text: str) -> None:
    """Type a word: form, panel and page say that it is not saved, and no window does."""
    begun = time.monotonic()
    cell(page, "daily_contacts").fill(text)
    form = page.locator(FORM).filter(has=page.locator('[data-loc="daily_contacts"]'))
    expect(form).to_have_attribute("data-state", "error")
    told(f"said after {time.monotonic() - begun:.1f} s that it cannot save")
    expect(form.get_by_role("button", name="再试一次")).to_be_visible()
    expect(page.locator(".jp-Workbook-saved")).to_contain_text("还没有全部保存")
    expect(page.locator("body")).not_to_contain_text("全部已保存")
    expect(page.locator(".jp-Dialog")).to_have_count(0)


def goes_in(page: Page, store: Path, text: str) -> None:
    """What was typed is saved without a reload, and the form goes on."""
    begun = time.monotonic()
    expect(page.locator(".jp-Workbook-saved")).to_contain_text("全部已保存")
    at_rest(page)
    told(f"saved {time.monotonic() - begun:.1f} s after it was there again")
    laid_out(page)
    expect(cell(page, "daily_contacts")).to_have_value(text)
    assert typed(store)["daily_contacts"] == text


@pytest.mark.slow
def test_a_server_or_a_kernel_that_comes_back_needs_no_reload(
    chromium: Browser, tmp_path: Path
) -> None:
    store = new_store(tmp_path / "workbook.db", LIN)
    lab, command = workbook_in(tmp_path / "away", store, LIN.id)
    with browsing(chromium, lab) as context:
        with serving(tmp_path / "away", command, lab):
            page = enter(context, lab)
            page.evaluate("window.opened = 'once'")
            bring(page, "pacing")
        says_that_it_cannot_save(page, "12")
        expect(bar(page)).to_contain_text("连不上")
        with serving(tmp_path / "away", command, lab):
            goes_in(page, store, "12")
            for one in below(lab):
                one.kill()
            cell(page, "daily_contacts").fill("9")
            goes_in(page, store, "9")
        assert page.evaluate("window.opened") == "once"
