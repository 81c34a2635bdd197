"""Who does the work: processes of our own, or any executor that is passed in."""

from __future__ import annotations

import itertools
import logging
import multiprocessing
import os
import sys
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from contextlib import contextmanager
from typing import Any

from workbook.batch.jobs import Job, Result, failed, perform

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
NOT_NEEDED: dict[str, Any] = {"rfc3987_syntax": None}
LOOK_UP = 0.2  # seconds: how often a waiting driver looks whether it should stop


@contextmanager
def pool(workers: int) -> Iterator[Executor]:
    """Processes that start clean and go when the one that started them is gone."""
    context = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(workers, mp_context=context, initializer=_settle_in)
    try:
        yield executor
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _settle_in() -> None:
    """In a worker: one thread for each kernel's arithmetic; Ctrl-C is for the one who drives."""
    os.environ.update(dict.fromkeys(THREADS, "1"))
    # The debugger's remark on frozen modules would come with every kernel.
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"
    # jsonschema would compile a grammar of web addresses with it for seconds; nothing needs that.
    sys.modules.update(NOT_NEEDED)
    # What goes wrong is in the result, in words; the log would quote cells and their outputs.
    logging.getLogger("papermill").setLevel(logging.CRITICAL + 1)
    if hasattr(os, "setpgid"):
        os.setpgid(0, 0)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A killed parent cannot tell its workers; they would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def results(
    jobs: Iterable[Job], workers: int, executor: Executor | None, stopping: threading.Event
) -> Iterator[tuple[Job, Result]]:
    """Each job with what came of it, in the order of finishing.

    Once ``stopping`` is set, no further job begins and those that run may end. A job that takes
    its process down with it is tried again in a process to itself, so that it fails alone.
    """
    if executor is not None:
        yield from _results(jobs, executor, stopping)
        return
    broken: list[Job] = []
    with pool(workers) as own:
        for job, future in _ended(jobs, own, stopping):
            if isinstance(future.exception(), BrokenExecutor):
                broken.append(job)
            else:
                yield job, _result(job, future)
    for job in broken:
        with pool(1) as own:
            yield from _results([job], own, stopping)


def _results(
    jobs: Iterable[Job], executor: Executor, stopping: threading.Event
) -> Iterator[tuple[Job, Result]]:
    for job, future in _ended(jobs, executor, stopping):
        yield job, _result(job, future)


def _result(job: Job, future: Future[Result]) -> Result:
    error = future.exception()
    return future.result() if error is None else failed(job, error)


def _ended(
    jobs: Iterable[Job], executor: Executor, stopping: threading.Event
) -> Iterator[tuple[Job, Future[Result]]]:
    """Each job with its future when that has ended; cancelled ones are left out."""
    futures = {}
    for job in itertools.takewhile(lambda _: not stopping.is_set(), jobs):
        futures[_submitted(executor, job)] = job
    left = set(futures)
    while left:
        done, left = wait(left, timeout=LOOK_UP, return_when=FIRST_COMPLETED)
        if stopping.is_set():
            left = {future for future in left if not future.cancel()}
        for future in done:
            if not future.cancelled():
                yield futures[future], future


def _submitted(executor: Executor, job: Job) -> Future[Result]:
    try:
        return executor.submit(perform, job)
    except BrokenExecutor as error:
        refused: Future[Result] = Future()
        refused.set_exception(error)
        return refused
