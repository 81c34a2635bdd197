"""A real scheduler and real workers: pages from elsewhere, and what dies on the way."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from typer.testing import CliRunner
from waiting import PATIENCE, wait_for

from workbook.batch import cluster
from workbook.batch.dispatch import A_FEW, ended
from workbook.batch.records import Made
from workbook.cli import app
from workbook.domain.calendar import CALENDAR_VARIABLE
from workbook.errors import BadInput

from .clusters import Cluster, below
from .clusters import cluster as started
from .cohorts import CHEN, COHORT, WANG, Cohort, canary, names, type_in
from .conftest import filled
from .test_page_run import letter
from .test_run import PAGES
from .test_stopping import lives

pytestmark = pytest.mark.slow

LETTERS = {"chapters": ["letter"]}
# Says which of these modules a batch on this machine has imported, its workers' part included.
FREE_OF_DASK = """
import sys
from pathlib import Path
import workbook.batch.page_run
from workbook.batch import run_cohort
store, out, notebooks = map(Path, sys.argv[1:])
summary = run_cohort("2026-a", store=store, out=out, notebooks=notebooks, chapters=["letter"],
                     month="2026-12", today="2026-12-09", workers=2)
assert len(summary.unchanged) == 2
print(sorted({name.split(".")[0] for name in sys.modules} & {"distributed", "dask", "fsspec"}))
"""


@pytest.fixture(scope="module")
def two_workers(bucket: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with started(tmp_path_factory.mktemp("cluster"), 2) as one:
        yield one


@pytest.fixture(scope="module")
def ran_there(
    two_workers: Cluster, chapters_only: Path, tmp_path_factory: pytest.TempPathFactory
) -> Cohort:
    """A cohort whose pages were made once, by the cluster, into a folder that it sees."""
    one = Cohort(filled(tmp_path_factory.mktemp("ran there")), None, chapters_only)
    summary = one.run(cluster=two_workers.address)
    assert summary.failed == ()
    return one


def waiting(cohort: Cohort, trainee: str) -> Path:
    """Have the trainee's letter say that it began, and wait; the folder where it does."""
    folder = cohort.folder / "waiting"
    folder.mkdir()
    type_in(cohort.store, trainee, f"WAIT:{folder}")
    return folder


# -- what a cluster makes -------------------------------------------------------------------------


def test_every_page_is_there_and_nothing_else(ran_there: Cohort) -> None:
    assert set(ran_there.files()) == PAGES | {"index.html"}
    assert not list(ran_there.out.rglob(".*"))


def test_nobody_reads_what_somebody_else_typed(ran_there: Cohort) -> None:
    for one, other in ((CHEN, WANG), (WANG, CHEN)):
        page = ran_there.html(f"{one.id}/plan.html")
        assert canary(one.id) in page
        assert canary(other.id) not in page


def test_no_page_knows_the_machine_it_was_made_on(ran_there: Cohort, two_workers: Cluster) -> None:
    machine = [str(ran_there.folder), str(two_workers.folder), sys.prefix, str(Path.home()) + "/"]
    for name, data in ran_there.files().items():
        assert not [word for word in machine if word.encode() in data], name


def test_whoever_runs_next_goes_on_from_the_same_ledger(
    ran_there: Cohort, two_workers: Cluster, threads: ThreadPoolExecutor
) -> None:
    for means in ({"cluster": two_workers.address}, {"executor": threads}, {"workers": 1}):
        summary = ran_there.run(**({"executor": None} | means))
        assert len(summary.unchanged) == 4
        assert summary.done == summary.failed == ()


def test_each_worker_has_a_warm_process_of_its_own(ran_there: Cohort, two_workers: Cluster) -> None:
    for worker in two_workers.workers:
        (zygote,) = below(worker)
        assert "workbook.batch.kernels.zygote" in zygote.cmdline()


# -- what dies ------------------------------------------------------------------------------------


def test_workers_that_are_killed_lose_nothing(
    cohort: Cohort, two_workers: Cluster, threads: ThreadPoolExecutor
) -> None:
    """Neither the page at work, which another worker makes, nor those that are put down."""
    folder = waiting(cohort, "chen-jie")
    run = threads.submit(cohort.run, executor=None, cluster=two_workers.address)
    ledger = cohort.out.with_name(f"{cohort.out.name}.ledger")
    wait_for(lambda: len(list(ledger.glob("*/*.json"))) == 3 and any(folder.iterdir()))
    assert psutil.pid_exists(int(next(folder.iterdir()).stem))
    killed = two_workers.workers.copy()
    started_there = [one for worker in killed for one in below(worker)]
    assert len(started_there) >= 3
    for worker in killed:
        worker.kill()
        two_workers.workers.remove(worker)
    two_workers.add_worker()
    two_workers.add_worker()
    wait_for(lambda: not any(map(lives, started_there)))
    wait_for(lambda: len(list(folder.iterdir())) == 2)
    (folder / "go").touch()
    summary = run.result()
    assert sorted(page.name for page in summary.done) == [
        "chen-jie/letter",
        "chen-jie/plan",
        "wang-lei/letter",
        "wang-lei/plan",
    ]
    assert len(cohort.run(executor=threads).unchanged) == 4


