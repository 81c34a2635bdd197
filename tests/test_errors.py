"""Errors are for their reader: both languages, the nearest names, never a wall of text."""

from __future__ import annotations

import functools
import pickle
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook import errors
from workbook.content import in_language
from workbook.errors import (
    BadInput,
    Conflict,
    ContentError,
    Message,
    NotFound,
    StoreError,
    WorkbookError,
    half,
    nearest,
    not_found,
    sentences,
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
    assert chinese.startswith("学员里没有“chen-je”，相近的有：chen-jie")
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


FIGURES = ("{0.__class__}", "{typed}", "<b>&amp;</b>", "a / b", "甲 / 乙", "\\1", "\ud83d", "")


@pytest.mark.parametrize("typed", FIGURES)
def test_what_a_figure_holds_stays_text_in_every_language(typed: str) -> None:
    error = BadInput("book.no_date", typed=typed)
    chinese = f"“{typed}”不是日期，请写成 2026-12-09 这样。"
    english = f"“{typed}” is no date; write it like 2026-12-09."
    assert str(error) == f"{chinese} / {english}"
    assert in_language(error, "zh-Hans") == chinese
    assert in_language(error, "zh-Hant") == f"“{typed}”不是日期，請寫成 2026-12-09 這樣。"
    assert in_language(error, "en") == english
    assert half(str(error), "zh") == chinese
    assert half(str(error), "en") == english


@CALM
@given(st.text(max_size=20).filter(lambda text: "\n" not in text), st.integers())
def test_the_text_of_an_error_gives_back_either_half(name: str, count: int) -> None:
    error = StoreError(
        "store.several_people", name=name, count=count, ids=name, at="a b.yaml:1:2", about="/c d: E"
    )
    for written, language in (("zh", "zh-Hans"), ("en", "en")):
        assert half(str(error), written) == in_language(error, language)


def test_places_stand_before_and_after_both_languages_once() -> None:
    error = ContentError(
        Message("store.not_utf8", at="a/zh.yaml:3:1"), Message("cli.sound", at="b", about="/c")
    )
    assert str(error).splitlines() == [
        "a/zh.yaml:3:1: 不是 UTF-8，请另存为 UTF-8。 / This is not UTF-8; save it as UTF-8.",
        "b: 没有问题 / sound [/c]",
    ]
    assert in_language(error, "en").splitlines() == [
        "a/zh.yaml:3:1: This is not UTF-8; save it as UTF-8.",
        "b: sound [/c]",
    ]
    assert (error.key, error.figures) == ("store.not_utf8", {})


def test_a_figure_may_be_words_of_the_readers_language() -> None:
    error = BadInput("store.mixed_column", columns=Message("store.column_names"))
    assert "问题在：列名。" in in_language(error, "zh-Hans")
    assert "look at: the column names." in in_language(error, "en")


@pytest.mark.parametrize(
    "error",
    [
        BadInput("book.no_date", typed="{x} / y"),
        StoreError("store.locked", about="/data/x.db: SQLITE_BUSY"),
        ContentError(Message("store.not_utf8", at="a:1:1"), Message("store.not_utf8", at="b:1:1")),
        Conflict("store.saved_meanwhile", theirs={"a": 1}, mine=[2], version=3, author="x"),
        NotFound("硬盘满了。"),
    ],
)
def test_an_error_crosses_to_another_process_whole(error: WorkbookError) -> None:
    arrived = pickle.loads(pickle.dumps(error))
    assert type(arrived) is type(error)
    assert str(arrived) == str(error)
    assert (arrived.key, arrived.figures) == (error.key, error.figures)
    for name in ("theirs", "mine"):
        assert getattr(arrived, name, None) == getattr(error, name, None)


@pytest.mark.parametrize("text", ["硬盘满了。", "no sentence at all", "{typed} / x / y", ""])
def test_a_text_that_is_worded_already_is_told_as_it_is(text: str) -> None:
    for language in ("zh-Hans", "zh-Hant", "en"):
        assert in_language(BadInput(text), language) == str(BadInput(text)) == text


@pytest.mark.parametrize("text", ["", "only one", "一 / two / 三", "一。 / two.\nthree"])
def test_a_text_keeps_what_is_not_in_both_languages(text: str) -> None:
    assert half(text, "en") == {"一。 / two.\nthree": "two.\nthree"}.get(text, text)


@pytest.mark.parametrize(
    "broken",
    [
        None,
        b"store: [",
        b"- a list",
        b"store: no mapping",
        b"\xff",
        b"store:\n  locked: a\n  locked: b",
    ],
)
def test_an_error_is_readable_where_the_sentences_are_not(
    broken: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "wording" / "errors"
    folder.mkdir(parents=True)
    for name in ("zh.yaml", "en.yaml") if broken is not None else ():
        (folder / name).write_bytes(broken or b"")
    monkeypatch.setattr(errors, "templates", lambda: tmp_path)
    monkeypatch.setattr(errors, "sentences", functools.cache(sentences.__wrapped__))
    said = str(StoreError("store.several_people", name="Li / {x}", count=2, about="/data/x.db"))
    assert said.startswith("store.several_people; name: Li / {x}; count: 2; ")
    place = re.escape(str(folder / "zh.yaml"))
    assert re.search(rf"; {place}:[1-9]\d*:[1-9]\d*: these sentences cannot be read: \S", said)
    assert said.endswith("[/data/x.db]")
    assert str(ContentError("wording/zh.yaml:1:1: this file is missing")).endswith("is missing")


def test_what_a_roster_would_hold_says_how_to_bring_one_in() -> None:
    for kind in ("trainee", "cohort"):
        error = not_found(kind, "x", [])
        for language in ("zh-Hans", "en"):
            assert "workbook import roster" in in_language(error, language)
    assert "import roster" not in str(not_found("batch", "x", []))
