"""The chapters as notebooks: thin, complete, and the same with nothing of ours but the package."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import pytest
from papermill import inspect_notebook
from typed import COHORT, MONTH, PACING, TODAY, book_of, reserve, saved
from waiting import PATIENCE

from workbook import chapters, content, resources
from workbook.book.trainee_workbook import Book
from workbook.pages.cohort import Cohort
from workbook.pages.copies import copy_for
from workbook.pages.notebook import Workbook
from workbook.pages.three_parts import ThreeParts
from workbook.store import Store

Cell = dict[str, Any]
NOTEBOOKS = sorted(resources.notebooks().rglob("*.ipynb"))
CHAPTERS = {
    next(path.name for path in NOTEBOOKS if path.stem.split("_", 1)[-1] == page): tools
    for page, tools in chapters.pages().items()
}
MOST_CELLS = 15  # of code: each is asked and answered by itself in a batch
WIDGET = "application/vnd.jupyter.widget-view+json"
each = pytest.mark.parametrize("source", NOTEBOOKS, ids=lambda path: path.stem)


@cache
def cells(path: Path) -> tuple[Cell, ...]:
    found = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return tuple(one | {"source": "".join(one["source"])} for one in found)


def code(path: Path) -> list[Cell]:
    return [one for one in cells(path) if one["cell_type"] == "code"]


def calls(path: Path) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Each call that a cell consists of: what it is called on, its name and what it names."""
    for cell in code(path):
        for statement in ast.parse(cell["source"]).body:
            match statement:
                case ast.Expr(ast.Call(ast.Attribute(ast.Name(thing), name), names)):
                    yield thing, name, tuple(ast.literal_eval(one) for one in names)


def shows(cell: Cell) -> bool:
    """Whether a cell ends with something to see."""
    return isinstance(ast.parse(cell["source"]).body[-1], ast.Expr)


# -- thin -----------------------------------------------------------------------------------------


def test_the_notebooks_of_the_course_are_there() -> None:
    names = [path.relative_to(resources.notebooks()).as_posix() for path in NOTEBOOKS]
    assert names == [*CHAPTERS, "coach/cohort.ipynb"]


@each
def test_one_cell_holds_the_parameters_each_with_its_type_and_meaning(source: Path) -> None:
    (cell,) = [one for one in code(source) if one["metadata"].get("tags")]
    assert cell is code(source)[0]
    assert cell["metadata"]["tags"] == ["parameters"]
    found = inspect_notebook(str(source))
    assert {"month", "today", "language", "store"} < set(found)
    for name, one in found.items():
        assert one["inferred_type_name"] == "str", name
        assert len(one["help"]) > 10, name
        assert isinstance(ast.literal_eval(one["default"]), str), name
    assert ast.literal_eval(found["today"]["default"]) == TODAY
    assert ast.literal_eval(found["store"]["default"]) == "samples"
    assert "mode" not in found or ast.literal_eval(found["mode"]["default"]) == "report"


@each
def test_a_notebook_has_few_cells(source: Path) -> None:
    assert len(code(source)) <= MOST_CELLS


@each
def test_a_cell_asks_and_the_package_answers(source: Path) -> None:
    for cell in code(source)[1:]:
        lines = [line for line in cell["source"].splitlines() if line.strip()]
        assert 1 <= len(lines) <= 3, cell["source"]


@each
def test_code_is_hidden_and_nothing_is_let_off(source: Path) -> None:
    for cell in code(source):
        assert cell["metadata"]["jupyter"]["source_hidden"] is True
        assert set(cell["metadata"]) <= {"jupyter", "tags"}
    text = source.read_text(encoding="utf-8").lower()
    for let_off in ("nbval", "raises-exception", "skip-execution", "ignore-output"):
        assert let_off not in text


@each
def test_one_title_in_two_languages_and_no_other_prose(source: Path) -> None:
    (title,) = [one for one in cells(source) if one["cell_type"] != "code"]
    assert title is cells(source)[0]
    assert title["cell_type"] == "markdown"
    assert re.fullmatch(r"# (531 )?[\u4e00-\u9fff]+ · (531 a|[A-Z])[a-z ]+", title["source"])


@each
def test_cells_have_names_of_their_own(source: Path) -> None:
    names = [one["id"] for one in cells(source)]
    assert len(set(names)) == len(names)


