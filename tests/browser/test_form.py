"""The live form, filled in by a person at a keyboard, in a real JupyterLab."""

from __future__ import annotations

import json
import os
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from workbook.book import remarks
from workbook.book.opening import open_book
from workbook.book.trainee_workbook import Book
from workbook.store import Trainee, open_store

from .conftest import QUIET, Lab

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
Open = Callable[..., Page]
PAGE = 'import plan_page\nplan_page.page("{file}", "{language}", "{author}")'
CHAPTER = 'import plan_page\nplan_page.chapter("{file}", "{language}", "{author}")'
TWO_VIEWS = (
    CHAPTER.replace("plan_page.chapter", "form = plan_page.chapter") + "\ndisplay(form, form)"
)


@pytest.fixture
def opened(lab: Lab, context: BrowserContext) -> Iterator[Open]:
    """Open a form in a notebook; afterwards nothing may have failed or left this machine."""
    wrong: list[str] = []
    outside: list[str] = []
    copy(HERE / "plan_page.py", lab.work)

    def open_(
        name: str,
        file: str,
        language: str = "zh-Hans",
        author: str = "chen-jie",
        code: str = PAGE,
    ) -> Page:
        _notebook(lab.work / name, code.format(file=file, language=language, author=author))
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
    idle = page.locator("#jp-main-statusbar").get_by_text("| Idle")
    idle.wait_for()  # JupyterLab is loaded, and a kernel started
    page.locator(".jp-CodeCell .jp-InputPrompt").first.click()
    page.locator('[data-command="notebook:run-cell-and-select-next"]').click()
    page.locator(".workbook-form").first.wait_for()


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
    press(page, "<Enter>")
    expect(cell(page, "prospects.1.customer")).to_be_focused()
    press(page, "K0107", "<Tab>", "<Tab>", "120.5", "<Tab>", "指数基金", "<Shift+Tab>")
    expect(cell(page, "prospects.1.amount")).to_be_focused()
    press(page, "<ArrowUp>", "<Enter>")
    expect(cell(page, "prospects.1.amount")).to_be_focused()  # the arrow ended the run
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


def test_enter_goes_back_to_where_the_tabs_began(opened: Open, lab: Lab) -> None:
    page = opened("tabs.ipynb", "tabs.json")
    cell(page, "prospects.0.amount").click()
    press(page, "1", "<Tab>", "a", "<Tab>", "30%", "<Tab>", "12/5", "<Enter>")
    expect(cell(page, "prospects.1.amount")).to_be_focused()
    press(page, "2", "<Tab>", "b", "<Shift+Tab>", "<Tab>", "<Tab>", "<Enter>")
    expect(cell(page, "prospects.2.amount")).to_be_focused()
    press(page, "3", "<Tab>")
    cell(page, "prospects.2.next_contact").click()
    press(page, "12/6", "<Enter>")
    expect(cell(page, "prospects.3.next_contact")).to_be_focused()
    press(page, "<Tab>")
    page.locator(".wf-add").focus()
    cell(page, "prospects.3.customer").click()
    press(page, "K4", "<Enter>")
    expect(cell(page, "prospects.4.customer")).to_be_focused()


HEADED = {
    "title, unit in a line above, another order": (
        "滨河支行潜客表\t\t\r\n单位：元\t\t\r\n"
        "状态\t下次联系日期\t预计金额\t客户姓名\t指标\t客户编号\r\n"
        "已成交\t12/5\t500,000.00\t张三\t基金\tK0012\r\n合计\t\t500,000.00\t\t\t\r\n"
    ),
    "unit in the heading, an English table": (
        "Customer\tIndicator\tAmount (yuan)\tNext contact\tStatus\r\n"
        "K0012\tfunds\t500000\t12/5\twon\r\n"
    ),
    "the unit of the column": (
        "客户编号\t指标\t预计金额（万元）\t下次联系\t状态\r\nK0012\tfunds\t50\t12/5\t已成交\r\n"
    ),
}


@pytest.mark.parametrize("text", HEADED.values(), ids=HEADED)
def test_a_table_with_headings_goes_where_it_belongs(opened: Open, lab: Lab, text: str) -> None:
    file = f"headed{len(text)}.json"
    page = opened(f"headed{len(text)}.ipynb", file)
    cell(page, "prospects.0.amount").focus()
    paste(page, text)
    expect(page.locator(".wf-notice")).to_contain_text("已粘贴 1 行")
    if "姓名" in text:
        expect(page.locator(".wf-notice")).to_contain_text("客户姓名")
        expect(page.locator(".wf-notice")).to_contain_text("合计行没有粘贴")
    is_saved(page)
    assert latest(lab, file)["prospects"] == [
        {
            "customer": "K0012",
            "indicator": "funds",
            "amount": "50",
            "next_contact": "12/5",
            "status": "won",
        }
    ]
    expect(page.locator(".wf-summary")).to_be_hidden()


