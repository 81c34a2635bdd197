"""What it looks like in both themes and languages, and whether everybody can use it.

The committed pictures are in ``looks``; ``LOOKS=tests/browser/looks`` writes them anew.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Locator, Page, expect

from workbook.book import samples

from .conftest import Lab, running_workbook
from .panel import FORM, FRONT, enter, visitor
from .test_coach_story import cell_of
from .test_parts import opened

pytestmark = pytest.mark.slow

LOOKS = Path(__file__).parent / "looks"
AXE = Path(__file__).parents[2] / "labextension" / "node_modules" / "axe-core" / "axe.min.js"
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
# Each theme and each language once: a language changes words, a theme changes colours.
PAIRS = (("light", "zh"), ("dark", "en"))
CHROME = {"zh": "zh_CN", "en": "default"}
WORDS = {
    "zh": ("zh-Hans", "月度节奏", "练习册"),
    "en": ("en", "Monthly pacing", "Workbook"),
}
COLOURS = 96
APART, MOST = 48, 0.02  # of 255, and of all pixels
# When something was saved, and how long a page took: the clock's, not ours.
TIMES = """
.jp-Workbook-notes > span:not([class]), .jp-Workbook-saved, .wf-status, .wf-speaker,
.jp-WorkbookHeat-day, #jp-main-statusbar, .jp-WorkbookReview-remark small
{ visibility: hidden !important; }
"""
SERIOUS = """(part) => axe.run(part, { resultTypes: ["violations"] }).then((found) =>
  found.violations.filter(({ impact }) => ["serious", "critical"].includes(impact))
    .map(({ id, nodes }) => `${id}: ${nodes[0].html}`))"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    root = tmp_path_factory.mktemp("looks")
    with running_workbook(root, samples.NAME) as started:
        yield started


@pytest.mark.parametrize(("theme", "language"), PAIRS)
def test_it_looks_as_it_did_and_everybody_can_use_it(
    chromium: Browser, lab: Lab, theme: str, language: str, tmp_path: Path
) -> None:
    spoken, pacing, card = WORDS[language]
    lab.set(themes={"theme": THEMES[theme]})
    lab.choose("@jupyterlab/translation-extension/plugin", {"locale": CHROME[language]})
    lab.choose("coaching-workbook/plugin", {"language": spoken})
    wrong: list[str] = []
    with visitor(chromium, lab, 1360) as context:
        page = enter(context, lab)
        page.add_script_tag(path=AXE)
        for name in _views(page, pacing, card):
            page.mouse.move(0, 0)
            look = f"{name}-{theme}-{language}"
            wrong += [f"{look}: {one}" for one in _unusable(page)]
            wrong += _different(page, look, tmp_path)
    assert wrong == []


def _views(page: Page, pacing: str, card: str) -> Iterator[str]:
    """Go from view to view; the name of each when it is there."""
    opened(page, "pacing")
    yield "page"
    page.locator(f'{FRONT} [data-place="fill-targets"]').click()
    targets = page.locator(FORM).filter(has=page.locator('[data-loc="targets"]'))
    targets.evaluate("one => one.scrollIntoView({ block: 'start' })")
    yield "form"
    page.locator("#jp-main-dock-panel .lm-TabBar-addButton").first.click()
    page.locator(f".jp-LauncherCard[data-category={card}]:visible").last.click()
    expect(page.locator(".jp-WorkbookHeat-row")).to_have_count(12)
    expect(page.locator(".jp-WorkbookCohort-waiting")).to_have_text("")
    yield "cohort"
    cell_of(page, samples.FIRST, pacing).click()
    frame = page.locator(".jp-WorkbookReview-frame").content_frame
    frame.locator("h1").first.wait_for()
    page.locator(".jp-WorkbookReview-remark").first.wait_for()
    yield "review"
    page.locator(".jp-WorkbookCohort-sides button").last.click()
    page.locator(".jp-WorkbookBatch-form").wait_for()
    yield "batch"


def _ours(page: Page) -> Iterator[Locator]:
    for part in (".jp-WorkbookPanel", ".jp-WorkbookPage", ".jp-WorkbookCohort"):
        yield from page.locator(f"{part}:visible").all()


def _unusable(page: Page) -> Iterator[str]:
    """What stands in the way of somebody who uses the keyboard or has the page read out."""
    for part in _ours(page):
        yield from part.evaluate(SERIOUS)


def _different(page: Page, look: str, otherwise: Path) -> Iterator[str]:
    now = Image.open(BytesIO(page.screenshot(style=TIMES, animations="disabled"))).convert("RGB")
    folder = Path(os.environ.get("LOOKS", otherwise))
    folder.mkdir(exist_ok=True)
    now.quantize(COLOURS).save(folder / f"{look}.png", optimize=True)
    before = Image.open(LOOKS / f"{look}.png").convert("RGB")
    if before.size != now.size:
        yield f"{look}: {before.size} is now {now.size}"
        return
    share = _share_apart(before, now)
    if share > MOST:
        yield f"{look}: {share:.1%} of the pixels differ; see {folder}"


def _share_apart(one: Image.Image, other: Image.Image) -> float:
    """The share of pixels that are clearly another colour."""
    apart = ImageChops.difference(one, other).convert("L").point(lambda value: value > APART)
    return sum(apart.histogram()[1:]) / (one.width * one.height)
