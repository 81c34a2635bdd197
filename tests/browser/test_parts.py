"""A page as it opens: how high it is, what is folded, and where its links lead."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from workbook import chapters, resources
from workbook.batch.single_page import export_page
from workbook.book import samples
from workbook.book.opening import open_book
from workbook.export import html
from workbook.store import open_store

from .conftest import LIN, Lab, new_store, running_workbook
from .panel import FRONT, browsing, chapter, enter, watched
from .test_form import cell

SCREEN = {"width": 1366, "height": 768}
FOUR, TWO = 4 * SCREEN["height"], 2 * SCREEN["height"]
LOWER = ("start", "pacing")  # pages that are two screens high at most
CHARACTERS = 2000  # on a page as it opens; a page of a book has a thousand
CONTROLS = 70
MEASURE = """root => {
  const all = document.querySelector(root);
  const seen = [...all.querySelectorAll("input, select, textarea, button, summary, a")];
  return {
    height: all.scrollHeight,
    characters: all.innerText.replace(/\\s/g, "").length,
    controls: seen.filter(one => one.checkVisibility() && one.getClientRects().length).length,
  };
}"""


def is_within(page: Page, root: str, name: str) -> None:
    """The bounds of a page as it opens."""
    found = page.evaluate(MEASURE, root)
    sys.stdout.write(f"{name}: {json.dumps(found)}\n")
    assert found["height"] <= (TWO if name in LOWER else FOUR), (name, found)
    assert found["characters"] <= CHARACTERS, (name, found)
    assert found["controls"] <= CONTROLS, (name, found)


@pytest.fixture
def exported(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page(viewport=SCREEN)
    yield page
    page.close()


@pytest.mark.parametrize("name", chapters.pages())
def test_an_exported_page_is_low_and_its_folds_open_without_a_script(
    exported: Page, tmp_path: Path, name: str
) -> None:
    (source,) = resources.notebooks().glob(f"*_{name}.ipynb")
    notebook = nbformat.reads(source.read_text(encoding="utf-8"), as_version=4)
    made = tmp_path / f"{name}.html"
    made.write_text(html.page(notebook, language="zh-Hans", title=name), encoding="utf-8")
    exported.goto(made.as_uri())
    is_within(exported, "html", name)
    expect(exported.locator(".wb-contents")).to_be_visible()
    last = f"book-{list(chapters.parts(name, 'zh-Hans').book)[-1]}"
    inside = exported.locator(f"#{last} > .wb-fold-body > *").first
    expect(inside).to_be_hidden()
    exported.locator(f'.wb-contents a[href="#{last}"]').click()
    exported.locator(f'[data-place="{last}"]').click()
    expect(inside).to_be_visible()
    exported.emulate_media(media="print")
    first = f"book-{next(iter(chapters.parts(name, 'zh-Hans').book))}"
    expect(exported.locator(f"#{first} > .wb-fold-body > *").last).to_be_visible()


@pytest.mark.parametrize("name", LOWER)
def test_a_first_page_is_as_low_in_english(
    exported: Page, store: Path, tmp_path: Path, name: str
) -> None:
    """English is the longer language."""
    with open_store(store, read_only=True) as opening:
        book = open_book(opening, samples.FIRST, samples.MONTH, samples.TODAY, "en")
        made = export_page(book, name, "html", tmp_path / "page.html")
    exported.goto(made.as_uri())
    height = exported.evaluate(MEASURE, "html")["height"]
    assert height <= TWO, (name, height)


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


def opened(page: Page, name: str) -> None:
    """A page as it opens from the panel, with nothing unfolded."""
    chapter(page, name).click()
    expect(chapter(page, name)).to_have_attribute("aria-current", "page")
    page.locator(f"{FRONT} .wb-book .workbook-fold").first.wait_for()
    expect(page.locator(f"{FRONT} .jp-WorkbookBar-text")).to_have_text("")


def test_a_live_page_is_low_and_a_finding_leads_into_its_field(
    context: BrowserContext, lab: Lab
) -> None:
    page = enter(context, lab)
    page.set_viewport_size(SCREEN)
    opened(page, "pacing")
    is_within(page, f"{FRONT} .jp-WindowedPanel-inner", "pacing")
    assert page.locator(f"{FRONT} .workbook-form").count() == 0
    contents = page.locator(f"{FRONT} .jp-WorkbookContents")
    expect(contents.locator("a.jp-mod-part")).to_have_text(["今天", "填写", "书"])

    page.locator(f'{FRONT} .wb-card a[data-field="targets.1.target"]').first.click()
    expect(cell(page, "targets.1.target")).to_be_focused()
    assert page.locator(f"{FRONT} .workbook-form").count() == 1

    contents.get_by_text("今天的实绩").click()
    cell(page, "actuals.0.day").wait_for()
    expect(cell(page, "targets.1.target")).to_be_hidden()

    page.locator(f'{FRONT} [data-place="book-boss"]').click()
    page.locator(f"{FRONT} .wb-sheet").wait_for()
    page.keyboard.press("Control+f")
    expect(page.locator(f"{FRONT} .wb-fold-body > .wb-empty[role=status]")).to_have_count(0)
    expect(page.locator(f"{FRONT} .jp-DocumentSearch-overlay")).to_have_count(0)


@pytest.mark.slow
@pytest.mark.parametrize("filled", [True, False])
def test_every_live_page_is_low(chromium: Browser, lab: Lab, tmp_path: Path, filled: bool) -> None:
    if filled:
        return all_are_low(chromium, lab)
    empty = new_store(tmp_path / "workbook.db", LIN)
    with running_workbook(tmp_path / "lab", empty, LIN.id) as started:
        return all_are_low(chromium, started)


def all_are_low(chromium: Browser, lab: Lab) -> None:
    with browsing(chromium, lab) as context:
        page = enter(context, lab)
        page.set_viewport_size(SCREEN)
        for name in chapters.pages():
            if name != "start":
                opened(page, chapters.lead(name))
                is_within(page, f"{FRONT} .jp-WindowedPanel-inner", name)
