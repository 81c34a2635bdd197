"""Warm processes that wait for a notebook: a loop as people write it, our engine, the floor.

``python -m benchmarks.warm KIND`` is such a process. It reads a task a line and answers each with
the moments at which it began and ended.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from benchmarks.ground import ROOT

RUN = "run.ipynb"  # what the notebook is called that a run leaves


@dataclass(frozen=True)
class Task:
    """One notebook to run. folder: where it runs, its store in it, and where it leaves RUN."""

    notebook: str
    folder: str
    parameters: Mapping[str, str]


@dataclass(frozen=True)
class Span:
    """When something began and ended, on the clock that all processes share."""

    begun: float
    ended: float

    @property
    def seconds(self) -> float:
        """How long it took."""
        return self.ended - self.begun


@dataclass(frozen=True)
class Warm:
    """A process that waits. Ask first, then wait for the answer, so that two can work at once."""

    process: subprocess.Popen[str]
    input: IO[str]
    output: IO[str]
    log: Path

    def ask(self, tasks: Sequence[Task]) -> None:
        """Have the tasks done, one after the other."""
        self.input.write(json.dumps([asdict(one) for one in tasks]) + "\n")
        self.input.flush()

    def answer(self) -> Span:
        """From the beginning of the first task to the end of the last."""
        line = self.output.readline()
        if not line:
            raise SystemExit(f"A run failed.\n{self.log.read_text('utf-8')[-4000:]}")
        return Span(*json.loads(line))


@contextmanager
def waiting(kind: str, folder: Path) -> Iterator[Warm]:
    """A warm process of a kind; it ends with the block."""
    log = folder / f"{kind}-{time.monotonic_ns()}.log"
    with log.open("w", encoding="utf-8") as complaints:
        process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.warm", kind],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
        )
    with process:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("A process was started without its pipes.")
        yield Warm(process, process.stdin, process.stdout, log)


# -- the three kinds ------------------------------------------------------------------------------


def loop(task: Task) -> None:
    """``papermill.execute_notebook`` with its own engine and its defaults."""
    import papermill

    papermill.execute_notebook(
        task.notebook,
        str(Path(task.folder) / RUN),
        dict(task.parameters),
        cwd=task.folder,
        progress_bar=False,
    )


def engine(task: Task) -> None:
    """The engine as the batch calls it, without the batch: no HTML, no ledger."""
    import nbformat
    import papermill

    notebook = papermill.execute_notebook(
        nbformat.read(task.notebook, as_version=4),
        None,
        dict(task.parameters),
        engine_name="workbook",
        kernels="forked",
        own_profile=True,
        progress_bar=False,
        log_output=False,
        report_mode=True,
        execution_timeout=600,
        resources={"metadata": {"path": task.folder}},
        extra_arguments=["--log-level=CRITICAL"],
    )
    nbformat.write(notebook, Path(task.folder) / RUN)


def floor(task: Task) -> None:
    """The cells alone, in this process."""
    import nbformat

    from benchmarks.floor import executed

    notebook = executed(Path(task.notebook), Path(task.folder), dict(task.parameters))
    nbformat.write(notebook, Path(task.folder) / RUN)


KINDS: Mapping[str, Callable[[Task], None]] = {"loop": loop, "engine": engine, "floor": floor}


def _main(kind: str) -> int:
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a cell prints is no answer
    for line in sys.stdin:
        tasks = [Task(**one) for one in json.loads(line)]
        begun = time.monotonic()
        for task in tasks:
            KINDS[kind](task)
        answers.write(json.dumps([begun, time.monotonic()]) + "\n")
        answers.flush()
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1]))
