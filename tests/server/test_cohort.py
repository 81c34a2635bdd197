"""A cohort at a glance: at once from what is known, worked out beside it, and kept."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import logging
import sqlite3
import stat
from collections.abc import AsyncGenerator, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jsonschema
import psutil
import pytest
from typed import CHEN, COHORT, HUANG, MONTH, PACING, Clock, book_of, reserve, saved
from waiting import PATIENCE, wait_for

from server.serving import Served
from workbook import chapters
from workbook.book import remark_bank, remarks
from workbook.domain.calendar import load_calendar
from workbook.errors import Message, NotFound
from workbook.pages.progress import standings
from workbook.server import cohort_cache, contract
from workbook.server.changes import Tick
from workbook.server.cohort import changes_of
from workbook.server.cohort_rows import Known, Scene, stuck_since
from workbook.server.cohort_view import cohort_of, standings_of
from workbook.server.cohort_worker import MONTHS, Standings
from workbook.server.context import ServerContext
from workbook.server.handler import Wishes, as_json
from workbook.store import Store, Trainee, open_store

from .houses import TODAY, house_of

CHINESE, ENGLISH = Wishes(MONTH, "zh-Hans"), Wishes(MONTH, "en")
SCENE = Scene(MONTH, TODAY)


NAMES = (CHEN.id, HUANG.id)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield folder / "coaching-workbook" / "standings.db"


@pytest.fixture(scope="module")
def filled_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store in which one has filled in two pages and one has not begun."""
    path = tmp_path_factory.mktemp("store") / "workbook.db"
    with open_store(path, now=Clock()) as store:
        store.put_trainees([CHEN, HUANG])
        saved(book_of(store), PACING, reserve())
        yield store


@pytest.fixture(scope="module")
def house(cache: Path, filled_in: Store) -> Iterator[ServerContext]:
    path = Path(filled_in.place)
    with house_of(path, path.parent) as opened:
        yield opened


def joins(store: Store, trainee: str, *, begins: bool = False) -> None:
    """One more is on the roster, and has filled in a page."""
    store.put_trainees([Trainee(id=trainee, name=f"{trainee} 学员", cohort=COHORT, language="en")])
    if begins:
        saved(book_of(store, trainee), PACING, {})


def row(found: dict[str, Any], trainee: str) -> dict[str, Any]:
    return next(one for one in found["rows"] if one["id"] == trainee)


def settled(house: ServerContext, wishes: Wishes = CHINESE) -> dict[str, Any]:
    """The cohort once everybody has been worked out."""
    wait_for(lambda: cohort_of(house, COHORT, wishes)["waiting"] == 0)
    return cohort_of(house, COHORT, wishes)


# -- at once, and later ---------------------------------------------------------------------------


@pytest.mark.slow
def test_rows_are_there_at_once_and_cells_follow(house: ServerContext, filled_in: Store) -> None:
    settled(house)
    joins(filled_in, "li-na", begins=True)
    first = cohort_of(house, COHORT, CHINESE)
    assert (first["waiting"], row(first, "li-na")["cells"]) == (1, ())
    assert row(first, "li-na")["name"] == "li-na 学员"
    found = settled(house)
    for name in ("li-na", CHEN.id):
        expected = [
            [100 if one.is_complete else min(round(100 * (one.completeness or 0)), 99)]
            + [one.counts[weight] for weight in ("must", "should", "could")]
            + [int(bool(one.saved_at))]
            for one in standings(book_of(filled_in, name))
        ]
        assert json.loads(as_json(row(found, name)["cells"])) == expected
        assert any(cell[0] for cell in expected)
    assert {cell[-1] for cell in row(found, HUANG.id)["cells"]} == {0}
    assert row(found, HUANG.id)["stuck"] == "2026-12-01"
    assert row(found, CHEN.id)["saved"] == "2026-12-08"


