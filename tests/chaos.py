"""Kill -9 at random moments; after one re-run the pages are those of an undisturbed run.

``python tests/chaos.py [--rounds 50] [--seed N]``: two trainees, one chapter; in turn with two
workers on this machine and with a Dask cluster of two. Not for CI: it takes its time. Compared are
the pages and the index, each page's notebook without its times and the random name of the cell with
its parameters, and the ledger's fingerprints and counts. Linux only.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import psutil
from batch.clusters import Cluster, cluster
from rich.console import Console

from workbook.book import samples
from workbook.store import open_store

MARK = "WORKBOOK_CHAOS"  # in the environment of all that a round starts
ZYGOTE = "workbook.batch.kernels.zygote"
KINDS = ("driver", "worker", "zygote", "child")
TRAINEES = ("chen-jie", "zhou-wei")
CHAPTER = "start"
PATIENCE = 300.0  # seconds for a run on a busy machine
GONE = 20.0  # seconds that processes have to notice the end of others
TIMES = ("start_time", "end_time", "duration")
# Of the index: what this run did, and when.
PASSING = re.compile(
    r'<p class="wb-summary">.*?</p>|<footer.*?</footer>'
    r'|<span class="wb-(?:status|spoken)">.*?</span>|(?<=") title="[^"]*"',
    re.DOTALL,
)
console = Console(soft_wrap=True, highlight=False, markup=False)


class Different(Exception):
    """What a round left is not what an undisturbed run leaves."""


@dataclass(frozen=True)
class Ground:
    """Where a batch runs. there: the cluster, None for this machine; mark: of its processes."""

    store: Path
    out: Path
    mark: str
    there: Cluster | None


@dataclass(frozen=True)
class Life:
    """When processes of a kind were first and last seen in a run, in seconds from its start."""

    first: float
    last: float


# -- one run and its processes --------------------------------------------------------------------


@contextmanager
def driven(ground: Ground) -> Iterator[subprocess.Popen[bytes]]:
    """The batch, by command, in a process group of its own."""
    workbook = str(Path(sys.executable).parent / "workbook")
    call = ["run", samples.COHORT, "--store", str(ground.store), "--out", str(ground.out)]
    what = ["--chapters", CHAPTER, "--trainees", ",".join(TRAINEES)]
    when = ["--month", samples.MONTH, "--today", samples.TODAY]
    means = ["--cluster", ground.there.address] if ground.there else ["--workers", "2"]
    with subprocess.Popen(
        [workbook, *call, *what, *when, *means],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env=os.environ | {MARK: ground.mark},
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def at_work(ground: Ground, driver: subprocess.Popen[bytes]) -> dict[str, list[psutil.Process]]:
    """The live processes of each kind."""
    found: dict[str, list[psutil.Process]] = {kind: [] for kind in (*KINDS, "")}
    if driver.poll() is None:
        found["driver"] = [psutil.Process(driver.pid)]
    workers = [one.pid for one in ground.there.workers] if ground.there else [driver.pid]
    for pid in workers:
        for one in _below(pid):
            found[_kind(one)].append(one)
    if ground.there:
        found["worker"] = [psutil.Process(pid) for pid in workers if psutil.pid_exists(pid)]
    return found


def _below(pid: int) -> list[psutil.Process]:
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def _kind(process: psutil.Process) -> str:
    try:
        words = process.cmdline()
        parent = process.parent()
        if ZYGOTE in words:
            return "child" if parent is not None and ZYGOTE in parent.cmdline() else "zygote"
        return "worker" if "spawn_main" in " ".join(words) else ""
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return ""


def marked(mark: str) -> list[psutil.Process]:
    """All live processes that a run started, wherever they are now."""
    return [one for one in psutil.process_iter() if _is_marked(one, mark)]


def _is_marked(process: psutil.Process, mark: str) -> bool:
    try:
        dead = process.status() == psutil.STATUS_ZOMBIE
        return not dead and process.environ().get(MARK) == mark
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False


# -- what a run leaves ----------------------------------------------------------------------------


def left_by(ground: Ground) -> dict[str, Any]:
    """Path → what is there, without what differs from run to run."""
    ledger = ground.out.with_name(f"{ground.out.name}.ledger")
    pages = {f"pages/{name}": _normal(name, data) for name, data in _files(ground.out)}
    lines = {f"ledger/{name}": _line(ground.out, data) for name, data in _files(ledger)}
    lines.pop("ledger/.lock")
    return pages | lines


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def _normal(name: str, data: bytes) -> object:
    if name == "index.html":
        return PASSING.sub("", data.decode())
    return _notebook(json.loads(data)) if name.endswith(".ipynb") else data


def _notebook(notebook: Any) -> object:
    for cell in notebook["cells"]:
        cell["metadata"].pop("execution", None)
        if "injected-parameters" in cell["metadata"].get("tags", []):
            cell["id"] = ""
    for one in (notebook, *notebook["cells"]):
        for name in TIMES:
            one["metadata"].get("papermill", {}).pop(name, None)
    return notebook


def _line(out: Path, data: bytes) -> object:
    """A page's line in the ledger; its hashes have to be those of the files."""
    try:
        made = json.loads(data)["made"]
    except (ValueError, KeyError, TypeError):
        return data
    same = {
        name: hashlib.sha256((out / name).read_bytes()).hexdigest() == digest
        for name, digest in made["files"].items()
        if (out / name).exists()
    }
    return {"fingerprint": made["fingerprint"], "tally": made["tally"], "files": same}


