"""A class over the wire: opened, joined, handed in, taken in, read, returned."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typed import CHEN, COHORT, MONTH, PACING

from server.serving import Served, running
from workbook.book import remarks, samples
from workbook.book.opening import open_book
from workbook.store import Trainee, open_store

WANG = Trainee(id="wang-fang", name="王芳", cohort=COHORT, coach="关宁")


@pytest.fixture
def coach(tmp_path: Path) -> Iterator[Served]:
    with open_store(tmp_path / "coach.db") as store:
        store.put_trainees([CHEN, WANG])
    with running(tmp_path / "coach", tmp_path / "coach.db", month=MONTH) as one:
        yield one


@pytest.fixture
def trainee(tmp_path: Path) -> Iterator[Served]:
    """A server on a store that is not there yet."""
    with running(tmp_path / "own", tmp_path / "own.db", month=MONTH) as one:
        yield one


def brought(served: Served, made: dict[str, str], who: str = "") -> dict[str, Any]:
    found: dict[str, Any] = served.told(
        served.post("/class/files", {**made, "who": who}, month=MONTH, language="zh-Hans"),
        "TakenIn",
    )
    return found


def test_a_class_from_the_panel(coach: Served, trainee: Served, tmp_path: Path) -> None:
    state = coach.told(coach.get("/class", month=MONTH), "ClassState")
    assert (state["role"], state["cohorts"]) == ("none", [COHORT])
    file = coach.told(coach.post("/class", {"cohort": COHORT}, month=MONTH), "FileMade")
    assert file["name"] == f"{COHORT}.workbook"

    assert trainee.told(trainee.get("/session"), "Session")["role"] == "none"
    offered = brought(trainee, file)
    assert [one["name"] for one in offered["people"]] == ["陈洁", "王芳"]
    joined = brought(trainee, file, who="wang-fang")
    assert (joined["joined"], joined["role"]) == ("wang-fang", "trainee")
    session = trainee.told(trainee.get("/session"), "Session")
    assert (session["trainee"], session["role"]) == ("wang-fang", "trainee")

    with open_store(tmp_path / "own.db") as store:
        open_book(store, "wang-fang", MONTH).save("pacing", PACING, 0)
    plan = trainee.told(trainee.get("/class/hand-ins", month=MONTH), "HandInPlan")
    assert plan["new"]
    assert "王芳 第1次" in plan["lines"][0]
    made = trainee.told(trainee.post("/class/hand-ins", {}, month=MONTH), "FileMade")
    assert made["name"] == "2026-12 王芳 第1次.workbook"
    assert "王芳".encode() not in base64.b64decode(made["content"])

    done = brought(coach, made)
    assert not done["refused"]
    assert "王芳 2026-12 第1次" in done["lines"][0]
    state = coach.told(coach.get("/class", month=MONTH), "ClassState")
    (chen, wang) = state["people"]
    assert (chen["times"], wang["times"], wang["unread"]) == (0, 1, 1)
    assert "王芳" in wang["reminder"]
    assert "王芳" not in state["reminder"]
    state = coach.told(coach.post("/class/read", {"trainee": "wang-fang"}), "ClassState")
    assert state["people"][1]["unread"] == 0

    with open_store(tmp_path / "coach.db") as store:
        remarks.write(open_book(store, "wang-fang", MONTH), "pacing", "先打三个电话")
    back = coach.told(coach.post("/class/returns", {"trainee": "wang-fang"}), "FileMade")
    done = brought(trainee, back)
    assert "教练的话 1 条" in done["lines"][0]
    assert done["role"] == "trainee"


def test_somebody_who_looks_at_the_samples_joins_with_a_store_of_their_own(
    coach: Served, tmp_path: Path
) -> None:
    file = coach.told(coach.post("/class", {"cohort": COHORT}, month=MONTH), "FileMade")
    with running(tmp_path / "looking", samples.NAME) as served:
        assert served.told(served.get("/session"), "Session")["sample"]
        assert brought(served, file, who="wang-fang")["joined"] == "wang-fang"
        session = served.told(served.get("/session"), "Session")
        assert (session["sample"], session["trainee"]) == (False, "wang-fang")
        own = next(served.home.rglob("workbook.db"))
        with open_store(own, read_only=True) as store:
            assert [one.name for one in store.trainees()] == ["王芳"]


def test_what_is_refused_is_said(coach: Served, trainee: Served) -> None:
    wrong = {"name": "x.workbook", "content": base64.b64encode(b"PK").decode()}
    assert coach.post("/class/files", wrong).status_code == 400
    assert coach.post("/class/files", {"name": "x", "content": "%%"}).status_code == 400
    assert coach.post("/class/returns", {"trainee": "wang-fang"}).status_code == 400
    assert coach.post("/class/keys", {"trainee": "nobody"}).status_code == 404
    assert coach.get("/class/hand-ins").status_code == 400
    assert trainee.get("/class/hand-ins").status_code == 404


def test_a_server_for_one_person_has_no_class(tmp_path: Path) -> None:
    with open_store(tmp_path / "w.db") as store:
        store.put_trainees([CHEN, WANG])
    with running(tmp_path / "own", tmp_path / "w.db", only=CHEN.id) as one:
        assert one.get("/class").status_code == 403
        assert one.get("/session").json()["role"] == "none"