def test_what_is_asked_for_is_answered_in_its_language(
    house: ServerContext, filled_in: Store
) -> None:
    found = cohort_of(house, COHORT, ENGLISH)
    assert [one["chapter"] for one in found["chapters"]] == list(chapters.names())
    assert [one["label"] for one in found["chapters"]] == [
        book_of(filled_in, language="en").pack(name).label for name in chapters.names()
    ]
    assert {one["chapter"]: one["page"] for one in found["chapters"]}["prospects"] == "pacing"
    assert found["stuck_after"] == remark_bank.bank("en").stuck_after
    assert (found["people"], found["month"]) == (len(found["rows"]), MONTH)
    assert found["language"] == "en"


def test_the_answer_is_as_the_contract_has_it(house: ServerContext) -> None:
    found = json.loads(as_json(settled(house)))
    jsonschema.validate(found, contract.schema("Cohort"))


def test_nobody_is_ranked(house: ServerContext, filled_in: Store) -> None:
    joins(filled_in, "an-na")
    names = [one["id"] for one in cohort_of(house, COHORT, CHINESE)["rows"]]
    assert names == [one.id for one in filled_in.trainees(COHORT)]
    assert names.index("an-na") < names.index(CHEN.id)


def test_another_cohort_has_a_near_name(house: ServerContext) -> None:
    with pytest.raises(NotFound, match=COHORT):
        cohort_of(house, "2026-wintr", CHINESE)


def test_remarks_that_wait_are_counted(house: ServerContext, filled_in: Store) -> None:
    joins(filled_in, "he-ming", begins=True)
    remarks.write(book_of(filled_in, "he-ming"), "pacing", "What did you see?", author="lin-yue")
    assert row(settled(house), "he-ming")["remarks"] == 1


# -- what is broken -------------------------------------------------------------------------------


def test_one_persons_broken_data_are_that_persons_row(
    house: ServerContext, filled_in: Store
) -> None:
    joins(filled_in, "bo-wen", begins=True)
    with sqlite3.connect(filled_in.place) as connection:
        connection.execute("update entries set body = '{' where trainee = 'bo-wen'")
    connection.close()
    found = settled(house, ENGLISH)
    failed = row(found, "bo-wen")
    assert (failed["cells"], failed["stuck"]) == ((), "")
    assert failed["failed"]
    assert not any("一" <= sign <= "鿿" for sign in failed["failed"])
    assert row(found, CHEN.id)["cells"]
    assert row(found, CHEN.id)["failed"] == ""


@pytest.mark.slow
def test_a_process_that_dies_is_replaced(house: ServerContext, filled_in: Store) -> None:
    settled(house)
    (worker,) = workers()
    worker.kill()
    worker.wait(PATIENCE)
    joins(filled_in, "zhou-yi", begins=True)
    assert row(settled(house), "zhou-yi")["cells"]
    assert [one.pid for one in workers()] != [worker.pid]


def workers() -> list[psutil.Process]:
    """The processes that work rows out."""
    found = []
    for one in psutil.Process().children():
        with suppress(psutil.NoSuchProcess):  # it has ended, and nobody has asked after it yet
            if "spawn_main" in " ".join(one.cmdline()):
                found.append(one)
    return found


# -- what changes ---------------------------------------------------------------------------------


async def following(house: ServerContext, store: Store, trainee: str) -> list[Any]:
    """The rows that come after a save, as they come."""
    ticks: AsyncGenerator[Tick] = changes_of(house, COHORT, ENGLISH)
    name, _ = await asyncio.wait_for(anext(ticks), PATIENCE)
    assert name == "rows"
    await asyncio.to_thread(joins, store, trainee, begins=True)
    heard: list[Any] = []
    pacing = chapters.names().index("pacing")
    while not any(one["id"] == trainee and one["cells"][pacing][0] for one in heard):
        _, rows = await asyncio.wait_for(anext(ticks), PATIENCE)
        heard += rows if isinstance(rows, list) else []
    await ticks.aclose()
    return heard


def test_a_save_brings_that_persons_row(house: ServerContext, filled_in: Store) -> None:
    settled(house)
    heard = asyncio.run(following(house, filled_in, "sun-li"))
    assert {one["id"] for one in heard} == {"sun-li"}
    assert heard[-1]["saved"] == "2026-12-08"


