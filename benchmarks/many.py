"""Very many trainees with a page of one cell: the cost of a batch besides the cells."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from benchmarks.ours import Call
from benchmarks.rounds import say
from benchmarks.stores import COHORT, repeated
from workbook import resources

CELL = """from workbook import open_workbook

open_workbook(trainee, month, store=store).start().head()"""
PARAMETERS = 'trainee = ""\nmonth = ""\nstore = ""'


def chapter_alone(chapter: str, root: Path) -> Path:
    """A folder with the notebook of one chapter, so that only it is run."""
    folder = root / f"only-{chapter}"
    folder.mkdir()
    (notebook,) = resources.notebooks().glob(f"*_{chapter}.ipynb")
    shutil.copyfile(notebook, folder / notebook.name)
    return folder


def call(count: int, workers: int, root: Path) -> Call:
    """One page each for ``count`` trainees; store and notebook are created if missing."""
    store, notebooks = root / f"many-{count}.db", root / "tiny"
    if not store.exists():
        say(f"a store with {count} trainees")
        repeated(store, count)
        _put_notebook(notebooks)
    return Call(
        cohort=COHORT,
        store=str(store),
        out=str(root / f"many-{count}"),
        workers=workers,
        notebooks=str(notebooks),
    )


def _put_notebook(folder: Path) -> None:
    folder.mkdir()
    cells = [new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}), new_code_cell(CELL)]
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    notebook = new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(notebook, folder / "01_tiny.ipynb")
