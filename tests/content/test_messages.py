"""Numbers, days and keys into words; what was typed never becomes a placeholder."""

from __future__ import annotations

import datetime as dt
import functools
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook import content
from workbook.chapters.journey.pack import Pack as Journeys
from workbook.content.messages import Said, Voice, Wording, voice
from workbook.domain.bank import Bank
from workbook.errors import NotFound

CALM = settings(deadline=None)  # a slow machine is no failure
SALES, PIECES = "investment_sales", "policies"
DAY = dt.date(2026, 12, 5)
WEEKS = {"weeks": {"w1": "第一周", "w2": "第二周"}}


@functools.cache
def speaking(language: str = "zh-Hans") -> Voice:
    wording = content.load("wording", language, Wording)
    return voice(wording, content.load("bank", language, Bank), WEEKS)


# -- units ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "unit", "chinese", "english"),
    [
        ("甲", "text", "甲", "甲"),
        (DAY, "day", "12月5日", "5 Dec"),
        (dt.date(2026, 10, 30), "day", "10月30日", "30 Oct"),
        (pd.Timestamp(2026, 1, 10), "day", "1月10日", "10 Jan"),
        (1234, "count", "1,234", "1,234"),
        (np.int64(12), "count", "12", "12"),
        (-0.2, "count", "0", "0"),
        (1234.56, "number", "1,234.6", "1,234.6"),
        (229_000_000, "money", "229.00 万元", "229.00 wan yuan"),
        (123_456_789_012, "money", "123,456.79 万元", "123,456.79 wan yuan"),
        (-50_000_000, "money", "-50.00 万元", "-50.00 wan yuan"),
        (-1, "money", "0.00 万元", "0.00 wan yuan"),
        (0, "money", "0.00 万元", "0.00 wan yuan"),
        (0.2, "share", "20%", "20%"),
        (0.075, "share", "7.5%", "7.5%"),
        (0.3333, "share", "33.3%", "33.3%"),
        (0.996, "share", "99.6%", "99.6%"),
        (1, "share", "100%", "100%"),
        (0, "share", "0%", "0%"),
        (1.5, "ratio", "1.50", "1.50"),
        (-0.001, "ratio", "0.00", "0.00"),
        (0.47, "odds", "5", "5"),
        (1.0, "odds", "10", "10"),
        (0.04, "odds", "0", "0"),
        ("2026-W50", "week", "12月7日 – 12月13日", "7 Dec – 13 Dec"),
        ("w2", "weeks", "第二周", "第二周"),
        ("w9", "weeks", "w9", "w9"),
        ("indicators", "unheard of", "indicators", "indicators"),
    ],
)  # fmt: skip
def test_a_value_in_its_unit(value: object, unit: str, chinese: str, english: str) -> None:
    assert speaking().text(value, unit) == chinese
    assert speaking("en").text(value, unit) == english


@pytest.mark.parametrize("language", content.LANGUAGES)
def test_what_has_no_end_is_said_in_words(language: str) -> None:
    said = speaking(language).text(float("inf"), "ratio")
    assert said == speaking(language).wording.endless
    assert "inf" not in said.replace("infinite", "")


def test_a_measure_is_money_or_pieces_as_its_indicator_is() -> None:
    assert speaking().text(7, "measure", PIECES) == "7"
    assert speaking().text(70_000_000, "measure", SALES) == "70.00 万元"
    assert speaking().text(70_000_000, "measure") == "70.00 万元"


@pytest.mark.parametrize("none", [None, "", float("nan"), pd.NaT, np.float64("nan")])
@pytest.mark.parametrize(
    "unit", ["text", "day", "count", "money", "share", "ratio", "week", "weeks"]
)
def test_where_there_is_nothing_a_dash_stands(none: object, unit: str) -> None:
    assert speaking().text(none, unit) == speaking().wording.none == "—"


def test_lists_are_joined_in_the_readers_way() -> None:
    assert speaking().text(("w1", "w2"), "weeks") == "第一周、第二周"
    assert speaking("en").text(["a", "b"]) == "a, b"
    assert speaking().text((1_000_000, None), "money") == "1.00 万元、—"
    assert speaking().text((7, 8), "measure", PIECES) == "7、8"


