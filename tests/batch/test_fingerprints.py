"""The same hash, the same page: everything that a page depends on changes it."""

from __future__ import annotations

import platform
from dataclasses import replace
from pathlib import Path

import pytest

from workbook.batch.fingerprints import fingerprint, house
from workbook.domain.calendar import CALENDAR_VARIABLE

from .cohorts import job

HOUSE = {"python": "3"}


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
def test_each_part_of_a_job_counts(change: dict[str, object], tmp_path: Path) -> None:
    one = job(tmp_path, "text")
    assert fingerprint(replace(one, **change), ["h"], HOUSE) != fingerprint(one, ["h"], HOUSE)


def test_data_and_house_count_and_folders_do_not(tmp_path: Path) -> None:
    one = job(tmp_path, "text")
    (elsewhere := tmp_path / "b").mkdir()
    made = fingerprint(one, ["h"], HOUSE)
    assert made != fingerprint(one, ["h2"], HOUSE)
    assert made != fingerprint(one, ["h"], {"python": "4"})
    assert made == fingerprint(job(elsewhere, "text"), ["h"], HOUSE)


def test_the_house_says_what_pages_are_made_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = house()
    assert before["python"] == platform.python_version()
    assert before == house()
    calendar = tmp_path / "calendar.yaml"
    calendar.write_text("2027: {}", encoding="utf-8")
    monkeypatch.setenv(CALENDAR_VARIABLE, str(calendar))
    changed = {name for name, what in house().items() if what != before[name]}
    assert changed == {"calendar"}
