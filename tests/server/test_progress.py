"""Where a trainee stands, and that saves are heard of."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import pytest
from typed import CHEN, HUANG, PACING, book_of, copied
from waiting import PATIENCE, wait_for

from server.serving import Served
from workbook import chapters
from workbook.pages.copies import page_of
from workbook.pages.progress import standings
from workbook.store import open_store


def test_every_chapter_is_as_the_book_says(served: Served, cohort: Path) -> None:
    found = served.told(served.get("/trainees/chen-jie/standing"), "Standing")
    with open_store(cohort, read_only=True) as store:
        expected = standings(book_of(store))
    assert [one["chapter"] for one in found["chapters"]] == [one.chapter for one in expected]
    for shown, one in zip(found["chapters"], expected, strict=True):
        assert shown["completeness"] == one.completeness
        assert shown["counts"] == one.counts
        assert shown["next_step"] == one.next_step
        assert (shown["label"], shown["saved_at"]) == (one.label, one.saved_at)
    by_name = {one["chapter"]: one for one in found["chapters"]}
    assert by_name["pacing"]["counts"]["must"] + by_name["pacing"]["counts"]["should"] > 0
    assert by_name["prospects"]["page"] == "pacing"
    assert by_name["prospects"]["file"] == by_name["pacing"]["file"] == "04_pacing.ipynb"
    assert by_name["action_plan"]["period"] == "2026-W50"
    assert found["start"]["file"] == "00_start.ipynb"
    assert found["saved_at"] == "12-08 09:00"
    assert found["person"]["name"] == CHEN.name


def test_a_page_that_was_begun_and_has_a_must_comes_before_what_is_not_begun(
    served: Served,
) -> None:
    found = served.told(served.get("/trainees/chen-jie/standing"), "Standing")
    whole, *others = found["chapters"]
    assert whole["completeness"] is None  # the list of the day makes itself
    assert not whole["saved_at"]
    first = next(one for one in others if one["saved_at"] and one["counts"]["must"])
    assert not others[0]["saved_at"]
    named = (first["chapter"], page_of(first["chapter"]))
    assert (found["next"]["chapter"], found["next"]["page"]) == named
    assert found["next"]["text"] == first["next_step"]


def test_who_has_written_nothing_begins_on_the_page_with_the_quick_way(served: Served) -> None:
    found = served.told(
        served.get("/trainees/chen-jie/standing", month="2027-01", language="en"), "Standing"
    )
    assert found["saved_at"] == ""
    assert found["next"]["page"] == "pacing"


def test_month_and_language_can_be_asked_for(served: Served) -> None:
    found = served.told(
        served.get("/trainees/chen-jie/standing", month="2027-01", language="en"), "Standing"
    )
    assert (found["month"], found["language"], found["saved_at"]) == ("2027-01", "en", "")
    own = served.told(served.get("/trainees/huang-li/standing"), "Standing")
    assert own["language"] == HUANG.language == "en"


def test_a_save_is_heard_of_and_shown(saving: Served, own: Path) -> None:
    heard: list[dict[str, Any]] = []
    both = [threading.Event(), threading.Event()]

    def listen(got: threading.Event) -> None:
        for number, (name, said) in enumerate(saving.events("/trainees/chen-jie/changes")):
            assert name == "change"
            heard.append(said)
            if number:
                got.set()
                return

    listening = [threading.Thread(target=listen, args=[one], daemon=True) for one in both]
    for one in listening:
        one.start()
    before = saving.told(saving.get("/trainees/chen-jie/standing"), "Standing")
    wait_for(lambda: len(heard) == 2)
    body = copied(PACING)
    body["targets"][0]["target"] = "230"
    with open_store(own) as store:
        book = book_of(store)
        entry = book.entry("pacing")
        assert entry is not None
        book.save("pacing", body, entry.version)
        # Somebody else's save is not theirs.
        book_of(store, HUANG.id).save("pacing", PACING, 0)
    assert all(one.wait(PATIENCE) for one in both)
    after = saving.told(saving.get("/trainees/chen-jie/standing"), "Standing")
    assert after["stamp"] != before["stamp"]
    assert [one["stamp"] for one in heard] == [before["stamp"]] * 2 + [after["stamp"]] * 2
    at = chapters.names().index("pacing")
    saved_at = [one["chapters"][at]["saved_at"] for one in (before, after)]
    assert saved_at[0] == "12-08 09:00" != saved_at[1]


def test_a_server_that_stops_ends_its_streams(saving: Served) -> None:
    events = saving.events("/trainees/chen-jie/changes")
    assert next(events)[0] == "change"
    begun = time.monotonic()
    saving.process.terminate()
    assert list(events) == []
    saving.process.wait(PATIENCE)
    assert time.monotonic() - begun < PATIENCE
    assert "Traceback" not in saving.log.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", ["/trainees/nobody/changes", "/trainees/nobody/standing"])
def test_nobody_can_be_listened_to(served: Served, path: str) -> None:
    assert served.refused(served.get(path), 404)
