"""One page: what a job brings along, and a place that cannot be seen."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from workbook.batch.jobs import Job, perform
from workbook.batch.records import Failure, Made
from workbook.batch.storage import Folder
from workbook.store import open_store

from .cohorts import CHEN, NOTEBOOKS, job, type_in


def letter(folder: Path, typed: str = "") -> Job:
    """Chen Jie's letter, with her extract as bytes."""
    with open_store(folder / "store.db") as store:
        store.put_trainees([CHEN])
    type_in(folder / "store.db", CHEN.id, typed)
    with open_store(folder / "store.db", read_only=True) as store:
        store.extract(CHEN.id, folder / "extract.db")
    text = (NOTEBOOKS / "02_letter.ipynb").read_text(encoding="utf-8")
    data = (folder / "extract.db").read_bytes()
    given = {"trainee": CHEN.id, "store": "workbook.db", "today": "2026-12-09"}
    return replace(job(folder, text), chapter="letter", store=data, parameters=given, limit=60)


def test_a_job_brings_its_data_along(tmp_path: Path) -> None:
    asked = letter(tmp_path)
    made = perform(asked)
    assert isinstance(made, Made)
    assert sorted(made.files) == ["chen-jie/letter.html", "chen-jie/letter.ipynb"]
    assert made.stamps == asked.out.listing()
    assert json.loads(asked.out.read("chen-jie/letter.ipynb"))["nbformat"] == 4


def test_a_machine_that_does_not_see_the_place_says_so(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    nowhere = Folder(elsewhere, elsewhere / ".work" / "token")
    # On the batch's own machine, where a job's folder is given, the place would be gone instead.
    failure = perform(replace(letter(tmp_path), out=nowhere, work=None))
    assert isinstance(failure, Failure)
    assert failure.reason == "reach"
    assert failure.log == ""
    assert not elsewhere.exists()
    here = perform(replace(letter(tmp_path), out=nowhere))
    assert isinstance(here, Failure)
    assert here.reason == "gone"
