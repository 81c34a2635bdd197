"""A coach's month: a roster, a remark that the trainee answers, a batch; and 1,000 people."""

from __future__ import annotations

import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from waiting import PATIENCE

from benchmarks.stores import repeated
from workbook.book.opening import open_book
from workbook.book.samples import FIRST, MONTH, TODAY
from workbook.store import open_store

from .conftest import Lab, running_workbook
from .panel import browsing, chapter, enter, open_chapter, told, visitor, watched
from .test_form import press

pytestmark = pytest.mark.slow

COHORT = "2027-spring"
ROSTER = f"""学员编号,姓名,班级,网点,教练,语言,岗位
lin-yue,林悦,{COHORT},城南支行,guan-ning,简体中文,理财经理
he-an,何安,{COHORT},城北支行,guan-ning,简体中文,理财经理
"""
ANSWER = "约满了，12 位是上限。"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store into which the command line brought a roster; nobody has filled in anything."""
    folder = tmp_path_factory.mktemp("coach")
    roster, path = folder / "roster.csv", folder / "workbook.db"
    roster.write_text(ROSTER, encoding="utf-8")
    command = [Path(sys.executable).with_name("workbook"), "import", "roster", roster]
    subprocess.run([*command, "--store", path], check=True, timeout=PATIENCE)
    return path


@pytest.fixture(scope="module")
def lab(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with running_workbook(tmp_path_factory.mktemp("lab"), store, "lin-yue") as started:
        yield started


@pytest.fixture(scope="module")
def browser(chromium: Browser, lab: Lab) -> Iterator[BrowserContext]:
    with browsing(chromium, lab, 1600) as opened:
        yield opened


@pytest.fixture
def context(browser: BrowserContext, lab: Lab) -> Iterator[BrowserContext]:
    with watched(browser, lab):
        yield browser


def open_cohort(page: Page) -> Locator:
    """The Cohort view, opened from the launcher's card, with its first rows."""
    page.locator("#jp-main-dock-panel .lm-TabBar-addButton").first.click()
    card(page).click()
    row(page).first.wait_for()
    return page.locator(".jp-WorkbookCohort")


def card(page: Page) -> Locator:
    """The launcher's card of the Cohort view."""
    return page.locator(".jp-LauncherCard[data-category=练习册]:visible").last


def row(page: Page, trainee: str = "") -> Locator:
    named = f'[data-id="{trainee}"]' if trainee else ""
    return page.locator(f".jp-WorkbookHeat-row{named}")


def cell_of(page: Page, trainee: str, label: str) -> Locator:
    """A trainee's cell in a chapter's column."""
    return row(page, trainee).locator(f'[role="gridcell"][aria-label^="{label}:"]')


# -- a remark that is seen and answered ------------------------------------------------------------


def test_a_remark_goes_from_the_coach_to_the_trainee_and_back(
    context: BrowserContext, lab: Lab, store: Path
) -> None:
    coach, trainee = enter(context, lab), enter(context, lab)
    open_chapter(trainee, "pacing")
    open_cohort(coach)
    expect(row(coach)).to_have_count(2)
    expect(cell_of(coach, "lin-yue", "月度节奏")).to_contain_text("–")
    _shows_the_page_beside_remarks(coach)
    written = _writes_from_the_bank(coach)
    _answers(trainee, written)
    side = coach.locator(".jp-WorkbookReview-remark")
    expect(side).to_contain_text(ANSWER)
    expect(side).to_contain_text("已回复")
    with open_store(store, read_only=True) as opened:
        remark, answer = opened.remarks("lin-yue")
        assert (remark.field, remark.role, bool(remark.banked)) == ("daily_contacts", "coach", True)
        assert (answer.about, answer.role, answer.text) == (remark.number, "trainee", ANSWER)
        assert opened.history("lin-yue", "pacing", MONTH) == []  # a look is no entry


def _shows_the_page_beside_remarks(page: Page) -> None:
    cell_of(page, "lin-yue", "月度节奏").click()
    expect(page.locator(".jp-WorkbookReview-title")).to_contain_text("林悦 · 月度节奏")
    # What was filled in is there at once; the page with its figures follows.
    expect(page.locator(".jp-WorkbookReview").get_by_role("status").first).to_contain_text(
        "已经填写"
    )
    frame = page.locator(".jp-WorkbookReview-frame")
    assert frame.get_attribute("sandbox") == ""
    expect(frame.content_frame.locator("h1").first).to_contain_text("月度节奏")
    expect(page.locator(".jp-WorkbookReview-side")).to_contain_text("还没有批注")


def _writes_from_the_bank(page: Page) -> str:
    """Pick the remark of a field from the bank, add a word, send it by the keys."""
    page.locator(".jp-WorkbookReview-where select").last.select_option("daily_contacts")
    page.get_by_role("button", name="从批注库选…").click()
    page.locator(".jp-WorkbookReview-banked button").first.click()
    box = page.locator(".jp-WorkbookReview-box")
    box.press("End")
    page.keyboard.type("好。")
    page.locator(".jp-WorkbookReview-where select").last.select_option("daily_contacts")
    text = box.input_value().strip()
    box.press("Control+Enter")
    expect(page.locator(".jp-WorkbookReview-remark")).to_contain_text("等学员回复")
    expect(box).to_have_value("")
    return text


