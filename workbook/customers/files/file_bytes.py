"""A file on disk → its bytes, or a plain reason why not."""

from __future__ import annotations

import stat
from pathlib import Path

from workbook.customers.pack import Pack
from workbook.errors import BadInput


def content_of(path: str | Path, words: Pack) -> bytes:
    """The bytes of a file. BadInput where it is missing, not a file, unreadable or far too
    large."""
    where = Path(path)
    try:
        about = where.stat()
        if not stat.S_ISREG(about.st_mode):  # a pipe would be waited for, a device never end
            raise BadInput(words.errors["no_file"].format(name=where.name))
        refuse_large(about.st_size, where.name, words)
        return where.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise BadInput(words.errors["not_found"].format(name=where.name)) from None
    except (OSError, ValueError):  # ValueError: a NUL in the name
        raise BadInput(words.errors["unreadable"].format(name=where.name)) from None


def refuse_large(size: int, name: str, words: Pack) -> None:
    """BadInput for more bytes than the template allows."""
    if size > words.limits.megabytes * 2**20:
        most = words.limits.megabytes
        raise BadInput(words.errors["too_big"].format(name=name, most=most))