@pytest.mark.parametrize("unit", ["text", "count", "money", "weeks"])
def test_yes_and_no(unit: str) -> None:
    assert [speaking().text(value, unit) for value in (True, False)] == ["是", "否"]
    assert [speaking("en").text(value, unit) for value in (True, False)] == ["yes", "no"]


def test_a_bank_that_counts_in_yuan() -> None:
    unit = speaking().bank.money.model_copy(update={"yuan": 1, "label": "元", "decimals": 0})
    made = voice(speaking().wording, speaking().bank.model_copy(update={"money": unit}), {})
    assert made.text(229_000_000, "money") == "2,290,000 元"


def test_a_chapters_list_stands_before_the_banks() -> None:
    made = voice(speaking().wording, speaking().bank, {"indicators": {SALES: "销量"}})
    assert made.text(SALES, "indicators") == "销量"
    assert speaking().text(SALES, "indicators") == "理财/投资销量"


# -- sentences ------------------------------------------------------------------------------------


def test_a_sentence_with_everything_in_it() -> None:
    said = speaking().say(
        "{indicator:indicators}还差 {gap:measure}，{week:weeks}有 {days:count} 天，{who}说 {{好}}",
        {"indicator": PIECES, "gap": 3, "week": "w1", "days": 5, "who": "甲"},
    )
    assert said == "保单件数还差 3，第一周有 5 天，甲说 {好}"


def test_the_indicator_of_a_sentence_measures_its_amounts() -> None:
    template = "{gap:measure}"
    figures = {"gap": 1_000_000, "indicator": SALES}
    assert speaking().say(template, figures) == "1.00 万元"
    assert speaking().say(template, {**figures, "indicator": PIECES}) == "1,000,000"


@pytest.mark.parametrize(
    "typed",
    [
        "{gap:money}",
        "{0}",
        "{a.__class__}",
        "{{}}",
        "{",
        "}",
        "%s {x!r}",
        "<script>",
        "$x^2$",
        "\\",
    ],
)
def test_what_was_typed_is_not_a_template(typed: str) -> None:
    assert speaking().say("说“{said}”", {"said": typed, "gap": 1}) == f"说“{typed}”"


@CALM
@given(st.text().filter(bool), st.text().filter(bool))
def test_any_two_texts_are_said_as_they_are(first: str, second: str) -> None:
    said = speaking().say("{a}|{b:text}", {"a": first, "b": second})
    assert said == f"{first}|{second}"


@pytest.mark.parametrize(
    "template",
    [
        "{a.__class__}",
        "{a.real}",
        "{a[0]}",
        "{a.__init__.__globals__}",
        "{b}",
        "{0}",
        "{}",
        "{a.}",
        "{ a}",
    ],
)
def test_a_placeholder_is_a_name_and_never_reaches_into_a_value(template: str) -> None:
    with pytest.raises(NotFound, match="placeholder"):
        speaking().say(template, {"a": 1})


@pytest.mark.parametrize("unit", ["_class__", "__class__", "_init__", "say", "text", "_eq__", "x"])
def test_a_unit_that_is_none_reaches_nothing(unit: str) -> None:
    assert speaking().say(f"{{a:{unit}}}", {"a": "甲"}) == "甲"
    assert speaking().text("甲", unit) == "甲"


def test_a_misspelt_placeholder_is_met_with_the_nearest() -> None:
    with pytest.raises(NotFound, match="gap"):
        speaking().say("{gpa:money}", {"gap": 1, "days": 2})


# -- any number -----------------------------------------------------------------------------------


@CALM
@given(st.integers(-(10**15), 10**15), st.sampled_from(content.LANGUAGES))
def test_any_amount_is_within_half_of_what_is_shown(fen: int, language: str) -> None:
    number, _, label = speaking(language).text(fen, "money").partition(" ")
    assert re.fullmatch(r"-?\d{1,3}(,\d{3})*\.\d\d", number)
    assert abs(float(number.replace(",", "")) * 1_000_000 - fen) <= 5_001
    assert label == speaking(language).bank.money.label
    assert not re.fullmatch(r"-0\.00", number)


