"""What surrounds a batch: a folder for what comes and goes, Ctrl-C, a disk that takes no more."""

from __future__ import annotations

import os
import shutil
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from workbook.errors import BadInput


@contextmanager
def work_folder(out: Path) -> Iterator[Path]:
    """A folder in ``out`` that only its owner can read; gone afterwards, as is a killed run's."""
    work = out / ".work"
    shutil.rmtree(work, ignore_errors=True)
    out.mkdir(parents=True, exist_ok=True)
    work.mkdir(mode=0o700)
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


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
def told_plainly(out: Path) -> Iterator[None]:
    """Turn what the disk says about the output folder into a BadInput with the remedy."""
    try:
        yield
    except OSError as error:
        raise BadInput(
            f"写不进输出文件夹“{out}”（{error.strerror}）。已经完成的都在；请腾出空间或检查权限，"
            "或用 --out 换一个文件夹，再运行一次。 / The output folder "
            f"“{out}” cannot be written ({error.strerror}). What was finished is there. Make room "
            "or check your rights, or choose another folder with --out, and run again."
        ) from None
