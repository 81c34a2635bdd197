"""Memory of one worker over very many runs: the worker, its zygote and the largest child."""

from __future__ import annotations

import statistics
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from benchmarks.ground import ROOT
from benchmarks.many import call
from benchmarks.ours import Call, outcome
from benchmarks.rounds import say
from benchmarks.sizes import Size

PAUSE = 0.25  # seconds between two samples
LOOKS = 9  # a mark is the median of the last so many
MB = 1 << 20
WORKER, ZYGOTE = "multiprocessing.spawn", "workbook.batch.kernels.zygote"


@dataclass(frozen=True)
class Look:
    """Megabytes of a batch's processes when it had made ``pages`` pages.

    rss: including shared memory; pss: its own share of it; peak: the most so far.
    """

    pages: int
    worker_rss: float
    worker_pss: float
    worker_peak: float
    zygote_rss: float
    zygote_pss: float
    zygote_peak: float
    child_rss: float


def measured(size: Size, root: Path) -> dict[str, Any]:
    """Megabytes after so many runs, and whether they stay the same."""
    seconds, looks = _watched(call(size.many, 1, root), size.marks, root / "memory.log")
    marks = [_mark(looks, mark) for mark in size.marks]
    say("\n".join(f"memory after {one['runs']} runs: {_told(one)}" for one in marks))
    return {
        "notebook": "one cell",
        "runs": size.many,
        "seconds": round(seconds, 1),
        "marks": marks,
        "peak": {
            "worker": round(looks[-1].worker_peak, 1),
            "zygote": round(looks[-1].zygote_peak, 1),
            "child": round(max(one.child_rss for one in looks), 1),
        },
        "growth": _growth(marks),
    }


def _watched(wanted: Call, marks: tuple[int, ...], log: Path) -> tuple[float, list[Look]]:
    """Run the batch; returns its seconds, and the samples until its end."""
    begun, looks, left = time.perf_counter(), list[Look](), sorted(marks)
    with (
        log.open("w", encoding="utf-8") as said,
        subprocess.Popen(wanted.command, cwd=ROOT, stdout=said, stderr=said) as process,
    ):
        while process.poll() is None:
            with suppress(psutil.NoSuchProcess):
                looks += _look(psutil.Process(process.pid), Path(wanted.out))
            while looks and left and looks[-1].pages >= left[0]:
                say(f"memory: {left.pop(0)} of {marks[-1]}, {time.perf_counter() - begun:.0f} s")
            time.sleep(PAUSE)
    done = outcome(process.returncode, log.read_text("utf-8"), "", time.perf_counter() - begun)
    if done.done != marks[-1]:
        raise SystemExit(f"Of {marks[-1]} pages {done.done} were made.")
    return done.seconds, looks


def _look(driver: psutil.Process, out: Path) -> list[Look]:
    """One sample, or None while the worker or its zygote does not exist yet."""
    pages = sum(1 for _ in out.glob("t-*")) if out.exists() else 0
    worker = _named(driver.children(), WORKER)
    zygote = _named(worker.children(), ZYGOTE) if worker else None
    if worker is None or zygote is None:
        return []
    mine, its = worker.memory_full_info(), zygote.memory_full_info()
    children = [one.memory_info().rss for one in zygote.children()]
    megabytes = (mine.rss, mine.pss, _peak(worker), its.rss, its.pss, _peak(zygote))
    sizes = [one / MB for one in (*megabytes, max(children, default=0))]
    return [Look(pages, *sizes)]


def _named(processes: list[psutil.Process], words: str) -> psutil.Process | None:
    found = (one for one in processes if any(words in word for word in one.cmdline()))
    return next(found, None)


def _peak(process: psutil.Process) -> int:
    """The process's highest memory use so far, in bytes, from the system."""
    status = Path(f"/proc/{process.pid}/status")
    if not status.exists():
        raise psutil.NoSuchProcess(process.pid)
    lines = status.read_text("utf-8").splitlines()
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("VmHWM")), 0)


def _mark(looks: list[Look], mark: int) -> dict[str, Any]:
    last = [one for one in looks if one.pages <= mark][-LOOKS:]
    names = ("worker_rss", "worker_pss", "zygote_rss", "zygote_pss")
    found = {name: statistics.median(getattr(one, name) for one in last) for name in names}
    child = max(one.child_rss for one in last)
    return {"runs": mark} | {
        name: round(one, 1) for name, one in (found | {"child_rss": child}).items()
    }


def _growth(marks: list[dict[str, Any]]) -> dict[str, float]:
    """From the second mark, when all is warm, to the last: worker and zygote together."""
    early, late = (one["worker_rss"] + one["zygote_rss"] for one in (marks[1], marks[-1]))
    return {
        "from_runs": marks[1]["runs"],
        "to_runs": marks[-1]["runs"],
        "megabytes": round(late - early, 1),
        "times": round(late / early, 4),
    }


def _told(mark: dict[str, Any]) -> str:
    return " · ".join(f"{name} {one:.0f} MB" for name, one in mark.items() if name != "runs")
