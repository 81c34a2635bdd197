"""Pages at a URL: the whole way against a real S3 server, from here and from a cluster."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from workbook.batch import Step
from workbook.batch.lock import alone
from workbook.batch.storage import LOCK, Storage, beside, shelf_of
from workbook.errors import BadInput

from .cohorts import Cohort, names, type_in

LETTERS = {"chapters": ["letter"]}
FILES = {
    "index.html",
    *(f"{one}/letter.{kind}" for one in ("chen-jie", "wang-lei") for kind in ("html", "ipynb")),
}


@pytest.fixture
def place(url: str) -> Storage:
    return shelf_of(url)


@pytest.mark.slow
def test_a_run_a_rerun_a_change_and_a_failure(cohort: Cohort, url: str, place: Storage) -> None:
    first = cohort.run(out=url, **LETTERS)
    assert names(first.done) == ["chen-jie/letter", "wang-lei/letter"]
    assert first.index == f"{url}/index.html"
    assert set(place.listing()) == FILES
    before = place.listing()
    assert names(cohort.run(out=url, **LETTERS).unchanged) == names(first.done)
    assert {name for name, was in place.listing().items() if was != before[name]} == {"index.html"}

    type_in(cohort.store, "wang-lei", "BROKEN")
    failed = cohort.run(out=url, **LETTERS)
    assert names(failed.failed) == ["wang-lei/letter"]
    assert names(failed.unchanged) == ["chen-jie/letter"]
    assert place.read("wang-lei/letter.log") == b"ValueError\n  cell 4, line 6\n"
    assert "下面仍是".encode() in place.read("index.html")
    assert place.listing()["wang-lei/letter.html"] == before["wang-lei/letter.html"]

    type_in(cohort.store, "wang-lei", "well")
    assert names(cohort.run(out=url, **LETTERS).done) == ["wang-lei/letter"]
    assert set(place.listing()) == FILES


@pytest.mark.slow
def test_any_driver_goes_on_where_another_was(
    cohort: Cohort, url: str, place: Storage, tmp_path: Path, threads: ThreadPoolExecutor
) -> None:
    cohort.run(out=url, trainees=["chen-jie"], **LETTERS)
    shutil.copytree(cohort.folder, tmp_path / "another machine", ignore=lambda *_: ["pages {x}"])
    other = Cohort(tmp_path / "another machine", threads, cohort.notebooks)
    summary = other.run(out=url, **LETTERS)
    assert names(summary.unchanged) == ["chen-jie/letter"]
    assert names(summary.done) == ["wang-lei/letter"]
    place.put("chen-jie/letter.html", b"spoilt")
    assert names(other.run(out=url, **LETTERS).done) == ["chen-jie/letter"]
    place.remove("chen-jie/letter.html")
    assert names(other.run(out=url, **LETTERS).done) == ["chen-jie/letter"]


def test_two_runs_of_one_url_at_once_are_refused(cohort: Cohort, url: str, place: Storage) -> None:
    with alone(place, "other"), pytest.raises(BadInput, match="--out"):
        cohort.run(out=url, **LETTERS)
    assert place.listing() == {}


def test_a_url_that_is_emptied_or_taken_over_is_said(
    cohort: Cohort, url: str, place: Storage
) -> None:
    def empty(_step: Step) -> None:
        beside(place).remove(LOCK)

    with pytest.raises(BadInput, match="was emptied, or another run has been there"):
        cohort.run(out=url, watch=empty, **LETTERS)

    def take_over(_step: Step) -> None:
        beside(place).put(LOCK, b'{"token": "theirs"}')

    with pytest.raises(BadInput, match="Another run has taken over"):
        cohort.run(out=url, watch=take_over, force=True, **LETTERS)


def test_a_url_that_cannot_be_written_is_said(cohort: Cohort, bucket: str) -> None:
    with pytest.raises(BadInput, match=r"s3://no-such-bucket/pages.*--out"):
        cohort.run(out="s3://no-such-bucket/pages")
