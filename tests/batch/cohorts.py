"""A cohort of two, what they typed, and a short way to run a batch over small notebooks."""

from __future__ import annotations

import io
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console

from workbook.batch import Page, Summary, run_cohort
from workbook.batch.jobs import Job
from workbook.batch.storage import Folder
from workbook.store import Trainee, open_store

COHORT = "2026-a"
CHEN = Trainee(id="chen-jie", name="陈洁", cohort=COHORT, branch="城东支行")
WANG = Trainee(id="wang-lei", name="王磊 <b>&", cohort=COHORT, language="en")
NOTEBOOKS = Path(__file__).parent / "notebooks"


def canary(trainee: str) -> str:
    """A text that nobody but ``trainee`` typed."""
    return f"canary-of-{trainee}-7f3a"


def type_in(store: Path, trainee: str, text: str = "") -> None:
    """Save one more version of December's page, with the trainee's canary in it."""
    with open_store(store) as opened:
        latest = opened.latest(trainee, "pacing", "2026-12")
        opened.save(
            trainee,
            "pacing",
            "2026-12",
            {"answer": f"{canary(trainee)} {text}"},
            based_on=latest.version if latest else 0,
            template="t1",
            author=trainee,
        )


def filled(folder: Path) -> Path:
    """The folder, with a store in which both have typed."""
    with open_store(folder / "store.db") as store:
        store.put_trainees([CHEN, WANG])
    for one in (CHEN, WANG):
        type_in(folder / "store.db", one.id)
    return folder


def job(folder: Path, notebook: Any) -> Job:
    """A job that nobody asked for."""
    (folder / "out").mkdir(exist_ok=True)
    return Job(
        trainee="chen-jie",
        chapter="plan",
        notebook=notebook,
        source="01_plan.ipynb",
        parameters={},
        store=None,
        work=folder,
        out=Folder(folder / "out", folder),
        title="",
        language="en",
        limit=1,
        fingerprint="",
    )


@dataclass
class Cohort:
    """A store in a folder, pages beside it, and what the runs wrote to the console."""

    folder: Path
    executor: Executor | None
    notebooks: Path = NOTEBOOKS
    said: io.StringIO = field(default_factory=io.StringIO)

    @property
    def store(self) -> Path:
        return self.folder / "store.db"

    @property
    def out(self) -> Path:
        return self.folder / "pages {x}"

    def run(self, **changes: Any) -> Summary:
        given: dict[str, Any] = {
            "store": self.store,
            "out": self.out,
            "month": "2026-12",
            "today": "2026-12-09",
            "executor": self.executor,
            "notebooks": self.notebooks,
            "console": Console(file=self.said, width=200),
        }
        return run_cohort(COHORT, **(given | changes))

    def files(self) -> dict[str, bytes]:
        """Everything below OUT, by its path."""
        found = (path for path in self.out.rglob("*") if path.is_file())
        return {path.relative_to(self.out).as_posix(): path.read_bytes() for path in found}

    def html(self, name: str) -> str:
        return (self.out / name).read_text(encoding="utf-8")


def names(pages: Sequence[Page]) -> list[str]:
    """``trainee/chapter`` of each page, the cohort's as ``/cohort``."""
    return [f"{page.trainee}/{page.chapter}" for page in pages]
