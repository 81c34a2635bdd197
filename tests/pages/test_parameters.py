"""A store of one's own takes the place of what a notebook of the course merely declares."""

from __future__ import annotations

import datetime as dt
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from IPython.core.interactiveshell import InteractiveShell
from nbclient import NotebookClient

from workbook import open_workbook, resources
from workbook.book import samples
from workbook.book.trainee_workbook import CHINA
from workbook.domain.calendar import Month
from workbook.errors import NotFound
from workbook.pages.parameters import Given, settled
from workbook.store import Trainee, open_store

DECLARED = 'store: str = "samples"  # where\nmonth: str = "2026-12"\ntoday: str = "2026-12-09"'
SAMPLE = Given(samples.NAME, samples.MONTH, samples.TODAY)
LONG_AGO = "2026-01-05"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with somebody who is not in the samples, named in WORKBOOK_STORE."""
    path = tmp_path / "own.db"
    with open_store(path) as store:
        store.put_trainees([Trainee(id="he-fang", name="何芳", cohort="b")])
    monkeypatch.setenv("WORKBOOK_STORE", str(path))
    return path


@pytest.fixture
def shell() -> Iterator[Any]:
    """A shell in this process, as a kernel has one."""
    one = InteractiveShell.instance()
    yield one
    InteractiveShell.clear_instance()


def after(shell: Any, *cells: str) -> Given:
    """What the notebook's call comes to when these cells have run."""
    shell.user_ns["In"] = ["", *cells]
    names: dict[str, str] = {}
    exec("\n".join(cells), names)
    return settled(names["store"], names["month"], names["today"])


def real_day() -> str:
    return dt.datetime.now(CHINA).date().isoformat()


def month_from_now_on() -> str:
    return max(samples.MONTH, real_day()[:7])


def test_without_a_store_of_ones_own_it_is_the_samples(
    shell: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WORKBOOK_STORE", raising=False)
    assert after(shell, DECLARED) == SAMPLE


def test_the_variable_wins_over_what_is_declared_and_the_day_is_today(
    shell: Any, own: Path
) -> None:
    assert after(shell, DECLARED) == Given(str(own), month_from_now_on(), "")
    assert after(shell, DECLARED, DECLARED) == Given(str(own), month_from_now_on(), "")


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ('store = "samples"', SAMPLE),
        ('store = "other.db"', Given("other.db", "", "")),
        (f'today = "{samples.TODAY}"', Given("", "", samples.TODAY)),
        (f'today = "{LONG_AGO}"', Given("", "", LONG_AGO)),
        (f'month = "{samples.MONTH}"', Given("", samples.MONTH, "")),
        ('month = "2026-11"', Given("", "2026-11", "")),
    ],
)
def test_a_parameter_that_is_given_wins_over_both(
    parameters: str, expected: Given, shell: Any, own: Path
) -> None:
    found = after(shell, DECLARED, f"# Parameters\n{parameters}\n")
    assert found.store == (expected.store or str(own))
    assert found.today == expected.today
    assert found.month == (expected.month or month_from_now_on())


def test_what_is_typed_into_the_cell_is_given(shell: Any, own: Path) -> None:
    typed = DECLARED.replace("2026-12-09", "2026-12-11").replace("samples", "mine.db")
    assert after(shell, typed) == Given("mine.db", month_from_now_on(), "2026-12-11")


@pytest.mark.parametrize(("day", "month"), [("2027-03-09", "2027-03"), ("2026-11-30", "2026-12")])
def test_a_declared_month_that_is_over_is_that_of_the_day(
    day: str, month: str, shell: Any, own: Path
) -> None:
    assert after(shell, DECLARED.replace(samples.TODAY, day)) == Given(str(own), month, day)


def test_a_call_outside_a_notebook_means_what_it_says(own: Path) -> None:
    assert settled(samples.NAME, samples.MONTH, samples.TODAY) == SAMPLE
    assert open_workbook("he-fang", samples.MONTH).book.trainee.name == "何芳"
    with pytest.raises(NotFound):
        open_workbook("he-fang", samples.MONTH, store=samples.NAME)


# -- the same by every way to run a notebook ------------------------------------------------------


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    """A page of the course, cut down to its parameters, its call and what it was opened with."""
    whole = nbformat.read(resources.notebooks() / "04_pacing.ipynb", as_version=4)
    cells = [cell for cell in whole.cells if cell.cell_type == "code"][:2]
    look = "inner = book.book\nprint(inner.trainee.name, inner.month, inner.today)"
    whole.cells = [*cells, nbformat.v4.new_code_cell(look)]
    nbformat.write(whole, tmp_path / "page.ipynb")
    return tmp_path / "page.ipynb"


def said(path: Path) -> str:
    return str(nbformat.read(path, as_version=4).cells[-1].outputs[0].text).strip()


def mine() -> str:
    return f"何芳 {Month.parse(month_from_now_on())} {real_day()}"


@pytest.mark.slow
@pytest.mark.parametrize("how", [{}, {"engine_name": "workbook", "kernels": "forked"}])
def test_papermill(
    how: dict[str, str], notebook: Path, own: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR, logger="papermill")
    out, before = notebook.with_name("out.ipynb"), mine()
    papermill.execute_notebook(notebook, out, {"trainee": "he-fang"}, progress_bar=False, **how)
    assert said(out) in (before, mine())  # midnight may have passed
    given = {"store": samples.NAME, "today": samples.TODAY}
    papermill.execute_notebook(notebook, out, given, progress_bar=False, **how)
    assert said(out).endswith(f"{samples.MONTH} {samples.TODAY}")


@pytest.mark.slow
def test_nbconvert(notebook: Path, own: Path) -> None:
    page = nbformat.read(notebook, as_version=4)
    page.cells[0].source = page.cells[0].source.replace("chen-jie", "he-fang")
    nbformat.write(page, notebook)
    before = mine()
    command = [sys.executable, "-m", "nbconvert", "--log-level", "ERROR", "--to", "notebook"]
    subprocess.run([*command, "--execute", "--inplace", str(notebook)], check=True)
    assert said(notebook) in (before, mine())


def test_live(notebook: Path, own: Path) -> None:
    page = nbformat.read(notebook, as_version=4)
    source = page.cells[0].source.replace("chen-jie", "he-fang")
    page.cells[0].source = source.replace('mode: str = "report"', 'mode: str = "form"')
    before = mine()
    NotebookClient(page, resources={"metadata": {"path": os.fspath(own.parent)}}).execute()
    assert page.cells[-1].outputs[0].text.strip() in (before, mine())
