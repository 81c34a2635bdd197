"""Errors are for their reader: both languages, the nearest names, never a wall of text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.errors import (
    BadInput,
    Conflict,
    ContentError,
    NotFound,
    StoreError,
    WorkbookError,
    nearest,
    not_found,
)

TRAINEES = ["chen-jie", "fang-lei", "gao-yuan", "he-jianguo", "huang-shufen", "luo-min"]
CALM = settings(deadline=None)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("chen-je", "chen-jie"),
        ("Chen-Jie", "chen-jie"),
        ("chenjie", "chen-jie"),
        ("CHEN JIE", "chen-jie"),
        ("FANG-LEI", "fang-lei"),
        ("jianguo", "he-jianguo"),
        ("lou-min", "luo-min"),
    ],
)
def test_the_nearest_name_comes_first(typed: str, first: str) -> None:
    assert nearest(typed, TRAINEES)[0] == first


def test_where_nothing_is_near_some_names_are_offered_all_the_same() -> None:
    assert nearest("???", TRAINEES) == TRAINEES[:3]
    assert nearest("", ["b", "a"]) == ["a", "b"]
    assert nearest("x", []) == []


@CALM
@given(st.text(max_size=40), st.lists(st.text(max_size=10), unique=True), st.integers(1, 5))
def test_only_known_names_are_offered(name: str, known: list[str], limit: int) -> None:
    offered = nearest(name, known, limit)
    assert set(offered) <= set(known)
    assert len(offered) <= limit
    assert len(offered) == len(set(offered))
    assert bool(offered) == bool(known)


def test_names_that_differ_in_capitals_only_stay_apart() -> None:
    assert nearest("zh-hant", ["zh-Hans", "zh-Hant", "en"])[0] == "zh-Hant"
    assert nearest("B", ["a", "b", "c"]) == ["b"]


@CALM
@given(st.sampled_from(TRAINEES))
def test_a_known_name_is_nearest_to_itself(name: str) -> None:
    assert nearest(name, TRAINEES)[0] == name


def test_an_unknown_name_is_said_in_both_languages_with_what_there_is() -> None:
    error = not_found("trainee", "chen-je", TRAINEES)
    assert isinstance(error, NotFound)
    chinese, english = str(error).split(" / ")
    assert chinese.startswith("没有“chen-je”，相近的有：chen-jie")
    assert english.startswith("There is no trainee “chen-je”. Did you mean: chen-jie")
    assert english.endswith("?")


def test_where_there_is_nothing_yet_it_says_so() -> None:
    assert "none exist yet" in str(not_found("trainee", "x", []))
    assert "还一个都没有" in str(not_found("trainee", "x", []))


def test_a_name_of_ten_thousand_signs_is_not_repeated_in_full() -> None:
    for known in (TRAINEES, []):
        said = str(not_found("table", "x\n" * 5_000, known))
        assert len(said) < 400
        assert "\n" not in said


def test_every_error_is_caught_as_one() -> None:
    for error in (NotFound, BadInput, ContentError, StoreError):
        with pytest.raises(WorkbookError, match="says why"):
            raise error("says why")


def test_a_conflict_keeps_both_sides() -> None:
    with pytest.raises(WorkbookError) as caught:
        raise Conflict("somebody was first", theirs={"a": 1}, mine={"a": 2})
    error = caught.value
    assert isinstance(error, Conflict)
    assert (str(error), error.theirs, error.mine) == ("somebody was first", {"a": 1}, {"a": 2})
