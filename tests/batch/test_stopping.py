"""Runs that are killed or interrupted: what was done is done, the rest is made up the next time."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import psutil
import pytest
from platformdirs import user_cache_path
from waiting import PATIENCE, wait_for

from workbook.store import open_store, temporary_files

from .cohorts import COHORT, Cohort, type_in

pytestmark = pytest.mark.slow

DRIVER = Path(__file__).parent / "driver.py"
KILLS = 4


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


def lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def gone(processes: list[psutil.Process]) -> None:
    """Wait for their end."""
    wait_for(lambda: not any(map(lives, processes)))


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, ...]:
    """Temporary folders of this test's own, for whatever it starts."""
    places = tmp_path / "tmp", tmp_path / "cache"
    for name, place in zip(("TMPDIR", "XDG_CACHE_HOME"), places, strict=True):
        place.mkdir()
        monkeypatch.setenv(name, str(place))
    monkeypatch.setattr(tempfile, "tempdir", None)  # so that it is asked for anew
    return places


@pytest.fixture
def slow(cohort: Cohort) -> Cohort:
    """The second trainee's letter takes a minute: there is time to pull the plug."""
    type_in(cohort.store, "wang-lei", "SLOW")
    return cohort


def at_work_on_the_slow_one(cohort: Cohort) -> bool:
    ledger = cohort.folder / f"{cohort.out.name}.ledger"
    return (ledger / "wang-lei" / "plan.json").exists() and bool(runs_at_work())


def runs_at_work() -> list[Path]:
    """The folders of the runs that are at work."""
    return list(user_cache_path("coaching-workbook").glob("scratch/*/*/"))


def left_behind(*places: Path) -> list[Path]:
    """The files below temporary folders that hold something that somebody typed."""
    files = [path for place in places for path in place.rglob("*") if path.is_file()]
    return [path for path in files if b"canary-of-" in path.read_bytes()]


def test_a_killed_run_is_taken_up_where_it_was(slow: Cohort, temporary: tuple[Path, ...]) -> None:
    with driven(slow) as process:
        wait_for(lambda: at_work_on_the_slow_one(slow))
        started = psutil.Process(process.pid).children(recursive=True)
        assert len(started) >= 2
        process.send_signal(signal.SIGKILL)
        process.wait()
    gone(started)
    assert left_behind(*temporary)
    temporary_files.sweep()
    assert not left_behind(*temporary)
    assert not list(slow.out.glob(".work/*"))
    type_in(slow.store, "wang-lei", "quick again")
    summary = slow.run()
    assert {page.trainee for page in summary.unchanged} == {"chen-jie"}
    assert {page.trainee for page in summary.done} == {"wang-lei"}
    assert not list(slow.out.rglob(".*"))


@pytest.mark.parametrize("wanted", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_lets_the_page_at_work_end_and_begins_no_other(
    wanted: signal.Signals, cohort: Cohort
) -> None:
    with driven(cohort) as process:
        wait_for(lambda: bool(runs_at_work()))
        os.killpg(process.pid, wanted)
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


def test_kills_at_any_moment_leave_nothing_that_the_next_start_does_not_remove(
    cohort: Cohort, temporary: tuple[Path, ...]
) -> None:
    moments = random.Random(20261130)
    for _ in range(KILLS):
        with driven(cohort) as process:
            time.sleep(moments.uniform(0.5, 8.0))
            started = psutil.Process(process.pid).children(recursive=True)
            process.send_signal(signal.SIGKILL)
            process.wait()
        gone(started)
        type_in(cohort.store, "wang-lei", "anew")
    with open_store(cohort.store) as store:
        store.erase("chen-jie")
    assert not left_behind(*temporary, *cohort.out.glob(".*"))
    assert not any(
        path.suffix == temporary_files.NOTE for place in temporary for path in place.rglob("*")
    )


def test_a_script_that_would_run_itself_again_is_told_so(cohort: Cohort, tmp_path: Path) -> None:
    script = tmp_path / "term.py"
    places = tuple(str(one) for one in (cohort.store, cohort.out, cohort.notebooks))
    call = f"run_cohort('{COHORT}', store=S, out=O, notebooks=Path(N), month='2026-12')"
    begin = f"from pathlib import Path\nfrom workbook import run_cohort\nS, O, N = {places!r}\n"
    script.write_text(f"{begin}{call}\n", encoding="utf-8")
    run = partial(
        subprocess.run,
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    done = run()
    assert done.returncode == 1
    assert done.stderr.count('if __name__ == "__main__":') == 2  # in two languages, and once
    assert "内存" not in done.stdout + done.stderr
    assert not list(cohort.out.rglob("*.html"))
    script.write_text(f"{begin}if __name__ == '__main__':\n    {call}\n", encoding="utf-8")
    assert run().returncode == 0
    assert list(cohort.out.rglob("*.html"))
