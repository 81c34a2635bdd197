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
import pytest
from jupyter_core.utils import ensure_event_loop
from waiting import PATIENCE

from workbook.batch.kernels import zygote_pool
from workbook.batch.kernels.request import Request
from workbook.batch.kernels.zygote_process import LOST, Child, Zygote

from .conftest import Run
from .hostile import Case

pytestmark = pytest.mark.slow

IS_SOCKET = "def _is_socket(n):\n    return os.path.realpath(f'/proc/self/fd/{n}').count('socket:')"
GROWTH = 4 * 1024 * 1024  # bytes that a process may grow for its own book-keeping
CHILDREN = 200


def _soon(true: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return true()


def _zygote() -> Zygote:
    return zygote_pool._houses[-1].zygote


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
from workbook.batch.kernels import engine
papermill_engines.register("workbook", engine)
cell = nbformat.v4.new_code_cell("import os, time; open('born', 'w').write(str(os.getpid()))\\n"
    "while True: time.sleep(1)")
about = {"kernelspec": {"name": "python3", "display_name": "", "language": "python"}}
nb = nbformat.v4.new_notebook(cells=[cell], metadata=about)
papermill.execute_notebook(
    nb, None, {}, engine_name="workbook", kernels="forked", progress_bar=False
)
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


def test_a_signal_for_a_child_that_has_just_ended(run: Run) -> None:
    run(Case(("1",)))
    zygote, child = _zygote(), _child()
    process = psutil.Process(child.number)
    zygote.process.send_signal(signal.SIGSTOP)  # so that it hears of both at once
    process.kill()
    assert _soon(lambda: process.status() == psutil.STATUS_ZOMBIE)
    child.signal(signal.SIGINT)
    zygote.process.send_signal(signal.SIGCONT)
    assert _soon(child.ended)
    assert child.code == -signal.SIGKILL
    child.close()
    assert run(Case(("print('still')",))).text() == "still\n"
    assert _zygote() is zygote


def test_a_zygote_that_its_own_notebook_kills(run: Run) -> None:
    outcome = run(
        Case(("import os, time; os.kill(os.getppid(), 9); print(os.getpid())", "time.sleep(60)"))
    )
    assert outcome.error == ("nbclient.exceptions.DeadKernelError", "Kernel died")
    number = int(outcome.notebook["cells"][0]["outputs"][0]["text"])
    assert _soon(lambda: not psutil.pid_exists(number))
    assert run(Case(("print('again')",))).text() == "again\n"


@pytest.mark.parametrize(
    "harm", ["os.closerange(3, 256)", "[os.write(n, b'x' * 99) for n in found]"]
)
def test_a_kernel_that_spoils_its_wire_is_dead(harm: str, run: Run) -> None:
    find = "import os\nfound = [int(n) for n in os.listdir('/proc/self/fd') if _is_socket(n)]"
    outcome = run(Case((IS_SOCKET, find, harm, "1")))
    assert outcome.error == ("nbclient.exceptions.DeadKernelError", "Kernel died")


# Read by each Python that starts; the zygote is one.
SITE = """
import os, sys
if sys.orig_argv[-2:-1] == ["workbook.batch.kernels.zygote"]:
    plain = os.fork
    def fork():
        if os.path.exists({mark!r}):
            raise BlockingIOError(11, "Resource temporarily unavailable")
        return plain()
    os.fork = fork
"""


def test_no_room_for_one_more_process(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "full"
    (tmp_path / "sitecustomize.py").write_text(SITE.format(mark=str(mark)))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    run(Case(("1",)))
    zygote, other = _zygote(), _child()
    mark.touch()
    outcome = run(Case(("1",)))
    assert outcome.error[0] == "builtins.BlockingIOError"
    assert "Resource temporarily unavailable: no process for" in outcome.error[1]
    assert not other.ended()
    other.close()
    mark.unlink()
    assert run(Case(("print('room')",))).text() == "room\n"
    assert _zygote() is zygote


THREAD = (
    "import threading, time\nthreading.Thread(target=time.sleep, args=(99,), daemon=True).start()"
)


def test_a_zygote_that_cannot_be(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The notebook runs all the same, in a kernel that starts cold, and the reason is said."""
    (tmp_path / "sitecustomize.py").write_text(THREAD)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    said: list[str] = []
    assert run(Case(("print('there')",)), says=said.append).text() == "there\n"
    [reason] = said
    assert "2 threads after the imports" in reason


def test_a_module_that_cannot_be_imported_is_done_without(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was to save time alone: the kernel is warm as before, and whoever imports it is told."""
    (tmp_path / "pandas.py").write_text("raise ImportError('no pandas here')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    said: list[str] = []
    parent = run(Case(("import os; print(os.getppid())",)), says=said.append).text()
    assert (int(parent), said) == (_zygote().process.pid, [])
    outcome = run(Case(("import pandas",)), says=said.append)
    assert outcome.error[0] == "papermill.exceptions.PapermillExecutionError"
    assert "no pandas here" in outcome.error[1]
