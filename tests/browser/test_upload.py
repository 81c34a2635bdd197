"""A file of customers is brought in on the page, in a real JupyterLab: parts, columns, rejects."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from shutil import copy

import pytest
from playwright.sync_api import BrowserContext, FilePayload, Page, expect

from workbook.store import open_store

from .conftest import Lab
from .test_form import CHEN, HERE, stored

pytestmark = pytest.mark.slow

CODE = (
    'import os, plan_page\nprint(\'kernel\', os.getpid())\nplan_page.bring("{file}", "{language}")'
)


@pytest.fixture
def page(lab: Lab, context: BrowserContext) -> Iterator[Page]:
    """A tab; afterwards nothing may have failed in it or left this machine."""
    wrong: list[str] = []
    copy(HERE / "plan_page.py", lab.work)
    opened = context.new_page()
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("request", lambda request: wrong.append(request.url))
    yield opened
    opened.close()
    ours = (lab.url, lab.url.replace("http", "ws"), "data:", "blob:")
    assert not [one for one in wrong if not one.startswith(ours)]


def show(page: Page, lab: Lab, name: str, language: str = "zh-Hans") -> None:
    """Run the cell with the upload in a notebook of its own, on a store of its own."""
    code = CODE.format(file=f"{name}.db", language=language)
    cell = {"cell_type": "code", "id": "up", "metadata": {}, "outputs": [], "source": code}
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": kernel},
        "cells": [{**cell, "execution_count": None}],
    }
    (lab.work / f"{name}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    page.goto(f"{lab.url}/lab/tree/{name}.ipynb?token={lab.token}&reset")
    page.locator("#jp-main-statusbar").get_by_text("| Idle").wait_for()
    page.locator(".jp-CodeCell .jp-InputPrompt").first.click()
    page.locator('[data-command="notebook:run-cell-and-select-next"]').click()
    page.locator(".workbook-upload").wait_for()


def choose(page: Page, name: str, content: bytes) -> None:
    file: FilePayload = {"name": name, "mimeType": "text/csv", "buffer": content}
    page.locator(".workbook-upload input[type=file]").set_input_files(file)


def imported(lab: Lab, name: str) -> list[str]:
    with open_store(lab.work / f"{name}.db") as store:
        table = store.imported(CHEN.id, "customers")
    return [] if table is None else list(table["id"])


FOREIGN = "CIF,CUR_BAL,ADDR\n0012,52000,滨河路\n0013,abc,城东路\n0014,71000,城西路\n"
SAYS = {
    "zh-Hans": ("对照栏目", "按这样再读一次", "不要这一列", "下载没读进来的行"),
    "en": ("Match columns", "Read it again this way", "Leave this column out", "Download the rows"),
}


@pytest.mark.parametrize("language", SAYS)
def test_foreign_columns_are_matched_and_rejected_rows_taken_away(
    page: Page, lab: Lab, language: str, tmp_path: Path
) -> None:
    name = f"foreign-{language}"
    title, again, _ignore, download = SAYS[language]
    with stored(lab, f"{name}.db"):
        show(page, lab, name, language)
        choose(page, "book.csv", FOREIGN.encode())
        dialog = page.locator(".wu-dialog")
        expect(dialog).to_contain_text(title)
        expect(page.locator(".wu-said")).not_to_contain_text("--")
        expect(dialog.locator("tbody th")).to_have_text(["CIF", "CUR_BAL", "ADDR"])
        dialog.get_by_label("CIF", exact=True).select_option("id")
        dialog.get_by_label("CUR_BAL").select_option("assets")
        dialog.get_by_role("button", name=again).click()
        expect(dialog).to_be_hidden()
        way = page.get_by_role("button", name=download)
        way.wait_for()
        with page.expect_download() as downloading:
            way.click()
        kept = tmp_path / "kept.csv"
        downloading.value.save_as(kept)
        assert downloading.value.suggested_filename == "book.rejected.csv"
        text = kept.read_text("utf-8-sig")
        assert "0013" in text
        assert "0012" not in text
    assert imported(lab, name) == ["0012", "0014"]


def test_a_file_of_more_than_a_connection_carries_comes_in_with_its_progress(
    page: Page, lab: Lab
) -> None:
    """Servers drop a connection that is sent more than ten megabytes in one piece."""
    rows = "".join(f"C{number:07},{50_000 + number},{'备注' * 12}\n" for number in range(150_000))
    content = f"客户号,总资产,备注\n{rows}".encode()
    assert len(content) > 12 * 2**20
    with stored(lab, "large.db"):
        show(page, lab, "large")
        seen: list[str] = []
        page.expose_function("seen", lambda text: seen.append(text))
        page.evaluate(
            """() => new MutationObserver(() =>
                 seen(document.querySelector('.wu-status').textContent))
               .observe(document.querySelector('.wu-status'), {childList: true, subtree: true})"""
        )
        choose(page, "large.csv", content)
        expect(page.locator(".wu-said")).to_contain_text("150")
        assert any("%" in text for text in seen)
        expect(page.locator(".workbook-upload progress")).to_be_hidden()
    assert len(imported(lab, "large")) == 150_000


def test_a_kernel_that_dies_over_a_file_is_said_with_a_way_on(page: Page, lab: Lab) -> None:
    with stored(lab, "dying.db"):
        show(page, lab, "dying")
        told = page.locator(".jp-OutputArea-output").get_by_text("kernel ").inner_text()
        kernel = int(told.split()[-1])
        os.kill(kernel, signal.SIGSTOP)  # so that it cannot answer before it is gone
        choose(page, "book.csv", b"id,assets\n0012,52000\n")
        expect(page.locator(".wu-status")).to_contain_text("book.csv")
        os.kill(kernel, signal.SIGKILL)
        said = page.locator(".wu-said")
        expect(said).to_contain_text("没有读完")
        expect(said).to_contain_text("再放一次")
        page.get_by_role("button", name="再放一次").wait_for()
    assert imported(lab, "dying") == []
