"""Caches parsed templates in the user's cache, because parsing a large one takes seconds.

Each file carries the digest of its contents, so that a damaged one is parsed again. A cache that
cannot be read or written costs time, nothing else.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from platformdirs import user_cache_path


def place_for(text: str) -> Path:
    """The cache file for ``text``."""
    return user_cache_path("coaching-workbook") / "content" / f"{_digest(text)}.json"


def kept(text: str) -> str | None:
    """The cached data for ``text``, undamaged; None where there is none."""
    with suppress(OSError, ValueError):
        digest, _, data = place_for(text).read_bytes().decode("ascii").partition("\n")
        return data if digest == _digest(data) else None
    return None


def keep(text: str, data: str) -> None:
    """Cache ``data`` (ASCII) for ``text``, whole or not at all."""
    place = place_for(text)
    beside = place.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(f"{_digest(data)}\n{data}".encode("ascii"))
        beside.replace(place)
    with suppress(OSError):
        beside.unlink(missing_ok=True)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
