from __future__ import annotations

import re

import pytest

from workbook import content
from workbook.chapters.action_plan.pack import Pack
from workbook.chapters.action_plan.rules import countable


@pytest.mark.parametrize(
    "mark",
    [
        "7 位说出用款时间", "７位", "三份签好的预约单", "每位一句原话", "两个到访写进日历",
        "半小时", "十二通电话", "録音三條", "4 visits in the diary", "two signed forms",
        "A recording each", "Both came", "a dozen dates",
    ],
)  # fmt: skip
def test_a_number_can_be_counted(mark: str) -> None:
    assert countable(mark)


@pytest.mark.parametrize(
    "mark",
    [
        "", "客户很满意", "统一话术", "第一次见面", "十分满意", "一定做到", "一起努力",
        "customers are happy", "someone came", "the phone was answered", "atone", "tend",
    ],
)  # fmt: skip
def test_what_cannot_be_counted(mark: str) -> None:
    assert not countable(mark)


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_the_marks_that_the_template_shows_can_be_counted(language: content.Language) -> None:
    pack = content.load("action_plan", language, Pack)
    marks = [pack.kinds["five"].mark, pack.kinds["one"].mark]
    marks += [one.mark for one in pack.suggestions.values() if one.kind != "three"]
    said = [re.sub(r"\{\w+:count\}", "3", mark) for mark in marks]
    assert [mark for mark in said if not countable(mark)] == []
