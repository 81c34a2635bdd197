"""A cohort at work: its rows as they are now, and every row that changes."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator
from functools import partial

from jupyter_server.auth.decorator import authorized
from tornado import web

from workbook.server import validation
from workbook.server.changes import Streaming, Tick, followed, stream
from workbook.server.context import ServerContext
from workbook.server.handler import Answering, Wishes
from workbook.server.pages import make_ready

EVERY = 0.5  # seconds between two checks for saves
# A client that asks for the cohort and then for its changes misses nothing in between.
LATELY = 120 * 10**9  # nanoseconds


def _cohort(house: ServerContext, cohort: str, wishes: Wishes) -> object:
    from workbook.server.cohort_view import cohort_of

    return cohort_of(house, cohort, wishes)


def _look(house: ServerContext, cohort: str, month: str) -> int:
    from workbook.server.cohort_view import look

    return look(house, cohort, month)


def _rows(
    house: ServerContext, cohort: str, wishes: Wishes, moment: int
) -> tuple[int, list[object]]:
    from workbook.server.cohort_view import rows_since

    now, rows = rows_since(house, cohort, wishes, moment)
    return now, [*rows]


async def changes_of(house: ServerContext, cohort: str, wishes: Wishes) -> AsyncGenerator[Tick]:
    """The rows computed lately, and then those of trainees who saved, once computed."""
    moment, first = time.monotonic_ns() - LATELY, True
    look = partial(_look, house, cohort, wishes.month)
    async for _ in followed(house, f"cohort {wishes.month} {cohort}", look, EVERY):
        moment, rows = await house.work(partial(_rows, house, cohort, wishes, moment))
        if rows or first:
            first = False
            yield "rows", rows


class CohortHandler(Answering):
    """GET cohorts/{cohort}."""

    of_everybody = True

    @web.authenticated
    @authorized
    async def get(self, cohort: str) -> None:
        """The cohort as far as it is known now."""
        asked, wishes = validation.cohort(cohort), self.wishes
        await self.answer(lambda: _cohort(self.house, asked, wishes))
        make_ready(self.house)  # a coach who sees the cohort opens a page next


class CohortChangesHandler(Streaming):
    """GET cohorts/{cohort}/changes."""

    of_everybody = True

    @web.authenticated
    @authorized
    async def get(self, cohort: str) -> None:
        """Events until the client leaves."""
        await stream(self, changes_of(self.house, validation.cohort(cohort), self.wishes))
