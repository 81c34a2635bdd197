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
        raise BadInput(_why_out_of_reach(out).format(place=place)) from None
    except OSError as error:
        why = error.strerror or str(error)
        raise BadInput(
            f"写不进输出位置“{place}”（{why}）。已经完成的都在；请腾出空间或检查权限，"
            "或用 --out 换一个位置，再运行一次。 / "
            f"“{place}” cannot be written ({why}). What was finished is there. Make room "
            "or check your rights, or choose another place with --out, and run again."
        ) from None


def _why_out_of_reach(out: Storage) -> str:
    """Why the run cannot write there any more. The system keeps others out of a folder that is
    written to, so nobody but a person can have taken it away."""
    if isinstance(out, Folder):
        return REMOVED
    with suppress(OSError):
        if holder(f"{out.url}.ledger/{LOCK}"):
            return TAKEN_OVER
    return EMPTIED


REMOVED = (
    "运行的时候，输出文件夹“{place}”（或旁边记账的“{place}.ledger”）被删掉或移走了，这一次停下了。"
    "请再运行一次，页面会重新生成。 / The folder “{place}” (or “{place}.ledger” beside it, which "
    "records what is made) was removed or moved while the run was at work, so it has stopped. "
    "Run it again: the pages are made anew."
)
TAKEN_OVER = (
    "“{place}”已由另一次运行接手，这一次停下了。已经完成的都在。请等那一次结束，再运行一次。 / "
    "Another run has taken over “{place}”; this one has stopped. What was finished is "
    "there. Wait until the other one ends and run again."
)
EMPTIED = (
    "运行的时候，“{place}”被清空了，或者另一次运行来过，这一次停下了。"
    "请再运行一次，缺的页面会重新生成。 / “{place}” was emptied, or another run has been there, "
    "while this one was at work, so it has stopped. Run it again: what is missing is made anew."
)
