"""A cohort's pages: gather what is to be made, make it anywhere, put down what came of it."""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from rich.console import Console

from workbook import places, samples
from workbook.batch.asking import asked
from workbook.batch.failures import told
from workbook.batch.gathering import Errand, gathered, with_data
from workbook.batch.index import write_index
from workbook.batch.jobs import Job, failure
from workbook.batch.ledger import Ledger, alone, ledger_of
from workbook.batch.progress import Tell, say, shown
from workbook.batch.records import Made, Record
from workbook.batch.workers import Result, results
from workbook.errors import BadInput
from workbook.store import open_store


@dataclass(frozen=True)
class Page:
    """One page of a batch. trainee: empty for the cohort's; reason: why it was not made."""

    trainee: str
    chapter: str
    seconds: float = 0.0
    reason: str = ""


@dataclass(frozen=True)
class Summary:
    """What a batch did. index: the page that leads to all others."""

    done: tuple[Page, ...]
    unchanged: tuple[Page, ...]
    failed: tuple[Page, ...]
    index: Path


def run_cohort(
    cohort: str,
    *,
    store: str | Path,
    out: Path,
    chapters: Sequence[str] = (),
    trainees: Sequence[str] = (),
    month: str = "",
    today: str = "",
    language: str = "",
    workers: int = 2,
    force: bool = False,
    executor: Executor | None = None,
    notebooks: Path | None = None,
    console: Console | None = None,
    timeout: int = 600,
) -> Summary:
    """Make the pages of a cohort below ``out``: every chapter for every trainee, and the index.

    chapters, trainees: those to run, empty for all. month, today, language: as in
    :func:`workbook.open_workbook`. workers: processes, unless an ``executor`` is passed in, which
    then has to see the folder ``out``. force: make unchanged pages too. timeout: the seconds that
    one cell of a notebook has. Raises NotFound or BadInput for a call that makes no sense and
    StoreError for a store that cannot be read; a page that fails is in the summary. After Ctrl-C
    the pages at work are finished and put down before KeyboardInterrupt goes on.
    """
    console, ledger = console or Console(), ledger_of(out)
    address = samples.address(str(store))
    with open_store(address, read_only=True) as opened:
        call = asked(
            cohort,
            opened.trainees(),
            notebooks or places.notebooks(),
            chapters=chapters,
            trainees=trainees,
            month=month,
            today=today,
            language=language,
        )
        with _told(ledger.out), alone(ledger), _work_folder(ledger.out) as work:
            errand = Errand(call, opened, str(address), ledger.out, work, timeout)
            return _carried_out(errand, ledger, Means(workers, executor, console), force=force)


@dataclass(frozen=True)
class Means:
    """Who works, and where it is told."""

    workers: int
    executor: Executor | None
    console: Console


def _carried_out(errand: Errand, ledger: Ledger, means: Means, *, force: bool) -> Summary:
    begun, words = time.monotonic(), errand.call.wording.index
    jobs, refused = gathered(errand)
    kept = [job for job in jobs if not force and ledger.stands(job.name, job.fingerprint)]
    due = [job for job in jobs if job not in kept]
    with shown(means.console, len(jobs) + len(refused)) as tell, _stoppable() as stopping:
        pages = [_keep(job, tell) for job in kept]
        ready = with_data(errand, due, refused)
        for job, result in results(ready, min(means.workers, len(due)), means.executor, stopping):
            pages.append(_put_down(ledger, job, result, tell, words))
        for job, error in refused:
            pages.append(_put_down(ledger, job, failure(job, error), tell, words))
    ...
