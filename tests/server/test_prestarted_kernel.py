"""The kernel that stands ready is the one that would have been started, only sooner."""

from __future__ import annotations

import asyncio
import importlib.metadata
import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import KernelProvisionerFactory
from waiting import PATIENCE

from server.serving import running
from workbook.server import extension, launch, prestarted_kernel
from workbook.server.prestarted_kernel import STOCK, SpareProvisioner, Spares

LOOK = """import json, os, sys
print(json.dumps({
    "imported": sorted({"workbook.pages.notebook", "pandas", "matplotlib"} & sys.modules.keys()),
    "folder": os.getcwd(),
    "number": os.getpid(),
    "asked": os.environ.get("ASKED"),
    "session": os.environ.get("JPY_SESSION_NAME"),
    "targets": sorted(get_ipython().kernel.comm_manager.targets),
    "read": sys.stdin.read() if not sys.stdin.closed else "",
}))"""


@pytest.fixture
def spares(monkeypatch: pytest.MonkeyPatch) -> Iterator[Spares]:
    """Spares of this test alone, which the provisioner takes from."""
    own = Spares()
    monkeypatch.setattr(prestarted_kernel, "SPARES", own)
    factory = KernelProvisionerFactory.instance()
    monkeypatch.setattr(factory, "default_provisioner_name", launch.KERNELS)
    yield own
    own.close()


@asynccontextmanager
async def kernel(folder: Path, name: str = "python3", **environment: str) -> AsyncIterator[Any]:
    """A running kernel's manager and client."""
    manager = AsyncKernelManager(kernel_name=name)
    assert manager.kernel_spec
    await manager.start_kernel(cwd=str(folder), env={**os.environ, **environment})
    client = manager.client()
    client.start_channels()
    try:
        await client.wait_for_ready(timeout=PATIENCE)
        yield manager, client
    finally:
        client.stop_channels()
        await manager.shutdown_kernel(now=True)


async def looked(client: Any) -> dict[str, Any]:
    """What the kernel says of itself."""
    said: list[str] = []

    def hear(message: Any) -> None:
        if message["msg_type"] == "stream":
            said.append(message["content"]["text"])

    reply = await client.execute_interactive(LOOK, output_hook=hear, timeout=PATIENCE)
    assert reply["content"]["status"] == "ok", reply["content"]
    found: dict[str, Any] = json.loads("".join(said))
    return found


def number_of(spares: Spares) -> int:
    """The process that waits."""
    assert spares.process is not None
    return spares.process.pid


def gone(number: int) -> None:
    """Wait until there is no such process any more."""
    psutil.wait_procs([psutil.Process(number)] if psutil.pid_exists(number) else [], PATIENCE)
    assert not psutil.pid_exists(number)


def test_the_workbooks_own_server_and_nobody_else_asks_for_spares() -> None:
    known = importlib.metadata.entry_points(group=KernelProvisionerFactory.GROUP_NAME)
    assert known[launch.KERNELS].load() is SpareProvisioner
    assert extension.SPARE == launch.KERNELS


def test_the_spare_becomes_the_kernel_that_was_asked_for(
    spares: Spares, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        prestarted_kernel, "PAUSE", 2 * PATIENCE
    )  # no other one while this one is looked at

    async def run() -> None:
        spares.start()
        number = number_of(spares)
        async with kernel(tmp_path, ASKED="told", JPY_SESSION_NAME="pacing") as (manager, client):
            found = await looked(client)
            assert found == {
                "imported": ["matplotlib", "pandas", "workbook.pages.notebook"],
                "folder": str(tmp_path),
                "number": number,
                "asked": "told",
                "session": "pacing",
                "targets": ["jupyter.widget", "jupyter.widget.control"],
                "read": "",
            }
            assert spares.process is None
            await manager.restart_kernel(now=True)
            await client.wait_for_ready(timeout=PATIENCE)
            again = await looked(client)
        assert (again["folder"], again["imported"]) == (str(tmp_path), [])
        gone(number)

    asyncio.run(run())


@pytest.mark.parametrize("other", ["environment", "kernel"])
def test_what_would_not_be_the_same_starts_by_itself(
    spares: Spares, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other: str
) -> None:
    name = "python3"
    if other == "kernel":
        name = "flags"
        folder = tmp_path / "kernels" / name
        folder.mkdir(parents=True)
        argv = [sys.executable, "-W", "ignore", *STOCK[1:], "{connection_file}"]
        spec = {"argv": argv, "display_name": name, "language": "python"}
        (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
        monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    spares.start()
    number = number_of(spares)
    if other == "environment":
        monkeypatch.setenv("HOME", str(tmp_path))

    async def run() -> None:
        async with kernel(tmp_path, name) as (_, client):
            assert (await looked(client))["number"] != number

    asyncio.run(run())
    assert number_of(spares) == number


def test_a_spare_that_has_died_is_no_loss(spares: Spares, tmp_path: Path) -> None:
    spares.start()
    number = number_of(spares)
    psutil.Process(number).kill()
    assert spares.process is not None
    spares.process.wait()

    async def run() -> None:
        async with kernel(tmp_path) as (_, client):
            assert (await looked(client))["imported"] == []

    asyncio.run(run())
    spares.start()
    assert number_of(spares) != number


def test_there_is_one_at_a_time_and_none_after_the_end(spares: Spares) -> None:
    spares.start()
    number = number_of(spares)
    spares.start()
    assert number_of(spares) == number
    spares.close()
    gone(number)
    spares.start()
    assert spares.process is None


@pytest.mark.slow
def test_it_ends_with_whoever_started_it(tmp_path: Path) -> None:
    """A server that was killed leaves no process behind."""
    code = (
        "from workbook.server.prestarted_kernel import SPARES; "
        "SPARES.start(); print(SPARES.process.pid)"
    )
    told = subprocess.run(
        [sys.executable, "-c", f"{code}; import os, sys; sys.stdout.flush(); os._exit(9)"],
        check=False,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert told.returncode == 9
    gone(int(told.stdout))


@pytest.mark.slow
def test_a_server_that_is_set_for_it_has_one_ready(cohort: Path, tmp_path: Path) -> None:
    asks = f"--KernelProvisionerFactory.default_provisioner_name={launch.KERNELS}"
    with running(tmp_path, cohort, asks) as served:
        until = time.monotonic() + PATIENCE
        while not (found := _children(served.process.pid, prestarted_kernel.SPARE[-1])):
            assert time.monotonic() < until
            time.sleep(0.1)
        (ready,) = found
    gone(ready)


def _children(number: int, module: str) -> list[int]:
    children = psutil.Process(number).children()
    return [one.pid for one in children if module in one.cmdline()]