def test_pieces_are_not_turned_into_money(opened: Open, lab: Lab) -> None:
    page = opened("pieces.ipynb", "pieces.json")
    cell(page, "prospects.0.customer").focus()
    paste(page, "指标\t预计金额（元）\r\n信用卡\t3\r\n基金\t30000\r\n基金\t3万\r\n")
    is_saved(page)
    amounts = [row["amount"] for row in latest(lab, "pieces.json")["prospects"]]
    assert amounts == ["3", "3", "3万"]
    units = page.locator(".wf-table td.wf-is-measure .wf-unit")
    expect(units).to_have_text(["张", "万元", "万元"])
    cell(page, "prospects.0.indicator").select_option("aum")
    expect(units.first).to_have_text("万元")
    press(page, "<Tab>")
    is_saved(page)


def echo_of(page: Page, loc: str) -> Locator:
    return page.locator(f'td:has(> [data-loc="{loc}"]) > .wf-echo')


@pytest.mark.parametrize(
    ("language", "unit", "read", "asks"),
    [
        ("zh-Hans", "万元", "= 500,000 万元，即 50 亿元", "请写成“500000元”"),
        ("en", "wan yuan", "= 500,000 wan yuan", "write 500000yuan"),
    ],
)
def test_an_amount_says_its_unit_and_one_that_is_far_too_large_is_asked_about(
    opened: Open, lab: Lab, language: str, unit: str, read: str, asks: str
) -> None:
    file = f"unit-{language}.db"
    with stored(lab, file) as book:
        book.save("pacing", {"targets": [{"indicator": "aum_growth", "target": "229"}]}, 0)
    code = PAGE.replace("plan_page.page", "plan_page.reserve")
    page = opened(f"unit-{language}.ipynb", file, language, code=code)
    expect(page.locator("td.wf-is-measure .wf-unit").first).to_have_text(unit)
    cell(page, "prospects.0.customer").focus()
    paste(page, "C1\tAUM\t500000\r\nC2\tAUM\t500000元\r\nC3\tAUM\t50\r\n")
    is_saved(page)
    expect(echo_of(page, "prospects.0.amount")).to_contain_text(read)
    expect(echo_of(page, "prospects.1.amount")).to_have_text(f"= 50 {unit}")
    expect(echo_of(page, "prospects.2.amount")).to_have_count(0)
    expect(page.locator("td.wf-is-measure .wf-unit").nth(1)).to_be_hidden()  # it says its own
    asked = page.locator(".wf-asks")
    expect(asked).to_have_count(1)
    expect(asked).to_contain_text(asks)
    expect(cell(page, "prospects.0.amount")).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator(".wf-summary")).to_be_hidden()
    cell(page, "prospects.0.amount").fill("50")
    expect(echo_of(page, "prospects.0.amount")).to_have_count(0)
    press(page, "<Tab>")
    expect(asked).to_have_count(0)


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
    expect(panel).to_contain_text("li-min 在 14:02 也保存了（第 2 版）")
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
    sitting = page.locator(".wf-sitting")
    expect(sitting).to_have_count(1)
    expect(sitting.get_by_role("button").first).to_contain_text("14:01 – 14:05 · chen-jie")
    expect(sitting.locator("li")).to_have_text("每天联系几位：— → 8")
    sitting.get_by_text("逐次看").click()
    page.get_by_role("button", name="第 3 版 · 14:03 · chen-jie").click()
    expect(page.locator(".wf-preview td")).to_have_text(["12", "8"])
    page.get_by_role("button", name="恢复这一版").click()
    expect(cell(page, "daily_contacts")).to_have_value("12")
    is_saved(page)
    bodies = [one["body"]["daily_contacts"] for one in saved(lab, "history.json")]
    assert bodies == ["8", "10", "12", "10", "8", "12"]


def drafts(page: Page) -> list[str]:
    """What the browser keeps of this page until it is saved."""
    found: list[str] = page.evaluate(
        "Object.keys(localStorage).filter(key => key.startsWith('workbook'))"
    )
    return found


def kernel_of(lab: Lab, file: str) -> int:
    return int((lab.work / f"{file}.kernel").read_text())


