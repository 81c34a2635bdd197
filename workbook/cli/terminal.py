"""Makes a command independent of the terminal's encoding, and its files private."""

from __future__ import annotations

import codecs
import io
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape

from workbook.store.safe_writing import SHARED

# What a bank's console (GBK) encodes otherwise, and what people read as the same.
TWINS = {
    "\u2212": "-",
    "\u2012": "-",
    "\u2013": "-",
    "\u00b7": ".",
    "\u2022": "*",
    "\u21b3": ">",
    "\u00a0": " ",
    "\u202f": " ",
    "\u2264": "<=",
    "\u2265": ">=",
}


def speak_any_text() -> None:
    """Let stdout and stderr write any text: a missing character becomes its twin, or "?".

    A console or a file has the machine's encoding; a page may hold any character.
    """
    codecs.register_error("workbook", _twin)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="workbook")


def _twin(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(TWINS.get(sign, "?") for sign in lacking), error.end


def end_in_order() -> None:
    """Let SIGTERM end a command as Ctrl-C does, so that it cleans up."""
    in_main = threading.current_thread() is threading.main_thread()
    if in_main and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, signal.default_int_handler)


def keep_private() -> Callable[[], object]:
    """Let only this user read what this process and its children write; returns how to undo it.

    Pages and lists hold what the store holds, and that is for its owner alone.
    """
    before = os.umask(0o077)
    return lambda: os.umask(before)


def share() -> Callable[[], object]:
    """Let others read it, as far as the machine's umask allows; returns how to undo it."""
    before = os.environ.get(SHARED, "")
    os.environ[SHARED] = "1"
    return lambda: os.environ.update({SHARED: before})


@contextmanager
def watched(name: str, console: Console) -> Iterator[Callable[[float], object]]:
    """A progress bar for a long file, on a terminal; yields the function that moves it, 0…1.

    It disappears when the work is done: the report follows.
    """
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task(escape(name), total=1.0)
        yield lambda share: bar.update(task, completed=share)
