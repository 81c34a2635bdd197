"""Serves the files of a batch: one of them, or all as a zip."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from workbook.errors import BadInput, NotFound

KINDS = {
    ".html": "text/html; charset=utf-8",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ics": "text/calendar; charset=utf-8",
    ".ipynb": "application/x-ipynb+json",
}
LEDGER = ".ledger"
LONGEST = 400  # characters of a path
# Nothing runs and nothing is fetched. The page keeps this server's origin, so that its links to its
# neighbours keep the login inside a frame; without scripts that is harmless.
POLICY = (
    "sandbox allow-same-origin allow-downloads; default-src 'none'; img-src data:; "
    "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
# A fixed time: the same pages make the same zip.
THEN = (1980, 1, 1, 0, 0, 0)
MODE = 0o644 << 16


def file_below(pages: Path, name: str) -> Path:
    """The file ``name`` of a batch whose pages are in ``pages``.

    BadInput for an invalid path or one that leads elsewhere; NotFound where no such file was made.
    """
    parts = name.split("/")
    if len(name) > LONGEST or not name.isprintable() or "\\" in name or ".." in parts:
        raise BadInput("server.no_path")
    if not all(parts) or any(_is_inner(part) for part in parts):
        raise NotFound("server.no_file")
    path = pages.joinpath(*parts)
    if path.suffix not in KINDS or not _is_plain(path, pages):
        raise NotFound("server.no_file")
    return path


def pack_into(target: IO[bytes], pages: Path, name: str) -> None:
    """Write all files of a batch into ``target`` as a zip, below one folder ``name``.

    The same files make the same bytes. NotFound where nothing was made yet.
    """
    files = list(_files(pages))
    if not files:
        raise NotFound("server.nothing_made")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as pack:
        for path in files:
            _put(pack, path, f"{name}/{path.relative_to(pages).as_posix()}")


def _put(pack: zipfile.ZipFile, path: Path, name: str) -> None:
    line = zipfile.ZipInfo(name, THEN)
    line.compress_type, line.external_attr = zipfile.ZIP_DEFLATED, MODE
    line.file_size = path.stat().st_size
    with path.open("rb") as source, pack.open(line, "w") as target:
        shutil.copyfileobj(source, target)


def _files(pages: Path) -> Iterator[Path]:
    """The files that are for readers, in a fixed order."""
    for path in sorted(pages.rglob("*"), key=lambda one: one.relative_to(pages).parts):
        inner = any(_is_inner(part) for part in path.relative_to(pages).parts)
        if not inner and path.suffix in KINDS and _is_plain(path, pages):
            yield path


def _is_inner(part: str) -> bool:
    """The batch's internal files."""
    return part.startswith(".") or part.endswith(LEDGER)


def _is_plain(path: Path, pages: Path) -> bool:
    """A regular file, on a path without links."""
    try:
        return path.is_file() and path.resolve() == pages.resolve() / path.relative_to(pages)
    except (OSError, ValueError):
        return False
