"""A house without a server around it, and ways to wait for what goes on beside it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from workbook.server.context import ServerContext, Settings

MONTH, TODAY = "2026-12", "2026-12-09"
PATIENCE = 240.0  # seconds, for a machine that is busy with other things


@contextmanager
def house_of(store: Path, root: Path) -> Iterator[ServerContext]:
    """What the handlers of a server share, closed again."""
    settings = Settings(store=str(store), month=MONTH, today=TODAY)
    found = ServerContext(settings, root, logging.getLogger("workbook-test"))
    try:
        yield found
    finally:
        found.at_close.close()


def wait_for(there: Callable[[], bool]) -> None:
    give_up = time.monotonic() + PATIENCE
    while not there():
        assert time.monotonic() < give_up, "waited in vain"
        time.sleep(0.05)
