"""Errors of the database and the disk, worded in two languages with the remedy."""

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

LOCKED = (
    "另一个程序正占用数据文件，这一步没有完成；此前保存的内容都在。"
    "请稍候再试，或先关闭其他打开着它的窗口。",
    "Another program is holding the store, so this step was not done; everything saved before "
    "is still there. Try again in a moment, or close the other windows that use it.",
)
READ_ONLY = (
    "数据文件是只读的，不能保存；已有内容没有变化。请换一个可以写入的位置，或请管理员开放写入权限。",
    "The store is read-only, so nothing can be saved; what is in it has not changed. "
    "Use a store in a place you may write to, or ask for permission to write here.",
)
DAMAGED = (
    "数据文件已损坏，或者不是本工作簿的数据文件。请不要删除它；"
    "用 workbook restore 从最近的备份恢复。",
    "The store is damaged, or is not a store of this workbook. Do not delete it; "
    "bring back the latest backup with “workbook restore”.",
)
DAMAGED_TABLE = (
    "导入的表已损坏。请重新导入，或用 workbook imports 恢复早先的一版。",
    "An imported table is damaged. Import it again, or bring an earlier version back with "
    "“workbook imports”.",
)
FULL = (
    "磁盘已满，这一次没有存进去；此前保存的内容都在。请腾出空间后再保存一次。",
    "The disk is full, so this was not saved; everything saved before is still there. "
    "Free some space and save again.",
)
CLOSED_DOOR = (
    "打不开数据文件。请检查：路径是否正确、是不是文件夹、您对该文件夹有没有读写权限。",
    "The store cannot be opened. Check that the path is right, that it is a file and not a "
    "folder, and that you may read and write in that folder.",
)
DISK = (
    "读写磁盘时出错，这一步没有完成。请检查磁盘或网络盘是否正常，再试一次。",
    "The disk failed while reading or writing, so this step was not done. "
    "Check the disk or network drive, then try again.",
)
OTHER = (
    "数据库拒绝了这一步，没有写入任何内容。请再试一次；仍然不行时，把方括号里的代码告诉管理员。",
    "The database refused this step and nothing was written. Try again; if it fails once more, "
    "tell your administrator the code in brackets.",
)
UNSTORABLE = (
    "有一个字符无法保存（常见于从损坏的文件中复制的文字）。请删掉乱码后再试。",
    "One character cannot be stored (often copied from a damaged file). "
    "Remove the garbled text and try again.",
)

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


def said(words: tuple[str, str], place: str, code: str = "") -> str:
    """One message: the Chinese sentence, the English one, then the place and the code."""
    chinese, english = words
    return f"{chinese} / {english} [{place}{': ' if code else ''}{code}]"


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
        return BadInput(said(UNSTORABLE, place))
    code = _code(problem)
    return StoreError(said(_words(problem, code), place, code))


def _code(problem: BaseException) -> str:
    if isinstance(problem, OSError):
        return errno.errorcode.get(problem.errno or 0, type(problem).__name__)
    return sqlite_code(problem) or type(problem).__name__


def _words(problem: BaseException, code: str) -> tuple[str, str]:
    if isinstance(problem, PoolTimeout):
        return LOCKED
    for prefix, words in _BY_CODE.items():
        if code.startswith(prefix):
            return words
    if isinstance(problem, OSError):
        return CLOSED_DOOR
    return DAMAGED if _does_not_read(problem) else OTHER


def _does_not_read(problem: BaseException) -> bool:
    if isinstance(problem, ValueError | pa.ArrowException):
        return True
    # Invalid UTF-8 is reported by Python, not SQLite: it has no code.
    return isinstance(_cause(problem), sqlite3.OperationalError) and not sqlite_code(problem)
