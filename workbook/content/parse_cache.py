"""What was parsed is kept in the user's cache, because parsing takes seconds for a large template.

Each file carries the digest of what it holds, so that a damaged one is parsed anew. A cache that
cannot be read or written costs time, nothing else.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from platformdirs import user_cache_path


def place_for(text: str) -> Path:
    """Where what ``text`` was parsed into is kept."""
    return user_cache_path("coaching-workbook") / "content" / f"{_digest(text)}.json"


def kept(text: str) -> str | None:
    """What was kept for ``text``, whole and undamaged; None where there is no such thing."""
    with suppress(OSError, ValueError):
        digest, _, data = place_for(text).read_bytes().decode("ascii").partition("\n")
        return data if digest == _digest(data) else None
    return None


def keep(text: str, data: str) -> None:
    """Keep ``data`` (ASCII) for ``text``, whole or not at all."""
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
