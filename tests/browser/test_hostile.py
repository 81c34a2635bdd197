"""Every name, field, remark and answer is hostile: nothing runs, and nothing is fetched."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect
from pydantic import BaseModel

from workbook import chapters
from workbook.book import remarks, samples
from workbook.book.opening import open_book
from workbook.domain.fields import Choice
from workbook.store import Store, Trainee, open_store

from .conftest import Lab, running_workbook
from .panel import chapter, enter, laid_out, open_chapter, percent, visitor
from .test_coach_story import cell_of, open_cohort, row

pytestmark = pytest.mark.slow

SIGNS = (
    "<script>window.top.hacked=1</script><img src=http://outside.test/ onerror=top.hacked=1>"
    "<svg onload=top.hacked=1><a href=javascript:top.hacked=1>x</a> "
    "[a](javascript:alert(1)) ![b](http://outside.test/b) $x^2$ \\(y\\) "
    '</textarea></title></style><iframe srcdoc="<script>top.hacked=1</script>"> '
    '=HYPERLINK("http://outside.test") {{7*7}} **b** `c`'
)
RAN = "() => window.hacked !== undefined"
LEADING_OUT = (
    'a[href^="javascript" i], img[src*="outside"], [onerror], [onload], mjx-container, .katex'
)
WRONG = Trainee(
    id="wrong-one",
    name=f"甲{SIGNS}",
    cohort="班[a](javascript:b) {{7*7}} **b**",
    branch=SIGNS,
    coach=SIGNS,
)
TYPED = Trainee(id="typed-one", name=f"乙{SIGNS}", cohort=WRONG.cohort, branch=SIGNS, coach=SIGNS)
PAGES = ("pacing", "battle_map", "action_plan", "journey")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "workbook.db"
    with open_store(path) as opened:
        opened.put_trainees([WRONG, TYPED])
        for name in chapters.names():
            record = chapters.chapter(name).record
            _save(opened, WRONG.id, name, _everywhere(record))
            _save(opened, TYPED.id, name, _in_texts(record, _sample(name)))
            for trainee in (WRONG.id, TYPED.id):
                _remark(opened, trainee, name)
    return path


def _save(store: Store, trainee: str, name: str, body: dict[str, Any]) -> None:
    open_book(store, trainee, samples.MONTH, samples.TODAY).save(name, body, 0)


def _remark(store: Store, trainee: str, name: str) -> None:
    book = open_book(store, trainee, samples.MONTH, samples.TODAY)
    thread = remarks.write(book, name, SIGNS, author=SIGNS)
    remarks.answer(book, thread.number, SIGNS, author=SIGNS)
    remarks.write(book, name, SIGNS, author=SIGNS)


def _everywhere(record: type[BaseModel]) -> dict[str, Any]:
    """Hostile signs in each field and in each column, whatever belongs there."""
    return {
        name: [dict.fromkeys(columns, SIGNS)] if (columns := _columns(record, name)) else SIGNS
        for name in record.model_fields
    }


def _in_texts(record: type[BaseModel], body: dict[str, Any]) -> dict[str, Any]:
    """A sound body with hostile signs in each text, so that tables and figures show them."""
    changed = dict(body)
    for name, field in record.model_fields.items():
        columns = _columns(record, name)
        if columns:
            texts = [column for column, one in columns.items() if _is_text(one)]
            changed[name] = [row | dict.fromkeys(texts, SIGNS) for row in body.get(name, [])]
        elif _is_text(field):
            changed[name] = SIGNS
    return changed


def _columns(record: type[BaseModel], name: str) -> dict[str, Any]:
    inner = typing.get_args(record.model_fields[name].annotation)
    rows = inner and isinstance(inner[0], type) and issubclass(inner[0], BaseModel)
    return dict(inner[0].model_fields) if rows else {}


def _is_text(field: Any) -> bool:
    return field.annotation is str and not any(isinstance(one, Choice) for one in field.metadata)


def _sample(name: str) -> dict[str, Any]:
    with open_store(samples.prepared(), read_only=True) as opened:
        entry = open_book(opened, samples.FIRST, samples.MONTH, samples.TODAY).entry(name)
        return dict(entry.body) if entry else {}


@pytest.fixture(scope="module")
def lab(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with running_workbook(tmp_path_factory.mktemp("lab"), store, TYPED.id) as started:
        yield started


@pytest.fixture(scope="module")
def context(chromium: Browser, lab: Lab) -> Iterator[BrowserContext]:
    """Afterwards nothing was fetched from elsewhere, and nothing asked or told anything."""
    asked: list[str] = []

    def refuse(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    with visitor(chromium, lab, 1600) as opened:
        opened.on("dialog", refuse)
        yield opened
        assert asked == []


@pytest.fixture(scope="module")
def page(context: BrowserContext, lab: Lab) -> Page:
    """One page for all, with the first page of the one for whom the server was started."""
    return enter(context, lab)


def is_harmless(page: Page) -> None:
    """In the page and in each frame that can be looked into."""
    page.wait_for_timeout(300)
    for frame in page.frames:
        assert not frame.evaluate(RAN), frame.url
        assert frame.locator(LEADING_OUT).count() == 0, frame.url


@pytest.mark.parametrize("who", [TYPED, WRONG], ids=["texts", "everything"])
def test_a_trainees_pages_show_it_as_text(page: Page, who: Trainee) -> None:
    is_harmless(page)
    page.locator('.jp-WorkbookPanel [data-key="trainee"]').select_option(who.id)
    expect(percent(page, "pacing")).to_be_visible()
    for name in PAGES:
        open_chapter(page, name)
        laid_out(page)
        expect(page.locator(".workbook-form:visible .wf-says").first).to_have_text(SIGNS)
        expect(chapter(page, name)).to_contain_text("1 条批注待回复")
        is_harmless(page)


def test_the_coachs_views_show_it_as_text(page: Page) -> None:
    open_cohort(page)
    expect(row(page)).to_have_count(2)
    expect(row(page, TYPED.id)).to_contain_text("<script>")
    for trainee in (TYPED, WRONG):
        for label in ("月度节奏", "531 行动计划"):
            cell_of(page, trainee.id, label).click()
            expect(page.locator(".jp-WorkbookReview-title")).to_contain_text(label)
            frame = page.locator(".jp-WorkbookReview-frame").content_frame
            expect(frame.locator("h1").first).to_contain_text(label)
            expect(page.locator(".jp-WorkbookReview-remark").first).to_contain_text("<script>")
            is_harmless(page)


def test_the_pages_of_a_batch_show_it_as_text(page: Page) -> None:
    page.locator(".jp-WorkbookCohort-sides button").last.click()
    for label in ("能管多少客户", "作战地图", "客户旅程", "531 行动计划"):
        page.locator(".jp-WorkbookBatch-ticks").first.get_by_text(label, exact=True).click()
    page.locator(".jp-WorkbookBatch-form .jp-mod-main").click()
    expect(page.locator(".jp-WorkbookBatch-now h3")).to_have_text("已完成")
    is_harmless(page)
    page.locator(".jp-WorkbookBatch-now [data-key=open]").click()
    frame = page.locator(".jp-WorkbookBatch-pages iframe").content_frame
    expect(frame.locator("body")).to_contain_text("<script>")
    is_harmless(page)
    frame.locator('a[href*="pacing"]').first.click()
    expect(frame.locator("h1").first).to_contain_text("月度节奏")
    is_harmless(page)
