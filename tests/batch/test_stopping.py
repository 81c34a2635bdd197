"""Runs that are killed or interrupted: what was done is done, the rest is made up the next time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from .cohorts import Cohort, type_in

DRIVER = Path(__file__).parent / "driver.py"
PATIENCE = 90.0  # seconds, for a machine that is busy with other things


@contextmanager
def driven(cohort: Cohort) -> Iterator[subprocess.Popen[str]]:
    """A run in a process group of its own, as a shell would start it."""
    command = [sys.executable, str(DRIVER), cohort.store, cohort.out, cohort.notebooks]
    with subprocess.Popen(
        [str(part) for part in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_for(there: Callable[[], bool]) -> None:
    give_up = time.monotonic() + PATIENCE
    while not there():
        assert time.monotonic() < give_up, "waited in vain"
        time.sleep(0.05)


def lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.fixture
def slow(cohort: Cohort) -> Cohort:
    """The second trainee's letter takes a minute: there is time to pull the plug."""
    type_in(cohort.store, "wang-lei", "SLOW")
    return cohort


def at_work_on_the_slow_one(cohort: Cohort) -> bool:
    ledger = cohort.folder / f"{cohort.out.name}.ledger"
    runs = [path for path in cohort.out.glob(".work/*/*") if path.is_dir()]
    return (ledger / "wang-lei" / "plan.json").exists() and bool(runs)


def test_a_killed_run_is_taken_up_where_it_was(slow: Cohort) -> None:
    with driven(slow) as process:
        wait_for(lambda: at_work_on_the_slow_one(slow))
        started = psutil.Process(process.pid).children(recursive=True)
        assert len(started) >= 2
        process.send_signal(signal.SIGKILL)
        process.wait()
    wait_for(lambda: not any(map(lives, started)))
    type_in(slow.store, "wang-lei", "quick again")
    summary = slow.run()
    assert {page.trainee for page in summary.unchanged} == {"chen-jie"}
    assert {page.trainee for page in summary.done} == {"wang-lei"}
    assert not list(slow.out.rglob(".*"))


def test_ctrl_c_lets_the_page_at_work_end_and_begins_no_other(cohort: Cohort) -> None:
    with driven(cohort) as process:
        wait_for(lambda: any(path.is_dir() for path in cohort.out.glob(".work/*/*")))
        os.killpg(process.pid, signal.SIGINT)
        said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode != 0
    assert "再运行一次" in said
    assert "KeyboardInterrupt" in said
    made = sorted(name for name in cohort.files() if name.endswith("/plan.html"))
    assert made[0] == "chen-jie/plan.html"
    assert not (cohort.out / "wang-lei" / "letter.html").exists()
    assert "chen-jie/plan.html" in cohort.html("index.html")
    again = cohort.run()
    assert "plan" in {page.chapter for page in again.unchanged if page.trainee == "chen-jie"}
    assert again.failed == ()
