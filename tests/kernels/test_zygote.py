"""One child's end is its own; the zygote's end is everybody's, and comes with the worker's."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from jupyter_core.utils import ensure_event_loop

from workbook.kernels import house
from workbook.kernels.process import LOST, Child, Zygote
from workbook.kernels.request import Request

from .conftest import Run
from .hostile import Case

PATIENCE = 30.0  # seconds
GROWTH = 4 * 1024 * 1024  # bytes that a process may grow for its own book-keeping
CHILDREN = 200


def _soon(true: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return true()


def _zygote() -> Zygote:
    return house._houses[-1].zygote


def _child() -> Child:
    arguments = ["-f", "none.json", "--HistoryManager.hist_file=:memory:"]
    return _zygote().child(Request(str(Path.cwd()), dict(os.environ), arguments, "key"))


def test_others_go_on_when_one_crashes(run: Run) -> None:
    run(Case(("1",)))
    before = _zygote().process.pid
    slow: list[str] = []
    case = Case(("import time\nfor i in range(20):\n    time.sleep(0.1)\nprint('done')",))

    def beside() -> None:
        slow.append(run(case).text())
        ensure_event_loop().close()  # nbclient leaves one to each thread

    thread = threading.Thread(target=beside)
    thread.start()
    crashed = run(Case(("import ctypes; ctypes.string_at(0)",)))
    thread.join(PATIENCE)
    assert crashed.error == ("nbclient.exceptions.DeadKernelError", "Kernel died")
    assert slow == ["done\n"]
    assert _zygote().process.pid == before


def test_a_child_whose_worker_lets_go_is_killed_with_its_group(run: Run) -> None:
    run(Case(("1",)))
    child = _child()
    process = psutil.Process(child.number)
    child.close()
    assert _soon(lambda: not process.is_running())


def test_a_killed_zygote_takes_its_children_along_and_is_replaced(run: Run) -> None:
    run(Case(("1",)))
    first, child = _zygote(), _child()
    first.process.kill()
    assert _soon(child.ended)
    assert child.code == LOST
    assert _soon(lambda: not psutil.pid_exists(child.number))
    child.close()
    assert run(Case(("print('again')",))).text() == "again\n"
    assert _zygote() is not first


def test_a_killed_worker_leaves_nothing_running() -> None:
    code = """
import os, papermill, nbformat
from papermill.engines import papermill_engines
from workbook.kernels import engine
papermill_engines.register("workbook", engine)
cell = nbformat.v4.new_code_cell("import os, time; open('born', 'w').write(str(os.getpid()))\\n"
    "while True: time.sleep(1)")
about = {"kernelspec": {"name": "python3", "display_name": "", "language": "python"}}
nb = nbformat.v4.new_notebook(cells=[cell], metadata=about)
papermill.execute_notebook(nb, None, {}, engine_name="workbook", progress_bar=False)
"""
    worker = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    mine = psutil.Process(worker.pid)
    assert _soon(lambda: len(mine.children(recursive=True)) == 2)
    kin = mine.children(recursive=True)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert _soon(lambda: not any(one.is_running() for one in kin))


def test_memory_is_flat_over_many_children(run: Run) -> None:
    run(Case(("1",)))
    process = psutil.Process(_zygote().process.pid)
    sizes = []
    for number in range(CHILDREN):
        child = _child()
        if number % 10 == 0:  # these come up and end in order, the others are killed half way
            child.finish()
            assert _soon(child.ended)
        child.close()
        sizes.append(process.memory_info().rss)
    assert _soon(lambda: not process.children())
    assert process.num_fds() < 20
    assert max(sizes[CHILDREN // 4 :]) - sizes[CHILDREN // 4] < GROWTH
