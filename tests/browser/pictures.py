"""The README's pictures: ``python tests/browser/pictures.py [DEMO_FOLDER]``.

DEMO_FOLDER is what ``workbook demo`` wrote. ``docs/pictures/overview.png`` shows its index and a
pacing page. Without it only the plugin's two are made: ``panel.png`` for the trainee,
``cohort.png`` for the coach.
"""

from __future__ import annotations

import sys
import tempfile
from io import BytesIO
from pathlib import Path

from conftest import CHROMIUM, FLAGS, running_workbook
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from workbook.book import samples

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
INDEX, PAGE, HIGH = 680, 1220, 1376  # CSS pixels
SCALE = 0.8  # pixels of a picture for each
GAP, GROUND = 20, "#dfe4ea"
COLOURS, ALIKE = 256, 8
MOST = 400_000  # bytes
LAID_OUT = """() => [...document.querySelectorAll(".jp-WorkbookBar-text")]
  .every((one) => !one.textContent)"""
ALL_THERE = "() => !document.querySelector('.jp-WorkbookCohort-waiting').textContent"


def main(demo: Path | None) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        plugin(browser)
        if demo:
            keep(overview(browser, demo), PICTURES / "overview.png")
        browser.close()


def plugin(browser: Browser) -> None:
    """The trainee's panel beside a page, and the coach's cohort beside a page with remarks."""
    with tempfile.TemporaryDirectory() as folder, running_workbook(Path(folder), "samples") as lab:
        page = browser.new_page(viewport={"width": 1500, "height": 900}, locale="zh-CN")
        page.set_default_timeout(120_000)
        page.goto(f"{lab.url}/lab?token={lab.token}&reset")
        page.locator('[data-key="chapter-pacing"]').click()
        place = page.locator('.wf-control[data-loc="daily_contacts"]')
        place.wait_for()
        page.wait_for_function(LAID_OUT)
        place.evaluate("one => one.closest('.workbook-form').scrollIntoView({ block: 'start' })")
        keep(_shot(page), PICTURES / "panel.png")
        page.locator("#jp-main-dock-panel .lm-TabBar-addButton").first.click()
        page.locator(".jp-LauncherCard[data-category=练习册]:visible").last.click()
        page.locator('.jp-WorkbookHeat-row [aria-label^="月度节奏"]').first.click()
        page.locator(".jp-WorkbookReview-frame").content_frame.locator("h1").first.wait_for()
        page.locator(".jp-WorkbookReview-remark").first.wait_for()
        page.wait_for_function(ALL_THERE)
        keep(_shot(page), PICTURES / "cohort.png")
        page.close()


def overview(browser: Browser, demo: Path) -> Image.Image:
    """The index; beside it the top of a trainee's pacing page, and its first figure."""
    size = {"width": INDEX, "height": HIGH}
    page = browser.new_page(viewport=size, device_scale_factor=SCALE)
    page.goto((demo / "index.html").resolve().as_uri())
    index = _shot(page)
    page.set_viewport_size({"width": PAGE, "height": HIGH})
    page.goto((demo / samples.FIRST / "pacing.html").resolve().as_uri())
    top = _shot(page)
    page.locator(".wb-figure").first.evaluate("one => one.scrollIntoView({ block: 'start' })")
    figure = _shot(page)
    page.close()
    return _side_by_side(index, top, figure)


def _side_by_side(index: Image.Image, top: Image.Image, figure: Image.Image) -> Image.Image:
    whole = Image.new("RGB", (index.width + top.width + 3 * GAP, index.height + 2 * GAP), GROUND)
    right, half = index.width + 2 * GAP, (index.height - GAP) // 2
    whole.paste(index, (GAP, GAP))
    whole.paste(top.crop((0, 0, top.width, half)), (right, GAP))
    whole.paste(figure.crop((0, 0, figure.width, half)), (right, half + 2 * GAP))
    return whole


def _shot(page: Page) -> Image.Image:
    return Image.open(BytesIO(page.screenshot())).convert("RGB")


def keep(picture: Image.Image, path: Path) -> None:
    """Write it with few colours, as small as the README needs it."""
    few = picture.quantize(palette=_commonest(picture), dither=Image.Dither.NONE)
    few.save(path, optimize=True)
    assert path.stat().st_size <= MOST, f"{path} has {path.stat().st_size} bytes"


def _commonest(picture: Image.Image) -> Image.Image:
    """A palette of the colours that cover most, no two of them nearly alike."""
    counted = picture.convert("RGB").getcolors(picture.width * picture.height) or []
    found: dict[tuple[int, ...], tuple[int, ...]] = {}
    for _, colour in sorted(counted, reverse=True):
        found.setdefault(tuple(part // ALIKE for part in colour), colour)
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in list(found.values())[:COLOURS] for part in colour])
    return palette


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else None)