@CALM
@given(st.floats(0, 1))
def test_any_share_is_within_half_a_tenth_of_a_percent(share: float) -> None:
    text = speaking().text(share, "share")
    assert re.fullmatch(r"\d{1,3}(\.[1-9])?%", text)
    assert float(text.removesuffix("%")) / 100 == pytest.approx(share, abs=5.01e-4)


@CALM
@given(st.dates(dt.date(1900, 1, 1)), st.sampled_from(content.LANGUAGES))
def test_no_day_has_a_leading_zero(day: dt.date, language: str) -> None:
    said = speaking(language).text(day, "day")
    assert not re.search(r"(?<!\d)0", said)
    assert str(day.day) in said


# -- the template ---------------------------------------------------------------------------------


@pytest.mark.parametrize("language", content.LANGUAGES)
def test_the_template_has_no_empty_word(language: str) -> None:
    wording = content.load("wording", language, Wording)
    for name, part in wording:
        texts = part.values() if isinstance(part, dict) else [part]
        assert all(text.strip() for text in texts), name
    assert dt.date(2026, 1, 1).strftime(wording.date) != wording.date


# -- sentences with their figures -----------------------------------------------------------------


def test_a_sentence_carries_its_figures_until_it_is_shown() -> None:
    one = Said("还差 {gap:money}，{week:weeks}", {"gap": 1_000_000, "week": "w1"})
    assert speaking().text(one) == "还差 1.00 万元，第一周"
    assert speaking().text((one, "…")) == "还差 1.00 万元，第一周、…"


def test_a_typed_brace_in_a_figure_is_no_placeholder() -> None:
    assert speaking("en").text(Said("by {who}", {"who": "{gap:money}"})) == "by {gap:money}"


def test_a_sentence_that_lacks_a_figure_says_which() -> None:
    with pytest.raises(NotFound, match="gap"):
        speaking().text(Said("{gap:money}", {"who": 1}))


# -- no sentence has a hole -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "figures", "said"),
    [
        ("Balance {a:count}; last on {b:day}, {c:count} days ago.", {"a": 3}, "Balance 3."),
        ("余额 {a:count}；最后在 {b:day}，已经 {c:count} 天。", {"a": 3}, "余额 3。"),
        ("Last on {b:day}, {c:count} days ago; Balance {a:count}", {"a": 3}, "Balance 3"),
        ("Ends on {b:day}, {a:count} in all.", {"a": 3}, "3 in all."),
        ("Answer due from {who}: {what}", {"what": "a visit"}, "a visit"),
        ("{b:day} · {what}", {"what": "at a loss"}, "at a loss"),
        ("{a:count} of {c:count} days", {"a": 3}, "3 of — days"),
        ("{b:day}", {}, "—"),
        ("v1.5 of {a:count}; {b:day}", {"a": 3}, "v1.5 of 3"),
    ],
)
def test_what_is_not_known_is_left_out(
    template: str, figures: dict[str, object], said: str
) -> None:
    known = {"a": None, "b": None, "c": None, "who": "", "what": None, **figures}
    assert speaking("en").say(template, known) == said


PLACEHOLDER = re.compile(r"\{(\w+):?(\w*)\}")


@pytest.mark.parametrize("language", content.LANGUAGES)
def test_no_evidence_has_a_hole_whatever_is_missing(language: str) -> None:
    """Of a customer's evidence any figure but one may be missing, and it is a sentence."""
    pack, speaks = content.load("journey", language, Journeys), speaking(language)
    said = [*pack.criticals.values(), *pack.signals.values()]
    for template in (one.evidence for one in said):
        units = dict(PLACEHOLDER.findall(template))
        sound = {name: DAY if unit == "day" else 3 for name, unit in units.items()}
        for name in units:
            text = speaks.say(template, {**sound, name: None})
            assert speaks.wording.none not in text or len(units) == 1, (template, text)
            assert text.strip()
