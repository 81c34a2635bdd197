"""Opening a store at its address."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from workbook.errors import StoreError
from workbook.store import clock, extracts
from workbook.store.schema_versions import opened
from workbook.store.store import Store


def open_store(
    url: str | Path,
    *,
    read_only: bool = False,
    timeout: float = 30.0,
    now: clock.Clock = clock.utc_now,
) -> Store:
    """Open the store at a path, a ``sqlite:///…`` URL or another SQLAlchemy URL.

    A missing folder, file or table is made, and a store of the version before becomes one of
    this, unless ``read_only``. ``timeout`` is in seconds: how
    long to wait for other writers. ``now`` gives the time of a save, with its zone. Raises
    StoreError when the store cannot be opened or has another version, BadInput for an address
    that is none.
    """
    engine = opened(url, read_only=read_only, timeout=timeout)
    if not read_only:
        # Whoever is in the way now must not keep anybody from working.
        with suppress(StoreError):
            extracts.wipe_if_due(engine)
    return Store(engine, read_only=read_only, timeout=timeout, now=now)
