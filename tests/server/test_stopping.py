"""A server that is told to stop does so soon, whatever it is at work on, and leaves nobody."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path

import httpx
import psutil
import pytest
from waiting import PATIENCE, wait_for

from benchmarks.stores import COHORT, repeated
from server.houses import house_of
from server.serving import Served, running
from workbook.book.samples import FIRST, MONTH, TODAY
from workbook.server.context import ServerContext, ServerEnding
from workbook.server.handler import refusal

LATER = 200  # seconds in which the pages at work are finished and put down
WHO = "t-0001"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with so many people that a look at all of them takes a while."""
    path = tmp_path_factory.mktemp("many") / "workbook.db"
    repeated(path, 60, (FIRST, "zhou-wei"))
    return path


def asks_for_a_page(served: Served) -> None:
    def ask() -> None:
        with suppress(httpx.HTTPError):
            served.get(f"/trainees/{WHO}/pages/pacing")

    threading.Thread(target=ask, daemon=True).start()


def looks_at_the_cohort(served: Served) -> None:
    assert served.told(served.get(f"/cohorts/{COHORT}"), "Cohort")["waiting"] > 50


def begins_a_batch(served: Served) -> None:
    wanted = {"cohort": COHORT, "chapters": ["pacing"], "trainees": [WHO, "t-0002"]}
    served.told(served.post("/batches", wanted), "Batch")


@pytest.mark.slow
@pytest.mark.parametrize("begin", [begins_a_batch, asks_for_a_page, looks_at_the_cohort])
def test_a_server_at_work_stops_soon_and_leaves_nobody(
    many: Path, tmp_path: Path, begin: Callable[[Served], None]
) -> None:
    with running(tmp_path, many, month=MONTH, today=TODAY) as served:
        begin(served)
        server = psutil.Process(served.process.pid)
        wait_for(lambda: len(server.children(recursive=True)) > 1)
        family = server.children(recursive=True)
        served.process.terminate()
        assert served.process.wait(PATIENCE) in (0, -15)
        _, left = psutil.wait_procs(family, LATER)
    assert left == []
    log = served.log.read_text(encoding="utf-8")
    assert "Traceback" not in log, log


def test_a_part_that_cannot_be_let_go_does_not_keep_the_server(tmp_path: Path) -> None:
    with running(tmp_path, tmp_path / "workbook.db", heartbeat="no number") as served:
        served.process.terminate()
        assert served.process.wait(PATIENCE) in (0, -15)


def test_what_is_asked_of_a_server_that_is_stopping_is_refused_in_a_sentence(
    tmp_path: Path,
) -> None:
    async def asked(house: ServerContext) -> None:
        await house.end()
        await house.work(list)

    opened, refused = house_of(tmp_path / "workbook.db", tmp_path), pytest.raises(ServerEnding)
    with opened as house, refused as raised:
        asyncio.run(asked(house))
    assert refusal(raised.value, 500)[0] == HTTPStatus.SERVICE_UNAVAILABLE
