"""Runs a cohort: plan the pages, make them anywhere, record the results."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event

from rich.console import Console

from workbook import resources
from workbook.batch.dispatch import Hands, by_hands, by_processes, of_executor
from workbook.batch.failures import told
from workbook.batch.fingerprints import house
from workbook.batch.guards import stoppable, told_plainly, written_to
from workbook.batch.index import page_names, write_index
from workbook.batch.jobs import Job, Result, failed
from workbook.batch.ledger import Ledger, opened
from workbook.batch.lock import alone
from workbook.batch.planning import Errand, Refused, gathered, with_data
from workbook.batch.progress import say, shown
from workbook.batch.records import Failure, Made, Record
from workbook.batch.request import Asked, asked
from workbook.batch.storage import OutOfReach, Storage, shelf_of
from workbook.batch.summary import Page, Step, Summary, summed_up, tell_end
from workbook.batch.workers import end_script
from workbook.book import samples
from workbook.customers.bank_file import marks_for
from workbook.errors import BadInput
from workbook.store import open_store, temporary_files

Cluster = AbstractContextManager[Hands | None]
Watch = Callable[[Step], object]


@dataclass(frozen=True)
class Means:
    """Who does the work, whether unchanged pages are made too, and where progress is shown.

    away: executors elsewhere; None for our own processes. watch: called after each page.
    """

    workers: int
    away: Hands | None
    force: bool
    console: Console
    watch: Watch


def run_cohort(
    cohort: str,
    *,
    store: str | Path,
    out: str | Path,
    chapters: Sequence[str] = (),
    trainees: Sequence[str] = (),
    month: str = "",
    today: str = "",
    language: str = "",
    workers: int = 2,
    force: bool = False,
    executor: Executor | None = None,
    cluster: str = "",
    formats: Sequence[str] = (),
    parts: Sequence[str] = (),
    notebooks: Path | None = None,
    console: Console | None = None,
    timeout: int = 600,
    watch: Watch = lambda step: None,
) -> Summary:
    """Make the pages of a cohort below ``out``: every chapter for every trainee, and the index.

    out: a folder, or a URL that fsspec knows (``s3://bucket/folder``). chapters, trainees: those to
    run, empty for all; the cohort's page comes with all trainees. month, today, language: as in
    :func:`workbook.open_workbook`. workers: processes, or how many jobs a given ``executor`` works
    on at a time. cluster: the address of a Dask scheduler. An executor or cluster has to see
    ``out``; the cohort's page is always made here. force: make unchanged pages too. formats: pdf,
    xlsx, ics, to make beside each page that has them. parts: today, filled, book, those that the
    pages show, empty for all; notebooks have all of them. timeout: the seconds that one cell of a
    notebook has. watch: called with each finished page, once it is in
    the ledger.

    Raises NotFound or BadInput for an invalid call, StoreError for a store that cannot be read and
    ContentError for errors in the bank's own file; a page that fails is in the summary. After
    Ctrl-C the pages at work are finished and recorded before KeyboardInterrupt is raised.
    """
    end_script()
    shelf, folder = shelf_of(out), notebooks or resources.notebooks()
    address, shown_on = samples.address(str(store)), console or Console()
    with open_store(address, read_only=True) as source:
        marks_for(*source.bank())  # an error in the bank's file would fail every page
        call = asked(
            cohort,
            source.trainees(),
            folder,
            chapters=chapters,
            trainees=trainees,
            month=month,
            today=today,
            language=language,
            formats=formats,
            parts=parts,
            numbers=source.staff_numbers(),
        )
        hands = _hands(cluster, executor, workers, call, shown_on)
        with hands as away, told_plainly(shelf), _at_work(shelf, away is not None) as place:
            out_now, notes, work = place
            ledger = opened(notes, out_now, page_names(call))
            afar = away is not None
            errand = Errand(call, source, str(address), out_now, work, afar, timeout, house())
            return _carried_out(errand, ledger, Means(workers, away, force, shown_on, watch))


@contextmanager
def _at_work(shelf: Storage, afar: bool) -> Iterator[tuple[Storage, Storage, Path]]:
    """The places of pages and ledger as this run may write them, and a private folder."""
    token = secrets.token_hex(8)
    with ExitStack() as stack:
        out, notes = stack.enter_context(alone(shelf, token))
        notes = stack.enter_context(written_to(notes, token))
        out = stack.enter_context(written_to(out, token, 0o777 if afar else 0o700))
        yield out, notes, stack.enter_context(temporary_files.folder())


def _hands(
    cluster: str, executor: Executor | None, workers: int, call: Asked, console: Console
) -> Cluster:
    if not cluster:
        return nullcontext(of_executor(executor, workers) if executor else None)
    try:
        from workbook.batch.cluster import cluster_at
    except ImportError:
        raise BadInput("batch.no_dask") from None
    words = call.wording.index
    return cluster_at(cluster, lambda key: say(console, words[key]))


def _carried_out(errand: Errand, ledger: Ledger, means: Means) -> Summary:
    begun, words = time.monotonic(), errand.call.wording.index
    with stoppable(words["stopping"]) as stopping:
        pages = list(_pages(errand, ledger, means, stopping))
    index = write_index(errand.call, ledger, {page.name: page.status for page in pages})
    summary = summed_up(pages, index)
    tell_end(summary, words, time.monotonic() - begun, means.console)
    if stopping.is_set():
        say(means.console, f"{words['reason_stopped']}. {words['try_again']}")
        raise KeyboardInterrupt
    return summary


def _pages(errand: Errand, ledger: Ledger, means: Means, stopping: Event) -> Iterator[Page]:
    """Each finished page, once it is in the ledger."""
    words = errand.call.wording.index
    jobs, refused = gathered(errand)
    total = len(jobs) + len(refused)
    outcomes = _outcomes(errand, jobs, refused, ledger, means, stopping)
    told: set[str] = set()
    with shown(means.console, total) as tell:
        for number, (job, result) in enumerate(outcomes, 1):
            page = _put_down(ledger, job, result, words)
            _say_cold(result, words, means.console, told)
            tell(job.name, page.status, page.seconds, page.reason)
            means.watch(Step(number, total, page))
            yield page
            if isinstance(result, Failure) and result.reason == "gone":
                raise OutOfReach(job.name)  # the others would be made in vain


def _say_cold(
    result: Result | None, words: Mapping[str, str], console: Console, told: set[str]
) -> None:
    """Say why kernels start cold, once for each reason: the pages are the same, only slower."""
    if result is not None and result.cold and result.cold not in told:
        told.add(result.cold)
        say(console, words["cold"].format(why=result.cold))


def _outcomes(
    errand: Errand,
    jobs: list[Job],
    refused: Refused,
    ledger: Ledger,
    means: Means,
    stopping: Event,
) -> Iterator[tuple[Job, Result | None]]:
    """Each job with its result; None for a page that is unchanged."""
    due = []
    for job in jobs:
        if not means.force and ledger.stands(job.name, job.fingerprint):
            yield job, None
        else:
            due.append(job)
    if len(due) == 1 and means.away is None:
        due = [replace(due[0], alone=True)]
    if due:
        yield from _made(with_data(errand, due, refused), len(due), means, stopping)
    for job, error in refused:
        yield job, failed(job, error)


def _made(
    jobs: Iterable[Job], count: int, means: Means, stopping: Event
) -> Iterator[tuple[Job, Result]]:
    if means.away is None:
        return by_processes(jobs, min(means.workers, count), stopping)
    return by_hands(jobs, means.away, stopping)


def _put_down(ledger: Ledger, job: Job, result: Result | None, words: Mapping[str, str]) -> Page:
    """Record a job's result; after a failure the last good page stays known."""
    if result is None:
        return Page(job.trainee, job.page, "unchanged")
    if isinstance(result, Made):
        ledger.write(job.name, Record(made=result))
        return Page(job.trainee, job.page, "done", result.seconds)
    ledger.write(job.name, Record(made=ledger.read(job.name).made, failure=result))
    return Page(job.trainee, job.page, "failed", result.seconds, told(result, words))
