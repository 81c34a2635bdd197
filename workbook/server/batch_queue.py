"""A server's batches: one process at work at a time, all others as they are on disk."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import secrets
import shutil
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil

from workbook.errors import Conflict, Message, not_found
from workbook.server import batch_process
from workbook.server.batch_records import (
    NONE_YET,
    PAGES,
    Batch,
    Call,
    Paper,
    put,
    read,
    seconds_left,
    with_step,
)

if TYPE_CHECKING:
    from workbook.server.batch_plan import Plan

NEWEST = 20  # batches that are kept
WORKERS = 2
NOTED = 1.0  # seconds between two writes of a batch's progress to disk
GOING = 2.0  # seconds that a closing server waits
Planned = Callable[[Call, Path], "Plan"]


@dataclass(eq=False)
class Live:
    """A running batch. made: the seconds of each page and of each further format.

    to_come: how many of each remain. end: the last line of the process.
    """

    batch: Batch
    process: subprocess.Popen[str]
    made: tuple[list[float], list[float]]
    to_come: list[int]
    noted: float = 0.0
    end: dict[str, str] = field(default_factory=dict)
    reader: threading.Thread | None = None


class Batches:
    """The batches of one store below ``folder``; safe for threads. mark: identifies the store.

    planned: checks and plans a call; raises NotFound or BadInput. notebooks: a folder to use in
    place of the packaged ones. workers: how many pages are made at a time.
    """

    def __init__(
        self,
        folder: Path,
        store: str,
        planned: Planned,
        log: logging.Logger,
        notebooks: str = "",
        workers: int = WORKERS,
    ) -> None:
        self._notebooks = notebooks
        self._workers = workers
        self._folder = folder
        self._store = store
        self.mark = hashlib.sha256(store.encode()).hexdigest()[:16]
        self._planned = planned
        self._log = log
        self._lock = threading.RLock()
        self._live: Live | None = None

    def all(self) -> list[Batch]:
        """The batches of this store, newest first."""
        with self._lock:
            found = [self._now(one) for path in self._folders() if (one := read(path))]
        mine = [one for one in found if one.store == self.mark]
        return sorted(mine, key=lambda one: one.begun, reverse=True)

    def one(self, batch: str) -> Batch:
        """One batch as it is now; NotFound where there is none."""
        with self._lock:
            found = read(self._folder / batch)
            if found is None or found.store != self.mark:
                raise not_found("batch", batch, [one.id for one in self.all()])
            return self._now(found)

    def pages(self, batch: str) -> Path:
        """The folder of a batch's pages."""
        return self._folder / self.one(batch).id / PAGES

    def start(self, call: Call) -> Batch:
        """Begin a batch. Conflict while one is running; NotFound or BadInput for an invalid
        call."""
        with self._lock:
            self._refuse_second()
            call, fresh = replace(call, notebooks=self._notebooks), secrets.token_hex(6)
            plan = self._planned(call, self._folder / fresh / PAGES)
            batch = Batch(fresh, "running", call, _moment(), self.mark, plan.total)
            self._tidy()
            return self._begin(batch, call, plan)

    def resume(self, batch: str) -> Batch:
        """Resume a batch: the same call again, without the pages that are done."""
        with self._lock:
            before = self.one(batch)
            self._refuse_second()
            plan = self._planned(before.call, self._folder / batch / PAGES)
            emptied: dict[str, Any] = {"number": 0, "counts": dict(NONE_YET), "pages": ()}
            said: dict[str, Any] = {"ended": "", "says": "", "seconds_left": -1}
            again = replace(before, state="running", total=plan.total, **emptied, **said)
            return self._begin(again, replace(before.call, force=False), plan)

    def cancel(self, batch: str) -> Batch:
        """Stop a batch: the pages at work are finished and kept. Conflict where it has ended."""
        with self._lock:
            found, live = self.one(batch), self._live
            if live is None or live.batch.id != batch:
                if found.under_way:
                    raise Conflict("server.batch_elsewhere")
                raise Conflict("server.batch_ended")
            if live.batch.state == "running":
                self._note(live, replace(live.batch, state="stopping"))
                batch_process.let_end(live.process)
            return live.batch

    def close(self) -> None:
        """The server ends: stop the running batch and record its pages."""
        with self._lock:
            live = self._live
            if live is not None and live.batch.state == "running":
                self._note(live, replace(live.batch, state="stopping"))
                batch_process.let_end(live.process)
        if live is not None and live.reader is not None:
            live.reader.join(GOING)

    # -- what is there ----------------------------------------------------------------------------

    def _folders(self) -> list[Path]:
        with suppress(FileNotFoundError):
            return [path for path in self._folder.iterdir() if path.is_dir()]
        return []

    def _now(self, found: Batch) -> Batch:
        """The batch as it is: one whose process is gone is not running."""
        if self._live is not None and self._live.batch.id == found.id:
            return self._live.batch
        if not found.under_way or batch_process.lives(found):
            return found
        ended: dict[str, Any] = {
            "state": "stopped",
            "ended": _moment(),
            "says": str(Message("server.batch_left")),
        }
        now = replace(found, **ended, seconds_left=-1, index=self._index(found))
        put(self._folder / found.id, now)
        return now

    def _refuse_second(self) -> None:
        for one in self.all():
            if one.under_way:
                raise Conflict("server.batch_running", number=one.number, total=one.total)

    def _tidy(self) -> None:
        """Make room for one more: only the newest are kept."""
        for old in self.all()[NEWEST - 1 :]:
            if not old.under_way:
                shutil.rmtree(self._folder / old.id, ignore_errors=True)

    def _index(self, batch: Batch) -> str:
        pages = self._folder / batch.id / PAGES
        found = [path / "index.html" for _, path in batch.call.places(pages)]
        there = next((path for path in found if path.is_file()), None)
        return there.relative_to(pages).as_posix() if there else ""

    # -- the process ------------------------------------------------------------------------------

    def _begin(self, batch: Batch, call: Call, plan: Plan) -> Batch:
        folder = self._folder / batch.id
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.mkdir(exist_ok=True, mode=0o700)
        (folder / PAGES).mkdir(exist_ok=True, mode=0o700)
        process = batch_process.started(folder)
        began = psutil.Process(process.pid).create_time()
        live = Live(
            replace(batch, process=process.pid, process_began=began),
            process,
            made=([], []),
            to_come=[plan.pages, plan.exports],
        )
        self._live = live
        self._note(live, live.batch)
        places: dict[str, Any] = {"store": self._store, "pages": str(folder / PAGES)}
        batch_process.hand_over(process, call, **places, workers=self._workers)
        live.reader = threading.Thread(target=self._follow, args=(live,), daemon=True)
        live.reader.start()
        return live.batch

    def _follow(self, live: Live) -> None:
        """Read the process's lines to the end."""
        with live.process as process:
            for line in process.stdout or ():
                said = batch_process.read_line(line)
                if "page" in said:
                    self._step(live, said)
                elif "end" in said:
                    live.end = said
        with self._lock:
            self._note(live, self._ended(live))
            if self._live is live:
                self._live = None

    def _step(self, live: Live, said: dict[str, Any]) -> None:
        page = Paper(**said["page"])
        kind = int("." in page.chapter)
        live.to_come[kind] = max(live.to_come[kind] - 1, 0)
        if page.status == "done":
            live.made[kind].append(page.seconds)
        left = seconds_left(
            [
                (live.made[0], live.to_come[0], self._workers),
                (live.made[1], live.to_come[1], self._workers),
            ]
        )
        with self._lock:
            now = with_step(live.batch, said["number"], said["total"], page, left)
            if time.monotonic() - live.noted > NOTED:
                self._note(live, now)
            live.batch = now

    def _ended(self, live: Live) -> Batch:
        batch, said = live.batch, live.end.get("end", "")
        state = said or ("stopped" if batch.state == "stopping" else "failed")
        if state == "stopped" and batch.number == batch.total:
            state = "done"  # its last page was being made
        if live.end.get("log"):
            self._log.error("A batch failed.\n%s", live.end["log"])
        words = live.end.get("says", "")
        if state == "failed" and not words:
            words = str(Message("server.batch_unforeseen" if said else "server.batch_died"))
        return replace(
            batch,
            state=state,
            ended=_moment(),
            says=words,
            index=self._index(batch),
            seconds_left=0 if state == "done" else -1,
        )

    def _note(self, live: Live, batch: Batch) -> None:
        live.batch, live.noted = batch, time.monotonic()
        try:
            put(self._folder / batch.id, batch)
        except OSError as error:
            self._log.error("A batch cannot be noted: %s", error.strerror)


def _moment() -> str:
    return dt.datetime.now(dt.UTC).isoformat()
