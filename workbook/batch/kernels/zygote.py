"""The warm process: it has imported everything, has one thread, and forks a child a notebook.

``python -m workbook.batch.kernels.zygote FD``: FD is its end of a socket pair. For each kernel
the worker sends two sockets over it: the *life* of the child, on which the zygote reports its
process number and its end and takes signals for its group, and the *wire*, which only the child
reads and writes.
When a life is closed its child is killed; when the worker is gone all are, and the zygote ends.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import selectors
import signal
import socket
import struct
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NoReturn

from workbook.batch.kernels.child import live
from workbook.batch.kernels.compatibility import Unfit
from workbook.batch.kernels.preload import Warm, warmed

STATUS = struct.Struct("!ci")  # an event and a number
BORN, ENDED, REFUSED = b"b", b"e", b"r"
PARENT = 1.0  # seconds between two checks whether the worker is still there


@dataclass
class Family:
    """The zygote's children. control: the worker's requests; lives: by process number."""

    control: socket.socket
    parent: int
    selector: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)
    lives: dict[int, socket.socket] = field(default_factory=dict)


def main() -> None:
    """Warm up, report it, and serve; a child returns from serving and lives its own life."""
    if sys.path[0] in ("", str(Path.cwd())):
        del sys.path[0]  # as ipykernel_launcher does; the kernel puts it back
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the driver
    control = socket.socket(fileno=int(sys.argv[1]))
    family = Family(control, os.getppid())
    warm = _warm_or_gone(control)
    live(warm, _served(family))


def _warm_or_gone(control: socket.socket) -> Warm:
    """Warm up and report success, or report why not and exit."""
    try:
        warm = warmed()
        _check_threads()
    except Exception as error:  # noqa: BLE001 - the worker is told, and does without
        _say(control, {"why": str(error) if isinstance(error, Unfit) else _in_short(error)})
        sys.exit(1)
    _say(control, {"read": dict(warm.read)})
    return warm


def _check_threads() -> None:
    threads = len(list(Path("/proc/self/task").iterdir()))
    if threads != 1:
        raise Unfit(f"{threads} threads after the imports, and only a process with one may fork")


def _in_short(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _say(control: socket.socket, what: Mapping[str, object]) -> None:
    control.sendall(json.dumps(what).encode() + b"\n")


def _served(family: Family) -> socket.socket:
    """Serve for ever. Returns only in a child, with its wire."""
    family.selector.register(family.control, selectors.EVENT_READ, partial(_asked, family))
    while True:
        for key, _ in family.selector.select(PARENT):
            wire: socket.socket | None = key.data()
            if wire is not None:
                return wire
        if os.getppid() != family.parent:
            _end(family)


def _asked(family: Family) -> socket.socket | None:
    """Fork one more child, or end with the worker."""
    sent, found, _, _ = socket.recv_fds(family.control, 1, 2)
    if not sent:
        _end(family)
    life, wire = (socket.socket(fileno=one) for one in found)
    try:
        number = os.fork()
    except OSError as error:  # too many processes, or too little memory: this request fails
        _refuse(life, wire, error)
        return None
    if number == 0:
        life.close()
        _leave_home(family)
        return wire
    wire.close()
    _tell(life, BORN, number)
    family.lives[number] = life
    family.selector.register(life, selectors.EVENT_READ, partial(_signalled, family, number))
    ended = os.pidfd_open(number)
    family.selector.register(ended, selectors.EVENT_READ, partial(_bury, family, number, ended))
    return None


def _refuse(life: socket.socket, wire: socket.socket, error: OSError) -> None:
    with life, wire:
        _tell(life, REFUSED, error.errno or 0)


def _signalled(family: Family, number: int) -> None:
    """A byte is a signal for the child's group; at end of file the child is killed."""
    life = family.lives.get(number)
    if life is None:  # it was reaped in the moment between this event and now
        return
    try:
        wanted = life.recv(1)
    except ConnectionError:
        wanted = b""
    _signal(number, wanted[0] if wanted else signal.SIGKILL)
    if not wanted:
        family.selector.unregister(life)


def _bury(family: Family, number: int, ended: int) -> None:
    """Kill what the child left in its group while its number is still its own."""
    family.selector.unregister(ended)
    os.close(ended)
    _signal(number, signal.SIGKILL)
    _, status = os.waitpid(number, 0)
    life = family.lives.pop(number)
    with contextlib.suppress(KeyError):
        family.selector.unregister(life)
    _tell(life, ENDED, os.waitstatus_to_exitcode(status))
    life.close()


def _signal(number: int, wanted: int) -> None:
    """To the group, or to the child alone when it is too young to lead one."""
    for send in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            send(number, wanted)
            return


def _tell(life: socket.socket, what: bytes, number: int) -> None:
    with contextlib.suppress(OSError):
        life.sendall(STATUS.pack(what, number))


def _leave_home(family: Family) -> None:
    """In a child: close everything of the parent except the wire."""
    watched = [key.fileobj for key in family.selector.get_map().values()]
    for ended in watched:
        if isinstance(ended, int):  # with which it could signal its siblings
            os.close(ended)
    family.selector.close()
    family.control.close()
    for life in family.lives.values():
        life.close()


def _end(family: Family) -> NoReturn:
    for number in family.lives:
        _signal(number, signal.SIGKILL)
    atexit._run_exitfuncs()
    os._exit(0)


if __name__ == "__main__":
    main()