def compare(ground: Ground, wanted: Mapping[str, Any]) -> None:
    """Raises Different with the first thing that is not as it should be."""
    found = left_by(ground)
    if found.keys() != wanted.keys():
        raise Different(f"files: {sorted(found.keys() ^ wanted.keys())}")
    for name, what in wanted.items():
        if found[name] != what:
            raise Different(f"{name} is not the same")
    if ground.out.with_name(f"{ground.out.name}.ledger").joinpath(".work").exists():
        raise Different("a folder of a run that is over is left")


def nothing_runs_on(ground: Ground) -> None:
    """Raises Different when a process is left that nobody needs."""
    give_up = time.monotonic() + GONE
    while left := _superfluous(ground):
        if time.monotonic() > give_up:
            raise Different(f"processes are left: {[one.cmdline() for one in left]}")
        time.sleep(0.1)


def _superfluous(ground: Ground) -> list[psutil.Process]:
    if ground.there is None:
        return marked(ground.mark)
    workers = {one.pid for one in ground.there.workers}
    kept = {pid for worker in workers for pid in _zygotes(worker)}
    needed = workers | kept | {ground.there.scheduler.pid}
    return [one for one in marked(ground.mark) if one.pid not in needed]


def _zygotes(worker: int) -> list[int]:
    return [one.pid for one in _below(worker) if _kind(one) == "zygote"]


# -- rounds ---------------------------------------------------------------------------------------


def undisturbed(ground: Ground) -> tuple[dict[str, Any], dict[str, Life]]:
    """What a run leaves that nobody disturbs, and when processes of each kind lived."""
    lives: dict[str, Life] = {}
    with driven(ground) as driver:
        begun = time.monotonic()
        while driver.poll() is None:
            now = time.monotonic() - begun
            for kind, there in at_work(ground, driver).items():
                if there:
                    lives[kind] = Life(lives[kind].first if kind in lives else now, now)
            time.sleep(0.02)
        if driver.returncode != 0:
            raise Different(f"an undisturbed run ended with {driver.returncode}")
    nothing_runs_on(ground)
    return left_by(ground), lives


