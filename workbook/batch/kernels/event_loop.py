"""The event loop that jupyter_client makes for a thread, and closes for nobody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def closed_afterwards() -> Iterator[None]:
    """Close this thread's loop at the end; else it is left to whatever collects it."""
    from jupyter_core.utils import ensure_event_loop

    loop = ensure_event_loop()
    try:
        yield
    finally:
        if not loop.is_running():
            loop.close()