def test_a_kernel_that_died_loses_nothing_and_the_draft_goes_in_by_itself(
    opened: Open, lab: Lab
) -> None:
    page = opened("draft.ipynb", "draft.json")
    cell(page, "daily_contacts").fill("12")
    press(page, "<Tab>")
    is_saved(page)
    os.kill(kernel_of(lab, "draft.json"), signal.SIGKILL)
    page.locator(".jp-Dialog .jp-mod-accept").click()
    cell(page, "answer").fill("先约三位到期客户")
    cell(page, "prospects.0.customer").fill("K0012")
    expect(page.locator(".wf-status")).to_contain_text("暂时连不上")
    assert latest(lab, "draft.json") == {"daily_contacts": "12"}
    run(page)
    expect(page.locator(".wf-notice")).to_contain_text("当时没来得及保存，已经放回来并保存")
    is_saved(page)
    expect(cell(page, "prospects.0.customer")).to_have_value("K0012")
    assert latest(lab, "draft.json") == {
        "daily_contacts": "12",
        "prospects": [{"customer": "K0012"}],
        "answer": "先约三位到期客户",
    }
    assert drafts(page) == []


def test_a_draft_of_what_somebody_else_changed_is_offered(opened: Open, lab: Lab) -> None:
    page = opened("offered.ipynb", "offered.json")
    restart(page)
    cell(page, "answer").fill("先约三位到期客户")
    expect(page.locator(".wf-status")).to_contain_text("暂时连不上")
    theirs = {"version": 1, "saved_at": "14:01", "author": "li-min", "body": {"answer": "先约五位"}}
    (lab.work / "offered.json").write_text(json.dumps([theirs], ensure_ascii=False))
    run(page)
    panel = page.locator(".wf-panel")
    expect(panel).to_contain_text("没来得及保存的草稿")
    expect(panel.locator("td")).to_have_text(["先约五位", "先约三位到期客户"])
    panel.get_by_role("button", name="用这份草稿").click()
    is_saved(page)
    assert latest(lab, "offered.json")["answer"] == "先约三位到期客户"
    assert drafts(page) == []


def test_what_was_taken_back_before_it_was_saved_does_not_come_again(
    opened: Open, lab: Lab
) -> None:
    with stored(lab, "back.db") as book:
        page = opened("back.ipynb", "back.db", code=CHAPTER)
        with full_disk(kernel_of(lab, "back.db")):
            cell(page, "daily_contacts").fill("12")
            expect(page.locator(".wf-status")).to_contain_text("现在存不进去")
            assert len(drafts(page)) == 1
            cell(page, "daily_contacts").fill("")
            page.wait_for_function(
                "!Object.keys(localStorage).some(key => key.startsWith('workbook'))"
            )
        save_and_reload(page)
        expect(cell(page, "daily_contacts")).to_have_value("")
        assert book.entry("pacing") is None


def test_what_was_taken_back_while_it_was_on_its_way_is_taken_back_in_the_store_too(
    opened: Open, lab: Lab
) -> None:
    with stored(lab, "way.db") as book:
        page = opened("way.ipynb", "way.db", code=CHAPTER)
        with frozen(kernel_of(lab, "way.db")):
            cell(page, "daily_contacts").fill("12")
            form = page.locator(".workbook-form")
            expect(form).to_have_attribute("data-state", "error")
            cell(page, "daily_contacts").fill("")
            page.wait_for_timeout(500)  # the draft is written meanwhile
            (key,) = drafts(page)
            assert '"sent":{"daily_contacts":"12"}' in page.evaluate(
                "key => localStorage.getItem(key)", key
            )
        is_saved(page)
        entry = book.entry("pacing")
        assert entry is not None
        assert "daily_contacts" not in entry.body
        assert drafts(page) == []


def save_and_reload(page: Page) -> None:
    page.locator('[data-command="docmanager:save"]').click()
    page.locator(".lm-TabBar-tab.jp-mod-active:not(.jp-mod-dirty)").wait_for()
    page.reload()
    page.locator(".workbook-form").first.wait_for()


# -- the store, and remarks -----------------------------------------------------------------------


CHEN = Trainee(id="chen-jie", name="陈洁", cohort="2026-winter", coach="林老师")
HOSTILE = "<img src=http://outside.test/ onerror=alert(1)> $x^2$ [a](javascript:alert(1))"


@contextmanager
def stored(lab: Lab, file: str) -> Iterator[Book]:
    """The coach's view of a store with one trainee."""
    with open_store(lab.work / file) as store:
        store.put_trainees([CHEN])
        yield open_book(store, CHEN.id, "2026-12", "2026-12-09")


