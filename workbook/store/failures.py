"""Turns errors of the database and the disk into ours, which say the remedy."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from workbook.errors import BadInput, StoreError

# A ValueError is an unreadable row: its JSON, its time, its roster line, its encoding.
_KNOWN = (SQLAlchemyError, sqlite3.Error, OSError, ValueError, pa.ArrowException)

LOCKED = "store.locked"
READ_ONLY = "store.read_only"
DAMAGED = "store.damaged"
DAMAGED_TABLE = "store.damaged_table"
FULL = "store.disk_full"
CLOSED_DOOR = "store.not_opened"
DISK = "store.disk_failed"
OTHER = "store.refused"
UNSTORABLE = "store.unstorable"

_BY_CODE = {
    "SQLITE_BUSY": LOCKED,
    "SQLITE_LOCKED": LOCKED,
    "SQLITE_READONLY": READ_ONLY,
    "SQLITE_CORRUPT": DAMAGED,
    "SQLITE_NOTADB": DAMAGED,
    "SQLITE_FULL": FULL,
    "SQLITE_CANTOPEN": CLOSED_DOOR,
    "SQLITE_PERM": CLOSED_DOOR,
    "SQLITE_AUTH": CLOSED_DOOR,
    "SQLITE_IOERR": DISK,
    "ENOSPC": FULL,
    "EDQUOT": FULL,
    "EROFS": READ_ONLY,
    "EIO": DISK,
}


def with_code(place: str, code: str) -> str:
    """An error's subject: the store's place, and the code of whoever refused."""
    return f"{place}: {code}"


@contextmanager
def told_plainly(place: str) -> Iterator[None]:
    """Turn any error of database or disk into a StoreError about ``place``.

    Text that no database can hold is a BadInput. The cause is dropped on purpose: its message may
    quote what was typed.
    """
    try:
        yield
    except _KNOWN as problem:
        raise _explained(problem, place) from None


def sqlite_code(problem: BaseException) -> str:
    """SQLite's own name for an error, such as ``SQLITE_BUSY``; "" when it gave none."""
    return str(getattr(_cause(problem), "sqlite_errorname", ""))


def _cause(problem: BaseException) -> BaseException | None:
    return problem.orig if isinstance(problem, DBAPIError) else problem


def _explained(problem: BaseException, place: str) -> BadInput | StoreError:
    if isinstance(problem, UnicodeEncodeError):
        return BadInput(UNSTORABLE, about=place)
    code = _code(problem)
    return StoreError(_sentence(problem, code), about=with_code(place, code))


def _code(problem: BaseException) -> str:
    if isinstance(problem, OSError):
        return errno.errorcode.get(problem.errno or 0, type(problem).__name__)
    return sqlite_code(problem) or type(problem).__name__


def _sentence(problem: BaseException, code: str) -> str:
    if isinstance(problem, PoolTimeout):
        return LOCKED
    for prefix, key in _BY_CODE.items():
        if code.startswith(prefix):
            return key
    if isinstance(problem, OSError):
        return CLOSED_DOOR
    return DAMAGED if _does_not_read(problem) else OTHER


def _does_not_read(problem: BaseException) -> bool:
    if isinstance(problem, ValueError | pa.ArrowException):
        return True
    # Invalid UTF-8 is reported by Python, not SQLite: it has no code.
    return isinstance(_cause(problem), sqlite3.OperationalError) and not sqlite_code(problem)
