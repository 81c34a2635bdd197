"""What surrounds a batch: folders for what comes and goes, Ctrl-C, a disk that takes no more."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType

from platformdirs import user_cache_path

from workbook.batch.shelf import Folder, OutOfReach, Shelf
from workbook.errors import BadInput

WORK = ".work"


@contextmanager
def written_to(shelf: Shelf, token: str, mode: int = 0o777) -> Iterator[Shelf]:
    """The shelf as one run may write it; in a folder that takes a folder of the run's own."""
    if not isinstance(shelf, Folder):
        yield shelf
        return
    with _fresh(shelf.root / WORK, mode) as work:
        own = work / token
        own.mkdir()
        yield replace(shelf, scratch=own)


@contextmanager
def private_folder(out: Shelf) -> Iterator[Path]:
    """A folder on this machine that only its owner can read, for a run that writes elsewhere."""
    name = hashlib.sha256(str(out.place("")).encode()).hexdigest()[:16]
    with _fresh(user_cache_path("coaching-workbook") / "work" / name, 0o700) as work:
        yield work


@contextmanager
def _fresh(folder: Path, mode: int) -> Iterator[Path]:
    """An empty folder; gone afterwards, as is a killed run's."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=mode)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def stoppable(says: str) -> Iterator[threading.Event]:
    """An event that the first Ctrl-C sets, saying ``says``; the second one interrupts as usual."""
    stopping = threading.Event()
    before = signal.getsignal(signal.SIGINT)

    def stop(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, before)
        stopping.set()
        # Straight to the terminal: the bar may be in the middle of a line of its own.
        os.write(2, f"\n{says}\n".encode())

    if threading.current_thread() is not threading.main_thread() or before is None:
        yield stopping
        return
    signal.signal(signal.SIGINT, stop)
    try:
        yield stopping
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def told_plainly(out: Shelf) -> Iterator[None]:
    """Turn what the disk says about the place of the pages into a BadInput with the remedy."""
    place = str(out.place("")).rstrip("/")
    try:
        yield
    except OutOfReach:
        raise BadInput(
            f"“{place}”已由另一次运行接手，这一次停下了。已经完成的都在。"
            "请等那一次结束，再运行一次。 / "
            f"Another run has taken over “{place}”; this one has stopped. What was finished is "
            "there. Wait until the other one ends and run again."
        ) from None
    except OSError as error:
        why = error.strerror or str(error)
        raise BadInput(
            f"写不进输出位置“{place}”（{why}）。已经完成的都在；请腾出空间或检查权限，"
            "或用 --out 换一个位置，再运行一次。 / "
            f"“{place}” cannot be written ({why}). What was finished is there. Make room "
            "or check your rights, or choose another place with --out, and run again."
        ) from None