# -- what is kept ---------------------------------------------------------------------------------


def test_a_new_server_shows_it_at_once(house: ServerContext) -> None:
    before = [one for one in settled(house)["rows"] if not one["failed"]]
    path = Path(house.address)
    with house_of(path, path.parent) as another:
        found = cohort_of(another, COHORT, CHINESE)
    assert as_json([one for one in found["rows"] if one["id"] != "bo-wen"]) == as_json(before)


def test_what_is_kept_has_no_names_and_is_nobody_elses(house: ServerContext, cache: Path) -> None:
    settled(house)
    content = cache.read_bytes()
    assert CHEN.id.encode() in content
    for word in (CHEN.name, "Huang Li", "滨河支行", str(PACING["answer"]), "lin-yue"):
        assert word.encode() not in content
    assert stat.S_IMODE(cache.stat().st_mode) == 0o600


def test_whoever_was_erased_is_not_kept(
    house: ServerContext, filled_in: Store, cache: Path
) -> None:
    joins(filled_in, "wu-gang", begins=True)
    settled(house)
    place = standings_of(house, house.store()).place
    assert "wu-gang" in cohort_cache.kept(cache, place, SCENE)
    filled_in.erase("wu-gang")
    cohort_cache.forget(cache, place, {one.id for one in filled_in.trainees()})
    found = set(cohort_cache.kept(cache, place, SCENE))
    assert "wu-gang" not in found
    assert found >= set(NAMES)
    assert b"wu-gang" not in cache.read_bytes()


def test_another_day_month_or_program_is_not_what_was_kept(
    house: ServerContext, cache: Path
) -> None:
    settled(house)
    place = standings_of(house, house.store()).place
    assert cohort_cache.kept(cache, place, SCENE)
    for where, scene in (
        ("another", SCENE),
        (place, Scene("2026-11", TODAY)),
        (place, Scene(MONTH, "2026-12-10")),
    ):
        assert cohort_cache.kept(cache, where, scene) == {}


def test_a_file_that_is_none_is_begun_anew(tmp_path: Path) -> None:
    file = tmp_path / "standings.db"
    file.write_bytes(b"this is no database" * 100)
    standings = Standings("", "here", file, logging.getLogger("workbook-test"))
    assert standings.known(SCENE, NAMES) == {}
    known = Known("stamp", ((40, 0, 1, 0, 1),), 2)
    cohort_cache.keep(
        file, "here", SCENE, {CHEN.id: known, HUANG.id: Known("s", failed=Message("no"))}
    )
    assert cohort_cache.kept(file, "here", SCENE) == {CHEN.id: known}
    standings.close()


def test_of_many_months_the_one_looked_at_longest_ago_begins_anew(tmp_path: Path) -> None:
    file = tmp_path / "standings.db"
    standings = Standings("", "here", file, logging.getLogger("workbook-test"))
    first, *others = [Scene(f"20{year}-12", TODAY) for year in range(10, 11 + MONTHS)]

    def look_at(scene: Scene) -> dict[str, Known]:
        assert standings.look(scene, {}, {}) == 0
        return standings.known(scene, NAMES)

    known = {CHEN.id: Known("stamp", ((40, 0, 1, 0, 1),), 2)}
    for scene in (first, *others[:-1]):
        look_at(scene)
        cohort_cache.keep(file, "here", scene, known)
        assert look_at(scene) == {}, "what is remembered is not read again"
    assert look_at(others[-1]) == {}
    assert look_at(others[1]) == {}
    assert look_at(first) == known, "forgotten, and read from the file"
    standings.close()


# -- over the wire --------------------------------------------------------------------------------