def test_a_scheduler_that_disappears_fails_its_pages_in_words(
    cohort: Cohort,
    threads: ThreadPoolExecutor,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cluster, "CONNECT", 5.0)
    folder = waiting(cohort, "chen-jie")
    with started(tmp_path_factory.mktemp("cluster"), 1) as one:
        given = {"executor": None, "cluster": one.address} | LETTERS
        run = threads.submit(cohort.run, **given)
        wait_for(lambda: any(folder.iterdir()) or run.done())
        one.scheduler.kill()
        summary = run.result(timeout=PATIENCE)
    assert "chen-jie/letter" in names(summary.failed)
    assert {page.reason for page in summary.failed} == {
        "和集群断开了 等集群恢复，再运行一次，只会补做没做完的"
    }
    (folder / "go").touch()
    again = cohort.run(executor=threads, **LETTERS)
    assert names(again.done) == names(summary.failed)
    assert names(again.unchanged) == names(summary.done)


def test_once_it_should_stop_what_began_is_put_down_and_nothing_else_begins(
    two_workers: Cluster, tmp_path: Path
) -> None:
    said: list[str] = []
    folder, stopping = tmp_path / "waiting", threading.Event()
    folder.mkdir()
    asked = letter(tmp_path, f"WAIT:{folder}")
    jobs = [replace(asked, trainee=f"trainee-{number}", work=None) for number in range(40)]
    with cluster.cluster_at(two_workers.address, said.append) as hands:
        watcher = threading.Thread(target=stop_at_work, args=(folder, stopping))
        watcher.start()
        found = list(ended(jobs, hands, stopping))
        watcher.join()
    assert said == []
    # A worker may begin one more while the word to stop is on its way; the next run makes it.
    assert 0 <= len(list(folder.glob("*.begun"))) - len(found) <= len(two_workers.workers)
    assert 0 < len(found) <= A_FEW * len(two_workers.workers)
    assert all(isinstance(future.result(), Made) for _, future in found)


def stop_at_work(folder: Path, stopping: threading.Event) -> None:
    """Stop once a page is being made, and let it be finished when the rest was taken back."""
    wait_for(lambda: any(folder.iterdir()))
    stopping.set()
    time.sleep(cluster.LOOK)
    (folder / "go").touch()


# -- workers that will not do ---------------------------------------------------------------------


def test_a_worker_that_is_not_like_the_driver_makes_no_page(
    cohort: Cohort, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    calendar = tmp_path / "calendar.yaml"
    calendar.write_text("2027: {}", encoding="utf-8")
    with started(tmp_path_factory.mktemp("cluster"), 0) as one:
        one.add_worker(2, **{CALENDAR_VARIABLE: str(calendar)})
        summary = cohort.run(executor=None, cluster=one.address, **LETTERS)
    assert names(summary.failed) == ["chen-jie/letter", "wang-lei/letter"]
    assert {page.reason.partition(" ")[0] for page in summary.failed} == {
        "干活的机器上装的和发起运行的机器不一样:"
    }
    assert all("calendar" in page.reason for page in summary.failed)
    assert "干活的机器上装的" in cohort.html("index.html")
    said = cohort.said.getvalue()
    assert "还没有 worker" in said or "--nthreads 1" in said
    assert set(cohort.files()) == {"index.html"}


def test_a_cluster_writes_to_a_url(
    cohort: Cohort, two_workers: Cluster, url: str, threads: ThreadPoolExecutor
) -> None:
    type_in(cohort.store, "wang-lei", "BROKEN")
    there = {"out": url, "executor": None, "cluster": two_workers.address} | LETTERS
    summary = cohort.run(**there)
    assert names(summary.done) == ["chen-jie/letter"]
    assert names(summary.failed) == ["wang-lei/letter"]
    type_in(cohort.store, "wang-lei", "well")
    again = cohort.run(**there)
    assert names(again.unchanged) == ["chen-jie/letter"]
    assert names(again.done) == ["wang-lei/letter"]
    assert len(cohort.run(out=url, **LETTERS).unchanged) == 2


# -- calls that make no sense ---------------------------------------------------------------------


def test_no_scheduler_is_said_in_a_sentence(
    cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "CONNECT", 0.3)
    for address in ("tcp://127.0.0.1:1", "nothing-like-it://host:1"):
        with pytest.raises(BadInput, match=rf"{address}.*--workers.* / .*{address}.*--workers"):
            cohort.run(cluster=address)
    assert not cohort.out.exists()


def test_without_the_extra_it_says_what_to_install(
    cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.delitem(sys.modules, "workbook.batch.cluster")
    words = ["run", COHORT, "--store", cohort.store, "--out", cohort.out, "--cluster", "tcp://x:1"]
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exit_code == 2
    assert "coaching-workbook[cluster]" in result.stderr
    assert "Traceback" not in result.output


def test_a_batch_on_this_machine_imports_nothing_of_dask(cohort: Cohort) -> None:
    cohort.run(**LETTERS)
    command = [sys.executable, "-c", FREE_OF_DASK, cohort.store, cohort.out, cohort.notebooks]
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"
