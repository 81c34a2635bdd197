"""A Dask cluster as somebody would start it: a scheduler and workers of one thread, by command."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from ports import free_port

from .servers import wait_for_port

Process = subprocess.Popen[bytes]


@dataclass
class Cluster:
    """A scheduler's address and the processes that work for it; ``folder`` is for their files."""

    address: str
    folder: Path
    scheduler: Process
    stack: ExitStack
    workers: list[Process] = field(default_factory=list)

    def add_worker(self, threads: int = 1, **environment: str) -> Process:
        """One worker more, and no nanny that would replace it."""
        options = ("--nthreads", str(threads), "--no-nanny", "--no-dashboard")
        place = ("--host", "127.0.0.1", "--local-directory", str(self.folder))
        command = ["worker", self.address, *options, *place]
        self.workers.append(self.stack.enter_context(_started(self.folder, command, environment)))
        return self.workers[-1]


@contextmanager
def cluster(folder: Path, workers: int, **environment: str) -> Iterator[Cluster]:
    """A cluster on this machine; when it goes, all that its processes started has to go too."""
    port = free_port()
    place = ["scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
    with ExitStack() as stack:
        scheduler = stack.enter_context(_started(folder, place, environment))
        wait_for_port(port, scheduler)
        made = Cluster(f"tcp://127.0.0.1:{port}", folder, scheduler, stack)
        for _ in range(workers):
            made.add_worker(**environment)
        yield made


@contextmanager
def _started(folder: Path, command: list[str], environment: Mapping[str, str]) -> Iterator[Process]:
    dask = str(Path(sys.executable).parent / "dask")
    log = folder / f"{command[0]}-{time.monotonic_ns()}.log"
    with (
        log.open("wb") as said,
        subprocess.Popen(
            [dask, *command], stdout=said, stderr=said, cwd=folder, env=os.environ | environment
        ) as process,
    ):
        try:
            yield process
        finally:
            process.kill()


def below(process: Process) -> list[psutil.Process]:
    """What the process started, and what those did: zygotes and their children."""
    return psutil.Process(process.pid).children(recursive=True)
