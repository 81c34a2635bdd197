"""A cohort's pages: gather what is to be made, make it anywhere, put down what came of it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Literal

from rich.console import Console

from workbook import places, samples
from workbook.batch.asking import asked
from workbook.batch.failures import told
from workbook.batch.gathering import Errand, Refused, gathered, with_data
from workbook.batch.guards import stoppable, told_plainly, work_folder
from workbook.batch.index import write_index
from workbook.batch.jobs import Job, Result, failed
from workbook.batch.ledger import Ledger, alone, ledger_of
from workbook.batch.progress import say, shown
from workbook.batch.records import Made, Record
from workbook.batch.workers import results
from workbook.store import open_store

Status = Literal["done", "unchanged", "failed"]


@dataclass(frozen=True)
class Page:
    """One page of a batch. trainee: empty for the cohort's; reason: why it was not made."""

    trainee: str
    chapter: str
    status: Status
    seconds: float = 0.0
    reason: str = ""


@dataclass(frozen=True)
class Summary:
    """What a batch did. index: the page that leads to all others."""

    done: tuple[Page, ...]
    unchanged: tuple[Page, ...]
    failed: tuple[Page, ...]
    index: Path


@dataclass(frozen=True)
class Means:
    """Who does the work, whether unchanged pages are made too, and where it is told."""

    workers: int
    executor: Executor | None
    force: bool
    console: Console


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

    chapters, trainees: those to run, empty for all; the cohort's page comes with all trainees.
    month, today, language: as in :func:`workbook.open_workbook`. workers: processes, unless an
    ``executor`` is passed in, which then has to see the folder ``out``. force: make unchanged
    pages too. timeout: the seconds that one cell of a notebook has. Raises NotFound or BadInput
    for a call that makes no sense and StoreError for a store that cannot be read; a page that
    fails is in the summary. After Ctrl-C the pages at work are finished and put down
    before KeyboardInterrupt goes on.
    """
    means = Means(workers, executor, force, console or Console())
    folder, address, ledger = (
        notebooks or places.notebooks(),
        samples.address(str(store)),
        ledger_of(out),
    )
    with open_store(address, read_only=True) as opened:
        names = {"chapters": chapters, "trainees": trainees}
        call = asked(
            cohort, opened.trainees(), folder, **names, month=month, today=today, language=language
        )
        with told_plainly(out), alone(ledger), work_folder(ledger.out) as work:
            errand = Errand(call, opened, str(address), ledger.out, work, timeout)
            return _carried_out(errand, ledger, means)


def _carried_out(errand: Errand, ledger: Ledger, means: Means) -> Summary:
    begun, words = time.monotonic(), errand.call.wording.index
    with stoppable(words["stopping"]) as stopping:
        pages = list(_pages(errand, ledger, means, stopping))
    index = write_index(errand.call, ledger, {_name(page): page.status for page in pages})
    summary = Summary(
        done=_with("done", pages),
        unchanged=_with("unchanged", pages),
        failed=_with("failed", pages),
        index=index,
    )
    _tell_end(summary, words, time.monotonic() - begun, means.console)
    if stopping.is_set():
        say(means.console, f"{words['reason_stopped']}. {words['try_again']}")
        raise KeyboardInterrupt
    return summary


def _pages(errand: Errand, ledger: Ledger, means: Means, stopping: Event) -> Iterator[Page]:
    """Each page that is through with, as it is, once it is in the ledger."""
    words = errand.call.wording.index
    jobs, refused = gathered(errand)
    with shown(means.console, len(jobs) + len(refused)) as tell:
        for job, result in _outcomes(errand, jobs, refused, ledger, means, stopping):
            page = _put_down(ledger, job, result, words)
            tell(job.name, page.status, page.seconds, page.reason)
            yield page


def _outcomes(
    errand: Errand,
    jobs: list[Job],
    refused: Refused,
    ledger: Ledger,
    means: Means,
    stopping: Event,
) -> Iterator[tuple[Job, Result | None]]:
    """Each job with what came of it; None for a page that stands as it is."""
    due = []
    for job in jobs:
        if not means.force and ledger.stands(job.name, job.fingerprint):
            yield job, None
        else:
            due.append(job)
    if due:
        ready, workers = with_data(errand, due, refused), min(means.workers, len(due))
        yield from results(ready, workers, means.executor, stopping)
    for job, error in refused:
        yield job, failed(job, error)


def _put_down(ledger: Ledger, job: Job, result: Result | None, words: Mapping[str, str]) -> Page:
    """Enter what came of a job; the last good page stays known when this one failed."""
    if result is None:
        return Page(job.trainee, job.chapter, "unchanged")
    if isinstance(result, Made):
        ledger.write(job.name, Record(made=result))
        return Page(job.trainee, job.chapter, "done", result.seconds)
    ledger.write(job.name, Record(made=ledger.read(job.name).made, failure=result))
    return Page(job.trainee, job.chapter, "failed", result.seconds, told(result, words))


def _tell_end(summary: Summary, words: Mapping[str, str], seconds: float, console: Console) -> None:
    counted = {name: len(getattr(summary, name)) for name in ("done", "unchanged", "failed")}
    took = words["took"].format(seconds=f"{seconds:.0f}")
    say(console, f"{words['summary'].format(**counted)} · {took}")
    say(console, str(summary.index))


def _with(status: Status, pages: Sequence[Page]) -> tuple[Page, ...]:
    found = (page for page in pages if page.status == status)
    return tuple(sorted(found, key=lambda page: (page.trainee, page.chapter)))


def _name(page: Page) -> str:
    return f"{page.trainee}/{page.chapter}" if page.trainee else page.chapter
