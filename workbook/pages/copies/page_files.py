"""The list of pages, and the folder of a trainee's copies."""

from __future__ import annotations

import functools
import json
import os
import re
import secrets
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbook import chapters, resources
from workbook.errors import not_found

NUMBERED = re.compile(r"\d\d_([a-z][a-z0-9_]*)\.ipynb")
START = "start"
SECRET = 64  # characters


@dataclass(frozen=True)
class CopyFolder:
    """The trainee and the place of their copies.

    root: the folder that is the person's own business; below it nothing may be a link.
    pages: the folder of everybody's copies, relative to it. secret: signs the copies.
    """

    root: Path
    pages: str
    trainee: str
    secret: bytes

    @property
    def folder(self) -> Path:
        """The folder of this trainee's copies."""
        return self.root / self.pages / self.trainee

    def path(self, file: str) -> str:
        """A copy as Jupyter names it, relative to the root."""
        return (self.folder / file).relative_to(self.root).as_posix()


def files() -> dict[str, Path]:
    """Page → its packaged notebook, in the order of the course."""
    found = sorted(resources.notebooks().glob("*.ipynb"))
    named = [(NUMBERED.fullmatch(path.name), path) for path in found]
    return {match[1]: path for match, path in named if match}


def page_of(chapter: str) -> str:
    """The page that shows a tool; the first one, which lists all, where it stands on none.

    A page is its own. NotFound for anything else.
    """
    if chapter in files():
        return chapter
    if chapter not in chapters.names():
        raise not_found("chapter", chapter, chapters.names())
    return next((page for page, tools in chapters.pages().items() if chapter in tools), START)


def packaged(page: str) -> dict[str, Any]:
    """The notebook of a page as it ships; NotFound with the nearest pages."""
    notebook: dict[str, Any] = json.loads(_file(page).read_text(encoding="utf-8"))
    return notebook


def packaged_name(page: str) -> str:
    """The name of a page's file; NotFound with the nearest pages."""
    return _file(page).name


def _file(page: str) -> Path:
    known = files()
    if page not in known:
        raise not_found("page", page, known)
    return known[page]


@functools.cache
def secret_in(folder: Path) -> bytes:
    """The secret that signs copies: kept in ``folder``, readable by its owner alone."""
    path = folder / "coaching-workbook.secret"
    folder.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        _put_first(path, secrets.token_hex(SECRET // 2))
    return path.read_bytes()


def _put_first(path: Path, text: str) -> None:
    """Write a file that nobody else can read, unless another process was first."""
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
        with suppress(FileExistsError):
            os.link(name, path)
    finally:
        Path(name).unlink()
