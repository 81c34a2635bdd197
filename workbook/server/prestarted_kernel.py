"""Keeps one kernel for the next page ready, with its slow imports done.

``workbook lab`` names the provisioner, so that each kernel of this Python which its server starts
is the spare one if there is one. It is ipykernel's own kernel and is used once; the next spare is
started when the page that took it had time to run.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_client.launcher import launch_kernel
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

STOCK = [sys.executable, "-m", "ipykernel_launcher", "-f"]
SPARE = [sys.executable, "-m", "workbook.server.prestarted_process"]
PAUSE = 5.0  # seconds for which a page has the processor to itself


@dataclass
class Spares:
    """At most one process that waits to become a kernel. environment: the one it started with."""

    process: subprocess.Popen[bytes] | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    closed: bool = False

    def start(self) -> None:
        """Start one if there is none, without waiting for it."""
        with self.lock:
            if self.closed or (self.process is not None and self.process.poll() is None):
                return
            self.environment = dict(os.environ)
            environment = dict(os.environ)
            self.process = launch_kernel(SPARE, stdin=subprocess.PIPE, env=environment, cwd=os.sep)

    def taken(self, command: list[str], told: Mapping[str, Any]) -> subprocess.Popen[bytes] | None:
        """The spare, told which kernel to be; None where there is none or it would differ.

        told: the kernel's folder and environment, as a process is started with.
        """
        environment = told.get("env") or {}
        with self.lock:
            spare, self.process = self.process, None
            if spare is None or not self._fits(command, environment):
                self.process = spare
                return None
        wanted = {
            "arguments": command[len(STOCK) - 1 :],
            "folder": str(told.get("cwd") or Path.cwd()),
            "environment": dict(environment),
        }
        assert spare.stdin is not None
        with suppress(OSError), spare.stdin as line:
            line.write(json.dumps(wanted).encode() + b"\n")
        return spare if spare.poll() is None else None

    def close(self) -> None:
        """End the unused one, and start no other."""
        with self.lock:
            self.closed, spare, self.process = True, self.process, None
        if spare is not None:
            spare.kill()
            spare.wait()
            assert spare.stdin is not None
            spare.stdin.close()

    def _fits(self, command: list[str], environment: Mapping[str, str]) -> bool:
        """Whether a cold kernel would be this Python's own, in the spare's environment."""
        same = all(environment.get(name) == value for name, value in self.environment.items())
        return same and len(command) == len(STOCK) + 1 and command[: len(STOCK)] == STOCK


SPARES = Spares()  # of this server


class SpareProvisioner(LocalProvisioner):  # type: ignore[misc, unused-ignore]
    """jupyter_client's own, except that it takes the spare process where there is one."""

    async def launch_kernel(self, cmd: list[str], **told: Any) -> Any:
        """Start the kernel; the next spare starts after a pause."""
        asyncio.get_running_loop().call_later(PAUSE, SPARES.start)
        process = SPARES.taken(cmd, told)
        if process is None:
            return await super().launch_kernel(cmd, **told)
        self.process, self.pid = process, process.pid
        self.pgid = os.getpgid(process.pid) if hasattr(os, "getpgid") else None
        self.cwd = told.get("cwd", Path.cwd())
        return self.connection_info
