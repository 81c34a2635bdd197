"""Jobs go out a few at a time; one that takes its process down fails alone."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from workbook.batch.dispatch import A_FEW, Hands, by_hands, by_processes, ended, of_executor
from workbook.batch.jobs import Job
from workbook.batch.records import Failure

from .cohorts import job


class Deadly:
    """Ends the process that unpickles it."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os._exit, (9,)


class Broken(Executor):
    """An executor that takes nothing any more."""

    def submit(self, *given: Any, **named: Any) -> Future[Any]:
        raise BrokenExecutor


def test_a_job_that_kills_its_process_fails_and_no_other_does(tmp_path: Path) -> None:
    deadly, harmless = job(tmp_path, Deadly()), job(tmp_path, "no notebook")
    found = by_processes([deadly, harmless], 1, threading.Event())
    reasons = {one.notebook: outcome for one, outcome in found}
    assert isinstance(reasons[deadly.notebook], Failure)
    assert reasons[deadly.notebook].reason == "kernel"
    assert reasons["no notebook"].reason == "other"


def test_nothing_begins_once_it_should_stop(tmp_path: Path) -> None:
    stopping = threading.Event()
    stopping.set()
    assert list(by_processes([job(tmp_path, "no notebook")], 1, stopping)) == []


def test_an_executor_that_is_broken_fails_its_jobs_in_words(tmp_path: Path) -> None:
    jobs = [job(tmp_path, str(number)) for number in range(20)]
    found = list(by_hands(jobs, of_executor(Broken(), 1), threading.Event()))
    assert sorted(int(one.notebook) for one, _ in found) == list(range(20))
    assert {result.reason for _, result in found if isinstance(result, Failure)} == {"kernel"}


def test_the_cohort_s_page_is_made_here(tmp_path: Path) -> None:
    """Another process of ours makes it; whoever works elsewhere never sees everybody."""
    theirs = job(tmp_path, "no notebook")
    ours = replace(theirs, trainee="")
    found = by_hands([ours, theirs], of_executor(Broken(), 1), threading.Event())
    reasons = {one.trainee: result.reason for one, result in found if isinstance(result, Failure)}
    assert reasons == {"": "other", "chen-jie": "kernel"}


@pytest.mark.parametrize("workers", [1, 2])
def test_only_a_few_jobs_are_on_their_way(tmp_path: Path, workers: int) -> None:
    taken, most = 0, 0

    def jobs() -> Iterator[Job]:
        nonlocal taken
        for number in range(60):
            taken += 1
            yield job(tmp_path, str(number))

    with ThreadPoolExecutor(workers) as threads:
        hands = replace(of_executor(threads, workers), submit=lambda one: threads.submit(slow, one))
        through = 0
        for _ in ended(jobs(), hands, threading.Event()):
            most = max(most, taken - through)
            through += 1
    assert through == 60
    assert most <= A_FEW * workers


def test_more_workers_take_more_jobs_while_it_runs(tmp_path: Path) -> None:
    room, most = 1, 0
    away: list[Future[Any]] = []

    def submit(one: Job) -> Future[Any]:
        away.append(Future())
        return away[-1]

    def finish() -> None:
        nonlocal room, most
        while not over.wait(0.01):
            most = max(most, len(away))
            room = 5
            if most == 5:
                for future in away:
                    if not future.done():
                        future.set_result(None)

    over = threading.Event()
    watcher = threading.Thread(target=finish)
    watcher.start()
    jobs = [job(tmp_path, str(number)) for number in range(5)]
    found = list(ended(jobs, Hands(submit, lambda: room), threading.Event()))
    over.set()
    watcher.join()
    assert len(found) == most == 5


def test_what_has_not_begun_is_taken_back(tmp_path: Path) -> None:
    stopping, begun = threading.Event(), []

    def work(one: Job) -> Any:
        begun.append(one.notebook)
        stopping.set()
        time.sleep(0.5)

    with ThreadPoolExecutor(1) as threads:
        hands = replace(of_executor(threads, 1), submit=lambda one: threads.submit(work, one))
        jobs = [job(tmp_path, str(number)) for number in range(9)]
        found = [one.notebook for one, _ in ended(jobs, hands, stopping)]
    assert found == begun == ["0"]


def slow(one: Job) -> Any:
    time.sleep(0.002)
