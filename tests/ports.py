"""A port for a server of a test, which nobody else takes before the server listens at it."""

from __future__ import annotations

import errno
import random
import socket

# Below those that systems hand out by themselves (32768 on, 49152 on elsewhere): kernels, workers
# and clients of other tests take theirs there, at any moment.
CHOICE = range(20_000, 32_000)


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens at."""
    while True:
        port = random.SystemRandom().choice(CHOICE)
        with socket.socket() as listening:
            try:
                listening.bind(("127.0.0.1", port))
            except OSError as refused:
                if refused.errno != errno.EADDRINUSE:
                    raise
            else:
                return port
