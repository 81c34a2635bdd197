"""A trainee's own copies of the pages: made, recognised, updated, restored.

A copy is at ``<pages>/<trainee>/<file>``. It holds no answers, which are in the store, so it can be
remade at any time. A copy whose code was changed is left alone until somebody asks to restore it;
the old one then goes to ``.workbook-old`` beside it.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from workbook.errors import BadInput, Message, StoreError
from workbook.pages.copies.notebook_code import (
    OURS,
    code_of,
    copy_for,
    is_prose,
    is_signed,
    laid_out,
    made_of,
)
from workbook.pages.copies.page_files import (
    START,
    CopyFolder,
    files,
    packaged,
    packaged_name,
    page_of,
    secret_in,
)

__all__ = [
    "OLD",
    "START",
    "Copy",
    "CopyFolder",
    "copy_for",
    "files",
    "opened",
    "page_of",
    "secret_in",
]

State = Literal["ready", "changed", "outdated"]
OLD = ".workbook-old"
LARGEST = 50_000_000  # bytes of a copy with all its outputs


@dataclass(frozen=True)
class Copy:
    """A copy as it is on disk. says: what is wrong with it and what to do, if anything is."""

    path: str
    state: State
    says: Message | None = None


def opened(
    shelf: CopyFolder, page: str, given: Mapping[str, str], *, restore: bool = False
) -> Copy:
    """The trainee's copy of ``page``, made or updated to what is ``given``.

    A copy whose code is not the packaged one is left as it is. restore: remake it all the same and
    keep the old one. Raises NotFound for an unknown page, BadInput where something else is in the
    way, StoreError when the disk takes nothing.
    """
    file = packaged_name(page)
    with _told_plainly(shelf.path(file)):
        _make_way(shelf, file)
        target, fresh = shelf.folder / file, laid_out(shelf, page, given)
        before = _read(target)
        state = _state(shelf, page, before) if target.exists() else "ready"
        if restore:
            _put_aside(target)
        elif state == "ready":
            fresh["cells"] = _with_own_prose(fresh["cells"], before)
            fresh["metadata"] = {**_noted(before), **fresh["metadata"]}
        else:
            return Copy(shelf.path(file), state, SAYS[state])
        _write(target, fresh)
    return Copy(shelf.path(file), "ready")


def _state(shelf: CopyFolder, page: str, notebook: Mapping[str, Any]) -> State:
    code = code_of(notebook)
    if code == code_of(packaged(page)):
        return "ready"
    known = is_signed(shelf, page, notebook)
    untouched = known and notebook["metadata"][OURS]["made"] == made_of(notebook)
    return "outdated" if untouched else "changed"


def _with_own_prose(fresh: list[Any], before: Mapping[str, Any]) -> list[Any]:
    """The packaged code with the copy's own prose, which may be the trainee's."""
    if "cells" not in before:
        return fresh
    code = iter([cell for cell in fresh if not is_prose(cell)])
    return [cell if is_prose(cell) else next(code) for cell in before["cells"]]


def _noted(before: Mapping[str, Any]) -> dict[str, Any]:
    """The notes of editors and jupytext; not what a browser makes widgets of."""
    metadata = before.get("metadata")
    known = metadata if isinstance(metadata, dict) else {}
    return {name: said for name, said in known.items() if name != "widgets"}


# -- the disk -------------------------------------------------------------------------------------


def _make_way(shelf: CopyFolder, file: str) -> None:
    """Create the copy's folders, real ones; BadInput where something else is in the way."""
    place = shelf.root
    for part in Path(shelf.path(file)).parent.parts:
        place = place / part
        if place.is_symlink() or (place.exists() and not place.is_dir()):
            raise _in_the_way(place.name)
        place.mkdir(exist_ok=True, mode=0o700)
    target = place / file
    if target.is_symlink() or (target.exists() and not target.is_file()):
        raise _in_the_way(file)


def _in_the_way(name: str) -> BadInput:
    return BadInput("pages.in_the_way", name=name)


def _read(target: Path) -> dict[str, Any]:
    """The copy on disk; empty where it is not a notebook."""
    if not target.exists() or target.stat().st_size > LARGEST:
        return {}
    try:
        found = json.loads(target.read_bytes())
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _put_aside(target: Path) -> None:
    """Move the copy, if there is one, to a name with the time in it."""
    if not target.exists():
        return
    old = target.parent / OLD
    if old.is_symlink():
        raise _in_the_way(OLD)
    old.mkdir(exist_ok=True)
    now = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S%f")
    target.rename(old / f"{target.stem}-{now}{target.suffix}")


def _write(target: Path, notebook: Mapping[str, Any]) -> None:
    """Write the notebook whole or not at all; on an error the old one stays."""
    text = f"{json.dumps(notebook, ensure_ascii=False, indent=1)}\n".encode(
        "utf-8", "backslashreplace"
    )
    if target.exists() and target.read_bytes() == text:
        return
    handle, name = tempfile.mkstemp(prefix=".workbook-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text)
        Path(name).replace(target)
    finally:
        Path(name).unlink(missing_ok=True)


@contextmanager
def _told_plainly(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise StoreError("pages.copy_unwritten", path=path, why=why) from None


SAYS: Mapping[State, Message] = {
    "changed": Message("pages.copy_changed"),
    "outdated": Message("pages.copy_outdated"),
}
