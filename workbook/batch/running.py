"""One run: one trainee's chapter through papermill, in a folder and a kernel of its own."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from jupyter_core.utils import ensure_event_loop
from nbformat import NotebookNode
from papermill import execute_notebook, inspect_notebook
from traitlets.config import Config

from workbook import chapters
from workbook.batch.explaining import log_of, reason_of, words_of
from workbook.batch.files import known_folders, put, without_folders
from workbook.batch.jobs import ANYTHING, STORE, Job, Result
from workbook.batch.published import as_bytes, published
from workbook.batch.records import Failure, Made, Tally
from workbook.book import CHINA, WEIGHTS
from workbook.export.html import page
from workbook.opening import open_book
from workbook.standing import standing
from workbook.store import open_store

# These two are without types.
_reads: Callable[..., NotebookNode] = nbformat.reads
_execute: Callable[..., NotebookNode] = execute_notebook

# A kernel talks to us over ports that everybody on the machine could listen to.
ENCRYPTED = Config({"KernelManager": {"transport_encryption": "auto"}})


def carried_out(job: Job) -> Result:
    """Run, measure and publish; whatever goes wrong comes back as a Failure."""
    begun = time.monotonic()
    try:
        with tempfile.TemporaryDirectory(dir=job.work) as folder, _event_loop():
            files, tally = _made(job, Path(folder))
        at, seconds = _now(), time.monotonic() - begun
        return Made(fingerprint=job.fingerprint, files=files, tally=tally, at=at, seconds=seconds)
    except ANYTHING as error:
        return failure(job, error, time.monotonic() - begun)


@contextmanager
def _event_loop() -> Iterator[None]:
    """The loop that papermill's client runs on, closed again: a thread would leave it open."""
    loop = ensure_event_loop()
    try:
        yield
    finally:
        if not loop.is_running():
            loop.close()


def failure(job: Job, error: BaseException, seconds: float = 0.0) -> Failure:
    """Why the job failed; what nobody foresaw leaves a log beside the page."""
    kind = reason_of(error)
    return Failure(
        reason=kind,
        says=without_folders(words_of(error), known_folders(job.work, job.out)),
        limit=job.limit,
        log=_log(job, error) if kind == "other" else "",
        at=_now(),
        seconds=seconds,
    )


def _made(job: Job, folder: Path) -> tuple[dict[str, str], Tally | None]:
    if job.store is not None:
        shutil.copyfile(job.store, folder / STORE)
    notebook = _executed(job, folder)
    tally = _tally(job, folder)
    return _put_out(job, notebook, folder), tally


def _executed(job: Job, folder: Path) -> NotebookNode:
    try:
        return _through_papermill(job, folder)
    except RuntimeError as error:
        # Two kernels that start at once may be given the same port; the second dies of it.
        if "before replying" not in str(error):
            raise
        return _through_papermill(job, folder)


def _through_papermill(job: Job, folder: Path) -> NotebookNode:
    """The notebook as it ran, in a warm kernel that is used once.

    The kernel gets its folder by ``resources``, because ``cwd`` would move the whole process, other
    threads included; its profile is its own, so that no start-up file of the person who runs the
    batch gets into the pages.
    """
    notebook = _reads(job.notebook, as_version=4)
    declared = inspect_notebook(notebook)
    return _execute(
        notebook,
        None,
        {name: value for name, value in job.parameters.items() if name in declared},
        engine_name="workbook",
        own_profile=True,
        progress_bar=False,
        log_output=False,
        report_mode=True,
        execution_timeout=job.limit,
        resources={"metadata": {"path": str(folder)}},
        config=ENCRYPTED,
        extra_arguments=["--log-level=CRITICAL"],
    )


def _tally(job: Job, folder: Path) -> Tally | None:
    """How far the chapters on the page are filled in; None where no chapter of the method is."""
    shown = _shown(job.chapter)
    if not shown:
        return None
    given = job.parameters
    with open_store(folder / STORE, read_only=True) as store:
        book = open_book(store, job.trainee, given["month"], given["today"], given["language"])
        found = [standing(book, chapter) for chapter in shown]
    return Tally(
        completeness=sum(one.completeness for one in found) / len(found),
        counts={weight: sum(one.counts[weight] for one in found) for weight in WEIGHTS},
    )


def _shown(notebook: str) -> tuple[str, ...]:
    """The chapters of the method on a notebook's page; on the first page it is all of them."""
    if notebook == "start":
        return chapters.NAMES
    if notebook not in chapters.NAMES:
        return ()
    return chapters.together(notebook)


def _put_out(job: Job, notebook: NotebookNode, folder: Path) -> dict[str, str]:
    """Path below OUT → SHA-256. The page comes last: where it is new, so is the notebook."""
    whole = published(notebook, job.source, f"{job.chapter}.ipynb", known_folders(folder, job.out))
    home = "../index.html" if job.trainee else "index.html"
    html = page(whole, language=job.language, title=job.title, home=home).encode()
    contents = {f"{job.name}.html": html}
    if job.trainee:
        contents = {f"{job.name}.ipynb": as_bytes(whole)} | contents
    _log_path(job).unlink(missing_ok=True)
    return {name: put(job.out / name, data, folder / ".new") for name, data in contents.items()}


def _log(job: Job, error: BaseException) -> str:
    """Write the log; its path below OUT, empty when even that fails."""
    path = _log_path(job)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(log_of(error), encoding="utf-8")
    except OSError:
        return ""
    return path.relative_to(job.out).as_posix()


def _log_path(job: Job) -> Path:
    return job.out / f"{job.name}.log"


def _now() -> dt.datetime:
    return dt.datetime.now(CHINA)
