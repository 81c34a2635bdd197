"""A warm kernel for papermill's client: a kernel manager and a client without ZeroMQ.

papermill's and nbclient's own code runs the cells, keeps the time and notices a dead kernel.
"""

from __future__ import annotations

import asyncio
import secrets
import signal
import tempfile
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty
from time import monotonic
from typing import Any

from jupyter_client.session import Session

from workbook.batch.kernels.request import Request
from workbook.batch.kernels.wire import Channel, Decoder, encoded
from workbook.batch.kernels.zygote_process import Child

LOOK = 1.0  # seconds between two checks whether a silent kernel is alive
MOMENT = 0.1  # seconds: a reply comes just before the kernel is idle again
SHUTDOWN = 5.0  # total seconds that a kernel has to end, as in jupyter_client
Json = dict[str, Any]


class Wire(asyncio.Protocol):
    """The worker's end of the wire, in the event loop of papermill's client."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.decoder = Decoder()
        self.boxes: dict[Channel, asyncio.Queue[Json]] = {one: asyncio.Queue() for one in Channel}
        self.idle, self.ended = asyncio.Event(), asyncio.Event()

    def connection_made(self, transport: Any) -> None:
        """Store the transport for writing."""
        self.transport: asyncio.Transport = transport

    def data_received(self, data: bytes) -> None:
        """Decode what came, as jupyter_client does, into its channel's queue."""
        for message in self.decoder.feed(data):
            _, parts = self.session.feed_identities(list(message.parts))
            found = self.session.deserialize(parts)
            self.boxes[message.channel].put_nowait(found)
            if found["msg_type"] == "status":
                idle = found["content"]["execution_state"] == "idle"
                (self.idle.set if idle else self.idle.clear)()

    def connection_lost(self, error: Exception | None) -> None:
        """The kernel's process has ended, or we have closed."""
        self.ended.set()

    async def drained(self) -> None:
        """Wait until all output of an ended process has arrived and been read."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.ended.wait(), MOMENT)
        for _ in range(self.boxes[Channel.IOPUB].qsize() + 2):
            await asyncio.sleep(0)

    async def is_idle(self) -> bool:
        """Whether the kernel has nothing to do, or says so in a moment."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.idle.wait(), MOMENT)
        return self.idle.is_set()


@dataclass(frozen=True)
class Box:
    """One channel, as nbclient uses it."""

    wire: Wire
    channel: Channel

    async def get_msg(self, timeout: float | None = None) -> Json:
        """The next message. Raises queue.Empty after ``timeout`` seconds without one."""
        box = self.wire.boxes[self.channel]
        with suppress(asyncio.QueueEmpty):
            return box.get_nowait()
        try:
            return await asyncio.wait_for(box.get(), timeout)
        except TimeoutError:
            raise Empty from None

    def send(self, message: Json) -> None:
        """Send one message to the kernel."""
        send: Callable[..., object] = self.wire.session.send
        send(self, message)  # sends through send_multipart

    def send_multipart(self, parts: Sequence[bytes], copy: bool = True) -> None:
        """Send the parts of one message, as the session made them."""
        self.wire.transport.write(encoded(self.channel, parts))

    def is_alive(self) -> bool:
        """Whether messages come and go."""
        return not self.wire.transport.is_closing()


