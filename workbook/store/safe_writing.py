"""Writes files to a path that a person named, and reads them, without following anybody's links.

A folder that a coach imports from may be a trainee's, and a link in it may lead anywhere: a name is
taken only when it is free, and a link is never followed.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import IO
from uuid import uuid4

OWNERS_ALONE = 0o600
EVERYBODY = 0o666  # less the bits of the machine's umask
SHARED = "WORKBOOK_SHARED"


def written_new(path: Path, content: bytes, mode: int = OWNERS_ALONE) -> None:
    """Write a new file for its owner alone. FileExistsError where the name is taken by anything.

    mode: the permissions of others, where they have any.
    """
    with fresh(path, mode) as file:
        file.write(content)


def fresh(path: Path, mode: int) -> IO[bytes]:
    """A new file, open for writing. FileExistsError where the name is taken by anything."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _binary()
    return os.fdopen(os.open(path, flags, mode), "wb")


def content_of(path: Path) -> bytes:
    """The bytes of a plain file. OSError for anything else: a pipe would be waited for, and a
    device may never end."""
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "a folder, a pipe or a device is there", str(path))
    return path.read_bytes()


def mode() -> int:
    """The permission bits of new files: the owner alone, or the machine's umask where
    ``WORKBOOK_SHARED`` is set."""
    return EVERYBODY if os.environ.get(SHARED) else OWNERS_ALONE


def written_over(path: Path, content: bytes) -> None:
    """Replace a plain file, or write a new one: for its owner alone, or with the machine's umask
    where ``WORKBOOK_SHARED`` is set.

    The file appears whole or not at all. FileExistsError where a link, folder or device has the
    name.
    """
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise FileExistsError(17, "a link, a folder or a device is there", str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{uuid4().hex}.tmp")
    written_new(scratch, content, mode())
    try:
        # Replaces the name itself: a link that appeared meanwhile is replaced, not followed.
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)


def _binary() -> int:
    """Without this flag Windows would translate line breaks."""
    return int(getattr(os, "O_BINARY", 0))
