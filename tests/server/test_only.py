"""A server that is one person's: everybody else is neither read, nor written, nor named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from typed import CHEN, HUANG, MONTH, TODAY

from server.serving import Served, running
from server.test_routes import filled, routes
from workbook.server.autorun import why_not

from .houses import house_of

NOT_YOURS = "This server is for one person alone"


@pytest.fixture(scope="module")
def locked(cohort: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("locked")
    with running(folder, cohort, only=HUANG.id, month=MONTH, today=TODAY) as started:
        yield started


def test_the_session_names_nobody_else(locked: Served) -> None:
    answer = locked.get("/session")
    found = locked.told(answer, "Session")
    assert [one["id"] for one in found["people"]] == [HUANG.id]
    assert (found["trainee"], found["cohorts"], found["only"]) == (HUANG.id, [], True)
    assert CHEN.name not in answer.text


@pytest.mark.parametrize(
    ("verb", "path"),
    [one for one in routes() if one[1] not in ("/session", "/verdicts", "/bank", "/openapi")],
)
def test_every_other_route_refuses_what_is_not_hers(locked: Served, verb: str, path: str) -> None:
    url = locked.url + filled(path)  # chen-jie's, the cohort's or a batch's
    answer = locked.client.request(
        verb, url, params={"language": "en"}, json=None if verb == "get" else {}
    )
    assert NOT_YOURS in locked.refused(answer, 403)


def test_her_own_routes_answer(locked: Served) -> None:
    standing = locked.told(locked.get(f"/trainees/{HUANG.id}/standing"), "Standing")
    assert standing["person"]["id"] == HUANG.id
    assert next(locked.events(f"/trainees/{HUANG.id}/changes"))[0] == "change"
    copy = locked.post(f"/trainees/{HUANG.id}/copies", {"page": "pacing"})
    assert locked.told(copy, "Copy")["path"] == f"workbook-pages/{HUANG.id}/04_pacing.ipynb"


def test_nobody_elses_page_runs_by_itself(cohort: Path, tmp_path: Path) -> None:
    with house_of(cohort, tmp_path) as house:
        path = f"workbook-pages/{CHEN.id}/04_pacing.ipynb"
        assert why_not(house, path, {"cells": []}, list) == "folder"
    with house_of(cohort, tmp_path) as house:
        house.chosen = replace(house.chosen, only=HUANG.id)
        assert why_not(house, path, {"cells": []}, list) == "path"


def test_whoever_is_not_logged_in_learns_no_more_than_before(locked: Served) -> None:
    for person in (CHEN, HUANG):
        answer = httpx.get(f"{locked.url}/trainees/{person.id}/standing", trust_env=False)
        assert NOT_YOURS not in locked.refused(answer, 403)


@pytest.mark.slow
def test_one_who_is_not_on_the_roster_is_told_so_without_the_nearest_names(
    cohort: Path, tmp_path: Path
) -> None:
    with running(tmp_path, cohort, only="chen") as served:
        answer = served.get("/trainees/chen/standing", language="en")
        said = served.refused(answer, 404)
        assert "WorkbookServer.only" in said
        assert CHEN.id not in answer.text
        assert served.told(served.get("/session"), "Session")["people"] == []


def test_the_lock_wins_over_the_choice_of_a_trainee(cohort: Path, tmp_path: Path) -> None:
    with house_of(cohort, tmp_path) as house:
        chosen = replace(house.chosen, trainee=CHEN.id, only=HUANG.id)
        assert chosen.settled().trainee == HUANG.id
