"""A house without a server around it, and ways to wait for what goes on beside it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbook.server.context import ServerContext, Settings

MONTH, TODAY = "2026-12", "2026-12-09"


@contextmanager
def house_of(store: Path, root: Path) -> Iterator[ServerContext]:
    """What the handlers of a server share, closed again."""
    settings = Settings(store=str(store), month=MONTH, today=TODAY)
    found = ServerContext(settings, root, logging.getLogger("workbook-test"))
    try:
        yield found
    finally:
        found.at_close.close()
