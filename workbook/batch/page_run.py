"""One run: one trainee's chapter through papermill, in a folder and a kernel of its own."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from papermill import execute_notebook, inspect_notebook
from traitlets.config import Config

from workbook.batch.error_log import log_of, reason_of, words_of
from workbook.batch.file_kinds import known_folders, without_folders
from workbook.batch.jobs import STORE, Job, Result
from workbook.batch.kernels import event_loop
from workbook.batch.kernels.engine import Says, possible
from workbook.batch.records import Failure, Made, Tally
from workbook.batch.sanitised_output import as_bytes, published
from workbook.batch.scores import tallied
from workbook.batch.storage import Folder, OutOfReach
from workbook.book.trainee_workbook import CHINA
from workbook.export.html import page
from workbook.store import temporary_files

# These two are without types.
_reads: Callable[..., NotebookNode] = nbformat.reads
_execute: Callable[..., NotebookNode] = execute_notebook

# TCP ports are open to every user of the machine.
ENCRYPTED = Config({"KernelManager": {"transport_encryption": "auto"}})


def carried_out(job: Job) -> Result:
    """Run, measure and publish; any error is returned as a Failure."""
    begun, cold = time.monotonic(), list[str]()
    try:
        with _folder(job.work) as folder, event_loop.closed_afterwards():
            files, tally = _made(job, folder, cold.append)
            stamps = _put_out(job, files)
        return Made(
            fingerprint=job.fingerprint,
            files={name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
            stamps=stamps,
            tally=tally,
            at=_now(),
            seconds=time.monotonic() - begun,
            cold="".join(cold[:1]),
        )
    except Exception as error:  # noqa: BLE001 - an error in a page fails that page alone
        failed = failure(job, error, time.monotonic() - begun)
        return failed.model_copy(update={"cold": "".join(cold[:1])})


@contextmanager
def _folder(work: Path | None) -> Iterator[Path]:
    """A temporary folder for one run, inside its batch's; a job from afar has one of its own."""
    if work is None:
        with temporary_files.folder() as own:
            yield own
        return
    with tempfile.TemporaryDirectory(dir=work) as name:
        yield Path(name)


def failure(job: Job, error: BaseException, seconds: float = 0.0) -> Failure:
    """The Failure of a job; an unforeseen error leaves a log beside the page."""
    kind = "gone" if _is_gone(job) else reason_of(error)
    return Failure(
        reason=kind,
        says=without_folders(words_of(error), known_folders(*_own_folders(job))),
        limit=job.limit,
        log=_log(job, error) if kind == "other" else "",
        at=_now(),
        seconds=seconds,
    )


def _is_gone(job: Job) -> bool:
    """Whether the folder for the pages was removed; from another machine it may be invisible.

    One that was made anew since lacks the run's own folder in it.
    """
    if job.work is None or not isinstance(job.out, Folder):
        return False
    return not (job.out.scratch or job.out.root).is_dir()


def _made(job: Job, folder: Path, says: Says) -> tuple[dict[str, bytes], Tally | None]:
    """Path below OUT → bytes of the page's files, and how far it is filled in.

    says: is told why the kernel starts cold, where it should not.
    """
    if isinstance(job.store, bytes):
        (folder / STORE).write_bytes(job.store)
    elif job.store is not None:
        shutil.copyfile(job.store, folder / STORE)
    if job.shape:
        return {job.name: _in_shape(job, folder, says)}, None
    notebook = _executed(job, folder, says)
    return _files(job, notebook, folder), tallied(job, notebook, folder)


def _in_shape(job: Job, folder: Path, says: Says) -> bytes:
    """The page in another format, from the same store as its notebook."""
    # Slow to import, and most batches make pages only.
    from workbook.batch.formats import written
    from workbook.book.opening import open_book
    from workbook.store import open_store

    given = (job.parameters[name] for name in ("trainee", "month", "today", "language"))
    with open_store(folder / STORE, read_only=True) as store:
        book = open_book(store, *given).still()
        return written(
            job.shape,
            book,
            job.chapter,
            lambda: _html(job, _executed(job, folder, says), folder),
            job.parts,
        )


def _executed(job: Job, folder: Path, says: Says) -> NotebookNode:
    try:
        return _through_papermill(job, folder, says)
    except RuntimeError as error:
        # Two kernels that start at once may get the same port; the second dies of it.
        if "before replying" not in str(error):
            raise
        return _through_papermill(job, folder, says)


def _through_papermill(job: Job, folder: Path, says: Says) -> NotebookNode:
    """The notebook as it ran, in a kernel that is used once, and warm where that pays.

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
        kernels="cold" if job.alone else possible(),
        says=says,
        own_profile=True,
        progress_bar=False,
        log_output=False,
        report_mode=True,
        execution_timeout=job.limit,
        # A cell's output may come after its end; wait for it rather than lose it.
        iopub_timeout=job.limit,
        raise_on_iopub_timeout=True,
        resources={"metadata": {"path": str(folder)}},
        config=ENCRYPTED,
        extra_arguments=["--log-level=CRITICAL"],
    )


def _files(job: Job, notebook: NotebookNode, folder: Path) -> dict[str, bytes]:
    known = known_folders(folder, *_own_folders(job))
    whole = published(notebook, job.source, f"{job.chapter}.ipynb", known)
    html = _page(job, whole).encode()
    notebooks = {f"{job.name}.ipynb": as_bytes(whole)} if job.trainee else {}
    return {**notebooks, f"{job.name}.html": html}


def _html(job: Job, notebook: NotebookNode, folder: Path) -> str:
    known = known_folders(folder, *_own_folders(job))
    return _page(job, published(notebook, job.source, f"{job.chapter}.ipynb", known))


def _page(job: Job, whole: NotebookNode) -> str:
    home = "../index.html" if job.trainee else "index.html"
    home = "" if job.shape else home
    return page(whole, language=job.language, title=job.title, home=home, parts=job.parts)


def _put_out(job: Job, files: dict[str, bytes]) -> dict[str, str]:
    """Path below OUT → stamp. The page is put last: where it is new, so is the notebook."""
    stamps = {name: job.out.put(name, data) for name, data in files.items()}
    job.out.remove(_log_name(job))
    return stamps


def _log(job: Job, error: BaseException) -> str:
    """Write the log; its path below OUT, "" when even that fails."""
    try:
        job.out.put(_log_name(job), log_of(error).encode())
    except (OSError, OutOfReach):
        return ""
    return _log_name(job)


def _log_name(job: Job) -> str:
    return f"{job.name}.log"


def _own_folders(job: Job) -> tuple[Path, ...]:
    """The folders of this run that no page or message may name."""
    return (*job.out.folders(), *([job.work] if job.work else []))


def _now() -> dt.datetime:
    return dt.datetime.now(CHINA)