@dataclass
class Client:
    """The client methods that nbclient uses."""

    session: Session
    child: Child
    allow_stdin: bool = False
    shell_channel: Box = field(init=False)
    iopub_channel: Box = field(init=False)
    wire: Wire | None = None

    async def start_channels(self) -> None:
        """Attach the child's wire to the running loop."""
        loop, wire = asyncio.get_running_loop(), Wire(self.session)
        await loop.create_connection(lambda: wire, sock=self.child.wire.dup())
        self.shell_channel, self.iopub_channel = Box(wire, Channel.SHELL), Box(wire, Channel.IOPUB)
        self.wire = wire

    async def stop_channels(self) -> None:
        """Receive no further messages."""
        if self.wire is not None:
            self.wire.transport.close()

    async def is_alive(self) -> bool:
        """Whether the kernel's process runs, and can still send."""
        lost = self.wire is not None and self.wire.ended.is_set()
        return not lost and not self.child.ended()

    def kernel_info(self) -> str:
        """Request the kernel's info. Returns the message id."""
        return self._asked("kernel_info_request", {})

    def execute(
        self,
        code: str,
        silent: bool = False,
        store_history: bool = True,
        stop_on_error: bool = True,
    ) -> str:
        """Have code run, as jupyter_client's own client does. Returns the message id."""
        content = {
            "code": code,
            "silent": silent,
            "store_history": store_history,
            "user_expressions": {},
            "allow_stdin": self.allow_stdin,
            "stop_on_error": stop_on_error,
        }
        return self._asked("execute_request", content)

    def _asked(self, kind: str, content: Json) -> str:
        message = self.session.msg(kind, content)
        self.shell_channel.send(message)
        return str(message["header"]["msg_id"])

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Request the kernel's info and wait for the whole reply. Raises RuntimeError without
        one."""
        asked, until = self.kernel_info(), None if timeout is None else monotonic() + timeout
        await self._answered(self.shell_channel, "kernel_info_reply", asked, until)
        await self._answered(self.iopub_channel, "status", asked, until)

    async def _answered(self, box: Box, kind: str, asked: str, until: float | None) -> None:
        while True:
            with suppress(Empty):
                found = await box.get_msg(timeout=LOOK)
                idle = found["content"].get("execution_state", "idle") == "idle"
                if found["msg_type"] == kind and idle and found["parent_header"]["msg_id"] == asked:
                    return
                continue
            if not await self.is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if until is not None and monotonic() > until:
                raise RuntimeError("Kernel didn't respond in time")


@dataclass
class WarmManager:
    """jupyter_client's manager, as nbclient uses one, for a child of the zygote.

    born: makes the child. Everything else, and the order of things at the end, is as in
    jupyter_client.
    """

    born: Callable[[Request], Child]
    environment: Mapping[str, str]
    ipykernel: bool = True  # nbclient keeps its history in memory
    kernel_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    session: Session = field(default_factory=Session)
    child: Child | None = None
    opened: Client | None = None

    @property
    def has_kernel(self) -> bool:
        """Whether a process was started."""
        return self.child is not None

    async def start_kernel(self, *, extra_arguments: Sequence[str] = (), cwd: str = "") -> None:
        """Have the child forked; it builds its kernel meanwhile."""
        # The name of a file that is never made, as long as a stock kernel's.
        file = Path(tempfile.gettempdir(), f"tmp{secrets.token_hex(4)}.json")
        arguments = ["-f", str(file), *extra_arguments]
        folder, key = str(Path(cwd).resolve()), self.session.key.decode()
        self.child = self.born(Request(folder, self.environment, arguments, key))

    def client(self) -> Client:
        """The client for nbclient, not yet open."""
        if self.child is None:
            raise RuntimeError("There is no kernel yet to be a client of.")
        self.opened = Client(self.session, self.child)
        return self.opened

    async def is_alive(self) -> bool:
        """Whether the process runs."""
        return self.child is not None and not self.child.ended()

    async def interrupt_kernel(self) -> None:
        """As Ctrl-C does."""
        self._signal(signal.SIGINT)

    async def shutdown_kernel(self, now: bool = False) -> None:
        """Interrupt a running cell, ask to shut down, then kill."""
        if self.child is None:
            return
        wire = self.opened.wire if self.opened is not None else None
        if wire is None or not await wire.is_idle():
            self._signal(signal.SIGINT)
        if not now:
            self.child.finish()
            for wanted in (signal.SIGTERM, signal.SIGKILL):
                if await self._ended(SHUTDOWN / 2):
                    return
                self._signal(wanted)
        self._signal(signal.SIGKILL)
        await self._ended(SHUTDOWN)

    async def cleanup_resources(self) -> None:
        """Kill what is left of the process."""
        if self.child is not None:
            self.child.close()

    async def close(self) -> None:
        """End a notebook in nbclient's order: its last output still comes in."""
        if await self.is_alive():
            await self.shutdown_kernel()
        if self.opened is not None and self.opened.wire is not None:
            await self.opened.wire.drained()
            await self.opened.stop_channels()
        await self.cleanup_resources()

    async def _ended(self, seconds: float) -> bool:
        assert self.child is not None
        with suppress(TimeoutError):
            await asyncio.wait_for(self.child.end(), seconds)
        return self.child.ended()

    def _signal(self, wanted: int) -> None:
        if self.child is not None:
            self.child.signal(wanted)
