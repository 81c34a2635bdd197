"""Files in the person's cache, which outlive a process.

One of the three ways of caching here (``docs/decisions/17-caches.md``). A name has the digest of
all that the file was made from; whatever is missing is made again.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from platformdirs import user_cache_path


def folder() -> Path:
    """The folder of this program's files in the person's cache."""
    return user_cache_path("coaching-workbook")


def made(place: Path, make: Callable[[Path], object]) -> Path:
    """The file at ``place``, made by ``make`` where it is not there yet."""
    return place if place.exists() else remade(place, make)


def remade(place: Path, make: Callable[[Path], object]) -> Path:
    """The same, made anew: whole or not at all, whoever else makes it at the same time."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place.parent) as beside:
        fresh = Path(beside) / place.name
        make(fresh)
        fresh.replace(place)
    return place