@contextmanager
def frozen(process: int) -> Iterator[None]:
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


@contextmanager
def full_disk(process: int) -> Iterator[None]:
    """No file of the process may grow, as on a disk without room."""
    limits = resource.prlimit(process, resource.RLIMIT_FSIZE)
    resource.prlimit(process, resource.RLIMIT_FSIZE, (1, limits[1]))
    try:
        yield
    finally:
        resource.prlimit(process, resource.RLIMIT_FSIZE, limits)


def remarked(page: Page, label: str) -> Locator:
    """The remarks beside a field."""
    return page.get_by_role("group", name=f"教练的话: {label}")


def test_what_a_full_disk_refused_is_saved_by_itself_once_there_is_room(
    opened: Open, lab: Lab
) -> None:
    with stored(lab, "full.db") as book:
        page = opened("full.ipynb", "full.db", code=CHAPTER)
        with full_disk(kernel_of(lab, "full.db")):
            cell(page, "daily_contacts").fill("12")
            expect(page.locator(".wf-status")).to_contain_text("现在存不进去")
            expect(page.locator(".wf-status")).to_contain_text("过一会儿会自动再试")
            assert book.entry("pacing") is None
        is_saved(page)
        entry = book.entry("pacing")
        assert entry is not None
        assert entry.body["daily_contacts"] == "12"
        assert drafts(page) == []


def test_a_remark_is_read_and_answered_beside_its_field(
    opened: Open, lab: Lab, tmp_path: Path
) -> None:
    """SCREENSHOTS=folder keeps the pictures, to be looked at."""
    folder = Path(os.environ.get("SCREENSHOTS", tmp_path))
    lab.set(**QUIET)
    with stored(lab, "talk.db") as book:
        remarks.write(book, "pacing", "先排人，再排量。")
        remarks.write(book, "pacing", "目标一行写一个指标，本周五前写完。", field="targets")
        remarks.write(book, "pacing", f"为什么是 12 位？{HOSTILE}", field="daily_contacts")
        page = opened("talk.ipynb", "talk.db", code=TWO_VIEWS)
        mine, other = (page.locator(".workbook-form").nth(at) for at in (0, 1))
        beside = remarked(page, "一天最多联系几位").first
        expect(beside).to_contain_text(HOSTILE)
        expect(beside.locator("img, a, mjx-container")).to_have_count(0)
        expect(beside.locator(".wf-waits")).to_have_text("等您回复")
        expect(mine.locator(".wf-remarks").first).to_contain_text("先排人，再排量。")
        expect(mine.locator(".wf-rows .wf-remarks")).to_contain_text("一行写一个指标")
        pictures(page, folder)

        cell(page, "daily_contacts").first.focus()
        press(page, "<Tab>", "<Enter>", "每天上午约满 8 位", "<Control+z>")
        expect(beside.locator("textarea")).to_be_focused()
        expect(mine).to_have_attribute("data-state", "new")
        beside.locator("textarea").fill("每天上午约满 8 位，<b>下午</b>回访")
        press(page, "<Control+Enter>")
        expect(beside.get_by_role("status")).to_have_text("已发出，教练看得到")
        expect(beside.get_by_role("button", name="我的回复")).to_be_focused()
        expect(other.locator(".wf-answers")).to_contain_text("<b>下午</b>回访")
        expect(other.locator(".wf-waits")).to_have_count(2)
        (first, *_) = remarks.threads(book, "pacing")
        assert [one.text for one in first.answers] == ["每天上午约满 8 位，<b>下午</b>回访"]
        assert not first.open
        assert drafts(page) == []


def pictures(page: Page, folder: Path) -> None:
    """The remarks in light, dark and high contrast, all of them readable."""
    page.mouse.move(0, 0)
    for theme in ("Light", "Dark", "Dark High Contrast"):
        if theme != "Light":
            use_theme(page, f"JupyterLab {theme}")
        page.screenshot(path=folder / f"remarks-{theme.lower().replace(' ', '-')}.png")
        assert all(contrast(pair) >= 4.5 for pair in remark_colours(page)), theme


