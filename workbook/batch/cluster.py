"""Runs the jobs on an existing Dask cluster: one at a time on each worker, data included.

Only ``--cluster`` imports this module: a batch on one machine needs no Dask. The scheduler and the
workers need this package; a worker whose copy differs from the driver's makes no pages.
"""

from __future__ import annotations

import datetime as dt
import logging
import pickle
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cache, partial
from itertools import chain
from pathlib import Path

import dask
from distributed import Client, Worker, WorkerPlugin, get_worker
from distributed.client import ClosedClientError

from workbook.batch.dispatch import A_FEW, Hands
from workbook.batch.fingerprints import house
from workbook.batch.jobs import Job, Result, failed, perform
from workbook.batch.records import Failure
from workbook.batch.workers import settle_in
from workbook.book.trainee_workbook import CHINA
from workbook.errors import BadInput

CONNECT = 10.0  # seconds to find the scheduler
LONG_AGO = float("-inf")
LOOK = 2.0  # seconds between two checks of the number of workers
# An adaptive cluster has no worker before it has work.
AT_LEAST = 2
LOST = (CancelledError, ClosedClientError, OSError)
# What a scheduler or worker says when it cannot unpack what this driver sent.
NOT_OURS = (ImportError, AttributeError)
# A trainee's data exceeds the size that Dask warns about; the warning does not apply here.
SETTINGS = {"distributed.admin.large-graph-warning-threshold": "1 GiB"}


@dataclass
class Dask:
    """A connection with its last known state: the number of threads, the jobs that have begun.

    sent: each job on its way, as our future → its key at the scheduler and Dask's future. threads:
    of each worker.
    """

    client: Client
    built: Mapping[str, str]
    sent: dict[Future[Result], tuple[str, Future[Result]]] = field(default_factory=dict)
    threads: tuple[int, ...] = ()
    begun: set[str] = field(default_factory=set)
    looked: float = LONG_AGO
    recalling: bool = False

    def submit(self, job: Job) -> Future[Result]:
        """Send a job as bytes, since the scheduler would unpack it to look into it."""
        built, key = self.built, f"workbook-{secrets.token_hex(8)}"

        def page(packed: bytes) -> Result:
            # A nested function is pickled whole: the scheduler imports nothing of ours.
            from workbook.batch.cluster import performed

            return performed(built, packed)

        theirs = self.client.get_executor(pure=False).submit(page, pickle.dumps(job), key=key)
        ours: Future[Result] = Future()
        self.sent[ours] = key, theirs
        theirs.add_done_callback(partial(self._settle, ours))
        return ours

    def _settle(self, ours: Future[Result], theirs: Future[Result]) -> None:
        """Pass the result on and release Dask's future at once.

        While anybody holds it, Dask makes the page again when the worker dies that made it.
        """
        self.sent.pop(ours, None)
        if not ours.set_running_or_notify_cancel():
            return
        error = CancelledError() if theirs.cancelled() else theirs.exception()
        if error is None:
            ours.set_result(theirs.result())
        else:
            ours.set_exception(error)

    def room(self) -> int:
        """How many jobs may be on their way: workers may come and go while a batch runs."""
        self.look()
        return A_FEW * max(sum(self.threads), AT_LEAST)

    def recall(self, future: Future[Result]) -> bool:
        """Take a job back unless a worker has it; in that case its page will be recorded."""
        if not self.recalling:
            self.recalling, self.looked = True, LONG_AGO  # a moment ago is too old here
        self.look()
        key, theirs = self.sent.get(future, ("", future))
        if not key or key in self.begun or not future.cancel():
            return False
        theirs.cancel()
        return True

    def look(self) -> None:
        """Refresh the state of the cluster, at most once a moment."""
        if time.monotonic() - self.looked > LOOK:
            self.looked = time.monotonic()
            with suppress(*LOST):  # the scheduler is away; the futures will tell
                self.threads = tuple(self.client.nthreads().values())
                self.begun = set(chain(*self.client.processing().values()))


@contextmanager
def cluster_at(address: str, says: Callable[[str], None]) -> Iterator[Hands]:
    """The cluster's workers as hands. says: receives keys of words for whoever is watching.

    Raises BadInput when there is no scheduler.
    """
    with dask.config.set(SETTINGS), _client(address) as client:
        # A worker that cannot be prepared reports so with its first job.
        with suppress(Exception):
            client.register_plugin(_preparation())
        there = Dask(client, house())
        there.look()
        if not there.threads:
            says("cluster_waiting")
        if any(number > 1 for number in there.threads):
            says("cluster_threads")
        yield Hands(there.submit, there.room, _told, there.recall)


def _preparation() -> WorkerPlugin:
    """Prepares each worker as the batch's own processes are, also one that joins later.

    The first job starts the warm process, as a separate process.
    """

    class Preparation(WorkerPlugin):
        # A nested class is pickled whole: a worker without our code can still join.
        name = "workbook"

        def setup(self, worker: Worker) -> None:
            with suppress(ImportError):
                from workbook.batch.workers import settle_in

                settle_in()

    return Preparation()


def performed(built: Mapping[str, str], packed: bytes) -> Result:
    """On a worker: make the page, unless its versions differ from the driver's."""
    settle_in()
    here = _house_here()
    differs = [name for name, what in built.items() if here.get(name) != what]
    if differs:
        return _failure("house", ", ".join(differs))
    job: Job = pickle.loads(packed)
    # Dask clears this folder if the worker is killed.
    return perform(replace(job, work=Path(get_worker().local_directory)))


@cache
def _house_here() -> dict[str, str]:
    """This worker's versions as loaded: later changes on its disk are not what it runs."""
    return house()


@contextmanager
def _client(address: str) -> Iterator[Client]:
    # Connection errors are reported in each page's result.
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
    try:
        client = Client(address, timeout=CONNECT, set_as_default=False)
    except (OSError, ValueError, ImportError):
        raise _no_scheduler(address) from None
    with client:
        yield client


def _told(job: Job, error: BaseException) -> Result:
    if isinstance(error, LOST):
        return _failure("cluster")
    if isinstance(error, NOT_OURS) or "deserializ" in str(error):
        return _failure("house")
    return failed(job, error)


def _failure(reason: str, says: str = "") -> Failure:
    now = dt.datetime.now(CHINA)
    return Failure.model_validate({"reason": reason, "says": says, "at": now})


def _no_scheduler(address: str) -> BadInput:
    return BadInput("batch.no_scheduler", address=address)
