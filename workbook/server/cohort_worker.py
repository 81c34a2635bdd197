"""The known state of every trainee, and one low-priority process that computes the rest.

Rows are computed a few at a time, latest saves first. The process starts with the first work and
stays warm.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

from workbook.errors import WorkbookError
from workbook.server import cohort_cache
from workbook.server.cohort_rows import Known, Scene, unforeseen, worked_out
from workbook.server.worker_process import one_process

FEW = 4  # trainees at a time: so that rows show soon
MONTHS = 24  # scenes in memory; a month that was viewed long ago starts afresh
CALMLY = 5  # live forms on the same machine have priority
LONG_AGO = dt.datetime.min.replace(tzinfo=dt.UTC)
Worked = dict[str, Known]


@dataclass
class Seen:
    """One scene: the known rows, when they came (in ns of the machine), and what is to be done.

    latest: trainee → the stamp that the store has now. due: trainees to be computed, the most
    urgent last.
    """

    known: Worked
    arrived: dict[str, int] = field(default_factory=dict)
    latest: dict[str, str] = field(default_factory=dict)
    due: list[str] = field(default_factory=list)

    def waits(self, trainee: str) -> bool:
        found = self.known.get(trainee)
        return found is None or found.stamp != self.latest.get(trainee, found.stamp)


class Standings:
    """The known state of the trainees of one store; safe for threads.

    address: of the store. place: a hash that identifies it and this program. file: a cache that
    outlives the server.
    """

    def __init__(self, address: str, place: str, file: Path, log: logging.Logger) -> None:
        self.place = place
        self._address = address
        self._file = file
        self._log = log
        self._scenes: dict[Scene, Seen] = {}
        self._moment = 0
        self._lock = threading.RLock()
        self._process = ExitStack()
        self._executor: Executor | None = None
        self._at_work: tuple[Scene, frozenset[str]] | None = None
        self._closed = False

    def look(
        self, scene: Scene, stamps: Mapping[str, str], saves: Mapping[str, dt.datetime]
    ) -> int:
        """Have all trainees with changed stamps computed; returns their number.

        stamps: trainee → stamp, as they are in the store now. saves: when each one saved last.
        """
        with self._lock:
            seen = self._seen(scene)
            seen.latest.update(stamps)
            waiting = [name for name in stamps if seen.waits(name)]
            others = [name for name in seen.due if name not in stamps]
            mine = sorted(waiting, key=lambda name: (saves.get(name, LONG_AGO), name))
            away = self._away(scene)
            seen.due = [*others, *(name for name in mine if name not in away)]
            self._scenes[scene] = self._scenes.pop(scene)  # the current view comes first
            self._feed()
            return len(waiting)

    def known(self, scene: Scene, trainees: Collection[str]) -> Worked:
        """The known rows of ``trainees``, outdated ones included."""
        with self._lock:
            found = self._seen(scene).known
            return {name: found[name] for name in trainees if name in found}

    def arrived(self, scene: Scene, since: int) -> tuple[int, list[str]]:
        """The time of the last computation, and the trainees computed after ``since``."""
        with self._lock:
            arrived = self._seen(scene).arrived
            return self._moment, [name for name, at in arrived.items() if at > since]

    def forget(self, people: Collection[str]) -> None:
        """Remove from the file whoever is not on the roster any more."""
        self._quietly(lambda: cohort_cache.forget(self._file, self.place, people))

    def close(self) -> None:
        """End the process; unfinished work is done another time."""
        with self._lock:
            self._closed = True
            process, self._process, self._executor = self._process, ExitStack(), None
        process.close()

    def _away(self, scene: Scene) -> frozenset[str]:
        """The trainees being computed for ``scene``."""
        return self._at_work[1] if self._at_work and self._at_work[0] == scene else frozenset()

    def _seen(self, scene: Scene) -> Seen:
        if scene not in self._scenes:
            found: Worked = {}
            self._quietly(lambda: found.update(cohort_cache.kept(self._file, self.place, scene)))
            self._make_room()
            self._scenes[scene] = Seen(found)
        return self._scenes[scene]

    def _make_room(self) -> None:
        """Drop the scenes viewed longest ago; running work puts its scene back."""
        busy = self._at_work[0] if self._at_work else None
        old = [one for one in self._scenes if one != busy]
        for one in old[: max(0, len(self._scenes) - MONTHS + 1)]:
            del self._scenes[one]

    # -- the process ------------------------------------------------------------------------------

    def _feed(self, few: int = FEW) -> None:
        """Send the next few, unless some are being computed."""
        scene = next((one for one in reversed(self._scenes) if self._scenes[one].due), None)
        if self._closed or self._at_work or scene is None:
            return
        seen = self._scenes[scene]
        chosen = [seen.due.pop() for _ in range(min(few, len(seen.due)))]
        stamps = {name: seen.latest[name] for name in chosen}
        try:
            future = self._submitted(scene, stamps)
        except Exception as error:  # noqa: BLE001 - the next check tries again with the others
            self._note(scene, _told(stamps, error))
            return
        self._at_work = scene, frozenset(chosen)
        future.add_done_callback(lambda done: self._ended(scene, stamps, done))

    def _submitted(self, scene: Scene, stamps: dict[str, str]) -> Future[Worked]:
        try:
            return self._workers().submit(worked_out, self._address, scene, stamps)
        except BrokenExecutor:  # it died while idle
            self._let_go()
            return self._workers().submit(worked_out, self._address, scene, stamps)

    def _workers(self) -> Executor:
        if self._executor is None:
            self._executor = self._process.enter_context(one_process())
            if hasattr(os, "nice"):
                self._executor.submit(os.nice, CALMLY)
        return self._executor

    def _ended(self, scene: Scene, stamps: dict[str, str], done: Future[Worked]) -> None:
        if done.cancelled():
            return
        error = done.exception()
        if error is None:
            self._take(scene, stamps, done.result())
        else:
            self._take(scene, stamps, error)

    def _take(self, scene: Scene, stamps: dict[str, str], result: Worked | BaseException) -> None:
        """Store the results of some trainees, and continue with the next."""
        if isinstance(result, CancelledError) or self._closed:
            return
        again = isinstance(result, BrokenExecutor) and len(stamps) > 1
        with self._lock:
            self._at_work = None
            if isinstance(result, BrokenExecutor):
                self._let_go()
            if not again:
                self._note(scene, _told(stamps, result, final=isinstance(result, BrokenExecutor)))
            # Whoever saved meanwhile comes again. After a crash each one comes alone, so that
            # only the one at fault fails.
            seen = self._scenes[scene]
            stale = (name for name, stamp in stamps.items() if stamp != seen.latest[name])
            seen.due.extend(stamps if again else stale)
            self._feed(1 if again else FEW)

    def _note(self, scene: Scene, found: Worked) -> None:
        seen = self._scenes[scene]
        self._moment = time.monotonic_ns()
        seen.known.update(found)
        seen.arrived.update(dict.fromkeys(found, self._moment))
        self._quietly(lambda: cohort_cache.keep(self._file, self.place, scene, found))

    def _let_go(self) -> None:
        """The process died: start another for the rest."""
        process, self._process, self._executor = self._process, ExitStack(), None
        # In a thread of its own: this one may be among those to be waited for.
        threading.Thread(target=process.close, daemon=True).start()

    def _quietly(self, what: Callable[[], object]) -> None:
        """Ignore errors of the file, which only saves time."""
        try:
            what()
        except (sqlite3.Error, OSError, ValueError) as error:
            self._log.warning("The cohort's standings are not kept: %s", type(error).__name__)
            if not isinstance(error, sqlite3.OperationalError | OSError):  # it is no cache of ours
                with suppress(OSError):
                    self._file.unlink(missing_ok=True)


def _told(
    stamps: Mapping[str, str], result: Worked | BaseException, *, final: bool = False
) -> Worked:
    """The results of some trainees. Unless ``final``, the next check tries failed ones again."""
    if not isinstance(result, BaseException):
        return result
    said = result if isinstance(result, WorkbookError) else unforeseen(type(result).__name__)
    return {name: Known(stamp if final else "", failed=said) for name, stamp in stamps.items()}
