"""The live form, filled in by a person at a keyboard, in a real JupyterLab."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from .conftest import QUIET, Lab

HERE = Path(__file__).parent
Open = Callable[..., Page]


@pytest.fixture
def opened(lab: Lab, context: BrowserContext) -> Iterator[Open]:
    """Open a form in a notebook; afterwards nothing may have failed or left this machine."""
    wrong: list[str] = []
    outside: list[str] = []
    copy(HERE / "plan_page.py", lab.work)

    def open_(name: str, file: str, language: str = "zh-Hans", author: str = "chen-jie") -> Page:
        code = f'import plan_page\nplan_page.page("{file}", "{language}", "{author}")'
        _notebook(lab.work / name, code)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda request: outside.append(request.url))
        page.goto(f"{lab.url}/lab/tree/{name}?token={lab.token}&reset")
        run(page)
        return page

    yield open_
    for page in context.pages:
        page.close()
    ours = (lab.url, lab.url.replace("http", "ws"), "data:", "blob:")
    assert not [*wrong, *(url for url in outside if not url.startswith(ours))]


def _notebook(path: Path, code: str) -> None:
    cell = {"cell_type": "code", "id": "form", "metadata": {}, "outputs": [], "source": code}
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": kernel},
        "cells": [{**cell, "execution_count": None}],
    }
    path.write_text(json.dumps(notebook), encoding="utf-8")


def run(page: Page) -> None:
    """Run the cell and wait for its form."""
    page.locator("#jp-main-statusbar").get_by_text("| Idle").wait_for()
    page.locator(".jp-CodeCell .jp-InputPrompt").first.click()
    page.locator('[data-command="notebook:run-cell-and-select-next"]').click()
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


def is_saved(page: Page) -> None:
    """Wait until nothing is on its way any more."""
    expect(page.locator(".workbook-form")).to_have_attribute("data-state", "saved")


def saved(lab: Lab, file: str) -> list[dict[str, Any]]:
    versions: list[dict[str, Any]] = json.loads((lab.work / file).read_text(encoding="utf-8"))
    return versions


def latest(lab: Lab, file: str) -> dict[str, Any]:
    body: dict[str, Any] = saved(lab, file)[-1]["body"]
    return body


def restart(page: Page) -> None:
    page.locator('[data-command="notebook:restart-kernel"]').click()
    page.locator(".jp-Dialog .jp-mod-accept").click()
    page.locator(".jp-Dialog").wait_for(state="detached")


def test_a_page_is_filled_in_from_empty_by_keyboard_alone(opened: Open, lab: Lab) -> None:
    page = opened("keyboard.ipynb", "keyboard.json")
    says(page, "还没填过")
    cell(page, "scheme").focus()
    press(page, "<ArrowDown>", "<Tab>", "12", "<Tab>", "2026-12-05", "<Tab>")
    press(page, "<Tab>", "K0012", "<Tab>", "a", "<Tab>", "50", "<Tab>", "债券基金")
    press(
        page, "<Enter>", "指数基金", "<Shift+Tab>", "120.5", "<Shift+Tab>", "<Shift+Tab>", "K0107"
    )
    expect(cell(page, "prospects.1.customer")).to_be_focused()
    press(page, "<ArrowUp>")
    expect(cell(page, "prospects.0.customer")).to_be_focused()
    is_saved(page)
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

    page.locator('[data-command="docmanager:save"]').click()
    page.locator(".lm-TabBar-tab.jp-mod-active:not(.jp-mod-dirty)").wait_for()
    page.reload()
    expect(cell(page, "prospects.1.product")).to_have_value("指数基金")
    expect(cell(page, "scheme")).to_have_value("even")

    restart(page)
    run(page)
    expect(cell(page, "prospects.1.amount")).to_have_value("120.5")
    expect(cell(page, "daily_contacts")).to_have_value("12")
    assert len(saved(lab, "keyboard.json")) == versions


FROM_EXCEL = (
    "客户编号\t指标\t预计金额\t产品\t把握\t下次联系\t状态\r\n"
    "K0012\tAUM 净增\t50\t债券基金\t30%\t12/5\t进行中\r\n"
    'K0044\t信用卡\tabc\t"附属""卡"""\t\t12/9\t已成交\r\n'
    "K0107\t基金销售\t120.5\t\t0.5\t12/12\t\r\n"
)


