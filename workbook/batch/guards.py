"""Guards of a batch: temporary folders, Ctrl-C, a full disk."""

from __future__ import annotations

import os
import shutil
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import FrameType

from workbook.batch.storage import LOCK, Folder, OutOfReach, Storage, holder
from workbook.errors import BadInput
from workbook.store.temporary_files import noted

WORK = ".work"
SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def written_to(shelf: Storage, token: str, mode: int = 0o777) -> Iterator[Storage]:
    """The shelf as one run may write it; a folder gets a scratch folder of the run's own."""
    if not isinstance(shelf, Folder):
        yield shelf
        return
    own = shelf.root / WORK / token
    with _fresh(shelf.root / WORK, mode), noted(own):
        own.mkdir()
        yield replace(shelf, scratch=own)


@contextmanager
def _fresh(folder: Path, mode: int) -> Iterator[Path]:
    """An empty folder, removed afterwards; a killed run's is removed by the next sweep."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=mode)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def stoppable(says: str) -> Iterator[threading.Event]:
    """An event set by the first Ctrl-C or SIGTERM, which prints ``says``; a second acts as
    usual."""
    stopping = threading.Event()
    before = {one: signal.getsignal(one) for one in SIGNALS}

    def as_before() -> None:
        for one, handler in before.items():
            if handler is not None:
                signal.signal(one, handler)

    def stop(number: int, frame: FrameType | None) -> None:
        as_before()
        stopping.set()
        # Straight to the terminal: the progress bar may be in the middle of a line.
        os.write(2, f"\n{says}\n".encode())

    if threading.current_thread() is not threading.main_thread():
        yield stopping
        return
    for one in SIGNALS:
        if before[one] is not None:
            signal.signal(one, stop)
    try:
        yield stopping
    finally:
        as_before()


@contextmanager
def told_plainly(out: Storage) -> Iterator[None]:
    """Turn disk errors about the place of the pages into a BadInput with the remedy."""
    place = str(out.place("")).rstrip("/")
    try:
        yield
    except OutOfReach:
        raise BadInput(_why_out_of_reach(out), place=place) from None
    except OSError as error:
        why = error.strerror or str(error)
        raise BadInput("batch.cannot_write", place=place, why=why) from None


def _why_out_of_reach(out: Storage) -> str:
    """The key of why the run cannot write there any more. The system keeps others out of a folder
    that is written to, so nobody but a person can have taken it away."""
    if isinstance(out, Folder):
        return "batch.removed"
    with suppress(OSError):
        if holder(f"{out.url}.ledger/{LOCK}"):
            return "batch.taken_over"
    return "batch.emptied"
