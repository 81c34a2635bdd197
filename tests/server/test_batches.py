"""Batches in a process of their own: begun, followed, stopped, killed, gone on with, fetched."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import shutil
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import psutil
import pytest
from batch.cohorts import CHEN, COHORT, NOTEBOOKS, WANG, type_in
from typed import COHORT as TYPED
from waiting import wait_for

from server.serving import Served
from workbook.errors import BadInput, Conflict, NotFound
from workbook.server import download
from workbook.server.batch_plan import Plan, planned
from workbook.server.batch_queue import NEWEST, Batches
from workbook.server.batch_records import (
    Batch,
    Call,
    Paper,
    put,
    read,
    seconds_left,
    told,
    with_step,
)
from workbook.server.batches import batches_of, steps_of
from workbook.server.context import ServerContext
from workbook.store import open_store

from .houses import MONTH, TODAY, house_of

CALL = Call(COHORT, month=MONTH, today=TODAY)
LETTERS = replace(CALL, chapters=("letter",))
IN_TWO = replace(LETTERS, languages=("zh-Hans", "en"))


@dataclass(frozen=True)
class Room:
    """A store of two trainees, small notebooks, and the batches of a server beside them."""

    folder: Path
    store: Path
    notebooks: Path
    batches: Batches

    def pages(self, batch: Batch) -> list[str]:
        """What readers get of a batch."""
        target = io.BytesIO()
        download.pack_into(target, self.batches.pages(batch.id), "x")
        with zipfile.ZipFile(target) as pack:
            return [name.removeprefix("x/") for name in pack.namelist()]

    def ended(self, batch: Batch) -> Batch:
        wait_for(lambda: not self.batches.one(batch.id).under_way)
        return self.batches.one(batch.id)


@contextmanager
def room_in(folder: Path) -> Iterator[Room]:
    """Two small notebooks, of which one stands in for a chapter that comes in further formats."""
    notebooks, store = folder / "notebooks", folder / "store.db"
    notebooks.mkdir()
    shutil.copy(NOTEBOOKS / "01_plan.ipynb", notebooks / "04_pacing.ipynb")
    shutil.copy(NOTEBOOKS / "02_letter.ipynb", notebooks / "05_letter.ipynb")
    with open_store(store) as opened:
        opened.put_trainees([CHEN, WANG])
    for one in (CHEN, WANG):
        type_in(store, one.id)
    made = Room(folder, store, notebooks, batches_at(folder, store))
    try:
        yield made
    finally:
        (folder / "go").touch()
        for one in made.batches.all():
            if one.under_way:
                psutil.Process(one.process).kill()
                made.ended(one)


def batches_at(folder: Path, store: Path) -> Batches:
    """The batches of a server, with one worker: what is at work is then one page."""

    def plan(call: Call, pages: Path) -> Plan:
        with open_store(folder / "store.db", read_only=True) as opened:
            return planned(call, opened.trainees(), pages)

    log, notebooks = logging.getLogger("workbook-test"), str(folder / "notebooks")
    return Batches(folder / "batches", str(store), plan, log, notebooks, workers=1)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with room_in(tmp_path) as made:
        yield made


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A room for tests that leave it as it was."""
    with room_in(tmp_path_factory.mktemp("room")) as made:
        yield made


@pytest.fixture(scope="module")
def whole(shared: Room) -> Batch:
    """A batch that is done, in all formats that need no browser."""
    begun = shared.batches.start(replace(CALL, formats=("xlsx", "ics")))
    assert (begun.state, begun.total, begun.seconds_left) == ("running", 8, -1)
    return shared.ended(begun)


def waiting_letter(room: Room, trainee: str) -> None:
    """From now on this trainee's letter waits until there is a file ``go``."""
    type_in(room.store, trainee, f"WAIT:{room.folder}")


def at_the_letter(room: Room) -> bool:
    return any(room.folder.glob("*.begun"))


# -- from beginning to end ------------------------------------------------------------------------


