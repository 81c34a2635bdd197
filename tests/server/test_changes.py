"""One look for all who listen to the same thing."""

from __future__ import annotations

import asyncio
import itertools
import logging
import shutil
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typed import CHEN, MONTH, TODAY

from server.serving import Served, running
from workbook.book.opening import open_book
from workbook.server import contract
from workbook.server.changes import MOST, followed
from workbook.server.context import ServerContext, Settings
from workbook.store import open_store

OFTEN = 0.01  # seconds


@pytest.fixture
def house(tmp_path: Path) -> ServerContext:
    return ServerContext(Settings(), tmp_path, logging.getLogger("workbook"))


def following(house: ServerContext, look: Callable[[], object]) -> AsyncGenerator[object, None]:
    return followed(house, "number", look, OFTEN)


def test_two_who_listen_share_the_looks_and_hear_each_change(house: ServerContext) -> None:
    looks: list[int] = []

    def look() -> int:
        looks.append(len(looks) // 5)
        return looks[-1]

    async def listen() -> list[object]:
        heard = []
        async for one in following(house, look):
            heard.append(one)
            if len(heard) == 4:
                return heard
        return heard

    async def both() -> list[list[object]]:
        found = await asyncio.gather(listen(), listen())
        await house.end()
        return found

    first, second = asyncio.run(both())
    assert first == [0, 1, 2, 3]
    assert set(second) <= {0, 1, 2, 3, 4}
    # Each would have needed some fifteen looks of its own.
    assert len(looks) < 25


def test_nobody_looks_when_nobody_listens(house: ServerContext) -> None:
    looks = []

    async def once() -> int:
        following_one = following(house, lambda: looks.append(1))
        await anext(following_one)
        await following_one.aclose()
        await asyncio.sleep(5 * OFTEN)
        count = len(looks)
        await asyncio.sleep(5 * OFTEN)
        assert house.kept["watched"] == {}
        await house.end()
        return len(looks) - count

    assert asyncio.run(once()) == 0


def test_what_fails_later_is_told_to_all_and_can_be_asked_again(house: ServerContext) -> None:
    looks = []

    def look() -> int:
        looks.append(1)
        if len(looks) == 3:
            raise OSError("the disk has gone")
        return 7

    async def to_the_end() -> list[object]:
        return [one async for one in following(house, look)]

    async def listen() -> object:
        with pytest.raises(OSError, match="the disk"):
            await to_the_end()
        again = await anext(following(house, look))
        await house.end()
        return again

    assert asyncio.run(listen()) == 7


def test_what_fails_at_once_is_told_at_once(house: ServerContext) -> None:
    def look() -> int:
        raise OSError("no disk at all")

    async def listen() -> None:
        with pytest.raises(OSError, match="no disk"):
            await anext(following(house, look))
        await house.end()

    asyncio.run(listen())


def test_a_silent_stream_says_that_it_is_there_and_goes_on(cohort: Path, tmp_path: Path) -> None:
    store = tmp_path / "workbook.db"
    shutil.copyfile(cohort, store)
    with running(tmp_path / "server", store, heartbeat="0.2") as served:
        url = f"{served.url}/trainees/{CHEN.id}/changes"
        with served.client.stream("GET", url) as answer:
            lines = answer.iter_lines()
            assert next(lines) == "event: change"
            beats = [line for line in itertools.islice(lines, 9) if line.startswith(":")]
            assert beats
            assert set(beats) == {": still here"}
            with open_store(store) as opened:
                open_book(opened, CHEN.id, MONTH, TODAY).save("journey", {"minutes": "90"}, 0)
            assert next(line for line in lines if line.startswith("event")) == "event: change"


def test_of_too_many_streams_of_a_user_the_oldest_says_why_it_ends(served: Served) -> None:
    path = f"/trainees/{CHEN.id}/changes"
    with ExitStack() as open_ones:

        def another() -> Generator[tuple[str, Any]]:
            found = served.events(path, language="en")
            open_ones.callback(found.close)
            assert next(found)[0] == "change"
            return found

        first, *others = [another() for _ in range(MOST + 1)]
        name, said = next(first)
        jsonschema.validate(said, contract.schema("Farewell"))
        assert (name, said["says"].startswith("Too many pages are open")) == ("closed", True)
        with pytest.raises(StopIteration):
            next(first)
        # Whoever closes one has room for another, and nobody else is told anything.
        others.pop().close()
        waiting = another()
        served.post(f"/trainees/{CHEN.id}/remarks", {"chapter": "pacing", "text": "Well begun."})
        for one in (*others, waiting):
            assert next(one)[0] == "change"
