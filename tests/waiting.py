"""The one limit for whatever a test waits for: a slow machine is no failure."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 300  # seconds


def wait_for(there: Callable[[], bool]) -> None:
    """Wait until it is there; a test that waits in vain fails."""
    give_up = time.monotonic() + PATIENCE
    while not there():
        assert time.monotonic() < give_up, "waited in vain"
        time.sleep(0.05)