def test_a_server_tells_the_cohort_and_its_rows(served: Served) -> None:
    path = f"/cohorts/{COHORT}"
    found = served.told(served.get(path, month=MONTH, language="en"), "Cohort")
    assert [one["id"] for one in found["rows"]] == list(NAMES)
    waiting = {one["id"] for one in found["rows"] if not one["cells"]}
    for name, rows in served.events(f"{path}/changes", month=MONTH, language="en"):
        assert name == "rows"
        waiting -= {one["id"] for one in rows if one["cells"]}
        if not waiting:
            break
    assert served.get(path, month=MONTH).json()["waiting"] == 0
    for one, status in (("nowhere", 404), ("a/../b", 404), ("a\0b", 400)):
        served.refused(served.get(f"/cohorts/{quote(one, safe='')}"), status)
        served.refused(served.get(f"/cohorts/{quote(one, safe='')}/changes"), status)


@pytest.mark.parametrize(
    "name", ["★冬季班★", "a/b", '"2026" it\'s', "冬 季", "../x", "%2F?#&", "😀", "a<b>", "\u200bz"]
)
def test_a_cohort_may_be_called_anything(served: Served, cohort: Path, name: str) -> None:
    with open_store(cohort) as store:
        store.put_trainees([Trainee(id="zz-last", name="某", cohort=name)])
    path = f"/cohorts/{quote(name, safe='')}"
    try:
        found = served.told(served.get(path, month=MONTH), "Cohort")
        assert found["cohort"] == name
        assert [one["id"] for one in found["rows"]] == ["zz-last"]
        event, _ = next(served.events(f"{path}/changes", month=MONTH))
        assert event == "rows"
    finally:
        with open_store(cohort) as store:
            store.erase("zz-last")


# -- who is stuck ---------------------------------------------------------------------------------

BEGUN, FINISHED, NOT_BEGUN = (40, 1, 0, 0, 1), (100, 0, 0, 0, 1), (0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("cells", "saved_on", "today", "expected"),
    [
        # Friday 4 December; Monday to Wednesday are three working days.
        ([BEGUN], "2026-12-04", "2026-12-09", ""),
        ([BEGUN], "2026-12-04", "2026-12-10", "2026-12-04"),
        ([FINISHED, NOT_BEGUN], "2026-12-04", "2026-12-31", ""),
        ([FINISHED, BEGUN], "2026-12-04", "2026-12-31", "2026-12-04"),
        # December begins on a Tuesday.
        ([NOT_BEGUN], None, "2026-12-03", ""),
        ([NOT_BEGUN], None, "2026-12-04", "2026-12-01"),
        ([NOT_BEGUN], "2026-11-30", "2026-12-04", "2026-12-01"),
        ([], None, "2026-12-31", ""),
    ],
)
def test_who_is_stuck_and_since_when(
    cells: list[tuple[int, ...]], saved_on: str | None, today: str, expected: str
) -> None:
    since = stuck_since(Scene(MONTH, today), 3, load_calendar())
    assert since(cells, dt.date.fromisoformat(saved_on) if saved_on else None) == expected


def test_a_holiday_does_not_make_anybody_stuck() -> None:
    # National Day 2025 was 1 to 8 October; the 9th is the first working day after it.
    since = stuck_since(Scene("2025-10", "2025-10-10"), 3, load_calendar())
    assert since([BEGUN], dt.date(2025, 9, 30)) == ""


# -- a thousand -----------------------------------------------------------------------------------


def test_a_thousand_are_under_a_megabyte(cache: Path, tmp_path: Path) -> None:
    people = [
        Trainee(id=f"t-{at:04}", name=f"欧阳学员{at:04}", cohort=COHORT, branch="城东新区第二支行")
        for at in range(1000)
    ]
    with open_store(tmp_path / "workbook.db") as store:
        store.put_trainees(people)
        stamps = store.stamps(COHORT)
    with house_of(tmp_path / "workbook.db", tmp_path) as house:
        place = standings_of(house, house.store()).place
        cells = ((73, 12, 14, 11, 1),) * len(chapters.names())
        known = {name: Known(stamp, cells, 3) for name, stamp in stamps.items()}
        cohort_cache.keep(cache, place, SCENE, known)
        found = cohort_of(house, COHORT, CHINESE)
        assert (found["waiting"], len(found["rows"])) == (0, 1000)
        assert len(as_json(found)) < 1_000_000
