"""A job that takes its process down fails alone; an executor that breaks is no traceback."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any

from workbook.batch.jobs import Job
from workbook.batch.records import Failure
from workbook.batch.workers import results


class Deadly:
    """Ends the process that unpickles it."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os._exit, (9,)


def job(folder: Path, notebook: Any) -> Job:
    return Job(
        trainee="chen-jie",
        chapter="plan",
        notebook=notebook,
        source="01_plan.ipynb",
        parameters={},
        store=None,
        work=folder,
        out=folder / "out",
        title="",
        language="en",
        limit=1,
        fingerprint="",
    )


def test_a_job_that_kills_its_process_fails_and_no_other_does(tmp_path: Path) -> None:
    deadly, harmless = job(tmp_path, Deadly()), job(tmp_path, "no notebook")
    found = results([deadly, harmless], 1, None, threading.Event())
    reasons = {one.notebook: outcome for one, outcome in found}
    assert isinstance(reasons[deadly.notebook], Failure)
    assert reasons[deadly.notebook].reason == "kernel"
    assert reasons["no notebook"].reason == "other"


def test_nothing_begins_once_it_should_stop(tmp_path: Path) -> None:
    stopping = threading.Event()
    stopping.set()
    assert list(results([job(tmp_path, "no notebook")], 1, None, stopping)) == []
