"""The file of a store's own keys: beside the store, for its owner alone, and in its backup.

The store does not interpret its contents.
"""

from __future__ import annotations

import errno
from pathlib import Path

import platformdirs
from sqlalchemy import URL, Connection

from workbook.errors import StoreError
from workbook.store.connections import file_of, located
from workbook.store.failures import CLOSED_DOOR, with_code
from workbook.store.files import beside, written_beside
from workbook.store.schema_versions import mark, set_mark

SUFFIX = ".keys"
NAME = "workbook.keys"  # in the data folder, for a store on a server
KEPT = "keys_kept"  # in a backup: laid out beside the store that is restored
LARGEST = 1 << 16  # bytes; some hundred are used


def place_of(address: str | Path | URL) -> Path:
    """The path of a store's key file, whether or not it exists."""
    file = file_of(address if isinstance(address, URL) else located(address))
    if file is not None:
        return beside(file, SUFFIX)
    return Path(platformdirs.user_data_dir("coaching-workbook", appauthor=False)) / NAME


def text_at(path: Path) -> str:
    """The text of a key file, "" where there is none; StoreError where it cannot be read."""
    if not path.exists():
        return ""
    try:
        if not path.is_file() or path.stat().st_size > LARGEST:
            raise OSError(errno.EFBIG, "no plain file of keys")
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        code = errno.errorcode.get(getattr(error, "errno", 0) or 0, type(error).__name__)
        raise StoreError(CLOSED_DOOR, about=with_code(str(path), code)) from None


def write(path: Path, text: str) -> None:
    """Write a key file, whole or not at all, for its owner alone."""
    with written_beside(path) as scratch:
        scratch.write_text(text, encoding="utf-8", newline="\n")


def text_for(connection: Connection, source: Path) -> str:
    """The keys of the store in the file ``source``: those beside it, else the ones of a backup."""
    return text_at(place_of(source)) or mark(connection, KEPT) or ""


def keep(connection: Connection, text: str) -> None:
    """Store the keys in a copy of a whole store."""
    set_mark(connection, KEPT, text or None)


def lay_out(connection: Connection) -> None:
    """Write a restored store's keys to the file beside it; others there are kept beside that."""
    text, path = mark(connection, KEPT), place_of(connection.engine.url)
    if not text:
        return
    there = text_at(path)
    if there not in ("", text):
        path.replace(path.with_name(f"{path.name}.before-restore"))
    write(path, text)
    set_mark(connection, KEPT, None)
