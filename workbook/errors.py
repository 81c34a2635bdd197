"""The errors of this package, worded for the person who can correct them.

    WorkbookError
    ├── NotFound          a trainee, chapter, table, language or parameter that does not exist
    ├── BadInput          a file, a cell or an option that cannot be read as what it should be
    ├── ContentError      a template that is wrong: file, line and column
    ├── Conflict          somebody else saved first; both versions are kept and can be shown
    └── StoreError        the store is locked, read-only, damaged, full or of another version

Each message says what is wrong, where, what was expected and what to do about it, in words that may
be shown to a trainee as they are.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

LONGEST_NAME = 60


class WorkbookError(Exception):
    """Any error of this package; its text is written for the person who reads it."""


class NotFound(WorkbookError):
    """An unknown name; the message offers the nearest known names."""


class BadInput(WorkbookError):
    """Something typed, imported or passed in that cannot be used as it is."""


class ContentError(WorkbookError):
    """A template breaks a rule of its format: ``file:line:col: what``."""


class Conflict(WorkbookError):
    """Another save came first. ``theirs`` is in the store, ``mine`` was refused."""

    def __init__(self, message: str, theirs: object, mine: object) -> None:
        super().__init__(message)
        self.theirs = theirs
        self.mine = mine


class StoreError(WorkbookError):
    """The store cannot be read or written; what was saved before is still there."""


def nearest(name: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """The known names most like ``name``, best first; all of them when there are few."""
    names = sorted(known)
    folded = {one.casefold(): one for one in reversed(names)}
    close = difflib.get_close_matches(_short(name).casefold(), folded, n=limit, cutoff=0.4)
    return [folded[one] for one in close] or names[:limit]


def _short(name: str) -> str:
    """A name cut to one short line."""
    line = " ".join(name.split())
    return line if len(line) <= LONGEST_NAME else f"{line[:LONGEST_NAME]}…"


def none_of(kind: str, name: str, known: Iterable[str]) -> NotFound:
    """The error for an unknown ``name`` where the known ones ("table") are few enough to list."""
    offer = ", ".join(known)
    return NotFound(
        f"没有“{_short(name)}”，有的是：{offer}。 / "
        f"There is no {kind} “{_short(name)}”. There are: {offer}."
    )


def not_found(kind: str, name: str, known: Iterable[str]) -> NotFound:
    """The error for an unknown ``name`` of a ``kind`` ("trainee", "chapter", …)."""
    names, said = sorted(known), _short(name)
    if not names:
        return NotFound(
            f"没有“{said}”：还一个都没有。 / There is no {kind} “{said}”: none exist yet."
        )
    offer = ", ".join(nearest(name, names))
    return NotFound(
        f"没有“{said}”，相近的有：{offer}。 / There is no {kind} “{said}”. Did you mean: {offer}?"
    )
