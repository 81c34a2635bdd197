"""Rosters as banks have them: staff numbers, names, cohorts with any sign."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbook.book import importing
from workbook.book.importing import ReadOptions, Report
from workbook.store import Store

CASES = [
    ("工号,姓名,班级\n001234,安某,测试班\n", "t001234", "001234"),
    ("学员编号,姓名,班级\n001234,安某,测试班\n", "t001234", "001234"),
    ("员工号,姓名,班级\nZhang.San,安某,测试班\n", "zhang-san", "Zhang.San"),
    ("柜员号,姓名,班级\nＫＨ０００１,安某,测试班\n", "kh0001", "KH0001"),
    ("编号,工号,姓名,班级\nan-mou,001234,安某,测试班\n", "an-mou", "001234"),
    ("姓名,班级,工号\n安某,测试班,00018\n", "t00018", "00018"),
    ("Staff number;Name;Class\n007;安某;A\n", "t007", "007"),
]


def brought(store: Store, folder: Path, text: str, name: str = "roster.csv") -> Report:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return importing.import_roster(store, path, ReadOptions())


@pytest.mark.parametrize(("text", "given", "number"), CASES)
def test_whose_number_is_no_id_gets_one_and_is_found_by_either(
    store: Store, tmp_path: Path, text: str, given: str, number: str
) -> None:
    report = brought(store, tmp_path, text)
    assert (report.kept, report.changed, report.partly) == (1, 1, False)
    assert given in importing.told(report)
    for name in (given, number, number.lower(), "安某"):
        assert store.trainee(name).id == given
    assert store.staff_numbers() == {given: number}
    again = brought(store, tmp_path, text)
    assert (again.kept, again.changed) == (1, 0)
    assert given not in importing.told(again)  # it is no news any more


def test_ids_stay_when_the_roster_comes_again_in_another_shape(
    store: Store, tmp_path: Path
) -> None:
    brought(store, tmp_path, "工号,姓名,班级\n001234,安某,甲\nZhang.San,张某,甲\n")
    brought(store, tmp_path, "学员编号,姓名,班级\nzhang.san,张某,乙\n００１２３４,安某,乙\n")
    assert {one.id for one in store.trainees("乙")} == {"t001234", "zhang-san"}
    assert store.trainees("甲") == []


def test_only_ids_that_are_new_are_said(store: Store, tmp_path: Path) -> None:
    brought(store, tmp_path, "工号,姓名,班级\n001,安某,甲\n002,李某,甲\n")
    said = importing.told(brought(store, tmp_path, "工号,姓名,班级\n001,安某,甲\n003,王某,甲\n"))
    assert "t003" in said
    assert "t001" not in said
    moved = importing.told(brought(store, tmp_path, "编号,工号,姓名,班级\nt001,0077,安某,甲\n"))
    assert "0077" in moved  # another number for the same person is news


def test_two_numbers_that_would_have_one_id_get_two(store: Store, tmp_path: Path) -> None:
    brought(store, tmp_path, "工号,姓名,班级\nZhang.San,张某,甲\nzhang_san,张另,甲\n")
    assert store.trainee("Zhang.San").name == "张某"
    assert store.trainee("zhang_san").name == "张另"
    assert len(store.trainees("甲")) == 2


def test_a_number_that_stands_there_twice_costs_one_line(store: Store, tmp_path: Path) -> None:
    text = "工号,姓名,班级\n001,张某,甲\n002,李某,甲\n００１,王某,甲\n"
    report = brought(store, tmp_path, text)
    assert (report.kept, report.partly) == (2, True)
    assert "王某" in importing.told(report)
    assert store.trainee("001").name == "张某"


def test_two_people_of_one_name_without_numbers_are_not_taken_for_one(
    store: Store, tmp_path: Path
) -> None:
    report = brought(store, tmp_path, "姓名,班级\n张某,甲\n李某,甲\n张某,甲\n")
    assert (report.kept, report.partly) == (2, True)
    assert "“张某”没有工号" in importing.told(report)
    again = brought(store, tmp_path, "姓名,班级\n张某,甲\n张 某,乙\n")
    assert again.partly
    with_numbers = brought(store, tmp_path, "工号,姓名,班级\n001,王某,甲\n001,王某,甲\n")
    assert not with_numbers.partly  # one person, exported twice


@pytest.mark.parametrize(
    "cohort", ["★冬季班★", "a/b", '"2026"', "it's", " 冬 季 ", "../x", "%2F", "😀", "a<b>&c", "-x"]
)
def test_a_cohort_may_be_called_anything(store: Store, tmp_path: Path, cohort: str) -> None:
    quoted = cohort.replace('"', '""')
    brought(store, tmp_path, f'工号,姓名,班级\n001234,安某,"{quoted}"\n')
    (one,) = [each for each in store.trainees() if each.id == "t001234"]
    assert [each.id for each in store.trainees(one.cohort)] == ["t001234"]
    assert one.cohort.strip() == cohort.strip()