def test_a_batch_makes_its_pages_and_says_so_page_by_page(shared: Room, whole: Batch) -> None:
    assert (whole.state, whole.number, whole.says) == ("done", 8, "")
    assert whole.counts == {"done": 8, "unchanged": 0, "failed": 0}
    assert {(page.trainee, page.chapter) for page in whole.pages} == {
        (who, what)
        for who in ("chen-jie", "wang-lei")
        for what in ("pacing", "letter", "pacing.xlsx", "pacing.ics")
    }
    assert (whole.index, whole.seconds_left) == ("index.html", 0)
    made = shared.pages(whole)
    assert {"index.html", "chen-jie/pacing.html", "chen-jie/pacing.xlsx"} <= set(made)
    assert {"wang-lei/pacing.ics", "wang-lei/letter.html", "wang-lei/letter.ipynb"} <= set(made)
    calendar = shared.batches.pages(whole.id) / "chen-jie" / "pacing.ics"
    assert calendar.read_bytes().startswith(b"BEGIN:VCALENDAR")


@pytest.mark.slow
def test_each_language_has_a_folder_of_its_own(room: Room) -> None:
    call = replace(LETTERS, languages=("zh-Hans", "en"), trainees=("chen-jie",))
    done = room.ended(room.batches.start(call))
    assert (done.state, done.total, done.index) == ("done", 2, "zh-Hans/index.html")
    assert set(room.pages(done)) >= {"zh-Hans/chen-jie/letter.html", "en/chen-jie/letter.html"}
    assert not any(".ledger" in name for name in room.pages(done))


@pytest.mark.slow
def test_what_is_done_is_not_made_again_and_what_failed_is(room: Room) -> None:
    type_in(room.store, "wang-lei", "BROKEN")
    call = replace(CALL, formats=("ics",), force=True)
    done = room.ended(room.batches.start(call))
    assert (done.state, done.counts) == ("done", {"done": 5, "unchanged": 0, "failed": 1})
    failed = next(page for page in done.pages if page.status == "failed")
    assert (failed.trainee, failed.chapter) == ("wang-lei", "letter")
    assert failed.reason
    assert "BROKEN" not in json.dumps(asdict(done))
    type_in(room.store, "wang-lei", "well again")
    again = room.ended(room.batches.resume(done.id))
    assert (again.id, again.state) == (done.id, "done")
    assert again.counts == {"done": 3, "unchanged": 3, "failed": 0}


# -- one at a time --------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_second_one_waits_for_the_first(room: Room) -> None:
    waiting_letter(room, "chen-jie")
    first = room.batches.start(LETTERS)
    with pytest.raises(Conflict, match="running already"):
        room.batches.start(LETTERS)
    with pytest.raises(Conflict, match="running already"):
        room.batches.resume(first.id)
    another = batches_at(room.folder, room.store)
    with pytest.raises(Conflict, match="running already"):
        another.start(LETTERS)
    with pytest.raises(Conflict, match="Another JupyterLab"):
        another.cancel(first.id)
    (room.folder / "go").touch()
    assert room.ended(first).state == "done"


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (replace(CALL, cohort="2026-z"), NotFound),
        (replace(CALL, chapters=("lettre",)), NotFound),
        (replace(CALL, trainees=("wang-lie",)), NotFound),
        (replace(CALL, languages=("fr",)), NotFound),
        (replace(CALL, month="2026-13"), BadInput),
    ],
)
def test_what_makes_no_sense_does_not_begin(
    shared: Room, whole: Batch, wrong: Call, error: type[Exception]
) -> None:
    with pytest.raises(error):
        shared.batches.start(wrong)
    assert [one.id for one in shared.batches.all()] == [whole.id]


# -- stopped and killed ---------------------------------------------------------------------------


