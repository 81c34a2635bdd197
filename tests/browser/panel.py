"""What a person does in the workbook's panel, and what they can see there."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    WebError,
    expect,
)

from .conftest import PATIENCE, Lab

FORM = ".workbook-form:visible"
FRONT = ".jp-NotebookPanel:not(.lm-mod-hidden)"
# Opens what is folded, and what is folded in that; true once nothing is folded or on its way.
UNFOLDED = """front => {
  const folds = [...document.querySelectorAll(`${front} .workbook-fold > details`)];
  const closed = folds.filter(one => !one.open);
  folds.forEach(one => one.removeAttribute("name"));
  closed.forEach(one => { one.open = true; });
  return folds.length && !closed.length
    && !document.querySelector(`${front} .wb-fold-body > .wb-empty[role=status]`);
}"""
NOTEBOOKS_OWN = "/static/notebook/notebook_core."


def told(line: str) -> None:
    """A measured time, shown with ``pytest -s``."""
    sys.stdout.write(f"{line}\n")


@contextmanager
def visitor(
    chromium: Browser, lab: Lab, wide: int = 1440, known: str = "nothing"
) -> Iterator[BrowserContext]:
    """A browser of its own; afterwards nothing may have failed or been fetched from elsewhere.

    known: the message of an error that the code of Notebook 7 itself makes with any notebook.
    """
    with browsing(chromium, lab, wide) as context, watched(context, lab, known):
        yield context


@contextmanager
def browsing(chromium: Browser, lab: Lab, wide: int = 1440) -> Iterator[BrowserContext]:
    """A browser of its own, which loads JupyterLab from its cache from the second time on."""
    context = chromium.new_context(viewport={"width": wide, "height": 900}, locale="zh-CN")
    context.set_default_timeout(PATIENCE)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=lab.url)
    yield context
    context.close()


@contextmanager
def watched(context: BrowserContext, lab: Lab, known: str = "nothing") -> Iterator[None]:
    """Pages that are opened meanwhile are closed; then nothing may have gone wrong in them."""
    wrong: list[str] = []

    def failed(error: WebError) -> None:
        own = NOTEBOOKS_OWN in (error.error.stack or "")
        if error.error.message != known or not own:
            wrong.append(str(error.error))

    def said(message: ConsoleMessage) -> None:
        if message.type == "error":
            wrong.append(f"{message.text} {message.location.get('url', '')}".strip())

    def asked(request: Request) -> None:
        ours = (lab.url, lab.url.replace("http", "ws"), "data:", "blob:", "about:")
        if not request.url.startswith(ours):
            wrong.append(request.url)

    before = context.pages
    context.on("weberror", failed)
    context.on("console", said)
    context.on("request", asked)
    yield
    for page in context.pages:
        if page not in before:
            page.close()
    context.remove_listener("weberror", failed)
    context.remove_listener("console", said)
    context.remove_listener("request", asked)
    assert wrong == [], wrong


def enter(context: BrowserContext, lab: Lab, path: str = "/lab") -> Page:
    """JupyterLab, with the panel and the page of the start open."""
    page = context.new_page()
    page.goto(f"{lab.url}{path}?token={lab.token}&reset")
    page.locator("#jp-main-dock-panel").wait_for()
    page.locator(".jp-WorkbookPanel [data-page]").first.wait_for()
    laid_out(page)
    return page


def chapter(page: Page, name: str) -> Locator:
    """A chapter's row in the panel."""
    return page.locator(f'.jp-WorkbookPanel [data-key="chapter-{name}"]')


def percent(page: Page, name: str) -> Locator:
    return chapter(page, name).locator(".jp-Workbook-percent")


def next_step(page: Page) -> Locator:
    return page.locator('.jp-WorkbookPanel [data-key="next"]')


def bar(page: Page) -> Locator:
    """The bar above the page that is in front."""
    return page.locator(".jp-WorkbookBar:visible")


def laid_out(page: Page) -> None:
    """Wait until the page in front has run to its end, its bar saying nothing; then unfold it."""
    shown = page.locator(".jp-WorkbookPage:visible")
    shown.wait_for()
    expect(shown.locator(".jp-WorkbookBar-text")).to_have_text("")
    unfold(page)


def open_chapter(page: Page, name: str) -> float:
    """Click a chapter and unfold its page; the seconds until the page was there."""
    begun = time.monotonic()
    chapter(page, name).click()
    expect(chapter(page, name)).to_have_attribute("aria-current", "page")
    page.locator(f"{FRONT} .wb-book .workbook-fold").first.wait_for()
    took = time.monotonic() - begun
    unfold(page)
    return took


def unfold(page: Page) -> None:
    """Open everything on the page in front, as somebody does who reads all of it."""
    page.locator(f"{FRONT} .wb-book .workbook-fold").first.wait_for()
    page.wait_for_function(UNFOLDED, arg=FRONT)


def at_rest(page: Page) -> None:
    """Wait until each form has saved what was typed."""
    unsaved = page.locator(f'{FORM}:is([data-state="saving"], [data-state="error"])')
    expect(unsaved).to_have_count(0)