def test_rows_from_excel_are_mended_moved_and_removed(opened: Open, lab: Lab) -> None:
    page = opened("excel.ipynb", "excel.json")
    cell(page, "prospects.0.customer").focus()
    paste(page, FROM_EXCEL)
    expect(page.locator(".wf-notice")).to_have_text("已粘贴 3 行")
    is_saved(page)
    assert latest(lab, "excel.json")["prospects"][1:] == [
        {
            "customer": "K0044",
            "indicator": "cards",
            "amount": "abc",
            "product": '附属"卡"',
            "next_contact": "12/9",
            "status": "won",
        },
        {
            "customer": "K0107",
            "indicator": "funds",
            "amount": "120.5",
            "chance": "0.5",
            "next_contact": "12/12",
        },
    ]

    wrong = cell(page, "prospects.1.amount")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    told = page.locator(f'[id="{wrong.get_attribute("aria-describedby")}"]')
    expect(told).to_contain_text("填的是“abc”，读不成数字")
    page.locator(".wf-summary").click()
    expect(wrong).to_be_focused()
    press(page, "3", "<Enter>")
    expect(wrong).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator(".wf-summary")).to_be_hidden()

    press(page, "<Alt+ArrowUp>", "<Alt+ArrowUp>")
    expect(cell(page, "prospects.0.amount")).to_be_focused()
    press(page, "<ArrowDown>", "<Alt+Delete>")
    is_saved(page)
    left = [row["customer"] for row in latest(lab, "excel.json")["prospects"]]
    assert left == ["K0107", "K0044"]

    press(page, "<Control+z>")
    expect(cell(page, "prospects.2.customer")).to_have_value("K0044")
    is_saved(page)
    assert len(latest(lab, "excel.json")["prospects"]) == 3


def test_what_is_typed_stays_out_of_jupyters_hands(opened: Open, lab: Lab) -> None:
    page = opened("keys.ipynb", "keys.json")
    cell(page, "daily_contacts").focus()
    press(page, "dd00", "<Escape>", "a", "b", "<Shift+Enter>")
    expect(page.locator(".jp-Cell")).to_have_count(2)
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    expect(cell(page, "daily_contacts")).to_have_value("ab")
    cell(page, "prospects.0.product").focus()
    page.context.new_cdp_session(page).send(
        "Input.imeSetComposition", {"text": "zhai", "selectionStart": 4, "selectionEnd": 4}
    )
    cell(page, "prospects.0.product").dispatch_event(
        "keydown", {"key": "Enter", "isComposing": True, "bubbles": True}
    )
    expect(cell(page, "prospects.0.product")).to_be_focused()
    expect(page.locator(".wf-table tbody tr")).to_have_count(1)
    page.keyboard.insert_text("债券基金")
    press(page, "<Tab>")
    is_saved(page)
    assert latest(lab, "keys.json")["prospects"] == [{"product": "债券基金"}]
    expect(cell(page, "prospects.0.customer")).not_to_have_attribute("aria-invalid", "true")
    page.locator(".wf-add").focus()
    expect(cell(page, "prospects.0.customer")).to_have_attribute("aria-invalid", "true")


def test_two_windows_lose_nothing_and_overwrite_nothing(opened: Open, lab: Lab) -> None:
    mine = opened("mine.ipynb", "both.json", author="chen-jie")
    theirs = opened("theirs.ipynb", "both.json", author="li-min")
    cell(mine, "daily_contacts").fill("12")
    press(mine, "<Tab>")
    is_saved(mine)

    cell(theirs, "answer").fill("先约三位")
    cell(theirs, "try_by").focus()
    is_saved(theirs)
    expect(cell(theirs, "daily_contacts")).to_have_value("12")
    assert latest(lab, "both.json") == {"daily_contacts": "12", "answer": "先约三位"}

    cell(mine, "answer").fill("先约五位")
    cell(mine, "try_by").focus()
    panel = mine.locator(".wf-panel")
    expect(panel).to_contain_text("li-min 在 14:02 存了第 2 版")
    expect(panel.locator("td")).to_have_text(["先约五位", "先约三位"])
    panel.get_by_role("button", name="用我填的").click()
    is_saved(mine)
    assert latest(lab, "both.json") == {"daily_contacts": "12", "answer": "先约五位"}

    cell(theirs, "answer").fill("先约七位")
    cell(theirs, "try_by").focus()
    theirs.locator(".wf-panel").get_by_role("button", name="用先保存的").click()
    expect(cell(theirs, "answer")).to_have_value("先约五位")
    is_saved(theirs)
    assert len(saved(lab, "both.json")) == 3


