"""The list of the day on the first page; one press keeps what came of a line, and takes it back."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from workbook.book import samples
from workbook.book.opening import open_book
from workbook.chapters.agenda.records import Contact
from workbook.store import open_store

from .conftest import Lab, running_workbook
from .panel import enter, watched

WORDS = "周五三点我在，<b>别</b>打单位电话"
SCREEN = {"width": 1366, "height": 768}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "workbook.db"
    shutil.copy(samples.prepared(), path)
    return path


@pytest.fixture(scope="module")
def lab(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with running_workbook(tmp_path_factory.mktemp("lab"), store, samples.FIRST) as started:
        yield started


@pytest.fixture
def context(browser: BrowserContext, lab: Lab) -> Iterator[BrowserContext]:
    with watched(browser, lab):
        yield browser


def results(store: Path) -> tuple[Contact, ...]:
    with open_store(store, read_only=True) as opened:
        book = open_book(opened, samples.FIRST, samples.MONTH, samples.TODAY)
        return tuple(book.desk("agenda").record.results)


def to_do(page: Page) -> Locator:
    return page.locator(".wd-line:not(.wd-done)")


def counted(page: Page) -> Locator:
    """The panel's line about today."""
    return page.locator('.jp-WorkbookPanel [data-key="today"]')


def test_a_result_is_kept_by_one_press_and_taken_back(
    context: BrowserContext, lab: Lab, store: Path, tmp_path: Path
) -> None:
    """SCREENSHOTS=folder keeps the pictures, to be looked at."""
    pictures = Path(os.environ.get("SCREENSHOTS", tmp_path))
    before = results(store)
    page = enter(context, lab)
    page.set_viewport_size(SCREEN)
    to_do(page).first.wait_for()
    page.screenshot(path=pictures / "today.png")
    many, done = to_do(page).count(), page.locator(".wd-done").count()
    customer = to_do(page).first.get_attribute("data-customer")
    expect(counted(page)).to_contain_text(f"{many} 位")

    line = page.locator(f'.wd-line[data-customer="{customer}"]')
    line.get_by_text("记原话和下次").click()
    line.locator("input[type=text]").fill(WORDS)
    line.locator("input[type=date]").fill("2026-12-11")
    line.locator('[data-outcome="reached"]').click()
    expect(page.locator(".wd-done")).to_have_count(done + 1)
    expect(line).to_contain_text(WORDS)
    expect(counted(page)).to_contain_text(f"{done + 1} 位")
    (kept,) = [one for one in results(store) if one not in before]
    assert (kept.customer, kept.outcome, kept.said) == (customer, "reached", WORDS)
    assert str(kept.next_day) == "2026-12-11"
    page.screenshot(path=pictures / "today-done.png")

    line.locator(".wd-back").click()
    expect(page.locator(".wd-done")).to_have_count(done)
    assert results(store) == before
