"""The bank's own ``bank.yaml``: its place, and how its text travels with a store.

It lies beside a store that is a file, in the user's data folder for a server, or wherever
``WORKBOOK_BANK`` says. An extract carries it inside, so that it is read alike on any machine; a
backup carries it too, and a restore writes it beside the store again. The store does not interpret
its contents.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import NamedTuple

import platformdirs
from sqlalchemy import URL, Connection

from workbook.errors import BadInput, ContentError
from workbook.store.connections import file_of, located
from workbook.store.files import written_beside
from workbook.store.schema_versions import mark, set_mark

VARIABLE = "WORKBOOK_BANK"
NAME = "bank.yaml"
SEALED = "bank"  # in an extract: this text counts, and no other
KEPT = "bank_kept"  # in a backup: counts until a file lies beside the store
LARGEST = 1 << 20  # bytes: some ten thousand words


class BankText(NamedTuple):
    """A bank's text, and the file name for messages; empty text where there is none."""

    text: str
    name: str = NAME


def place_of(address: str | Path) -> Path:
    """The path of a store's bank file, whether or not it exists.

    BadInput where ``WORKBOOK_BANK`` is not absolute: each page runs in a folder of its own.
    """
    return _place(located(address))


def _place(url: URL) -> Path:
    named, file = os.environ.get(VARIABLE), file_of(url)
    if named:
        path = Path(named).expanduser()
        if not path.is_absolute():
            raise BadInput("store.whole_path", path=path.absolute(), at=f"{VARIABLE}={named}")
        return path
    folder = Path(platformdirs.user_data_dir("coaching-workbook", appauthor=False))
    return (file.parent if file is not None else folder) / NAME


def on_disk(address: str | Path) -> BankText | None:
    """A store's bank file as it is on disk now, or None."""
    return _read(place_of(address))


def _read(path: Path) -> BankText | None:
    """ContentError with the place where a file is not text, or cannot be read at all."""
    if not path.exists() and not os.environ.get(VARIABLE):
        return None
    try:
        if path.exists() and (not path.is_file() or path.stat().st_size > LARGEST):
            raise OSError(errno.EFBIG, f"no plain file of at most {LARGEST} bytes")
        return BankText(path.read_text(encoding="utf-8-sig"), str(path))
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        row, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        raise ContentError("store.not_utf8", at=f"{path}:{row}:{column}") from None
    except OSError as error:
        raise ContentError("store.bank_unreadable", why=error.strerror, at=f"{path}:1:1") from None


def text_for(connection: Connection) -> BankText:
    """The text in force for a store: the one sealed in it, else the file, else the one of a
    backup."""
    sealed = mark(connection, SEALED)
    if sealed is not None:
        return BankText(sealed)
    found = _read(_place(connection.engine.url))
    return found or BankText(mark(connection, KEPT) or "")


def keep(connection: Connection, text: str) -> None:
    """Store the text in a copy of a whole store."""
    set_mark(connection, KEPT, text or None)


def lay_out(connection: Connection) -> None:
    """Write a restored store's text to the file beside it; another file there is kept beside
    that."""
    text, path = mark(connection, KEPT), _place(connection.engine.url)
    if not text or os.environ.get(VARIABLE):
        return
    there = _read(path)
    if there is not None and there.text != text:
        path.replace(path.with_name(f"{path.name}.before-restore"))
    write(path, text)
    set_mark(connection, KEPT, None)


def write(path: Path, text: str) -> None:
    """Write a bank's file, whole or not at all."""
    with written_beside(path) as scratch:
        scratch.write_text(text, encoding="utf-8", newline="\n")
