"""Who does the work: processes of our own, or any executor that is passed in."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from types import FrameType

from workbook.batch.jobs import Job, failure, perform
from workbook.batch.records import Failure, Made

Result = Made | Failure
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


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
    jobs: Iterator[Job], workers: int, executor: Executor | None, stopping: threading.Event
) -> Iterator[tuple[Job, Result]]:
    """Each job with what came of it, in the order of finishing.

    When ``stopping`` is set no further job begins. A job that takes its process down with it is
    tried once more by itself, so that it fails alone.
    """
    if executor is not None:
        yield from _settled(_shared_out(jobs, executor, stopping))
        return
    with pool(workers) as own:
        broken = yield from _until_broken(_shared_out(jobs, own, stopping))
    for job in broken:
        if not stopping.is_set():
            with pool(1) as own:
                yield from _settled(_shared_out(iter([job]), own, stopping))


def _shared_out(
    jobs: Iterator[Job], executor: Executor, stopping: threading.Event
) -> dict[Future[Result], Job]:
    futures: dict[Future[Result], Job] = {}
    for job in jobs:
        if stopping.is_set():
            break
        futures[executor.submit(perform, job)] = job
    return futures
