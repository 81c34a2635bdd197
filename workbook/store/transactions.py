"""The read and write transactions of one open store."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from workbook.errors import StoreError
from workbook.store.connections import named
from workbook.store.failures import READ_ONLY, told_plainly


class Turns:
    """The transactions of an open store; safe for several threads."""

    def __init__(self, engine: Engine, *, read_only: bool) -> None:
        self._engine = engine
        self._reader = engine.execution_options(begin="BEGIN")
        self._read_only = read_only
        self._place = named(engine.url)
        self._own = threading.local()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A read transaction; this thread's open one, if there is one."""
        if self._open is not None:
            with told_plainly(self._place):
                yield self._open
            return
        with told_plainly(self._place), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A write transaction; this thread's open one, if there is one."""
        if self._read_only:
            raise StoreError(READ_ONLY, about=self._place)
        if self._open is not None:
            with told_plainly(self._place):
                yield self._open
            return
        with told_plainly(self._place), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def together(self) -> Iterator[None]:
        """All that this thread does inside is one transaction; an exception rolls it back."""
        with self.writing() as connection:
            self._own.connection = connection
            try:
                yield
            finally:
                self._own.connection = None

    @property
    def _open(self) -> Connection | None:
        found: Connection | None = getattr(self._own, "connection", None)
        return found
