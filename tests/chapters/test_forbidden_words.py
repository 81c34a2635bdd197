from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.chapters.shared.forbidden_words import bare, promised

WORDS = ("稳赚", "risk-free", "跟存款一样")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ""),
        ("  Risk-Free,  Really! ", "risk free really"),
        ("稳 赚", "稳赚"),
        ("１００％ 稳、赚", "100稳赚"),
        ("cash 稳赚 now", "cash稳赚now"),
        ("a_b\nc", "a b c"),
        ("$x^2$ =1+1", "x 2 1 1"),
    ],
)
def test_text_is_compared_without_signs_and_spacing(text: str, said: str) -> None:
    assert bare(text) == said


@given(st.text(max_size=60))
def test_bare_text_stays_as_it_is(text: str) -> None:
    assert bare(bare(text)) == bare(text)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("", ()),
        ("这款稳赚", ("稳赚",)),
        ("这款 稳 赚，您放心", ("稳赚",)),
        ("稳。赚", ()),
        ("A RISK FREE product", ("risk-free",)),
        ("risk, free", ()),
        ("跟存款一样，稳赚", ("稳赚", "跟存款一样")),
        ("a product", ()),
    ],
)
def test_a_promise_is_found_however_it_is_written(text: str, made: tuple[str, ...]) -> None:
    assert promised(text, WORDS, ()) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("it is not risk-free", ()),
        ("Not at all risk-free", ()),
        ("it is risk-free, not more", ("risk-free",)),
        ("not dear; risk-free", ("risk-free",)),
        ("now risk-free", ("risk-free",)),  # "no" is no part of a word
        ("no, risk-free", ("risk-free",)),
        ("risk-free or not", ("risk-free",)),
        ("这款不会稳赚", ()),
        ("您不用怕，这款稳赚", ("稳赚",)),
        ("稳赚不赔", ("稳赚",)),
    ],
)
def test_a_promise_turned_round_in_its_clause_is_none(text: str, made: tuple[str, ...]) -> None:
    assert promised(text, WORDS, ("not", "No", "不")) == made


@pytest.mark.parametrize("stop", list("，。；：！？,.;:!?\n"))
def test_a_denial_ends_with_its_clause(stop: str) -> None:
    assert promised(f"not dear{stop} risk-free", WORDS, ("not",)) == ("risk-free",)


def test_a_denial_may_be_of_several_words() -> None:
    assert promised("This isn’t risk-free", WORDS, ("isn't",)) == ()


def test_a_phrase_of_signs_alone_is_never_found() -> None:
    assert promised("anything", ("!?", ""), ()) == ()
