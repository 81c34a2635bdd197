"""The pages outside JupyterLab: in Notebook 7 they run by themselves, in Voilà they save."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree

import pytest
from playwright.sync_api import Browser, FilePayload, Page, Route, expect

import workbook
from workbook.book.samples import MONTH, TODAY
from workbook.server import launch
from workbook.store import open_store

from .conftest import LIN, PATIENCE, lab_in, new_store, running_workbook, serving
from .panel import FORM, at_rest, laid_out, visitor
from .test_form import cell, press

pytestmark = pytest.mark.slow

# Notebook 7's keyboard shortcuts look into their settings when those of any other plugin have come,
# and their own are not there yet (github.com/jupyter/notebook/issues/7862): once on each page,
# with an empty notebook and without this plugin as well. They load their own right after.
SHORTCUTS = "Cannot read properties of undefined (reading 'schema')"
PACING, START = "04_pacing.ipynb", "00_start.ipynb"
BOOK = "客户号,总资产\n0012,52000\n0014,71000\n"
COPY = f"{LIN.id}/{PACING}"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return new_store(tmp_path / "workbook.db", LIN)


def test_notebook_7_runs_a_page_by_itself_and_it_saves(
    chromium: Browser, store: Path, tmp_path: Path
) -> None:
    with (
        running_workbook(tmp_path / "notebook", store, program="notebook") as lab,
        visitor(chromium, lab, known=SHORTCUTS) as context,
    ):
        page = context.new_page()
        page.goto(f"{lab.url}/notebooks/{COPY}?token={lab.token}")
        laid_out(page)
        expect(page.locator(".jp-InputArea-editor:visible")).to_have_count(0)
        _types(page)
        page.goto(f"{lab.url}/notebooks/{LIN.id}/{START}?token={lab.token}")
        _brings(page)
    assert _typed(store) == {"daily_contacts": "12"}
    assert _brought(store) == ["0012", "0014"]


def test_voila_shows_a_page_whose_form_saves(
    chromium: Browser, store: Path, tmp_path: Path
) -> None:
    with _voila(store, tmp_path) as url, _alone(chromium, url) as page:
        page.goto(url)
        page.locator('[data-place="book-chance"]').click()
        page.locator(FORM).nth(1).wait_for()
        assert "open_workbook" not in page.content()
        _types(page)
    assert _typed(store) == {"daily_contacts": "12"}


def test_voilas_list_of_pages_asks_no_other_machine_and_a_file_comes_in(
    chromium: Browser, store: Path, tmp_path: Path
) -> None:
    with _voila(store, tmp_path, all_of_them=True) as url, _alone(chromium, url) as page:
        page.goto(url)
        expect(page.locator("body")).to_contain_text("04_pacing")
        assert page.goto(f"{url}/voila/render/none.ipynb")
        page.goto(f"{url}/voila/render/{START}")
        _brings(page)
    assert _brought(store) == ["0012", "0014"]


@contextmanager
def _alone(chromium: Browser, url: str) -> Iterator[Page]:
    """A browser that gets nothing from elsewhere; afterwards nothing may have been asked."""
    elsewhere: list[str] = []

    def ask(route: Route) -> None:
        if route.request.url.startswith((url, "data:", "blob:")):
            route.continue_()
        else:
            elsewhere.append(route.request.url)
            route.abort()

    page = chromium.new_page()
    page.set_default_timeout(PATIENCE)
    page.route("**/*", ask)
    yield page
    page.close()
    assert elsewhere == []


def _types(page: Page) -> None:
    cell(page, "daily_contacts").fill("12")
    press(page, "<Tab>")
    at_rest(page)


def _brings(page: Page) -> None:
    file: FilePayload = {"name": "book.csv", "mimeType": "text/csv", "buffer": BOOK.encode()}
    upload = page.locator(".workbook-upload")
    upload.locator("input[type=file]").set_input_files(file)
    said = upload.locator(".wu-said")
    expect(said).to_have_attribute("data-state", re.compile("good|part|bad"))
    expect(said).to_contain_text("读入 2 行")


def _brought(store: Path) -> list[str]:
    with open_store(store, read_only=True) as opened:
        table = opened.imported(LIN.id, "customers")
    return [] if table is None else list(table["id"])


def _typed(store: Path) -> dict[str, object]:
    with open_store(store, read_only=True) as opened:
        entry = opened.latest(LIN.id, "pacing", MONTH)
        return dict(entry.body) if entry else {}


@contextmanager
def _voila(store: Path, root: Path, *, all_of_them: bool = False) -> Iterator[str]:
    """Voilà on the pacing page, or on the folder of all pages; its address."""
    started = lab_in(root / "voila", root / "settings")
    copies = launch.prepare(str(store), LIN.id, MONTH, "", root / "pages", TODAY)
    # Voilà serves nothing that a link leads to, as it does to a plugin that is worked on.
    built = Path(workbook.__file__).parent / "labextension"
    copytree(built, root / "plugins" / "coaching-workbook")
    command = [
        *(sys.executable, "-m", "voila", str(copies if all_of_them else copies / PACING)),
        *("--no-browser", *(["--template=workbook"] if all_of_them else [])),
        f"--VoilaConfiguration.extra_labextensions_path={[str(root / 'plugins')]}",
        *(f"--port={started.url.rsplit(':', 1)[-1]}", "--Voila.ip=127.0.0.1"),
    ]
    with serving(root / "voila", command, started):
        yield started.url
