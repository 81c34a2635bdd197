"""The record of what is done. It lies beside OUT, so that deleting OUT never looks like "done".

One small JSON file a page, written whole and forced to the disk: a run that is killed loses the
pages that it was making, and no more. A lock that the system takes back from the dead keeps two
runs from writing the same folder.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import pydantic

from workbook.batch.files import digest, put
from workbook.batch.records import Made, Record
from workbook.errors import BadInput

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


@dataclass(frozen=True)
class Ledger:
    """The ledger of one output folder. A page's name is ``<trainee>/<chapter>``."""

    folder: Path
    out: Path

    def read(self, name: str) -> Record:
        """What is known of a page; nothing when it was never run or its line cannot be read."""
        try:
            return Record.model_validate_json(self._path(name).read_bytes())
        except (OSError, pydantic.ValidationError):
            return Record()

    def write(self, name: str, record: Record) -> None:
        """Put down what is known of a page."""
        put(self._path(name), record.model_dump_json().encode(), self.folder / ".writing")

    def stands(self, name: str, fingerprint: str) -> bool:
        """Whether the page is what a run now would make, and its files are as they were left."""
        record = self.read(name)
        made = record.made
        return (
            record.failure is None
            and made is not None
            and made.fingerprint == fingerprint
            and self.intact(made)
        )

    def intact(self, made: Made) -> bool:
        """Whether all files of a page are there as they were written."""
        return all(digest(self.out / name) == sha256 for name, sha256 in made.files.items())

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.json"


def ledger_of(out: Path) -> Ledger:
    """The ledger of ``out``: the folder ``<out>.ledger`` beside it."""
    whole = out.absolute()
    return Ledger(whole.with_name(f"{whole.name}.ledger"), whole)


@contextmanager
def alone(ledger: Ledger) -> Iterator[None]:
    """Keep other runs away from the output folder; BadInput when one is at work there."""
    ledger.folder.mkdir(parents=True, exist_ok=True)
    with (ledger.folder / ".lock").open("a+", encoding="utf-8") as file:
        if not _taken(file):
            file.seek(0)
            raise _busy(ledger.out, file.read().strip())
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _taken(file: TextIO) -> bool:
    """Take the lock, unless it is held. The system frees it when its holder dies, however."""
    try:
        if sys.platform == "win32":
            file.seek(1)  # the byte after the first: others may still read who holds the lock
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _busy(out: Path, holder: str) -> BadInput:
    return BadInput(
        f"另一次运行（进程 {holder}）正在写“{out.name}”。"
        "请等它结束再运行，或用 --out 换一个文件夹。 / "
        f"Another run (process {holder}) is writing “{out.name}”. Wait until it ends, or choose "
        "another folder with --out."
    )
