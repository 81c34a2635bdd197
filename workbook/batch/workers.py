"""Our own worker processes, and the setup of any process that makes pages."""

from __future__ import annotations

import inspect
import logging
import multiprocessing
import os
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from workbook.errors import BadInput
from workbook.store import temporary_files

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
NOTE = "WORKBOOK_READ_AGAIN"  # the file in which a process says that it has read the script again
AGAIN = ("__mp_main__", "<module>")

NOT_NEEDED: dict[str, Any] = {"rfc3987_syntax": None}


@contextmanager
def pool(workers: int, *, warm: bool = False) -> Iterator[Executor]:
    """Processes that start clean and end when their parent is gone.

    warm: whether each gets its kernels ready as it starts, because several notebooks will run.
    """
    context = multiprocessing.get_context("spawn")
    begin = _begin_warm if warm else _begin
    executor = ProcessPoolExecutor(workers, mp_context=context, initializer=begin)
    with temporary_files.folder() as notes:
        os.environ[NOTE] = str(notes / "again")
        try:
            yield executor
        finally:
            executor.shutdown(wait=True, cancel_futures=True)
            os.environ.pop(NOTE, None)


def refuse_script() -> None:
    """BadInput where processes of this pool died of running the caller's script again."""
    note = os.environ.get(NOTE)
    if note and Path(note).exists():
        raise BadInput("batch.unguarded_script")


def end_script() -> None:
    """End a worker process that runs the caller's script again as it starts, and leave a note.

    Its own pool would start processes that do the same. Its parent, which sees only that it is
    gone, reports why. BadInput where the parent is none of ours.
    """
    if not _is_read_again():
        return
    if NOTE not in os.environ:
        raise BadInput("batch.unguarded_script")
    Path(os.environ[NOTE]).touch()
    sys.exit(1)


def _is_read_again() -> bool:
    """Whether a script is being run under the name that a starting worker process gives it."""
    frame = inspect.currentframe()
    while frame is not None:
        if (frame.f_globals.get("__name__"), frame.f_code.co_name) == AGAIN:
            return True
        frame = frame.f_back
    return False


def settle_in() -> None:
    """In a worker: one thread for arithmetic in each kernel, no warnings, no needless imports."""
    os.environ.update(dict.fromkeys(THREADS, "1"))
    # Otherwise the debugger warns about frozen modules at every kernel.
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"
    # jsonschema would use it to compile a grammar of web addresses, which takes seconds.
    for name, nothing in NOT_NEEDED.items():
        sys.modules.setdefault(name, nothing)
    # Errors are in the result; the log would quote cells and their outputs.
    logging.getLogger("papermill").setLevel(logging.CRITICAL + 1)


def _begin() -> None:
    settle_in()
    if hasattr(os, "setpgid"):  # Ctrl-C is for the driver
        os.setpgid(0, 0)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _begin_warm() -> None:
    from workbook.batch.kernels.engine import warm_up

    _begin()
    threading.Thread(target=warm_up, daemon=True).start()


def _end_with_parent() -> None:
    """A killed parent cannot tell its workers; they would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
