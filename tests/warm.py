"""A plugin for pytest: the notebooks that nbval checks run in warm kernels, as those of the batch.

``python -m pytest -p tests.warm --nbval notebooks``. A notebook that the engine would start cold is
an error, and so is a cell that ran in any process but a fork of the zygote.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import IO, Any

import nbval.kernel
import psutil
import pytest
from jupyter_core.utils import ensure_event_loop, run_sync
from nbval.plugin import IPyNbCell

from workbook.batch.kernels import engine, zygote_pool
from workbook.batch.kernels.client import Client, WarmManager

FORK = "fork"  # the property of a report that names the process in which the cell ran
ZYGOTE = "workbook.batch.kernels.zygote"


@dataclass(frozen=True)
class Kernel:
    """What nbval asks of a kernel's manager and of its client, without ``await``."""

    manager: WarmManager
    client: Client
    end: ExitStack

    def is_alive(self) -> bool:
        return bool(run_sync(self.manager.is_alive)())

    def interrupt_kernel(self) -> None:
        run_sync(self.manager.interrupt_kernel)()

    def stop_channels(self) -> None:
        """Nothing: they close with the kernel."""

    def shutdown_kernel(self, now: bool) -> None:
        self.end.close()

    def kernel_info(self) -> str:
        return self.client.kernel_info()

    def execute(self, code: str, allow_stdin: bool, **how: bool) -> str:
        assert not allow_stdin
        return self.client.execute(code, **how)

    def get_shell_msg(self, timeout: float | None) -> Any:
        return run_sync(self.client.shell_channel.get_msg)(timeout)

    def get_iopub_msg(self, timeout: float | None) -> Any:
        return run_sync(self.client.iopub_channel.get_msg)(timeout)

    @property
    def process(self) -> psutil.Process:
        assert self.manager.child is not None
        return psutil.Process(self.manager.child.number)


def started(
    startup_timeout: float, kernel_name: str, stderr: IO[str], cwd: str
) -> tuple[Kernel, Kernel]:
    """In place of nbval's own: a kernel with a profile of its own, as manager and as client."""
    stderr.close()  # where nbval would send what a stock kernel logs; ours is told to log nothing
    options = {"resources": {"metadata": {"path": cwd}}}
    start = engine._start(kernel_name, "forked", options, own_profile=True, says=_refuse)
    assert start is not None
    with ExitStack() as stack:
        # ipykernel does not watch its files when it believes that it is being tested itself.
        stack.enter_context(pytest.MonkeyPatch.context()).delenv("PYTEST_CURRENT_TEST")
        kernel = _kernel(start, cwd, startup_timeout)
    return kernel, kernel


def _refuse(why: str) -> None:
    raise RuntimeError(f"No warm kernel: {why}")


def _kernel(start: engine.Start, cwd: str, seconds: float) -> Kernel:
    with ExitStack() as stack:
        profile = stack.enter_context(tempfile.TemporaryDirectory(prefix="ipython-"))
        manager = stack.enter_context(start())
        own = [f"--ipython-dir={profile}", "--HistoryManager.hist_file=:memory:"]
        run_sync(manager.start_kernel)(extra_arguments=[*own, "--log-level=CRITICAL"], cwd=cwd)
        client = manager.client()
        run_sync(client.start_channels)()
        run_sync(client.wait_for_ready)(timeout=seconds)
        return Kernel(manager, client, stack.pop_all())


@pytest.hookimpl(wrapper=True)
def pytest_sessionstart() -> Iterator[None]:
    nbval.kernel.start_new_kernel = started
    return (yield)


@pytest.hookimpl(trylast=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Look who the parent of the process is in which this cell is about to run."""
    if isinstance(item, IPyNbCell):
        kernel = item.parent.kernel.kc
        if not isinstance(kernel, Kernel) or ZYGOTE not in kernel.process.parent().cmdline():
            raise RuntimeError(f"{item.nodeid} has a kernel that started cold.")
        item.user_properties.append((FORK, kernel.process.pid))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Nothing passes where nobody looked, in whichever process it ran."""
    if report.when == "call" and FORK not in dict(report.user_properties):
        raise RuntimeError(f"Nobody looked in which kernel {report.nodeid} ran.")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    reports = terminalreporter.stats.get("passed", ())
    forks = {dict(one.user_properties)[FORK] for one in reports}
    terminalreporter.write_line(f"{len(forks)} warm kernels, each for one notebook")


def pytest_unconfigure() -> None:
    zygote_pool.close()
    ensure_event_loop().close()
