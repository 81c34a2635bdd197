"""A page's other formats: made with it in one run, kept with it, failing without it."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import openpyxl
import pypdf
import pytest

from workbook.batch.formats import WRITTEN
from workbook.batch.request import FORMATS
from workbook.errors import NotFound
from workbook.export.xlsx import read_back
from workbook.store import open_store

from .cohorts import CHEN, NOTEBOOKS, WANG, Cohort, canary, filled, type_in

BESIDE = {f"{one.id}/pacing.{shape}" for one in (CHEN, WANG) for shape in ("ics", "pdf", "xlsx")}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Cohort:
    """A cohort whose pacing page, a small notebook in its place, was made in every format."""
    folder = tmp_path_factory.mktemp("formats")
    (folder / "notebooks").mkdir()
    shutil.copy(NOTEBOOKS / "01_plan.ipynb", folder / "notebooks" / "04_pacing.ipynb")
    shutil.copy(NOTEBOOKS / "02_letter.ipynb", folder / "notebooks" / "05_letter.ipynb")
    cohort = Cohort(filled(folder), None, folder / "notebooks")
    cohort.run(formats=FORMATS)
    return cohort


def test_each_page_has_the_formats_that_it_comes_in(made: Cohort) -> None:
    others = {name for name in made.files() if not re.search(r"\.(html|ipynb)$", name)}
    assert others == BESIDE
    assert set(FORMATS) < set(WRITTEN)


def test_they_hold_what_its_trainee_typed_and_nobody_else(made: Cohort) -> None:
    data = made.files()
    for one, other in ((CHEN, WANG), (WANG, CHEN)):
        book = openpyxl.load_workbook(io.BytesIO(data[f"{one.id}/pacing.xlsx"]))
        cells = [str(cell) for sheet in book for row in sheet.values for cell in row]
        assert any(canary(one.id) in cell for cell in cells)
        assert not any(canary(other.id) in cell for cell in cells)
        pages = pypdf.PdfReader(io.BytesIO(data[f"{one.id}/pacing.pdf"])).pages
        assert pages[0].extract_text().strip()
        assert data[f"{one.id}/pacing.ics"].startswith(b"BEGIN:VCALENDAR")


def test_a_spreadsheet_of_a_run_is_read_back_by_its_store(made: Cohort, tmp_path: Path) -> None:
    """The run sees a copy of the trainee's rows; its versions are those of the store."""
    path = tmp_path / "pacing.xlsx"
    path.write_bytes(made.files()["chen-jie/pacing.xlsx"])
    with open_store(made.store) as store:
        assert not read_back(store, path, "").problems


def test_the_index_links_them_beside_the_page(made: Cohort) -> None:
    index = made.html("index.html")
    for name in BESIDE:
        assert f'href="{name}"' in index
    assert "letter.pdf" not in index


@pytest.mark.slow
def test_a_second_run_leaves_them_and_a_new_entry_makes_them_anew(made: Cohort) -> None:
    again = made.run(formats=FORMATS)
    assert not again.done
    assert {page.chapter for page in again.unchanged} >= {"pacing", "pacing.pdf", "pacing.xlsx"}
    type_in(made.store, WANG.id, "once more")
    third = made.run(formats=("xlsx",))
    assert {page.name for page in third.done} >= {"wang-lei/pacing", "wang-lei/pacing.xlsx"}
    assert "chen-jie/pacing.xlsx" in {page.name for page in third.unchanged}
    index = made.html("index.html")
    assert 'href="wang-lei/pacing.xlsx"' in index
    # Nobody asked for paper this time, and what lies there is of an older page.
    assert "wang-lei/pacing.pdf" not in index


def test_an_unknown_format_is_refused_before_anything_runs(made: Cohort) -> None:
    before = made.files()
    with pytest.raises(NotFound, match="xlsx"):
        made.run(formats=("xls",))
    assert made.files() == before