@pytest.mark.slow
def test_who_stops_it_keeps_the_pages_at_work_and_can_go_on(room: Room) -> None:
    waiting_letter(room, "chen-jie")
    begun = room.batches.start(IN_TWO)
    wait_for(lambda: at_the_letter(room))
    assert room.batches.cancel(begun.id).state == "stopping"
    assert room.batches.cancel(begun.id).state == "stopping"
    (room.folder / "go").touch()
    stopped = room.ended(begun)
    assert (stopped.state, stopped.says, stopped.seconds_left) == ("stopped", "", -1)
    # The page at work, and the one that the process may have had in its hands.
    assert stopped.counts["done"] in (1, 2)
    assert stopped.counts["failed"] == 0
    with pytest.raises(Conflict, match="ended already"):
        room.batches.cancel(begun.id)
    done = room.ended(room.batches.resume(begun.id))
    assert (done.state, done.number, done.counts["failed"]) == ("done", 4, 0)
    assert done.counts["unchanged"] == stopped.counts["done"]


@pytest.mark.slow
def test_a_killed_process_fails_the_batch_in_words_and_it_goes_on(room: Room) -> None:
    waiting_letter(room, "wang-lei")
    begun = room.batches.start(LETTERS)
    wait_for(lambda: room.batches.one(begun.id).counts["done"] == 1 and at_the_letter(room))
    psutil.Process(room.batches.one(begun.id).process).kill()
    failed = room.ended(begun)
    assert failed.state == "failed"
    assert "ended unexpectedly" in failed.says
    (room.folder / "go").touch()
    done = room.ended(room.batches.resume(begun.id))
    assert (done.state, done.says) == ("done", "")
    assert done.counts == {"done": 1, "unchanged": 1, "failed": 0}


def test_a_new_server_knows_what_was_stopped(shared: Room, whole: Batch) -> None:
    folder = shared.folder / "batches" / whole.id
    try:
        put(folder, replace(whole, state="running", process_began=1.0, ended="", index=""))
        another = batches_at(shared.folder, shared.store)
        found = another.one(whole.id)
        assert (found.state, found.index) == ("stopped", "index.html")
        assert "server was stopped" in found.says
        assert another.all() == [found]
    finally:
        put(folder, whole)


@pytest.mark.slow
def test_a_server_that_ends_ends_its_batch(room: Room) -> None:
    waiting_letter(room, "chen-jie")
    begun = room.batches.start(IN_TWO)
    wait_for(lambda: at_the_letter(room))
    room.batches.close()
    (room.folder / "go").touch()
    ended = room.ended(begun)
    assert ended.state == "stopped"
    assert ended.counts["done"] in (1, 2)


# -- what is kept ---------------------------------------------------------------------------------


def test_what_is_kept_is_for_nobody_else_and_names_no_store(shared: Room, whole: Batch) -> None:
    folder = shared.folder / "batches"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    record = folder / whole.id / "batch.json"
    assert stat.S_IMODE(record.stat().st_mode) == 0o600
    assert str(shared.store) not in record.read_text(encoding="utf-8")
    assert read(folder / whole.id) == whole


def test_another_store_has_batches_of_its_own(shared: Room, whole: Batch) -> None:
    another = batches_at(shared.folder, shared.folder / "another.db")
    assert another.all() == []
    with pytest.raises(NotFound):
        another.one(whole.id)


@pytest.mark.slow
def test_only_the_newest_are_kept(room: Room) -> None:
    begun = "2026-01-{:02}T00:00:00+00:00"
    kept = Batch("", "done", LETTERS, "", batches_at(room.folder, room.store).mark, 2)
    for at in range(NEWEST):
        old = replace(kept, id=f"{at:012x}", begun=begun.format(at + 1))
        put(room.folder / "batches" / old.id, old)
    newest = room.batches.start(replace(LETTERS, trainees=("chen-jie",)))
    ids = [one.id for one in room.batches.all()]
    assert ids == [newest.id, *(f"{at:012x}" for at in range(NEWEST - 1, 0, -1))]


def test_a_record_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    (tmp_path / "batch.json").write_text("{", encoding="utf-8")
    assert read(tmp_path) is None


# -- what is told ---------------------------------------------------------------------------------


