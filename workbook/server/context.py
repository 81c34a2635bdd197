"""The handlers' common state: settings, one open store, worker threads, a warm process."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import threading
from collections.abc import Callable, Hashable
from concurrent.futures import BrokenExecutor, Executor, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import cached_property
from logging import Logger
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from workbook.domain.caching import Memo
from workbook.errors import BadInput, NotFound, WorkbookError
from workbook.server.worker_process import one_process

if TYPE_CHECKING:
    from workbook.book.trainee_workbook import Book
    from workbook.store import Store, Trainee

HOUSE = "workbook_house"
THREADS = 6
LAST_WORDS = 2.0  # seconds that streams have to end
Found = TypeVar("Found")


class ServerEnding(WorkbookError):
    """A request that came after the server began to stop."""


@dataclass(frozen=True)
class Settings:
    """The server's start options; "" leaves the choice to roster and clock.

    only: the one person whom this server is for; nobody else is read, written or named. sample:
    whether the store is a copy of the fictitious cohort. heartbeat: seconds after which a silent
    stream sends a sign of life.
    """

    store: str = ""
    trainee: str = ""
    only: str = ""
    month: str = ""
    today: str = ""
    language: str = ""
    pages: str = "workbook-pages"
    sample: bool = False
    heartbeat: float = 15.0

    def settled(self) -> Settings:
        """The fictitious cohort has a month and a day of its own."""
        from workbook.book import samples

        sample = self.sample or self.store == samples.NAME
        month = self.month or (samples.MONTH if sample else "")
        fixed = samples.TODAY if sample and month == samples.MONTH else ""
        today, trainee = self.today or fixed, self.only or self.trainee
        return replace(self, sample=sample, month=month, today=today, trainee=trainee)


@dataclass(eq=False)
class ServerContext:
    """One for each server. Everything is opened on first use; ``end`` closes all of it.

    root: Jupyter's own folder. at_close: callbacks that run when the server ends.
    kept: what handlers keep between requests, by name. answers: their caches. streams: those that
    are open. next: the store to go over to with the next session.
    """

    chosen: Settings
    root: Path
    log: Logger
    at_close: ExitStack = field(default_factory=ExitStack)
    kept: dict[str, Any] = field(default_factory=dict)
    answers: Memo = field(default_factory=Memo)
    lock: threading.RLock = field(default_factory=threading.RLock)
    hiring: threading.Lock = field(default_factory=threading.Lock)
    ending: asyncio.Event = field(default_factory=asyncio.Event)
    streams: set[asyncio.Future[Any]] = field(default_factory=set)
    next: str = ""

    @cached_property
    def settings(self) -> Settings:
        """The settings, completed for the fictitious cohort."""
        return self.chosen.settled()

    def turn(self) -> None:
        """Leave the fictitious cohort for the store that somebody joined a class with."""
        with self.lock:
            if self.next:
                kept = replace(self.chosen, store=self.next, sample=False)
                self.chosen = replace(kept, trainee="", month="", today="")
                self.next = ""
                for name in ("settings", "address"):
                    self.__dict__.pop(name, None)

    # -- the store --------------------------------------------------------------------------------

    @cached_property
    def address(self) -> str:
        """The store's absolute path or URL."""
        from workbook.book import samples
        from workbook.store import default_url

        asked = self.settings.store or default_url()
        found = str(samples.address(asked, read_only=False))
        return found if "://" in found else str(Path(found).expanduser().absolute())

    @property
    def file(self) -> Path | None:
        """The store's file; None for a database server."""
        from workbook.store.connections import file_of, located

        return file_of(located(self.address))

    @property
    def has_store(self) -> bool:
        """Whether there is a store yet; checking must not create one."""
        return self.file is None or self.file.exists()

    def store(self) -> Store:
        """The open store, the same for all threads; reopened when its file was replaced.

        Raises NotFound where there is none yet.
        """
        if not self.has_store:
            raise NotFound("server.no_store")
        with self.lock:
            return self.answers.get("store", None, self._open, mark=_mark(self.file))

    def _open(self) -> Store:
        from workbook.store import open_store

        opened = open_store(self.address)
        self.at_close.callback(opened.close)
        return opened

    def book(self, trainee: str, month: str = "", language: str = "") -> Book:
        """A trainee's workbook; default month and language are the session's.

        Raises NotFound and BadInput as ``open_book`` does.
        """
        from workbook.book.opening import open_book

        set_for, store = self.settings, self.store()
        spoken = language or set_for.language
        book = open_book(store, trainee, month or set_for.month, set_for.today, spoken)
        # A save does not change the customers: results computed from them stay valid.
        return replace(book, shelf=self.answers)

    def person(self, trainee: str) -> Trainee:
        """One of the roster; NotFound with the nearest ids."""
        return self.store().trainee(trainee)

    def today(self) -> dt.date:
        """The day that pages look at."""
        from workbook.book.opening import read_today

        return read_today(self.settings.today)

    def month(self, month: str = "") -> str:
        """``month``, or the session's: YYYY-MM. BadInput for an invalid one."""
        from workbook.domain.calendar import Month

        asked = month or self.settings.month
        return str(Month.parse(asked) if asked else Month.of(self.today()))

    # -- who works --------------------------------------------------------------------------------

    @cached_property
    def threads(self) -> ThreadPoolExecutor:
        """For actions, so that the server's loop never waits for a disk."""
        return self._threads(THREADS, "workbook")

    @cached_property
    def one_by_one(self) -> ThreadPoolExecutor:
        """One thread, for slow work such as making pages."""
        return self._threads(1, "workbook-pages")

    def _threads(self, count: int, name: str) -> ThreadPoolExecutor:
        made = ThreadPoolExecutor(count, thread_name_prefix=name)
        self.at_close.callback(made.shutdown, wait=False, cancel_futures=True)
        return made

    def exporter(self) -> Executor:
        """A process that stays warm between pages; a new one if it has died."""
        with self.hiring:
            try:
                self.kept["exporter"].submit(os.getpid).result()
            except (KeyError, BrokenExecutor):
                self.kept["exporter"] = self.at_close.enter_context(one_process())
            return cast("Executor", self.kept["exporter"])

    def remembered(
        self, name: str, key: Hashable, mark: object, make: Callable[[], Found], most: int
    ) -> Found:
        """The cached result of ``make`` for ``key`` while ``mark`` is the same, or a new one.

        Under each ``name`` the newest ``most`` are kept.
        """
        # A second caller waits for the first one's result.
        with self.kept.setdefault(f"{name}: one by one", threading.Lock()):
            return self.answers.get(name, key, make, mark, most)

    async def work(self, verb: Callable[[], Found], among: Executor | None = None) -> Found:
        """Run ``verb`` in a thread, beside the server's loop; ServerEnding once it stops."""
        if self.ending.is_set():
            raise ServerEnding("server.ending")
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(among or self.threads, verb)

    async def end(self) -> None:
        """End the streams, the threads and the processes, and close the store."""
        self.ending.set()
        if self.streams:
            await asyncio.wait(set(self.streams), timeout=LAST_WORDS)
        self.close()

    def close(self) -> None:
        """Close everything that was opened."""
        self.at_close.close()


def folder_name(pages: str) -> str:
    """The folder of the copies as a path below the root, "" for the root itself.

    BadInput for one that leads out of it.
    """
    path = Path(pages)
    if path.is_absolute() or ".." in path.parts:
        raise BadInput("server.pages_folder")
    return "/".join(path.parts)


def _mark(file: Path | None) -> tuple[int, int] | None:
    """Identifies a store's file, to notice when another one replaces it."""
    if file is None:
        return None
    found = file.stat()
    return found.st_dev, found.st_ino
