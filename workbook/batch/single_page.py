"""Exports one page: for a browser, paper, a spreadsheet, a calendar or as a diagram."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Event

from workbook import resources
from workbook.batch.dispatch import by_hands, by_processes, of_executor
from workbook.batch.failures import told
from workbook.batch.formats import WRITTEN, written
from workbook.batch.jobs import Job, Result
from workbook.batch.planning import Errand, gathered, with_data
from workbook.batch.records import Failure
from workbook.batch.request import asked
from workbook.batch.storage import Folder
from workbook.batch.workers import end_script
from workbook.book.trainee_workbook import Book
from workbook.errors import BadInput, not_found
from workbook.export.file_names import page_name
from workbook.pages.copies import page_of
from workbook.store import temporary_files
from workbook.store.safe_writing import written_over

PATIENCE = 600  # seconds that one cell of the notebook has


def export_page(
    book: Book,
    chapter: str,
    shape: str,
    out: Path | None = None,
    executor: Executor | None = None,
    parts: Sequence[str] = (),
) -> Path:
    """Write the page of ``chapter`` in the format ``shape``; returns its path.

    parts: today, filled, book, those that the page shows; empty for all.

    out: the file; default: named by chapter, trainee and month, in the working folder.
    executor: runs the notebook; its warm kernel serves the next page too. Raises NotFound for an
    unknown format, BadInput where a chapter has no page in it.
    """
    if shape not in WRITTEN:
        raise not_found("format", shape, WRITTEN)
    target = out or Path(f"{page_name(book, chapter)}.{shape}")
    html = partial(_html, book, chapter, executor, parts)
    content = written(shape, book, chapter, html, parts)
    try:
        written_over(target, content)
    except OSError as error:
        raise BadInput("export.cannot_write", path=target, why=error.strerror) from None
    return target


def _html(book: Book, chapter: str, executor: Executor | None, parts: Sequence[str]) -> str:
    """The page as the batch makes it, from the notebook that shows ``chapter``."""
    call = asked(
        book.trainee.cohort,
        [book.trainee],
        resources.notebooks(),
        chapters=(page_of(chapter),),
        trainees=(),
        month=str(book.month),
        today=book.today.isoformat(),
        language=book.language,
        parts=parts,
    )
    with temporary_files.folder() as folder:
        out = Folder(folder)
        errand = Errand(replace(call, coach=None), book.store, "", out, folder, False, PATIENCE, {})
        (job,), refused = gathered(errand)
        ready = with_data(errand, [replace(job, shape="html", alone=executor is None)], refused)
        for made, result in _performed(ready, executor):
            if isinstance(result, Failure):
                raise BadInput(told(result, call.wording.index))
            return out.read(made.name).decode()
    raise refused[0][1]


def _performed(jobs: Iterator[Job], executor: Executor | None) -> Iterator[tuple[Job, Result]]:
    if executor is None:
        end_script()
        return by_processes(jobs, 1, Event())
    return by_hands(jobs, of_executor(executor, 1), Event())
