"""The bank of remarks: whole in both languages, pinned to real fields, sayable, no filler."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from workbook import content
from workbook.book import remark_bank
from workbook.book.remark_bank import Coaching
from workbook.content import Bundle
from workbook.errors import ContentError, NotFound

LANGUAGES = content.LANGUAGES
IN_A_BREATH = {"zh": 35, "en": 32}  # signs; words
# When, or by what, both of us see that it is done.
MARK = {
    "zh-Hans": r"周[一三四五会]|今天|明[天早]|三天|标志|保存以后|下面|我们|我照|我会",
    "en": r"(Mon|Wednes|Thurs|Fri)day|[Tt]o(day|night|morrow)|three days|weekly|mark|saving|below"
    r"| I | we ",
}
EMPTY = re.compile(
    r"加油|相信你|相信您|做得(很|真)好|很棒|继续努力|再接再厉|提升认识|高度重视|赋能|抓手|尽快|适当|进一步加强|"
    r"well done|great job|keep it up|good work|excellent|as soon as possible",
    re.IGNORECASE,
)
RANKING = re.compile(r"第一名|倒数|排名|名次|比别人|其他人都|别人都|\brank|others do|best of|worst")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chapter_has_many_remarks_or_none_and_some_fit_all(language: str) -> None:
    counted = Counter(one.chapter for one in remark_bank.bank(language).remarks.values())
    assert sum(counted.values()) >= 36
    assert counted[""] >= 5
    assert all(count >= 6 for count in counted.values())


def test_every_language_has_the_same_remarks_on_the_same_fields() -> None:
    here, *there = (remark_bank.bank(language) for language in LANGUAGES)
    for other in there:
        assert list(other.remarks) == list(here.remarks)
        assert other.stuck_after == here.stuck_after == 3
        for key, one in other.remarks.items():
            assert (one.chapter, one.field) == (here.remarks[key].chapter, here.remarks[key].field)
            assert one.text != here.remarks[key].text


def test_many_fields_can_be_spoken_of() -> None:
    pinned = {
        (one.chapter, one.field) for one in remark_bank.bank("en").remarks.values() if one.field
    }
    assert len(pinned) >= 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_remarks_say_the_same(language: str) -> None:
    texts = [one.text for one in remark_bank.bank(language).remarks.values()]
    assert len(set(texts)) == len(texts)
    begins = Counter(text[:12] for text in texts)
    assert max(begins.values()) == 1


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_a_remark_says_what_why_one_act_and_how_both_see_it(language: str) -> None:
    for key, one in remark_bank.bank(language).remarks.items():
        sentences = [part for part in re.split(r"[。；？！]|[.;?!](?:\s|$)", one.text) if part]
        assert 3 <= len(sentences) <= 7, (key, len(sentences))
        assert re.search(MARK[language], one.text), key
        assert not EMPTY.search(one.text), key
        assert not RANKING.search(one.text), key
        assert "{" not in one.text


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant"])
def test_chinese_can_be_said_in_one_breath(language: str) -> None:
    for key, one in remark_bank.bank(language).remarks.items():
        for sentence in re.split(r"[。；：？！]", one.text):
            assert len(sentence) <= IN_A_BREATH["zh"], (key, sentence)


def test_english_can_be_said_in_one_breath() -> None:
    for key, one in remark_bank.bank("en").remarks.items():
        for sentence in re.split(r"(?<=[.;?!]) ", one.text):
            assert len(sentence.split()) <= IN_A_BREATH["en"], (key, sentence)


def test_it_asks_one_act_at_a_time_of_a_person_and_speaks_to_them() -> None:
    for key, one in remark_bank.bank("zh-Hans").remarks.items():
        assert not re.search("[你]", re.sub("“[^”]*”", "", one.text)), key
        assert len(one.text) <= 140, key
    for key, one in remark_bank.bank("en").remarks.items():
        assert len(one.text.split()) <= 80, key


def test_an_unknown_language_is_met_with_those_there_are() -> None:
    with pytest.raises(NotFound, match="zh-Hans"):
        remark_bank.bank("fr")


# -- what is wrong is said at its place -----------------------------------------------------------

NUMBERS = (
    "source: ours\nstuck_after: 3\nremarks:\n  one: {chapter: pacing, field: tried, source: ours}\n"
)
WORDS = "label: 库\nremarks:\n  one:\n    text: 写\n"


def problems(numbers: str = NUMBERS, zh: str = WORDS, en: str = WORDS) -> list[str]:
    files = {"coaching.yaml": numbers, "zh.yaml": zh, "en.yaml": en}
    return content.problems(Bundle("coaching", files), Coaching)


def test_a_small_bank_is_sound() -> None:
    assert problems() == []


@pytest.mark.parametrize(
    ("now", "then", "place", "said"),
    [
        ("chapter: pacing", "chapter: pacin", "4:9: remarks.one.chapter", "near it: pacing"),
        ("field: tried", "field: tired", "4:26: remarks.one.field", "near it: tried"),
        ("chapter: pacing, ", "", "4:9: remarks.one.field", "none without a chapter"),
        ("stuck_after: 3", "stuck_after: 0", "2:1: stuck_after", "greater than or equal to 1"),
        ("stuck_after: 3", "stuck_after: soon", "2:1: stuck_after", "integer"),
    ],
)
def test_each_fault_is_named_where_it_stands(now: str, then: str, place: str, said: str) -> None:
    (line,) = problems(NUMBERS.replace(now, then))
    assert line.startswith(f"coaching/coaching.yaml:{place}: ")
    assert said in line


def test_a_remark_without_words_is_named_in_its_file() -> None:
    (line,) = problems(en="label: Bank\nremarks: {}\n")
    assert line.startswith("coaching/en.yaml:2:1: remarks.one")
    with pytest.raises(ContentError, match=r"zh\.yaml:3:3: remarks\.one\.text"):
        content.read(
            Bundle(
                "coaching", {"coaching.yaml": NUMBERS, "zh.yaml": "label: 库\nremarks:\n  one:\n"}
            ),
            "zh-Hans",
            Coaching,
        )


def test_too_long_a_remark_is_refused() -> None:
    long = WORDS.replace("写", "写" * 2001)
    assert [line.split(": ")[1] for line in problems(zh=long)] == ["remarks.one.text"]
