"""The same hash, the same page: everything that a page depends on changes it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from workbook.batch.fingerprints import fingerprint, house

from .test_workers import job


@pytest.mark.parametrize(
    "change",
    [
        {"notebook": "other"},
        {"source": "02_plan.ipynb"},
        {"parameters": {"today": "2026-12-10"}},
        {"title": "other"},
        {"language": "zh-Hans"},
    ],
)
def test_each_part_of_a_job_counts(change: dict[str, object]) -> None:
    one = job(Path("a"), "text")
    assert fingerprint(replace(one, **change), ["h"], "house") != fingerprint(one, ["h"], "house")


def test_data_and_house_count_and_folders_do_not() -> None:
    one = job(Path("a"), "text")
    made = fingerprint(one, ["h"], "house")
    assert made != fingerprint(one, ["h2"], "house")
    assert made != fingerprint(one, ["h"], "house2")
    assert made == fingerprint(job(Path("b"), "text"), ["h"], "house")


def test_the_house_is_one_hash() -> None:
    assert len(house()) == 64
    assert house() == house()