def _answers(page: Page, written: str) -> None:
    """The remark is there without a reload, beside its field; it is answered by keyboard."""
    page.bring_to_front()
    expect(chapter(page, "pacing")).to_contain_text("1 条批注待回复")
    form = page.locator(".workbook-form").filter(has=page.locator('[data-loc="daily_contacts"]'))
    form.scroll_into_view_if_needed()
    remark = form.locator(".wf-remark")
    expect(remark.locator(".wf-says")).to_have_text(written)
    remark.get_by_role("button").first.click()
    page.keyboard.type(ANSWER)
    press(page, "<Control+Enter>")
    expect(remark.locator(".wf-answers")).to_contain_text(ANSWER)
    expect(chapter(page, "pacing")).not_to_contain_text("批注待回复")


# -- the batch -------------------------------------------------------------------------------------


def test_a_batch_is_run_stopped_and_resumed(context: BrowserContext, lab: Lab, store: Path) -> None:
    page = enter(context, lab)
    open_cohort(page)
    _turns_to_the_batch(page)
    _begins(page, ("能管多少客户", "作战地图", "客户旅程", "531 行动计划"))
    page.get_by_role("button", name="停止").click()
    _state(page, "已停止，可以继续")
    page.get_by_role("button", name="继续").click()
    _state(page, "已完成")
    expect(page.locator(".jp-WorkbookBatch-far")).to_contain_text("失败 0 页")
    with page.expect_download() as waiting:
        page.locator('[data-key="pack"]').click()
    names = zipfile.ZipFile(waiting.value.path()).namelist()
    assert sum(name.endswith("/04_pacing.html") for name in names) == 0
    assert len([name for name in names if "pacing" in name]) >= 2
    _fails_with_its_reason(page, store)
    page.get_by_role("button", name="打开页面").click()
    frame = page.locator(".jp-WorkbookBatch-pages iframe").content_frame
    expect(frame.locator("body")).to_contain_text("林悦")


def _fails_with_its_reason(page: Page, store: Path) -> None:
    """What one trainee has cannot be read any more: theirs fail, the others stay as they are."""
    with open_store(store) as opened:
        open_book(opened, "he-an", MONTH, TODAY).save("pacing", {"answer": "60"}, 0)
        with opened.engine.begin() as connection:
            connection.exec_driver_sql("update entries set body = '{' where trainee = 'he-an'")
    page.locator('.jp-WorkbookBatch-now [data-key="resume"]').click()
    failed = page.locator(".jp-WorkbookBatch-failed")
    expect(failed).to_contain_text("何安 · 月度节奏")
    _state(page, "已完成")
    expect(failed).not_to_contain_text("林悦")
    expect(failed.locator("p").first).to_contain_text(re.compile("[\u4e00-\u9fff]{6}"))
    expect(failed).not_to_contain_text("Traceback")


def _turns_to_the_batch(page: Page) -> None:
    page.locator(".jp-WorkbookCohort-sides button").last.click()
    page.locator(".jp-WorkbookBatch-form").wait_for()


def _begins(page: Page, without: tuple[str, ...]) -> None:
    for label in without:
        page.locator(".jp-WorkbookBatch-ticks").first.get_by_text(label, exact=True).click()
    page.locator(".jp-WorkbookBatch-form .jp-mod-main").click()
    page.locator(".jp-WorkbookBatch-now progress").wait_for()


def _state(page: Page, words: str) -> None:
    expect(page.locator(".jp-WorkbookBatch-now h3")).to_have_text(words)


# -- a thousand people -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    root = tmp_path_factory.mktemp("thousand")
    names = repeated(root / "workbook.db", 1_000, (FIRST, "zhou-wei"))
    with running_workbook(root / "lab", root / "workbook.db", names[0]) as started:
        yield started


def test_a_thousand_people_are_shown_at_once(chromium: Browser, thousand: Lab) -> None:
    with visitor(chromium, thousand, 1600) as context:
        page = enter(context, thousand)
        page.locator("#jp-main-dock-panel .lm-TabBar-addButton").first.click()
        card(page).wait_for()
        with page.expect_response("**/workbook/api/cohorts/*") as waiting:
            begun = time.monotonic()
            card(page).click()
            row(page).first.wait_for()
            told(f"1,000 people: first rows {time.monotonic() - begun:.1f} s after the click")
        payload = len(waiting.value.body())
        told(f"1,000 people: {payload / 1000:.0f} kB")
        assert payload < 1_000_000
        grid = page.get_by_role("grid")
        expect(grid).to_have_attribute("aria-rowcount", "1001")
        _only_what_is_seen_is_there(page)
        row(page).first.locator('[role="gridcell"]').first.click()
        press(page, "<Control+End>")
        expect(row(page, "t-1000")).to_be_visible()
        _only_what_is_seen_is_there(page)


def _only_what_is_seen_is_there(page: Page) -> None:
    assert 5 < row(page).count() < 80
