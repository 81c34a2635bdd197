"""Our own batch as a user calls it: a fresh process, timed from its start to its end.

``python -m benchmarks.ours '{"out": …}'`` is that process: ``workbook.run_cohort``, nothing else.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.ground import ROOT
from workbook.book import samples


@dataclass(frozen=True)
class Call:
    """The arguments of ``run_cohort``: pages of the samples' day, of any cohort.

    notebooks: a folder to use in place of the shipped ones.
    """

    cohort: str
    store: str
    out: str
    workers: int
    trainees: Sequence[str] = ()
    chapters: Sequence[str] = ()
    force: bool = False
    notebooks: str = ""

    @property
    def command(self) -> list[str]:
        """The process that carries it out."""
        return [sys.executable, "-m", "benchmarks.ours", json.dumps(asdict(self))]


@dataclass(frozen=True)
class Batch:
    """The result of a call: seconds from the start of its process to the end, pages by status."""

    seconds: float
    done: int
    unchanged: int


def carried_out(call: Call) -> Batch:
    """Run the call in a process of its own. A page that fails ends the benchmark."""
    begun = time.perf_counter()
    done = subprocess.run(call.command, cwd=ROOT, capture_output=True, text=True, check=False)
    return outcome(done.returncode, done.stdout, done.stderr, time.perf_counter() - begun)


def outcome(code: int, said: str, complained: str, seconds: float) -> Batch:
    """The result of a process that ended with ``code``."""
    if code:
        raise SystemExit(f"A batch of the benchmark failed.\n{said[-2000:]}{complained[-4000:]}")
    counted = json.loads(said.splitlines()[-1])
    return Batch(seconds, counted["done"], counted["unchanged"])


def _main(text: str) -> int:
    import workbook

    call = Call(**json.loads(text))
    summary = workbook.run_cohort(
        call.cohort,
        store=call.store,
        out=Path(call.out),
        trainees=call.trainees,
        chapters=call.chapters,
        month=samples.MONTH,
        today=samples.TODAY,
        workers=call.workers,
        force=call.force,
        notebooks=Path(call.notebooks) if call.notebooks else None,
    )
    counted = {name: len(getattr(summary, name)) for name in ("done", "unchanged", "failed")}
    sys.stdout.write(f"{json.dumps(counted)}\n")
    return 1 if summary.failed else 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1]))
