"""IPython's stock kernel with one socket in place of ZeroMQ's five.

Its threads for output, its session, its handlers and its shell are ipykernel's own; only what would
bind a port is replaced. Private names of ipykernel are used here and nowhere else.
"""

from __future__ import annotations

import asyncio
import importlib.util
import os
import socket
import sys
import threading
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import zmq
from ipykernel import kernelapp
from ipykernel.iostream import IOPubThread
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelbase import Kernel
from jupyter_client.session import Session
from tornado.ioloop import IOLoop
from traitlets import Any as Anything

from workbook.batch.kernels.module_hiding import Aside
from workbook.batch.kernels.request import Request
from workbook.batch.kernels.wire import Channel, Decoder, Part, encoded

PIECE = 1 << 16

# These are untyped.
_output_thread: Callable[..., Any] = IOPubThread
_log_plainly: Callable[[Any], object] = kernelapp.IPKernelApp.configure_tornado_logger
_initialize: Callable[[Any, list[str]], object] = kernelapp.IPKernelApp.initialize
_begin: Callable[[Any], object] = Kernel.start
_take_leave: Callable[[Any, bool], object] = IPythonKernel.do_shutdown
_end_processes: Callable[[Any], Awaitable[None]] = Kernel._at_shutdown


@dataclass(frozen=True)
class Outlet:
    """One channel of the wire, in place of a ZeroMQ socket."""

    wire: socket.socket
    channel: Channel
    lock: threading.Lock
    context: zmq.Context[Any] | None = None
    closed: bool = False

    def send_multipart(self, parts: Sequence[Part | zmq.Frame], *_: object, **__: object) -> None:
        """Send one message whole; when the worker is gone the message is dropped."""
        plain = [part.bytes if isinstance(part, zmq.Frame) else part for part in parts]
        with self.lock, suppress(ConnectionError):
            self.wire.sendall(encoded(self.channel, plain))

    def close(self) -> None:
        """Does nothing: the wire ends with the process."""


@dataclass
class ShellChannel:
    """Replaces ipykernel's shell-channel thread; here the main thread does its work."""

    outlet: Outlet
    parent_thread: threading.Thread = field(default_factory=threading.current_thread)
    deliver: Callable[[Sequence[zmq.Frame]], None] = lambda frames: None

    @property
    def manager(self) -> ShellChannel:
        """Itself: there are no subshells to manage."""
        return self

    @property
    def io_loop(self) -> ShellChannel:
        """The loop in which the thread would run callbacks."""
        return self

    def is_alive(self) -> bool:
        """False: there is no thread to stop."""
        return False

    def add_callback(self, call: Callable[..., object], *given: object) -> None:
        """Run it at once."""
        call(*given)

    def get_subshell_to_shell_channel_socket(self, subshell: str | None) -> Outlet:
        """Where replies go."""
        return self.outlet

    def get_shell_channel_to_subshell_socket(self, subshell: str | None) -> ShellChannel:
        """Where the kernel's messages to itself go."""
        return self

    def send(self, message: bytes, copy: bool = True) -> None:
        """Queue a message of the kernel to itself."""
        self.deliver([zmq.Frame(message)])


class IPKernelApp(kernelapp.IPKernelApp):
    """ipykernel's application without ports, connection file and heartbeat.

    It keeps the class name, by which configuration files and ``get_ipython().config`` know it.
    """

    wire = Anything()
    key = Anything()

    def init_connection_file(self) -> None:
        """No file: nobody else can connect."""

    def write_connection_file(self, **kwargs: Any) -> None:
        """No file."""

    def log_connection_info(self) -> None:
        """Nothing to connect to."""

    def init_heartbeat(self) -> None:
        """Not needed: the wire breaks when the process ends."""

    def init_sockets(self) -> None:
        """Create the session, and output through ipykernel's own thread."""
        lock = threading.Lock()
        self.context = zmq.Context()
        self.session = Session(parent=self, key=self.key)
        iopub = Outlet(self.wire, Channel.IOPUB, lock, self.context)
        _log_plainly(self)
        self.iopub_thread = _output_thread(iopub, pipe=True, session=self.session)
        self.iopub_thread.start()
        self.iopub_socket = self.iopub_thread.background_socket
        self.shell_channel_thread = ShellChannel(Outlet(self.wire, Channel.SHELL, lock))

    def init_kernel(self) -> None:
        """As in ipykernel, without streams."""
        kind: Any = self.kernel_class
        kernel = kind.instance(
            parent=self,
            session=self.session,
            shell_channel_thread=self.shell_channel_thread,
            iopub_thread=self.iopub_thread,
            iopub_socket=self.iopub_socket,
            log=self.log,
            profile_dir=self.profile_dir,
            user_ns=self.user_ns,
        )
        self.kernel = kernel
        self.displayhook.get_execution_count = lambda: kernel.execution_count


def prepared(
    request: Request, wire: socket.socket, decoder: Decoder, aside: Aside
) -> Callable[[], None]:
    """The kernel as a function: it serves until the other end closes.

    The caller calls it, so that a notebook has the same recursion depth left as in stock.
    """
    launcher = importlib.util.find_spec("ipykernel_launcher")
    sys.argv = [str(launcher.origin if launcher else ""), *request.arguments]
    app = IPKernelApp.instance(wire=wire, key=request.key.encode(), parent_handle=os.getppid())
    _initialize(app, request.arguments)
    if app.poller is not None:
        app.poller.start()
    _begin(app.kernel)
    _listen(app, wire, decoder)
    importlib.import_module("psutil")  # jupyter_client needs it for ports, which do not exist here
    aside.exact = True
    return IOLoop.current().start


def _listen(app: IPKernelApp, wire: socket.socket, decoder: Decoder) -> None:
    """Handle messages in order; as in ipykernel, in one context and one cell at a time."""
    loop, context, running = asyncio.get_event_loop(), copy_context(), set[asyncio.Task[None]]()

    def take(handled: Any) -> None:
        task = loop.create_task(handled, context=context)
        running.add(task)
        task.add_done_callback(running.discard)

    def deliver(frames: Sequence[zmq.Frame]) -> None:
        loop.call_soon_threadsafe(lambda: take(app.kernel.shell_main(None, frames)))

    def feed(data: bytes) -> None:
        for message in decoder.feed(data):
            frames = [zmq.Frame(part) for part in message.parts]
            take(app.kernel.shell_main(None, frames))

    def read() -> None:
        data = wire.recv(PIECE, socket.MSG_DONTWAIT)
        if not data:
            loop.remove_reader(wire.fileno())
            take(_finish(app.kernel, loop))
        feed(data)

    app.shell_channel_thread.deliver = deliver
    loop.call_soon(feed, b"")
    loop.add_reader(wire.fileno(), read)


async def _finish(kernel: Kernel, loop: asyncio.AbstractEventLoop) -> None:
    """End as ipykernel does: processes that a cell left get a moment."""
    children = (task / "children" for task in Path("/proc/self/task").iterdir())
    if any(not one.exists() or one.read_text() for one in children):
        _take_leave(kernel, False)  # stops the loop after that moment
        await _end_processes(kernel)
    loop.stop()
