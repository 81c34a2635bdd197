from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.chapters.journey.views.wrapping import CLOSING, inches, shown, wrapped

from .test_privacy import CARD

SIZE = 8.4


def test_a_chinese_sign_is_as_wide_as_the_type_is_high() -> None:
    assert inches("好", 72) == pytest.approx(1, abs=0.03)
    assert inches("好好", 36) == pytest.approx(1, abs=0.03)
    assert inches("i", 72) < inches("m", 72) < 1
    assert inches("", SIZE) == 0
    assert inches("a b", SIZE) > inches("ab", SIZE)


def test_words_stay_whole_and_no_line_begins_with_a_space() -> None:
    text = "The customer waits twenty minutes, then leaves"
    lines = wrapped(text, SIZE, 1.2)
    assert " ".join(lines) == text
    assert len(lines) == 3
    assert all(line == line.strip() for line in lines)


def test_a_line_is_filled_as_far_as_it_goes() -> None:
    text = "aaa aaa aaa"
    width = inches("aaa aaa", SIZE)
    assert wrapped(text, SIZE, width + 0.001) == ["aaa aaa", "aaa"]
    assert wrapped(text, SIZE, width - 0.001) == ["aaa"] * 3
    assert wrapped(text, SIZE, inches(text, SIZE) + 0.001) == [text]


def test_chinese_is_broken_anywhere_but_before_a_closing_and_after_an_opening_sign() -> None:
    em = inches("好", SIZE)
    assert wrapped("钱放进去取得出来", SIZE, 4.05 * em) == ["钱放进去", "取得出来"]
    assert wrapped("钱放进去，取得出来。", SIZE, 4.05 * em) == ["钱放进", "去，取得", "出来。"]
    assert wrapped("钱放进（去）", SIZE, 4.05 * em) == ["钱放进", "（去）"]
    assert wrapped("他说“好”。", SIZE, 4.05 * em) == ["他说", "“好”。"]


def test_a_word_that_is_wider_than_the_line_is_broken_anywhere() -> None:
    lines = wrapped("x" * 40, SIZE, 0.5)
    assert "".join(lines) == "x" * 40
    assert len(lines) > 4


def test_nothing_is_no_line() -> None:
    assert wrapped("", SIZE, 1) == []
    assert wrapped("  ", SIZE, 1) == []


TEXTS = st.text(alphabet="钱放进去，。（）“”：a b-c1W!?i", max_size=60)


@given(TEXTS, st.floats(0.4, 3))
def test_every_line_fits_and_no_sign_is_lost(text: str, width: float) -> None:
    lines = wrapped(text, SIZE, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(inches(line, SIZE) <= width + 1e-9 for line in lines)


def test_a_closing_sign_begins_no_line() -> None:
    text = "先问用钱的日子，再念清到期那天的默认去向：自动转存、转活期，还是等他来。"
    for width in (0.6, 0.8, 1.0, 1.3, 1.7):
        assert not [line for line in wrapped(text, SIZE, width) if line[0] in CLOSING]


def test_what_is_shown_is_one_line_of_signs_that_the_fonts_have() -> None:
    assert shown(" 王\n\t芳\u3000x ", 99) == "王 芳 x"
    assert shown("a\u202eb\u200dc\x07d", 99) == "abcd"
    assert shown("好🙂好", 99) == "好□好"
    assert shown("$x^2$ \\frac", 99) == "$x^2$ \\frac"


def test_what_is_longer_is_cut_with_a_sign_of_it() -> None:
    assert shown("abcde", 5) == "abcde"
    assert shown("abcdef", 5) == "abcd…"
    assert shown("abc def", 5) == "abc…"


def test_a_card_number_is_masked() -> None:
    assert CARD not in shown(f"card {CARD}", 99)
    assert shown(f"card {CARD}", 99).startswith("card 62*")