def test_a_new_remark_comes_without_a_reload_and_disturbs_nobody(opened: Open, lab: Lab) -> None:
    with stored(lab, "news.db") as book:
        first = remarks.write(book, "pacing", "为什么是 12 位？", field="daily_contacts")
        page = opened("news.ipynb", "news.db", code=CHAPTER)
        beside = remarked(page, "一天最多联系几位")
        beside.get_by_role("button", name="我的回复").click()
        press(page, "因为上午", "<ArrowLeft>", "<ArrowLeft>")
        remarks.write(book, "pacing", "只问一句：哪天？", field="daily_contacts")
        remarks.answer(book, first.number, "也可以写 8 位", role="coach")
        expect(beside.locator(".wf-remark")).to_have_count(2)
        expect(page.locator(".wf-notice")).to_contain_text("教练刚写了新的话")
        expect(beside.locator(".wf-says")).to_have_text(
            ["只问一句：哪天？", "为什么是 12 位？", "也可以写 8 位"]
        )
        expect(beside.locator("textarea").last).to_be_focused()
        press(page, "每天")
        expect(beside.locator("textarea").last).to_have_value("因为每天上午")


def test_a_reply_survives_a_reload_and_a_kernel_that_is_away(opened: Open, lab: Lab) -> None:
    with stored(lab, "away.db") as book:
        remarks.write(book, "pacing", "为什么是 12 位？", field="daily_contacts")
        page = opened("away.ipynb", "away.db", code=CHAPTER)
        beside = remarked(page, "一天最多联系几位")
        beside.get_by_role("button", name="我的回复").click()
        press(page, "约满了")
        page.locator('[data-command="docmanager:save"]').click()
        page.locator(".lm-TabBar-tab.jp-mod-active:not(.jp-mod-dirty)").wait_for()
        page.reload()
        expect(beside.locator("textarea")).to_have_value("约满了")
        with frozen(kernel_of(lab, "away.db")):
            beside.get_by_role("button", name="发送").click()
            expect(beside.get_by_role("alert")).to_contain_text("暂时连不上")
            expect(beside.locator("textarea")).to_have_value("约满了")
        expect(beside.get_by_role("status")).to_have_text("已发出，教练看得到")
        (thread,) = remarks.threads(book, "pacing")
        assert [one.text for one in thread.answers] == ["约满了"]


def test_a_reply_that_is_refused_stays_in_its_box(opened: Open, lab: Lab) -> None:
    with stored(lab, "refused.db") as book:
        remarks.write(book, "pacing", "为什么是 12 位？", field="daily_contacts")
        page = opened("refused.ipynb", "refused.db", code=CHAPTER)
        beside = remarked(page, "一天最多联系几位")
        with full_disk(kernel_of(lab, "refused.db")):
            beside.get_by_role("button", name="我的回复").click()
            press(page, "约满了", "<Control+Enter>")
            expect(beside.get_by_role("alert")).to_contain_text("现在发不出去")
        expect(beside.locator("textarea")).to_have_value("约满了")
        assert not remarks.threads(book, "pacing")[0].answers
        press(page, "<Control+Enter>")
        expect(beside.locator(".wf-answers")).to_contain_text("约满了")
        assert len(remarks.threads(book, "pacing")[0].answers) == 1


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
    use_theme(page, "JupyterLab Dark")


def use_theme(page: Page, name: str) -> None:
    page.locator(".lm-MenuBar-item", has_text="Settings").click()
    page.locator(".lm-Menu-item[data-type=submenu]", has_text="Theme").first.click()
    page.locator(".lm-Menu-item").get_by_text(name, exact=True).click()
    page.locator(f'body[data-jp-theme-name="{name}"]').wait_for(state="attached")
    page.locator("#jupyterlab-splash").wait_for(state="detached")


def colours(page: Page) -> list[list[list[float]]]:
    """Ink and ground of what is read most: a cell, a heading, a message, the help."""
    read = [".wf-label", ".wf-title", ".wf-message", ".wf-help", ".wf-status"]
    return pairs_of(page, ".wf-top", read)


def remark_colours(page: Page) -> list[list[list[float]]]:
    """The same of the remarks."""
    return pairs_of(
        page, ".wf-remark", [".wf-says", ".wf-speaker", ".wf-waits", ".wf-reply button"]
    )


def pairs_of(page: Page, ground: str, read: list[str]) -> list[list[list[float]]]:
    pairs: list[list[list[float]]] = page.evaluate(
        """([ground, read]) => {
          const style = (name) => getComputedStyle(document.querySelector(name));
          const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
          const below = numbers(style(ground).backgroundColor).slice(0, 3);
          return read.map((name) => {
            const [r, g, b, share = 1] = numbers(style(name).color);
            return [[r, g, b].map((part, at) => part * share + below[at] * (1 - share)), below];
          });
        }""",
        [ground, read],
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
