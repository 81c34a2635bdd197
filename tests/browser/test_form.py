"""The live form, filled in by a person at a keyboard, in a real JupyterLab."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copy
from typing import Any

import nbformat
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from .conftest import QUIET, Lab

HERE = Path(__file__).parent
Open = Callable[..., Page]


@pytest.fixture
def opened(lab: Lab, context: BrowserContext) -> Iterator[Open]:
    """Open a form in a notebook; afterwards nothing may have failed or left this machine."""
    wrong: list[str] = []
    copy(HERE / "plan_page.py", lab.work)

    def open_(name: str, file: str, language: str = "zh-Hans", author: str = "chen-jie") -> Page:
        _notebook(lab.work / name, f'plan_page.page("{file}", "{language}", "{author}")')
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda request: _is_ours(request.url, lab) or wrong.append(request.url))
        page.goto(f"{lab.url}/lab/tree/{name}?token={lab.token}&reset")
        run(page)
        return page

    yield open_
    assert not wrong


def _is_ours(url: str, lab: Lab) -> bool:
    return url.startswith((lab.url, lab.url.replace("http", "ws"), "data:", "blob:"))


def _notebook(path: Path, code: str) -> None:
    cell = nbformat.v4.new_code_cell(f"import plan_page\n{code}")
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(nbformat.v4.new_notebook([cell], {"kernelspec": kernel}), path)


def run(page: Page) -> None:
    """Run the cell and wait for its form."""
    page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for()
    page.locator(".jp-CodeCell .jp-InputPrompt").first.click()
    page.keyboard.press("Shift+Enter")
    page.locator(".workbook-form").wait_for()


def cell(page: Page, loc: str) -> Locator:
    return page.locator(f'.wf-control[data-loc="{loc}"]')


def press(page: Page, *keys: str) -> None:
    """Type texts and press keys; a key is written in angle brackets."""
    for key in keys:
        if key.startswith("<"):
            page.keyboard.press(key[1:-1])
        else:
            page.keyboard.type(key)


def paste(page: Page, text: str) -> None:
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+V")


def says(page: Page, text: str) -> None:
    expect(page.locator(".wf-status")).to_have_text(text)


def saved(lab: Lab, file: str) -> list[dict[str, Any]]:
    versions: list[dict[str, Any]] = json.loads((lab.work / file).read_text(encoding="utf-8"))
    return versions


def latest(lab: Lab, file: str) -> dict[str, Any]:
    body: dict[str, Any] = saved(lab, file)[-1]["body"]
    return body


def restart(page: Page) -> None:
    page.locator(".jp-CodeCell .jp-InputPrompt").first.click()
    press(page, "<0>", "<0>")
    page.locator(".jp-Dialog .jp-mod-accept").click()
    page.locator(".jp-Dialog").wait_for(state="detached")


def test_a_page_is_filled_in_from_empty_by_keyboard_alone(opened: Open, lab: Lab) -> None:
    page = opened("keyboard.ipynb", "keyboard.json")
    says(page, "还没填过")
    cell(page, "scheme").focus()
    press(page, "平均", "<ArrowDown>", "<Tab>", "12", "<Tab>", "2026-12-05", "<Tab>")
    press(page, "<Tab>", "K0012", "<Tab>", "<ArrowUp>", "a", "<Tab>", "50", "<Tab>", "债券基金")
    press(page, "<Enter>", "指数基金", "<Shift+Tab>", "120.5", "<Shift+Tab>", "<Shift+Tab>", "K0107")
    expect(cell(page, "prospects.1.customer")).to_be_focused()
    press(page, "<ArrowUp>")
    expect(cell(page, "prospects.0.customer")).to_be_focused()
    says(page, f"已保存 14:{len(saved(lab, 'keyboard.json')):02d}")
    filled = {
        "scheme": "even",
        "daily_contacts": "12",
        "try_by": "2026-12-05",
        "prospects": [
            {"customer": "K0012", "indicator": "aum", "amount": "50", "product": "债券基金"},
            {"customer": "K0107", "amount": "120.5", "product": "指数基金"},
        ],
    }
    assert latest(lab, "keyboard.json") == filled
    versions = len(saved(lab, "keyboard.json"))

    page.locator(".jp-CodeCell .jp-InputPrompt").first.click()
    press(page, "<Control+S>")
    page.locator("#filebrowser .jp-DirListing-item", has_text="keyboard.ipynb").wait_for()
    page.locator(".lm-TabBar-tab.jp-mod-current:not(.jp-mod-dirty)").first.wait_for()
    page.reload()
    expect(cell(page, "prospects.1.product")).to_have_value("指数基金")
    expect(cell(page, "scheme")).to_have_value("even")

    restart(page)
    run(page)
    expect(cell(page, "prospects.1.amount")).to_have_value("120.5")
    expect(cell(page, "daily_contacts")).to_have_value("12")
    assert len(saved(lab, "keyboard.json")) == versions
