"""Processes of our own on this machine, and what any process that makes pages needs first."""

from __future__ import annotations

import logging
import multiprocessing
import os
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
NOT_NEEDED: dict[str, Any] = {"rfc3987_syntax": None}


@contextmanager
def pool(workers: int) -> Iterator[Executor]:
    """Processes that start clean and go when the one that started them is gone."""
    context = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin)
    try:
        yield executor
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def settle_in() -> None:
    """In a worker: one thread for each kernel's arithmetic, no remarks, no needless imports."""
    os.environ.update(dict.fromkeys(THREADS, "1"))
    # The debugger's remark on frozen modules would come with every kernel.
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"
    # jsonschema would compile a grammar of web addresses with it for seconds; nothing needs that.
    for name, nothing in NOT_NEEDED.items():
        sys.modules.setdefault(name, nothing)
    # What goes wrong is in the result, in words; the log would quote cells and their outputs.
    logging.getLogger("papermill").setLevel(logging.CRITICAL + 1)


def _begin() -> None:
    settle_in()
    if hasattr(os, "setpgid"):  # Ctrl-C is for the one who drives
        os.setpgid(0, 0)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A killed parent cannot tell its workers; they would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
