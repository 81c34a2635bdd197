"""Whose workbook a server opens, and for when."""

from __future__ import annotations

from pathlib import Path

import pytest
from typed import CHEN, HUANG, MONTH, TODAY

from server.serving import Served, running
from workbook.book import samples
from workbook.errors import BadInput
from workbook.server.context import Settings, folder_name
from workbook.store import open_store


def test_the_session_says_who_is_on_the_roster(served: Served) -> None:
    found = served.told(served.get("/session"), "Session")
    assert found["trainee"] == ""
    assert (found["month"], found["today"]) == (MONTH, TODAY)
    assert [one["id"] for one in found["people"]] == [CHEN.id, HUANG.id]
    assert found["people"][0] == {
        "id": CHEN.id,
        "name": CHEN.name,
        "cohort": CHEN.cohort,
        "branch": CHEN.branch,
        "coach": CHEN.coach,
        "language": CHEN.language,
    }
    assert found["cohorts"] == [CHEN.cohort]
    assert found["pages"] == "workbook-pages"
    assert found["weights"]["en"]["must"] == "Must fix"
    assert set(found["weights"]) == set(found["languages"]) == {"zh-Hans", "zh-Hant", "en"}
    assert found["sample"] is False


def test_without_a_store_nobody_is_there_and_none_is_made(tmp_path: Path) -> None:
    missing = tmp_path / "none" / "workbook.db"
    with running(tmp_path, missing, language="en") as served:
        found = served.told(served.get("/session"), "Session")
        assert (found["people"], found["cohorts"], found["trainee"]) == ([], [], "")
        said = served.refused(served.get("/trainees/chen-jie/standing"), 404)
        assert said.startswith("There is no store yet")
        assert not missing.exists()
        with open_store(missing) as store:
            store.put_trainees([CHEN])
        found = served.told(served.get("/session"), "Session")
        assert (found["trainee"], found["language"]) == (CHEN.id, "en")


def test_a_store_that_was_replaced_is_opened_anew(tmp_path: Path) -> None:
    path = tmp_path / "workbook.db"
    with open_store(path) as store:
        store.put_trainees([CHEN])
    with running(tmp_path, path) as served:
        assert len(served.told(served.get("/session"), "Session")["people"]) == 1
        with open_store(tmp_path / "other.db") as store:
            store.put_trainees([CHEN, HUANG])
        (tmp_path / "other.db").replace(path)
        assert len(served.told(served.get("/session"), "Session")["people"]) == 2


def test_what_is_no_store_is_said(tmp_path: Path) -> None:
    path = tmp_path / "workbook.db"
    path.write_text("no store at all, but long enough to be read as one" * 99, encoding="utf-8")
    with running(tmp_path, path) as served:
        answer = served.get("/session", language="en")
        assert "workbook restore" in served.refused(answer, 503)
        assert str(path) in served.refused(answer, 503)


def test_the_fictitious_cohort_has_its_own_month_and_day() -> None:
    found = Settings(store=samples.NAME).settled()
    assert (found.month, found.today, found.sample) == (samples.MONTH, samples.TODAY, True)
    later = Settings(store=samples.NAME, month="2027-01").settled()
    assert (later.month, later.today) == ("2027-01", "")
    real = Settings(store="bank.db").settled()
    assert (real.month, real.today, real.sample) == ("", "", False)


@pytest.mark.parametrize(
    ("pages", "name"), [("workbook-pages", "workbook-pages"), ("a/b", "a/b"), ("", ""), (".", "")]
)
def test_the_copies_lie_below_the_root(pages: str, name: str) -> None:
    assert folder_name(pages) == name


@pytest.mark.parametrize("pages", ["/", "/tmp", "..", "a/../../b"])
def test_the_copies_lie_nowhere_else(pages: str) -> None:
    with pytest.raises(BadInput, match=r"WorkbookServer\.pages"):
        folder_name(pages)