# -- complete -------------------------------------------------------------------------------------


@each
def test_every_call_is_one_that_the_package_answers(source: Path) -> None:
    known = {"page": ThreeParts, "book": Workbook, "coach": Cohort}
    asked = list(calls(source))
    assert asked
    for thing, name, _ in asked:
        assert callable(getattr(known[thing], name)), (thing, name)


@pytest.mark.parametrize(("notebook", "page"), [*zip(CHAPTERS, chapters.pages(), strict=True)])
def test_a_page_asks_for_its_three_parts_and_for_nothing_else(notebook: str, page: str) -> None:
    path = resources.notebooks() / notebook
    assert f'page = book.page("{page}")' in code(path)[1]["source"]
    assert [*calls(path)] == [("page", name, ()) for name in ("today", "fill_in", "book")]


@pytest.mark.parametrize("chapter", chapters.names())
def test_words_and_code_name_the_same_tables_and_figures(chapter: str) -> None:
    module = chapters.chapter(chapter)
    pack: Any = content.load(chapter, "zh-Hans", module.pack)
    assert sorted(pack.tables) == sorted(module.tables)
    assert sorted(pack.figures) == sorted(module.figures)


@each
def test_what_shows_something_was_run_and_shows_it(source: Path) -> None:
    for cell in code(source):
        assert bool(cell["outputs"]) is shows(cell), cell["source"]
        assert cell["execution_count"], cell["source"]
        for output in cell["outputs"]:
            assert output["output_type"] in ("display_data", "execute_result"), cell["source"]
            data = output["data"]
            assert not set(data) - {"text/html", "text/plain"}, cell["source"]
            assert "".join(data["text/plain"]).strip()


@each
def test_outputs_name_no_machine_and_load_nothing(source: Path) -> None:
    text = source.read_text(encoding="utf-8")
    for foreign in (
        str(Path.home()),
        str(resources.PACKAGE.parent),
        "http://",
        "https://",
        "Traceback",
    ):
        assert foreign not in text


# -- with nothing of ours but the package ---------------------------------------------------------


def errors_of(notebook: Any) -> list[str]:
    return [
        "\n".join(output.get("traceback", output.get("text", "")))
        for cell in notebook["cells"]
        for output in cell.get("outputs", ())
        if output["output_type"] in ("error", "stream")
    ]


def test_stock_papermill_runs_a_chapter(tmp_path: Path) -> None:
    out = tmp_path / "out.ipynb"
    source = resources.notebooks() / "04_pacing.ipynb"
    command = [sys.executable, "-m", "papermill", str(source), str(out), "--no-progress-bar"]
    command += ["-p", "trainee", "chen-jie", "-p", "month", MONTH]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    made = json.loads(out.read_text(encoding="utf-8"))
    assert errors_of(made) == []
    assert [cell for cell in made["cells"] if "".join(cell["source"]) == "page.book()"]


@pytest.fixture
def typed_in(store: Store) -> Book:
    saved(book_of(store, month="2026-11"), PACING, reserve(4, "N"))
    return saved(book_of(store), PACING, reserve(6))


def run_live(source: Path, store: Path, folder: Path) -> Any:
    """A chapter in form mode, run by stock nbclient."""
    given = {
        "trainee": "chen-jie",
        "cohort": COHORT,
        "month": MONTH,
        "today": TODAY,
        "language": "en",
        "store": str(store),
        "mode": "form",
    }
    made = nbformat.reads(json.dumps(copy_for(source, given)), as_version=4)
    nbclient.NotebookClient(
        made, timeout=PATIENCE, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    ).execute()
    return made


@pytest.mark.slow
@each
def test_every_notebook_runs_live(source: Path, typed_in: Book, path: Path, tmp_path: Path) -> None:
    made = run_live(source, path, tmp_path)
    assert errors_of(made) == []
    for cell in made["cells"]:
        if cell["cell_type"] != "code" or "parameters" in cell["metadata"].get("tags", ()):
            continue
        shown = {kind for output in cell["outputs"] for kind in output["data"]}
        asked = cell["source"]
        assert bool(shown) is not asked.startswith("from "), asked
        if asked.startswith("page."):
            assert WIDGET in shown, asked
    assert len(typed_in.history("pacing")) == 1
