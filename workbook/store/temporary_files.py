"""Temporary files and folders that a killed process does not leave behind for ever.

Each maker holds a lock of the system on a note about them. The system releases the lock when the
process dies, however it dies; the next process that starts, or that erases somebody, then removes
what the note names. All of it is for its owner alone.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from workbook.domain import cache_files

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

NOTE = ".note"
MOMENT = 0.001  # seconds
FIRST = 1 << 20  # the byte that is locked on Windows: everything before it stays readable


@contextmanager
def folder() -> Iterator[Path]:
    """An empty folder for this user alone, removed afterwards. OSError where none can be made."""
    own = _root() / secrets.token_hex(8)
    with noted(own):
        own.mkdir(mode=0o700)
        yield own


@contextmanager
def noted(*paths: Path) -> Iterator[None]:
    """Have files or folders removed after the block, or by a later sweep if this process is killed.

    Raises OSError where no note can be written.
    """
    sweep()
    note = _root() / f"{secrets.token_hex(8)}{NOTE}"
    with note.open("x+b") as file:
        try:
            while not taken(file):  # by another sweep that found it empty
                time.sleep(MOMENT)
            file.write(json.dumps([str(path.absolute()) for path in paths]).encode())
            file.flush()
            yield
        finally:
            _remove(*paths)
            if sys.platform == "win32":
                file.close()
            note.unlink(missing_ok=True)


def sweep() -> None:
    """Remove what dead processes left."""
    with suppress(OSError):
        for note in _root().glob(f"*{NOTE}"):
            with suppress(OSError, ValueError):
                _sweep(note)


def _sweep(note: Path) -> None:
    with note.open("r+b") as file:
        if not taken(file):
            return
        left = [Path(one) for one in json.loads(file.read())]
        _remove(*left)
    if not any(path.exists() for path in left):
        note.unlink(missing_ok=True)


def _remove(*paths: Path) -> None:
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with suppress(OSError):
                path.unlink(missing_ok=True)


def taken(file: IO[bytes] | IO[str]) -> bool:
    """Lock an open file, unless it is locked. The system frees it when its holder dies, however."""
    try:
        if sys.platform == "win32":
            file.seek(FIRST)  # others may still read the note
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            file.seek(0)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _root() -> Path:
    """The folder of notes and folders: in the user's cache, or among the temporary files."""
    owner = os.getuid() if hasattr(os, "getuid") else "own"
    temporary = Path(tempfile.gettempdir()) / f"coaching-workbook-{owner}"
    for place in (cache_files.folder() / "scratch", temporary):
        with suppress(OSError):
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            if _is_ours_alone(place):
                return place
    raise OSError(f"There is no place for temporary files: {temporary} is somebody else's.")


def _is_ours_alone(place: Path) -> bool:
    """Whether it is a writable folder of this user's that nobody else may look into."""
    found = place.lstat()
    if place.is_symlink() or not os.access(place, os.W_OK | os.X_OK):
        return False
    return not hasattr(os, "getuid") or (found.st_uid == os.getuid() and not found.st_mode & 0o077)
