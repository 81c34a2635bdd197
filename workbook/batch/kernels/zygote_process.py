"""The worker's side of the zygote: starts it, requests children, signals them, sees them end."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field

from workbook.batch.kernels.compatibility import Unfit
from workbook.batch.kernels.request import Request, sent
from workbook.batch.kernels.zygote import BORN, STATUS

PATIENCE = 120.0  # seconds that the imports may take on a busy machine
FAREWELL = 2.0  # seconds that it has to end
LOST = -signal.SIGKILL  # the exit code of a child whose zygote was killed


@dataclass
class Child:
    """A kernel's process. wire: its messages. code: its exit code once it has ended."""

    life: socket.socket
    wire: socket.socket
    number: int
    code: int | None = None

    def ended(self) -> bool:
        """Whether the process has ended."""
        if self.code is None:
            with suppress(BlockingIOError):
                self._note(self.life.recv(STATUS.size, socket.MSG_DONTWAIT))
        return self.code is not None

    async def end(self) -> None:
        """Wait for the process to end."""
        while not self.ended():
            await _readable(self.life)

    def signal(self, wanted: int) -> None:
        """Send a signal to the process and all in its group."""
        with suppress(OSError):
            self.life.send(bytes([wanted]))

    def finish(self) -> None:
        """Close our sending side: a kernel that waits for messages then ends."""
        with suppress(OSError):
            self.wire.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """Release the process; if it still runs, it is killed."""
        self.wire.close()
        self.life.close()

    def _note(self, data: bytes) -> None:
        if data:
            _, self.code = STATUS.unpack(data)
            return
        self.code = LOST
        with suppress(OSError):  # an orphan: its zygote can no longer kill it
            os.killpg(self.number, signal.SIGKILL)


async def _readable(one: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()
    loop.add_reader(one, ready.set)
    try:
        await ready.wait()
    finally:
        loop.remove_reader(one)


@dataclass
class Zygote:
    """A warm process of this worker. read: the environment variables its imports read."""

    process: subprocess.Popen[bytes]
    control: socket.socket
    read: Mapping[str, str | None]
    lock: threading.Lock = field(default_factory=threading.Lock)

    def child(self, request: Request) -> Child:
        """A new kernel.

        Raises OSError as any process start does when the system cannot start another, and
        ConnectionError when the zygote is gone.
        """
        with ExitStack() as stack:
            life, its_life = socket.socketpair()
            wire, its_wire = socket.socketpair()
            stack.enter_context(life)
            stack.enter_context(wire)
            with its_life, its_wire, self.lock:
                socket.send_fds(self.control, [b"c"], [its_life.fileno(), its_wire.fileno()])
            what, number = STATUS.unpack(_exactly(life, STATUS.size))
            if what != BORN:
                raise OSError(number, f"{os.strerror(number)}: no process for a notebook's kernel")
            wire.sendall(sent(request))
            stack.pop_all()
        return Child(life, wire, number)

    def alive(self) -> bool:
        """Whether it still runs; its end of the socket closes a moment before the process ends."""
        with suppress(BlockingIOError):
            return bool(self.control.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT))
        return self.process.poll() is None

    def close(self) -> None:
        """End it, and all its children with it."""
        self.control.close()
        _ended(self.process)


def _ended(process: subprocess.Popen[bytes]) -> int:
    """The exit code, after a moment to end by itself."""
    with suppress(subprocess.TimeoutExpired):
        return process.wait(FAREWELL)
    process.kill()
    return process.wait()


def started(environment: Mapping[str, str], options: list[str]) -> Zygote:
    """A zygote that is warm. options: of the interpreter.

    Raises Unfit when it cannot get warm, and OSError where the system cannot start another process.
    """
    ours, its = socket.socketpair()
    command = [sys.executable, *options, "-m", "workbook.batch.kernels.zygote", str(its.fileno())]
    with its:
        process = subprocess.Popen(
            command,
            pass_fds=[its.fileno()],
            stdin=subprocess.DEVNULL,
            cwd=os.sep,
            env=dict(environment),
            start_new_session=True,
        )
    ours.settimeout(PATIENCE)
    try:
        said = json.loads(_line(ours))
        if "why" in said:
            raise Unfit(said["why"])
    except (OSError, ValueError, Unfit) as error:
        ours.close()
        code = _ended(process)
        if isinstance(error, Unfit):
            raise
        raise Unfit(f"the warm process did not start, exit code {code}") from error
    ours.settimeout(None)
    return Zygote(process, ours, said["read"])


def _line(one: socket.socket) -> bytes:
    found = b""
    while not found.endswith(b"\n"):
        data = one.recv(1 << 16)
        if not data:
            raise ConnectionError("The warm process ended.")
        found += data
    return found


def _exactly(one: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size:
        data = one.recv(size - len(found))
        if not data:
            raise ConnectionError("The warm process is gone.")
        found += data
    return found