def disturbed(ground: Ground, kind: str, wait: float, chance: random.Random) -> tuple[bool, int]:
    """Kill one of a kind some time after the first of them came: whether, and the exit code."""
    with driven(ground) as driver:
        give_up = time.monotonic() + PATIENCE
        while not at_work(ground, driver)[kind] and driver.poll() is None:
            if time.monotonic() > give_up:
                raise Different(f"no {kind} came")
            time.sleep(0.01)
        time.sleep(wait)
        there = at_work(ground, driver)[kind] if driver.poll() is None else []
        hit = bool(there) and _kill(ground, chance.choice(there))
        try:
            code = driver.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            raise Different("the run did not end") from None
    return hit, code


def _kill(ground: Ground, victim: psutil.Process) -> bool:
    """Whether it was still there. A new worker comes to a cluster for one that went."""
    try:
        victim.kill()
    except psutil.NoSuchProcess:
        return False
    there = ground.there
    for worker in [one for one in there.workers if one.pid == victim.pid] if there else []:
        worker.wait()
        there.workers.remove(worker)
        there.add_worker(**{MARK: ground.mark})
    return True


def mended(ground: Ground) -> None:
    """Run again; all has to be there after it."""
    with driven(ground) as driver:
        try:
            code = driver.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            raise Different("the re-run did not end") from None
    if code != 0:
        raise Different(f"the re-run ended with {code}")


def one_round(
    ground: Ground,
    kind: str,
    wanted: Mapping[str, Any],
    lives: Mapping[str, Life],
    chance: random.Random,
) -> str:
    """A run with a victim, a run that mends it, and the comparison; what was done, in words."""
    hit = False
    while not hit:
        _clear(ground.out)
        wait = chance.uniform(0, lives[kind].last - lives[kind].first)
        hit, code = disturbed(ground, kind, wait, chance)
    mended(ground)
    nothing_runs_on(ground)
    compare(ground, wanted)
    where = "cluster" if ground.there else "workers"
    return f"{where} {kind} after {wait:.2f} s, first run ended with {code}"


def _clear(out: Path) -> None:
    for folder in (out, out.with_name(f"{out.name}.ledger")):
        shutil.rmtree(folder, ignore_errors=True)


def victims(chance: random.Random) -> Iterator[str]:
    """Kinds without end, each twice in eight: once for each of two ways that take turns."""
    while True:
        for kind in chance.sample(KINDS, len(KINDS)):
            yield from (kind, kind)


def grounds(folder: Path, stack: ExitStack) -> list[Callable[[], Ground]]:
    """The two ways to run; the cluster is started when it is first needed."""
    store = folder / "store.db"
    with open_store(store) as opened:
        samples.fill(opened)
    here = Ground(store, folder / "here", secrets.token_hex(8), None)

    @cache
    def there() -> Ground:
        mark, place = secrets.token_hex(8), folder / "cluster"
        place.mkdir()
        one = stack.enter_context(cluster(place, 2, **{MARK: mark}))
        return Ground(store, folder / "there", mark, one)

    return [lambda: replace(here, mark=secrets.token_hex(8)), there]


def main() -> int:
    """Rounds until the first difference; the exit code."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=50)
    asked.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    given = asked.parse_args()
    chance, through = random.Random(given.seed), 0
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        ways = grounds(Path(folder), stack)
        try:
            wanted, here = undisturbed(ways[0]())
            undisturbed(ways[1]())  # wakes the cluster
            _clear(ways[1]().out)
            lives = [here, undisturbed(ways[1]())[1]]
            compare(ways[1](), wanted)
            for number, kind in zip(range(given.rounds), victims(chance), strict=False):
                way = number % len(ways)
                said = one_round(ways[way](), kind, wanted, lives[way], chance)
                through += 1
                console.print(f"{through}/{given.rounds} {said}: the same")
        except Different as error:
            console.print(f"round {through + 1}, seed {given.seed}: {error}")
            return 1
    console.print(f"{through} rounds, seed {given.seed}: all outputs complete and the same")
    return 0


if __name__ == "__main__":
    sys.exit(main())
