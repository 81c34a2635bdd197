"""On a JupyterHub, below a base URL: a trainee saves, her panel and the coach's view follow."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from workbook.book.samples import MONTH, TODAY
from workbook.store import Trainee, open_store

from .conftest import PATIENCE
from .hub import Hub, running_hub
from .panel import at_rest, chapter, open_chapter, told
from .test_form import cell, press

pytestmark = pytest.mark.slow

COHORT = "2026-winter"
LI = Trainee(id="li-ming", name="李明", cohort=COHORT, branch="城南支行")
HE = Trainee(id="he-an", name="何安", cohort=COHORT, branch="城北支行")
TRAINEE, COACH = "li@bank.cn", "guan@bank.cn"

# In the language of whoever looks.
SAVED, LOST = re.compile("saved|已保存"), re.compile("keep trying|正在重新连接")
# As JupyterLab asks: with the cookie's value, which another site cannot read.
ASK = """async path => {
  const xsrf = document.cookie.split("; ").filter(one => one.startsWith("_xsrf=")).pop().slice(6);
  const base = location.pathname.split("/lab")[0];
  const headers = {"X-XSRFToken": decodeURIComponent(xsrf)};
  const answer = await fetch(`${base}/workbook/api/${path}`, {headers});
  return [answer.status, await answer.text()];
}"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "workbook.db"
    with open_store(path) as opened:
        opened.put_trainees([LI, HE])
    return path


@pytest.fixture(scope="module")
def hub(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    set_for = [
        *(f"--WorkbookServer.store={store}", f"--WorkbookServer.month={MONTH}"),
        *(f"--WorkbookServer.today={TODAY}", "--LabApp.extension_manager=readonly"),
    ]
    options = {TRAINEE: [*set_for, f"--WorkbookServer.only={LI.id}"], COACH: set_for}
    with running_hub(tmp_path_factory.mktemp("hub"), options) as started:
        yield started


@pytest.fixture
def trainee(chromium: Browser) -> Iterator[BrowserContext]:
    with _browser(chromium) as opened:
        yield opened


@pytest.fixture
def coach(chromium: Browser) -> Iterator[BrowserContext]:
    with _browser(chromium) as opened:
        yield opened


def _browser(chromium: Browser) -> BrowserContext:
    opened = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    opened.set_default_timeout(PATIENCE)
    return opened


def test_what_a_trainee_saves_is_seen_by_her_and_by_the_coach(
    hub: Hub, store: Path, trainee: BrowserContext, coach: BrowserContext
) -> None:
    streams: list[tuple[str, int]] = []
    for context in (trainee, coach):
        context.on("response", lambda one: streams.append((one.url, one.status)))
    filling, watching = hub.enter(trainee, TRAINEE), hub.enter(coach, COACH)
    row = _open_cohort(watching).locator(f'[data-id="{LI.id}"]')
    pacing = row.locator('[aria-label^="Monthly pacing:"], [aria-label^="月度节奏:"]')
    expect(pacing).to_contain_text("–")  # by a process that gives way
    open_chapter(filling, "pacing")
    _say_how_long(filling, pacing)
    with open_store(store, read_only=True) as opened:
        entry = opened.latest(LI.id, "pacing", MONTH)
        assert entry is not None
        assert entry.body == {"daily_contacts": "12"}
    followed = {status for url, status in streams if "/changes" in url}
    assert followed == {200}
    _sees_nobody_else(filling, hub)
    _is_told_when_nothing_comes_in(filling, ".jp-WorkbookPanel [role=alert]")
    _is_told_when_nothing_comes_in(watching, ".jp-WorkbookCohort-waiting")


def _open_cohort(page: Page) -> Locator:
    page.locator(
        ".jp-LauncherCard:is([data-category=Workbook], [data-category=练习册]):visible"
    ).last.click()
    page.locator(".jp-WorkbookHeat-row").nth(1).wait_for()
    return page.locator(".jp-WorkbookCohort")


def _say_how_long(filling: Page, pacing: Locator) -> None:
    cell(filling, "daily_contacts").fill("12")
    press(filling, "<Tab>")
    at_rest(filling)
    saved = time.monotonic()
    expect(chapter(filling, "pacing")).to_contain_text(SAVED)
    seen = time.monotonic()
    expect(pacing).not_to_contain_text("–")
    told(f"after the save: panel {seen - saved:.2f} s, coach {time.monotonic() - saved:.2f} s")


def _sees_nobody_else(page: Page, hub: Hub) -> None:
    assert _asked(page, "session")[0] == 200
    said = json.loads(_asked(page, "session")[1])
    assert [one["id"] for one in said["people"]] == [LI.id]
    for path in (f"trainees/{HE.id}/standing", f"cohorts/{COHORT}", "batches"):
        assert _asked(page, path)[0] == 403
    others = page.context.request.get(f"{hub.of(COACH)}/workbook/api/session")
    assert HE.name not in others.text()  # that of another user asks for another login


def _asked(page: Page, path: str) -> tuple[int, str]:
    """What the page's own server answers to the page: status and text."""
    status, text = page.evaluate(ASK, path)
    return status, text


def _is_told_when_nothing_comes_in(page: Page, where: str) -> None:
    """A proxy that lets no stream through, until it does."""

    def refuse(route: Route) -> None:
        route.fulfill(status=502, body="no streams here")

    page.context.route("**/changes**", refuse)
    page.reload()
    said = page.locator(where).filter(has_text=LOST)
    expect(said).to_be_visible()
    page.context.unroute("**/changes**", refuse)
    expect(said).to_have_count(0)
