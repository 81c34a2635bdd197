"""Files that appear whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from workbook.errors import BadInput
from workbook.store.temporary_files import noted


@contextmanager
def written_beside(path: Path) -> Iterator[Path]:
    """A temporary file beside ``path``: replaces it at the end, is removed on an error."""
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{path.name}.{uuid4().hex}.tmp")
    with noted(scratch, beside(scratch, "-journal")):
        scratch.touch(mode=0o600)
        yield scratch
        scratch.replace(path)


def refuse_same(source: Path | None, target: Path) -> None:
    """BadInput when writing ``target`` would destroy ``source``."""
    if source is not None and source.exists() and target.exists() and source.samefile(target):
        raise BadInput("store.target_is_store", about=str(target))


def beside(path: Path, suffix: str) -> Path:
    """The file of the same name with ``suffix`` added, such as ``-wal``."""
    return path.with_name(path.name + suffix)
