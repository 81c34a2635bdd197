"""Turns an exception into a kind of failure, and a log without customers' data."""

from __future__ import annotations

import errno
import re
import traceback
from collections.abc import Iterable
from concurrent.futures import BrokenExecutor, CancelledError
from pathlib import PurePath

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError, strip_color

from workbook import errors
from workbook.batch.records import Reason
from workbook.batch.storage import OutOfReach
from workbook.errors import WorkbookError

FRAME = re.compile(
    r"File (?P<path>\S.*?):(?P<line>\d+)(?:, in (?P<name>[\w<>.]+))?"
    r"|Cell In\[(?P<cell>\d+)\], line (?P<cell_line>\d+)"
)
FULL = (errno.ENOSPC, errno.EDQUOT)
SCARCE = (errno.EAGAIN, errno.ENOMEM)  # raised by a fork when the machine has no room for it
DIED = (DeadKernelError, BrokenExecutor)
KILLED = "KilledWorker"  # Dask's: a job whose workers died several times


def reason_of(error: BaseException) -> Reason:
    """The kind of failure; looks through the error with which a notebook ended."""
    name, said = _name_and_words(error)
    kind = getattr(errors, name, None)
    if isinstance(kind, type) and issubclass(kind, WorkbookError):
        return "template" if kind is errors.ContentError else "said"
    if isinstance(error, CellTimeoutError | TimeoutError) or "respond in" in said:
        return "timeout"
    if name == "MemoryError" or _is_scarce(error):
        return "memory"
    if isinstance(error, DIED) or name == KILLED:
        return "kernel"
    if isinstance(error, OutOfReach):
        return "reach"
    if isinstance(error, CancelledError) or name in ("KeyboardInterrupt", "SystemExit"):
        return "stopped"
    return "disk" if _is_full_disk(error, said) else "other"


def words_of(error: BaseException) -> str:
    """The error's own text where it was written for the reader, else ""."""
    said = reason_of(error) in ("said", "template")
    return _name_and_words(error)[1] if said else ""


def log_of(error: BaseException) -> str:
    """The error's class and stack without any values: messages may quote a customer."""
    way = "\n".join(f"  {frame}" for frame in _frames(error))
    return f"{_name_and_words(error)[0]}\n{way}\n"


def _name_and_words(error: BaseException) -> tuple[str, str]:
    if isinstance(error, PapermillExecutionError):
        return error.ename, str(error.evalue)
    return type(error).__name__, str(error)


def _is_scarce(error: BaseException) -> bool:
    return isinstance(error, OSError) and error.errno in SCARCE


def _is_full_disk(error: BaseException, said: str) -> bool:
    if isinstance(error, OSError):
        return error.errno in FULL
    return isinstance(error, PapermillExecutionError) and any(
        said.startswith(f"[Errno {code}]") for code in FULL
    )


def _frames(error: BaseException) -> Iterable[str]:
    if isinstance(error, PapermillExecutionError):
        for found in FRAME.finditer(strip_color("\n".join(error.traceback))):
            yield _frame_of_notebook(found)
        return
    for one in traceback.extract_tb(error.__traceback__):
        yield _frame(one.filename, str(one.lineno), one.name)


def _frame_of_notebook(found: re.Match[str]) -> str:
    if found["cell"]:
        return f"cell {found['cell']}, line {found['cell_line']}"
    return _frame(found["path"], found["line"], found["name"] or "")


def _frame(path: str, line: str, name: str) -> str:
    """``…/site-packages/pandas/core/frame.py`` → ``pandas/core/frame.py:12 in apply``."""
    parts = PurePath(path.replace("\\", "/")).parts
    roots = [index for index, part in enumerate(parts) if part in ("site-packages", "lib")]
    start = roots[-1] + 1 if roots else _package(parts)
    return f"{'/'.join(parts[start:])}:{line} in {name}"


def _package(parts: tuple[str, ...]) -> int:
    places = [index for index, part in enumerate(parts) if part == "workbook"]
    return places[-1] if places else len(parts) - 1