def test_the_failed_pages_and_the_last_of_the_others_are_told() -> None:
    batch = Batch("0" * 12, "running", CALL, "2026-12-09T00:00:00+00:00", "", 100)
    for at in range(60):
        page = Paper(f"t-{at:02}", "plan", "failed" if at % 20 == 0 else "done", 1.0)
        batch = with_step(batch, at + 1, 100, page, 5)
    assert batch.counts == {"done": 57, "unchanged": 0, "failed": 3}
    shown = [(page["trainee"], page["status"]) for page in told(batch)["pages"]]
    assert len(shown) == 23
    assert [who for who, status in shown if status == "failed"] == ["t-00", "t-20", "t-40"]
    assert shown[-1] == ("t-59", "done")


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ([([], 10, 2), ([], 5, 1)], -1),
        ([([2.0, 2.0, 50.0], 10, 2), ([], 0, 1)], 10),
        ([([2.0], 10, 2), ([], 5, 1)], 20),
        ([([2.0], 0, 2), ([3.0, 1.0], 5, 1)], 10),
    ],
)
def test_the_time_that_is_left_is_guessed_from_the_usual_page(
    kinds: list[tuple[list[float], int, int]], expected: int
) -> None:
    assert seconds_left(kinds) == expected


def test_steps_come_until_the_end(shared: Room, whole: Batch, tmp_path: Path) -> None:
    folder = shared.folder / "batches"
    try:
        with house_of(shared.store, tmp_path) as house:
            batches_of(house, folder, str(shared.notebooks)).resume(whole.id)
            steps = asyncio.run(all_steps(house, whole.id))
    finally:
        put(folder / whole.id, whole)
    assert [name for name, _ in steps] == ["batch"] * len(steps)
    last = steps[-1][1]
    assert (last["state"], last["number"], last["total"]) == ("done", 8, 8)
    assert last["counts"] == {"done": 0, "unchanged": 8, "failed": 0}
    assert steps[0][1]["state"] == "running"
    numbers = [one["number"] for _, one in steps]
    assert numbers == sorted(numbers)


async def all_steps(house: ServerContext, batch: str) -> list[tuple[str, Any]]:
    return [tick async for tick in steps_of(house, batch, "en")]


# -- over the wire --------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_batch_is_begun_followed_and_stopped_over_the_wire(served: Served) -> None:
    wanted = {"cohort": TYPED, "chapters": ["start"], "trainees": ["huang-li"], "formats": ["pdf"]}
    begun = served.told(served.post("/batches", wanted), "Batch")
    path = f"/batches/{begun['id']}"
    (making,) = (
        one
        for one in psutil.Process(served.process.pid).children()
        if "workbook.server.batch_run" in one.cmdline()
    )
    making.suspend()  # so that it is not done before it is told to stop
    assert (begun["state"], begun["total"]) == ("running", 2)  # the page, and its sheet of the day
    assert (begun["wanted"]["month"], begun["wanted"]["chapters"]) == (MONTH, ["start"])
    assert "2" in served.refused(served.post("/batches", wanted), 409)
    served.refused(served.get(f"{path}/pack"), 409)
    stopping = served.told(served.client.delete(served.url + path), "Batch")
    assert stopping["state"] == "stopping"
    making.resume()
    *_, (name, last) = served.events(f"{path}/steps")
    assert (name, last["state"]) == ("batch", "stopped")
    assert [one["id"] for one in served.get("/batches").json()].count(begun["id"]) == 1
    again = served.told(served.post(f"{path}/resume", {}), "Batch")
    assert (again["id"], again["state"], again["ended"]) == (begun["id"], "running", "")
    *_, (name, last) = served.events(f"{path}/steps")
    assert (last["state"], last["counts"]["done"], last["index"]) == ("done", 2, "index.html")
    page = served.get(f"{path}/files/huang-li/start.html")
    assert (page.status_code, "<html" in page.text) == (200, True)
    assert served.get(f"{path}/pack").status_code == 200
