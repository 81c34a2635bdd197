"""Caches parsed templates in the user's cache, because parsing a large one takes seconds.

Each file carries the digest of its contents, so that a damaged one is parsed again. A cache that
cannot be read or written costs time, nothing else.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

from workbook.domain import cache_files


def place_for(text: str) -> Path:
    """The cache file for ``text``."""
    return cache_files.folder() / "content" / f"{_digest(text)}.json"


def kept(text: str) -> str | None:
    """The cached data for ``text``, undamaged; None where there is none."""
    with suppress(OSError, ValueError):
        digest, _, data = place_for(text).read_bytes().decode("ascii").partition("\n")
        return data if digest == _digest(data) else None
    return None


def keep(text: str, data: str) -> None:
    """Cache ``data`` (ASCII) for ``text``, whole or not at all."""
    whole = f"{_digest(data)}\n{data}".encode("ascii")
    with suppress(OSError):
        cache_files.remade(place_for(text), lambda fresh: fresh.write_bytes(whole))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
