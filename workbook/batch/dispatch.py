"""Sends jobs and collects results: own processes, any executor, a cluster.

Only a few jobs a worker are on their way at a time, because each may carry its data along: the
driver's memory does not grow with the cohort.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    wait,
)
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import chain, takewhile

from workbook.batch.jobs import Job, Result, failed, perform
from workbook.batch.workers import pool, refuse_script

LOOK_UP = 0.2  # seconds between two checks whether to stop
A_FEW = 3  # jobs on their way for each worker: one at work, and one ready

Outcome = tuple[Job, Future[Result]]


@dataclass(frozen=True)
class Hands:
    """An executor of jobs. submit: sends one; room: how many may be on their way at a time now.

    tell: the result of a job that ended without one. recall: takes back a job that has not begun,
    and says whether it could.
    """

    submit: Callable[[Job], Future[Result]]
    room: Callable[[], int]
    tell: Callable[[Job, BaseException], Result] = failed
    recall: Callable[[Future[Result]], bool] = Future.cancel


def of_executor(executor: Executor, workers: int) -> Hands:
    """Hands of any executor, which works on some ``workers`` jobs at a time."""
    return Hands(lambda job: executor.submit(perform, job), lambda: A_FEW * workers)


def by_processes(
    jobs: Iterable[Job], workers: int, stopping: threading.Event
) -> Iterator[tuple[Job, Result]]:
    """Each job with its result, in the order of finishing, from our own processes.

    A process that dies takes down all jobs that were on their way. They are tried again one at a
    time, so that only the one at fault fails.
    """
    suspects: list[Job] = []
    for job, future in _by_pools(jobs, workers, A_FEW * workers, stopping):
        if isinstance(_error(future), BrokenExecutor):
            suspects.append(job)
        else:
            yield job, _result(job, future, failed)
    for job, future in _by_pools(suspects, 1, 1, stopping):
        yield job, _result(job, future, failed)


def by_hands(
    jobs: Iterable[Job], away: Hands, stopping: threading.Event
) -> Iterator[tuple[Job, Result]]:
    """Each job with its result; the cohort's page, which sees everybody, is made here."""
    with ExitStack() as stack:
        home = cache(lambda: of_executor(stack.enter_context(pool(1)), 1))

        def submit(job: Job) -> Future[Result]:
            return (away if job.trainee else home()).submit(job)

        for job, future in ended(jobs, replace(away, submit=submit), stopping):
            yield job, _result(job, future, away.tell if job.trainee else failed)


def ended(jobs: Iterable[Job], hands: Hands, stopping: threading.Event) -> Iterator[Outcome]:
    """Each job with its future once that has ended; jobs that were taken back are left out.

    Once ``stopping`` is set, no further job begins and those that run may end.
    """
    waiting = iter(jobs)
    away: dict[Future[Result], Job] = {}
    while True:
        while not stopping.is_set() and len(away) < hands.room():
            job = next(waiting, None)
            if job is None:
                break
            away[_submitted(hands, job)] = job
        if not away:
            return
        done, _ = wait(away, timeout=LOOK_UP, return_when=FIRST_COMPLETED)
        if stopping.is_set():
            for future in [future for future in away if hands.recall(future)]:
                del away[future]
        for future in done & away.keys():
            yield away.pop(future), future


def _by_pools(
    jobs: Iterable[Job], workers: int, room: int, stopping: threading.Event
) -> Iterator[Outcome]:
    """Through one pool after another: each lasts until one of its processes dies. BadInput where
    the caller's own script would kill them all."""
    left = iter(jobs)
    for first in takewhile(lambda _: not stopping.is_set(), left):
        broken = threading.Event()
        with pool(workers, warm=not first.alone) as own:
            hands = replace(of_executor(own, workers), room=partial(_room, broken, room))
            for job, future in ended(chain([first], left), hands, stopping):
                if isinstance(_error(future), BrokenExecutor):
                    broken.set()
                    refuse_script()
                yield job, future


def _room(broken: threading.Event, room: int) -> int:
    return 0 if broken.is_set() else room


def _submitted(hands: Hands, job: Job) -> Future[Result]:
    try:
        return hands.submit(job)
    except Exception as error:  # noqa: BLE001 - it is the job's result
        refused: Future[Result] = Future()
        refused.set_exception(error)
        return refused


def _error(future: Future[Result]) -> BaseException | None:
    return None if future.cancelled() else future.exception()


def _result(
    job: Job, future: Future[Result], tell: Callable[[Job, BaseException], Result]
) -> Result:
    try:
        return future.result()
    except Exception as error:  # noqa: BLE001 - it is the job's result
        return tell(job, error)
