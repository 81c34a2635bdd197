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

    A missing folder, file or table is made, and an older store is upgraded, unless ``read_only``.
    ``timeout``: seconds to wait for other writers. ``now`` gives the time of a save, with its zone.
    Raises StoreError when the store cannot be opened or has another version, BadInput for an
    invalid address.
    """
    engine = opened(url, read_only=read_only, timeout=timeout)
    if not read_only:
        # Another user in the way now must not block anybody's work.
        with suppress(StoreError):
            extracts.wipe_if_due(engine)
    return Store(engine, read_only=read_only, timeout=timeout, now=now)
