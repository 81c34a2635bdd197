"""Stock kernels, started while the notebook before them runs, and used once.

This is for systems where a process cannot fork safely. A kernel is taken only by a notebook that
would have started it in the same way; only its working folder is set when it is taken.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import run_sync

from workbook.batch.kernels import encryption

READY = 60  # seconds that a kernel has to start, as in papermill
# What a kernel started in the folder would have there; no name is left in the notebook.
MOVE = """exec('''
import os, pathlib, sys
os.chdir(folder)
get_ipython().user_ns["_dh"][:] = [pathlib.Path.cwd()]
if "multiprocessing.process" in sys.modules:
    sys.modules["multiprocessing.process"].ORIGINAL_DIR = os.getcwd()
''', {{"folder": {folder!r}, "get_ipython": get_ipython}})"""


@dataclass(frozen=True)
class Wanted:
    """How to start a kernel. own_profile: with an empty IPython profile of its own."""

    name: str
    environment: Mapping[str, str]
    arguments: tuple[str, ...]
    config: Any
    own_profile: bool


class Manager(AsyncKernelManager):
    """jupyter_client's manager; it keeps the client that nbclient does not close for us."""

    def client(self, **options: Any) -> Any:
        """A client of this kernel."""
        self.last_client = super().client(**options)
        return self.last_client


@dataclass(frozen=True)
class Spare:
    """A kernel that is starting. profile: its folder, to be removed with it."""

    wanted: Wanted
    manager: Manager
    profile: str = ""


_lock = threading.Lock()
_spares: list[Spare] = []


@contextmanager
def kernel_ahead(name: str, options: Mapping[str, Any], own_profile: bool) -> Iterator[Manager]:
    """The manager of a kernel, started ahead if possible; then starts the next one.

    options: papermill's, of which those are read that say how a kernel starts.
    """
    arguments = tuple(options.get("extra_arguments") or ())
    wanted = Wanted(name, dict(os.environ), arguments, options.get("config"), own_profile)
    spare = _taken(wanted)
    try:
        _keep(_started(wanted))
        run_sync(_moved)(spare.manager, _folder(options))
        yield spare.manager
    finally:
        _end(spare, now=False)
        spare.manager.last_client.stop_channels()


def close() -> None:
    """Shut down the kernels that nobody took."""
    with _lock:
        left = list(_spares)
        _spares.clear()
    for spare in left:
        _end(spare, now=True)


def _taken(wanted: Wanted) -> Spare:
    """The matching spare kernel, or one that starts now."""
    with _lock:
        spare = next((one for one in _spares if one.wanted == wanted), None)
        if spare is not None:
            _spares.remove(spare)
    if spare is None:
        close()  # the environment has changed: kernels started for the old one are useless
        return _started(wanted)
    return spare


def _keep(spare: Spare) -> None:
    with _lock:
        _spares.append(spare)


def _started(wanted: Wanted) -> Spare:
    profile = tempfile.mkdtemp(prefix="ipython-") if wanted.own_profile else ""
    own = [f"--ipython-dir={profile}"] if profile else []
    history = ["--HistoryManager.hist_file=:memory:"]  # as nbclient starts a kernel
    ours = encryption.where_possible()
    manager = Manager(kernel_name=wanted.name, config=wanted.config, **ours)
    run_sync(manager.start_kernel)(extra_arguments=[*wanted.arguments, *own, *history])
    return Spare(wanted, manager, profile)


async def _moved(manager: Manager, folder: Path) -> None:
    """Make the kernel change its folder. Raises RuntimeError when it does not."""
    client = manager.client()
    client.start_channels(iopub=True, stdin=False, hb=False, control=False)
    try:
        await client.wait_for_ready(timeout=READY)
        code = MOVE.format(folder=str(folder))
        reply = await client.execute(code, silent=True, store_history=False, reply=True)
    finally:
        client.stop_channels()
    if reply["content"]["status"] != "ok":
        raise RuntimeError(f"The kernel could not work in its folder: {reply['content']}")


def _end(spare: Spare, now: bool) -> None:
    with suppress(RuntimeError):
        if run_sync(spare.manager.is_alive)():
            run_sync(spare.manager.shutdown_kernel)(now=now)
        else:
            run_sync(spare.manager.cleanup_resources)()
    if spare.profile:
        shutil.rmtree(spare.profile, ignore_errors=True)


def _folder(options: Mapping[str, Any]) -> Path:
    path = (options.get("resources") or {}).get("metadata", {}).get("path")
    return Path(path or ".").resolve()


atexit.register(close)
