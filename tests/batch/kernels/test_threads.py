"""Two notebooks at the same time in one process: each has its own cells, folder and parameters."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import papermill
from jupyter_core.utils import ensure_event_loop
from waiting import PATIENCE

from workbook.batch.kernels import engine

from .hostile import Case, notebook

# Neither goes on before the other is there: they do run at the same time.
MEET = """
import os, time
open(f"{meeting}/{name}", "w").close()
while len(os.listdir(meeting)) < 2:
    time.sleep(0.02)
shared = name
"""
SAY = "print(shared, name, os.path.basename(os.getcwd()), sorted(os.listdir()))"
ROUNDS = 3


def _said(folder: Path, meeting: Path) -> str:
    """What a notebook says that runs in ``folder`` and meets the other one."""
    folder.mkdir()
    case = Case(("name = meeting = ''", MEET, SAY), tags={0: ["parameters"]})
    nbformat.write(notebook(case), folder / "in.ipynb")
    try:
        made = papermill.execute_notebook(
            folder / "in.ipynb",
            None,
            {"name": folder.name, "meeting": str(meeting)},
            engine_name="workbook",
            kernels=engine.possible(),
            progress_bar=False,
            execution_timeout=PATIENCE,
            resources={"metadata": {"path": str(folder)}},
        )
    finally:
        ensure_event_loop().close()  # nbclient leaves one to each thread
    return str(made.cells[-1].outputs[0].text)


def test_two_notebooks_at_the_same_time(tmp_path: Path) -> None:
    for number in range(ROUNDS):
        meeting = tmp_path / f"meeting {number}"
        meeting.mkdir()
        folders = [tmp_path / f"one {number}", tmp_path / f"other {number}"]
        with ThreadPoolExecutor(2) as threads:
            said = list(threads.map(_said, folders, [meeting] * 2))
        assert said == [f"{one.name} {one.name} {one.name} ['in.ipynb']\n" for one in folders]