def test_an_earlier_version_comes_back(opened: Open, lab: Lab) -> None:
    page = opened("history.ipynb", "history.json")
    for number in ("8", "10", "12"):
        cell(page, "daily_contacts").fill(number)
        press(page, "<Enter>")
        is_saved(page)
    page.get_by_role("button", name="撤销").click()
    expect(cell(page, "daily_contacts")).to_have_value("10")
    page.get_by_role("button", name="撤销").click()
    expect(cell(page, "daily_contacts")).to_have_value("8")
    is_saved(page)
    page.get_by_role("button", name="历史").click()
    page.get_by_role("button", name="第 3 版 · 14:03 · chen-jie").click()
    expect(page.locator(".wf-preview td")).to_have_text(["12", "8"])
    page.get_by_role("button", name="恢复这一版").click()
    expect(cell(page, "daily_contacts")).to_have_value("12")
    is_saved(page)
    bodies = [one["body"]["daily_contacts"] for one in saved(lab, "history.json")]
    assert bodies == ["8", "10", "12", "10", "8", "12"]


def test_without_a_kernel_the_draft_stays_and_is_offered(opened: Open, lab: Lab) -> None:
    page = opened("draft.ipynb", "draft.json")
    restart(page)
    cell(page, "answer").fill("先约三位到期客户")
    cell(page, "prospects.0.customer").fill("K0012")
    expect(page.locator(".wf-status")).to_contain_text("暂时连不上", timeout=10_000)
    assert not (lab.work / "draft.json").exists()
    run(page)
    panel = page.locator(".wf-panel")
    expect(panel).to_contain_text("没来得及保存的草稿")
    panel.get_by_role("button", name="用这份草稿").click()
    is_saved(page)
    expect(cell(page, "prospects.0.customer")).to_have_value("K0012")
    assert latest(lab, "draft.json")["answer"] == "先约三位到期客户"
    assert (
        page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('workbook'))") == []
    )


ROWS = {
    "zh-Hans": FROM_EXCEL.split("\r\n", 1)[1],
    "en": (
        "K0012\tNet new AUM\t50\tbond fund\t30%\t2026-12-05\tOpen\n"
        "K0044\tCredit cards\t2.5\t\t\t2026-12-09\tClosed\n"
        "K0107\tFund sales\t120.5\tindex fund\t50%\t2026-12-12\tOpen\n"
    ),
}


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_the_form_fits_its_page(opened: Open, lab: Lab, language: str, tmp_path: Path) -> None:
    """SCREENSHOTS=folder keeps the pictures, to be looked at."""
    folder = Path(os.environ.get("SCREENSHOTS", tmp_path))
    lab.set(**QUIET)
    page = opened(f"look-{language}.ipynb", f"look-{language}.json", language)
    cell(page, "prospects.0.customer").focus()
    paste(page, ROWS[language])
    is_saved(page)
    page.locator(".wf-more").nth(1).click()
    cell(page, "prospects.0.product").focus()
    expect(page.locator(".wf-said")).to_have_count(1)
    page.screenshot(path=folder / f"form-{language}-light.png")
    overflow = page.locator(".wf-scroll").evaluate("box => box.scrollWidth - box.clientWidth")
    assert overflow <= 0
    light = colours(page)
    darken(page)
    page.screenshot(path=folder / f"form-{language}-dark.png")
    assert all(contrast(pair) >= 4.5 for pair in (*light, *colours(page)))


def darken(page: Page) -> None:
    page.locator(".lm-MenuBar-item", has_text="Settings").click()
    page.locator(".lm-Menu-item[data-type=submenu]", has_text="Theme").first.click()
    page.locator(".lm-Menu-item", has_text="JupyterLab Dark").first.click()
    page.locator('body[data-jp-theme-light="false"]').wait_for(state="attached")
    page.locator("#jupyterlab-splash").wait_for(state="detached")


def colours(page: Page) -> list[list[list[float]]]:
    """Ink and ground of what is read most: a cell, a heading, a message, the help."""
    pairs: list[list[list[float]]] = page.evaluate(
        """() => {
          const numbers = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
          const page = getComputedStyle(document.querySelector(".wf-top")).backgroundColor;
          return [".wf-label", ".wf-title", ".wf-message", ".wf-help", ".wf-status"].map((name) =>
            [getComputedStyle(document.querySelector(name)).color, page].map(numbers));
        }"""
    )
    return pairs


def contrast(pair: list[list[float]]) -> float:
    """The contrast ratio of two colours. Source: WCAG 2.2, 1.4.3."""
    dark, light = sorted(map(_luminance, pair))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: list[float]) -> float:
    shares = [value / 255 for value in colour]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
