"""What is known of every trainee, and the one calm process that works out the rest.

Rows are worked out a few at a time, of those who saved last first. The process starts when there
is something to do for the first time and stays warm.
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
from workbook.server.cohort_rows import ANYTHING, Known, Scene, unforeseen, worked_out
from workbook.server.worker_process import one_process

FEW = 4  # trainees at a time: soon shown
MONTHS = 24  # scenes at a time; a month that was looked at long ago begins anew
CALMLY = 5  # forms on the same machine come first
LONG_AGO = dt.datetime.min.replace(tzinfo=dt.UTC)
Worked = dict[str, Known]


@dataclass
class Seen:
    """One scene: what is known, when it came (in ns of the machine), and what is to be done.

    latest: trainee → the stamp that the store has now. due: who is to be worked out, the most
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
    """What is known of the trainees of one store.

    address: of the store. place: a hash that tells it, and this program, from others. file: what
    is kept from one server to the next. Safe for threads.
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
        """Have everybody worked out whose stamp is not the known one; how many that are.

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
            self._scenes[scene] = self._scenes.pop(scene)  # what is looked at now comes first
            self._feed()
            return len(waiting)

    def known(self, scene: Scene, trainees: Collection[str]) -> Worked:
        """What is known of ``trainees``, also where it is out of date by now."""
        with self._lock:
            found = self._seen(scene).known
            return {name: found[name] for name in trainees if name in found}

    def arrived(self, scene: Scene, since: int) -> tuple[int, list[str]]:
        """The moment at which somebody was worked out last, and who was after ``since``."""
        with self._lock:
            arrived = self._seen(scene).arrived
            return self._moment, [name for name, at in arrived.items() if at > since]

    def forget(self, people: Collection[str]) -> None:
        """Take out of the file who is not on the roster any more."""
        self._quietly(lambda: cohort_cache.forget(self._file, self.place, people))

    def close(self) -> None:
        """End the process; what it is at work on is worked out another time."""
        with self._lock:
            self._closed = True
            process, self._process, self._executor = self._process, ExitStack(), None
        process.close()

    def _away(self, scene: Scene) -> frozenset[str]:
        """Who is being worked out for ``scene``."""
        return self._at_work[1] if self._at_work and self._at_work[0] == scene else frozenset()

    def _seen(self, scene: Scene) -> Seen:
        if scene not in self._scenes:
            found: Worked = {}
            self._quietly(lambda: found.update(cohort_cache.kept(self._file, self.place, scene)))
            self._make_room()
            self._scenes[scene] = Seen(found)
        return self._scenes[scene]

    def _make_room(self) -> None:
        """Forget what was looked at longest ago; what is at work comes back to its place."""
        busy = self._at_work[0] if self._at_work else None
        old = [one for one in self._scenes if one != busy]
        for one in old[: max(0, len(self._scenes) - MONTHS + 1)]:
            del self._scenes[one]

    # -- the process ------------------------------------------------------------------------------

    def _feed(self, few: int = FEW) -> None:
        """Hand over the next few, unless some are at work."""
        scene = next((one for one in reversed(self._scenes) if self._scenes[one].due), None)
        if self._closed or self._at_work or scene is None:
            return
        seen = self._scenes[scene]
        chosen = [seen.due.pop() for _ in range(min(few, len(seen.due)))]
        stamps = {name: seen.latest[name] for name in chosen}
        try:
            future = self._submitted(scene, stamps)
        except ANYTHING as error:  # the next look tries again with the others
            self._note(scene, _told(stamps, error))
            return
        self._at_work = scene, frozenset(chosen)
        future.add_done_callback(lambda done: self._ended(scene, stamps, done))

    def _submitted(self, scene: Scene, stamps: dict[str, str]) -> Future[Worked]:
        try:
            return self._workers().submit(worked_out, self._address, scene, stamps)
        except BrokenExecutor:  # it died while there was nothing to do
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
        """Note what came of some trainees, and go on with the next."""
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
            # the one whose fault it is fails alone.
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
        """The process died: another one will do the rest."""
        process, self._process, self._executor = self._process, ExitStack(), None
        # From a thread of its own: this one may belong to what is to be waited for.
        threading.Thread(target=process.close, daemon=True).start()

    def _quietly(self, what: Callable[[], object]) -> None:
        """The file only saves time: without it everything is there a little later."""
        try:
            what()
        except (sqlite3.Error, OSError, ValueError) as error:
            self._log.warning("The cohort's standings are not kept: %s", type(error).__name__)
            if not isinstance(error, sqlite3.OperationalError | OSError):  # it is no such file
                with suppress(OSError):
                    self._file.unlink(missing_ok=True)


def _told(
    stamps: Mapping[str, str], result: Worked | BaseException, *, final: bool = False
) -> Worked:
    """What came of some trainees. Unless ``final``, the next look tries those that failed again."""
    if not isinstance(result, BaseException):
        return result
    said = str(result) if isinstance(result, WorkbookError) else unforeseen(type(result).__name__)
    return {name: Known(stamp if final else "", failed=said) for name, stamp in stamps.items()}
