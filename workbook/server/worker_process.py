"""A worker process that is killed when the server stops."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor
from contextlib import contextmanager, suppress

import psutil

STARTS = 10.0  # seconds
GONE = (psutil.NoSuchProcess, BrokenExecutor, CancelledError, TimeoutError)


@contextmanager
def one_process() -> Iterator[Executor]:
    """One worker. At the end it is killed: unfinished work can be asked for again."""
    from workbook.batch.workers import pool

    with pool(1) as executor:
        number = executor.submit(os.getpid)
        try:
            yield executor
        finally:
            with suppress(*GONE):
                psutil.Process(number.result(STARTS)).kill()
