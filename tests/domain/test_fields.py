"""What bank staff type, read as it is meant, or refused in words at the very cell."""

from __future__ import annotations

import datetime as dt
import functools
import json
from typing import Any

import pydantic
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook import content
from workbook.book import pinned_template
from workbook.chapters import chapter, names
from workbook.content.messages import Wording
from workbook.domain import fields
from workbook.domain.bank import Bank
from workbook.domain.calendar import Month
from workbook.domain.fields import (
    Count,
    Day,
    LongText,
    Measure,
    Money,
    Setting,
    Share,
    Text,
    Yes,
    is_blank,
    kinds_of,
    parse,
    plain,
    typed,
)
from workbook.domain.templates import Frozen

CALM = settings(deadline=None)  # a slow machine is no failure
DECEMBER = Month(2026, 12)
SALES, PIECES, AUM = "investment_sales", "policies", "aum_growth"


class One(Frozen):
    """A field of every kind, none of them required."""

    money: Money | None = None
    count: Count | None = None
    share: Share | None = None
    day: Day | None = None
    text: Text = ""
    long: LongText = ""
    yes: Yes | None = None


def short(value: object) -> str:
    """What names a case."""
    return f"{value!r:.24}"


WAN = Setting(yuan_in_unit=10_000, year=2026, month=12)


def read(kind: str, value: object, setting: Setting = WAN) -> object:
    """The value that ``value`` is read as, or the kind of what is wrong with it."""
    parsed = parse(One, {kind: value}, setting)
    if parsed.problems:
        [problem] = parsed.problems
        assert problem.loc == (kind,)
        assert getattr(parsed.record, kind) == One.model_fields[kind].default
        return problem.kind
    return getattr(parsed.record, kind)


# -- every reader ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("229", 229_000_000),
        ("229万", 229_000_000),
        ("229 万元", 229_000_000),
        ("229萬", 229_000_000),
        ("１２００", 1_200_000_000),
        ("１，２００．５", 1_200_500_000),
        ("¥1,234.50", 123_450),
        ("￥1,234.50", 123_450),
        ("-¥50", -5_000),
        ("¥-50", -5_000),
        ("¥5万", 5_000_000),
        ("1.5亿", 15_000_000_000),
        ("1.5亿元", 15_000_000_000),
        ("3千万", 3_000_000_000),
        ("5百万元", 500_000_000),
        ("2 million", 200_000_000),
        ("2m", 200_000_000),
        ("1.5 million yuan", 150_000_000),
        ("5千元", 500_000),
        ("50元", 5_000),
        ("0.01元", 1),
        ("5w", 5_000_000),
        ("5K", 500_000),
        ("50 yuan", 5_000),
        ("50 wan yuan", 50_000_000),
        ("+5", 5_000_000),
        ("－5", -5_000_000),
        (" 5 ", 5_000_000),
        ("5.", 5_000_000),
        (".5", 500_000),
        ("12,3456", 123_456_000_000),
        ("0", 0),
        ("1E+05", 100_000_000_000),
        ("2.29e2", 229_000_000),
        (229, 229_000_000),
        (229.5, 229_500_000),
        (1e-05, 10),
        ("1" + "0" * 9, 10**15),
        ("10万亿元", "not_a_number"),
        ("1" + "0" * 10, "too_large"),
        ("1e15", "too_large"),
        ("1e999999999", "too_large"),
        ("1e" + "9" * 5_000, "too_large"),
        pytest.param(10**5_000, "not_a_number", id="more digits than Python writes"),
        ("9" * 41, "not_a_number"),
        ("0.000001元", "finer_than_fen"),
        ("0.0000001", "finer_than_fen"),
        ("1e-9", "finer_than_fen"),
        ("1e-99", "not_a_number"),
        ("1234,56", "not_a_number"),
        ("1,23,456", "not_a_number"),
        (",5", "not_a_number"),
        ("1,,000", "not_a_number"),
        ("1_000", "not_a_number"),
        ("万" * 1_500, "not_a_number"),
        ("1" + "万" * 1_500, "not_a_number"),
        ("5¥0", "not_a_number"),
        ("¥¥5", "not_a_number"),
        ("万", "not_a_number"),
        (".", "not_a_number"),
        ("e5", "not_a_number"),
        ("NaN", "not_a_number"),
        ("inf", "not_a_number"),
        ("-Infinity", "not_a_number"),
        (float("nan"), "not_a_number"),
        (float("inf"), "not_a_number"),
        ("5%", "not_a_number"),
        ("5件", "not_a_number"),
        ("五万", "not_a_number"),
        ("五", "not_a_number"),
        ("0x10", "not_a_number"),
        ("=1+1", "not_a_number"),
        ("½", "not_a_number"),
        ("\x00", "not_a_number"),
        ("\ud800", "not_a_number"),
        (True, "not_a_number"),
        ([5], "not_a_number"),
        ({"a": 5}, "not_a_number"),
    ],
    ids=short,
)
def test_money(typed: object, fen: object) -> None:
    assert read("money", typed) == fen


def test_a_bare_amount_is_in_the_banks_unit_and_a_named_one_in_its_own() -> None:
    yuan = Setting(yuan_in_unit=1)
    assert read("money", "229", yuan) == 22_900
    assert read("money", "229万", yuan) == read("money", "229万") == 229_000_000
    assert read("money", "50元", yuan) == read("money", "50元") == 5_000


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("12", 12),
        ("１２", 12),
        ("1,200", 1_200),
        ("12.0", 12),
        (12, 12),
        (12.0, 12),
        ("-3", -3),
        ("1.2万", 12_000),
        ("3件", 3),
        ("3 单", 3),
        ("12笔", 12),
        ("5位", 5),
        ("2个月", 2),
        ("58岁", 58),
        ("2.5", "not_whole"),
        (0.1, "not_whole"),
        ("1000000000", 10**9),
        ("1000000001", "too_large"),
        ("1e99", "too_large"),
        ("5元", "not_a_number"),
        ("¥5", "not_a_number"),
        ("5万元", "not_a_number"),
        ("件", "not_a_number"),
        ("三件", "not_a_number"),
        ("3件件", "not_a_number"),
        ("12%", "not_a_number"),
        ("-0.0", 0),
        ("NaN", "not_a_number"),
        (False, "not_a_number"),
    ],
    ids=short,
)
def test_counts(typed: object, count: object) -> None:
    assert read("count", typed) == count


@pytest.mark.parametrize(
    ("typed", "share"),
    [
        ("30%", 0.3),
        ("30 ％", 0.3),
        ("0.3", 0.3),
        ("30", 0.3),
        (30, 0.3),
        (0.3, 0.3),
        (".3", 0.3),
        ("33.33%", 0.3333),
        ("0.5%", 0.005),
        ("100%", 1.0),
        ("100", 1.0),
        ("1", 1.0),
        ("1%", 0.01),
        ("0", 0.0),
        ("1.5", 0.015),
        ("120 %", "not_a_share"),
        ("120", "not_a_share"),
        ("100.01%", "not_a_share"),
        ("-0.1", "not_a_share"),
        ("-1%", "not_a_share"),
        ("30%%", "not_a_number"),
        ("%", "not_a_number"),
        ("30元", "not_a_number"),
        ("0.3万", "not_a_number"),
        ("三成", "not_a_number"),
        ("NaN", "not_a_number"),
        ("inf", "not_a_number"),
        ("1e999999999", "too_large"),
    ],
    ids=short,
)
def test_shares(typed: object, share: object) -> None:
    assert read("share", typed) == share


@pytest.mark.parametrize(
    "typed",
    [
        "2026-12-05",
        "2026-12-5",
        "2026/12/05",
        "2026.12.5",
        "2026年12月5日",
        "2026 年 12 月 5 日",
        "２０２６－１２－０５",
        "20261205",
        20261205,
        "12/5",
        "12-05",
        "12.5",
        12.5,
        "12月5日",
        "12月5号",
        "2026-12-05T00:00:00",
        "2026-12-05 08:30",
        dt.date(2026, 12, 5),
        dt.datetime.fromisoformat("2026-12-05 08:30"),
    ],
)
def test_days(typed: object) -> None:
    assert read("day", typed) == dt.date(2026, 12, 5)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("13/45", "no_such_day"),
        ("2026-02-30", "no_such_day"),
        ("20261301", "no_such_day"),
        ("2026-00-10", "no_such_day"),
        ("2/29", "no_such_day"),
        ("0000-01-01", "no_such_day"),
        ("9999-12-31", "no_such_day"),
        ("0026-12-05", "no_such_day"),
        (dt.date(1, 1, 1), "no_such_day"),
        ("26-12-05", "not_a_day"),
        ("05/12/2026", "not_a_day"),
        ("2026-12-05-01", "not_a_day"),
        ("202612", "not_a_day"),
        ("12月", "not_a_day"),
        ("2026", "not_a_day"),
        ("46361", "not_a_day"),
        ("tomorrow", "not_a_day"),
        ("12/5 or so", "not_a_day"),
        ("12/5T", "not_a_day"),
        ("2026-12-05Tx", "not_a_day"),
        ("1" * 5_000 + "/5", "not_a_day"),
        ("NaN", "not_a_day"),
        (True, "not_a_day"),
        ([2026, 12, 5], "not_a_day"),
    ],
    ids=short,
)
def test_days_that_are_none(typed: object, kind: str) -> None:
    assert read("day", typed) == kind


@pytest.mark.parametrize(
    ("typed", "page", "day"),
    [
        ("12/29", (2027, 1), "2026-12-29"),
        ("1/5", (2026, 12), "2027-01-05"),
        ("11/30", (2026, 12), "2026-11-30"),
        ("1/5", (2027, 1), "2027-01-05"),
        ("12/29", (2026, 12), "2026-12-29"),
        ("12/29", (2026, 6), "2026-12-29"),
        ("1/29", (2026, 7), "2026-01-29"),
        ("2/29", (2028, 1), "2028-02-29"),
        ("2026/12/29", (2027, 1), "2026-12-29"),
    ],
)
def test_a_day_without_a_year_is_the_one_nearest_to_the_page(
    typed: str, page: tuple[int, int], day: str
) -> None:
    year, month = page
    assert read("day", typed, Setting(year=year, month=month)) == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    ("typed", "yes"),
    [
        *((yes, True) for yes in ("✓", "√", "✔", "☑", "是", "有", "对", "Y", "yes", "TRUE", "1")),
        *((no, False) for no in ("否", "不是", "没有", "N", "no", "×", "✗", "false", "0")),
        (True, True),
        (False, False),
        (1, True),
        (0, False),
        ("maybe", "not_yes_or_no"),
        ("2", "not_yes_or_no"),
        ([True], "not_yes_or_no"),
    ],
)
def test_yes_and_no(typed: object, yes: object) -> None:
    assert read("yes", typed) == yes


@pytest.mark.parametrize(
    "text",
    [
        "=HYPERLINK('x')",
        "<script>alert(1)</script>",
        "$x^2$",
        "[a](javascript:alert(1))",
        "👨‍👩‍👧 家庭",
        "一行\n二行\t三",
        "Ａ１２ full width stays",
        "{a.__class__}",
        "x" * 2_000,
    ],
    ids=short,
)
def test_text_is_kept_as_it_was_typed(text: str) -> None:
    assert read("text", text) == text
    assert read("long", f"  {text} \n") == text


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("x" * 2_001, "too_long"),
        ("x" * 10_000, "too_long"),
        ("a\x00b", "control_signs"),
        ("a\x1bb", "control_signs"),
        ("a\x7fb", "control_signs"),
        ("a\ud800b", "control_signs"),
        ("a\uffffb", "control_signs"),
        (["a"], "string_type"),
        ({"a": 1}, "string_type"),
    ],
    ids=short,
)
def test_text_that_is_refused(typed: object, kind: str) -> None:
    assert read("text", typed) == kind


def test_numbers_in_a_text_field_are_text() -> None:
    assert (read("text", 318), read("text", 0.5), read("text", 1e22)) == (
        "318",
        "0.5",
        "1" + "0" * 22,
    )


@pytest.mark.parametrize(
    "blank", [None, "", " ", "　", "-", "－", "—", "——", "/", "无", "N/A", "n/a"]
)
def test_blanks_are_not_filled_in(blank: object) -> None:
    assert is_blank(blank)
    parsed = parse(One, dict.fromkeys(One.model_fields, blank), WAN)
    assert (parsed.record, parsed.problems) == (One(), ())


@pytest.mark.parametrize("filled", [0, False, "0", "--1", [], {}, "不"])
def test_what_is_no_blank(filled: object) -> None:
    assert not is_blank(filled)


def test_plain_text_is_what_is_compared() -> None:
    assert plain(" Ａ１，￥　") == "A1,¥"
    assert plain("\ud800") == "?"
    assert (plain([1]), plain({1: 2})) == ("[...]", "{...}")


# -- the real records -----------------------------------------------------------------------------


@functools.cache
def setting_of(name: str, language: str = "zh-Hans") -> Setting:
    module, bank = chapter(name), content.load("bank", language, Bank)
    return module.setting(content.load(name, language, module.pack), bank, DECEMBER)


def pacing(body: dict[str, Any]) -> fields.Parsed[Any]:
    return parse(chapter("pacing").record, body, setting_of("pacing"))


def prospects(*rows: object) -> fields.Parsed[Any]:
    return parse(chapter("prospects").record, {"prospects": rows}, setting_of("prospects"))


def places(parsed: fields.Parsed[Any]) -> list[tuple[tuple[str | int, ...], str]]:
    return [(problem.loc, problem.kind) for problem in parsed.problems]


def test_a_measure_follows_its_indicator() -> None:
    parsed = pacing(
        {
            "targets": [
                {"indicator": SALES, "target": "229"},
                {"indicator": PIECES, "target": "229"},
                {"indicator": "保单件数", "target": "3件"},
                {"indicator": SALES, "target": "3件"},
                {"indicator": PIECES, "target": "1.5"},
                {"indicator": PIECES, "target": "5元"},
            ]
        }
    )
    assert [row.target for row in parsed.record.targets] == [229_000_000, 229, 3]
    assert places(parsed) == [
        (("targets", 3, "target"), "not_a_number"),
        (("targets", 4, "target"), "not_whole"),
        (("targets", 5, "target"), "not_a_number"),
    ]


@pytest.mark.parametrize("written", ["policies", "保单件数", " 保单件数　", "insurANCE Policies"])
def test_a_choice_by_its_key_or_its_label(written: str) -> None:
    language = "en" if "ANCE" in written else "zh-Hans"
    body = {"targets": [{"indicator": written, "target": 1}]}
    record: Any = parse(chapter("pacing").record, body, setting_of("pacing", language)).record
    assert [one.indicator for one in record.targets] == ["policies"]


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("理财", "investment_sales"),  # a part of the label
        ("保险", "insurance_premium"),
        ("开户", "accounts"),
        ("净增", "aum_growth"),
        ("aum", "aum_growth"),
        ("投资", ""),  # two labels have it
        ("投", ""),
        ("a", ""),  # a single letter means nothing
        ("销售额", ""),
    ],
)
def test_a_choice_by_how_one_of_its_names_begins(written: str, key: str) -> None:
    parsed = pacing({"targets": [{"indicator": written, "target": 1}]})
    assert [one.indicator for one in parsed.record.targets] == ([key] if key else [])
    assert (("targets", 0, "indicator"), "not_in_list") in places(parsed) or key


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("zh-Hans", "基金"),
        ("zh-Hans", "wealth products"),
        ("en", "基金"),
        ("en", "理財產品"),
        ("zh-Hant", "理财/投资销量"),
        ("zh-Hant", "理财"),
    ],
)
def test_a_choice_by_what_people_call_it_in_any_language(language: str, written: str) -> None:
    setting = pinned_template.setting_of(
        "pacing", pinned_template.Template.now("pacing"), language, DECEMBER
    )
    body = {"targets": [{"indicator": written, "target": 1}]}
    record: Any = parse(chapter("pacing").record, body, setting).record
    assert [one.indicator for one in record.targets] == ["investment_sales"]


def test_a_choice_that_is_none_says_what_there_is() -> None:
    [problem] = pacing({"scheme": "最快"}).problems
    assert (problem.loc, problem.kind, problem.figures["typed"]) == (
        ("scheme",),
        "not_in_list",
        "最快",
    )
    assert problem.figures["known"] == "前置 / 第一周六成 / 平均"
    assert pacing({"scheme": "最快"}).record.scheme == "front-loaded"


def test_problems_are_numbered_as_typed_after_bad_and_blank_rows() -> None:
    good = {"indicator": SALES, "target": "1"}
    rows: list[object] = [
        {},
        {"indicator": "", "target": " "},
        {"indicator": SALES, "target": "x"},
        good,
        None,
        {"indicator": "none such", "target": "y"},
        "a text",
        0,
        {**good, "target": "-1"},
        {"target": "7"},
        {**good, "more": "?"},
        {**good, "target": "2"},
    ]
    parsed = pacing({"targets": rows, "scheme": "?", "daily_contacts": "99"})
    assert places(parsed) == [
        (("scheme",), "not_in_list"),
        (("targets", 2, "target"), "not_a_number"),
        (("targets", 5, "indicator"), "not_in_list"),
        (("targets", 5, "target"), "not_a_number"),
        (("targets", 6), "model_type"),
        (("targets", 7), "model_type"),
        (("targets", 8, "target"), "greater_than"),
        (("targets", 9, "indicator"), "missing"),
        (("targets", 10, "more"), "extra_forbidden"),
        (("daily_contacts",), "less_than_equal"),
    ]
    assert [row.target for row in parsed.record.targets] == [1_000_000, 1_000_000, 2_000_000]
    assert parsed.rows["targets"] == (3, 10, 11)


def test_a_row_that_fails_only_after_another_is_gone_keeps_its_number() -> None:
    rows = [{"day": "12/1"}, {}, {"day": "?"}, {"day": "12/2", "calls": "61", "deals": "-1"}]
    parsed = pacing({"activity": rows})
    assert places(parsed) == [
        (("activity", 2, "day"), "not_a_day"),
        (("activity", 3, "deals"), "greater_than_equal"),
    ]
    # A cell that the row can do without costs the cell alone.
    assert [row.day.day for row in parsed.record.activity] == [1, 2]


@pytest.mark.parametrize(
    ("body", "place", "kind"),
    [
        ({"targets": "229"}, ("targets",), "tuple_type"),
        ({"targets": {"indicator": SALES}}, ("targets",), "tuple_type"),
        ({"answer": ["x"]}, ("answer",), "string_type"),
        ({"answer": {"a": 1}}, ("answer",), "string_type"),
        ({"scheme": ["even"]}, ("scheme",), "not_in_list"),
        ({"try_by": "2026-02-30"}, ("try_by",), "no_such_day"),
        ({"daily_contacts": [5]}, ("daily_contacts",), "not_a_number"),
        ({"daily_contacts": "0"}, ("daily_contacts",), "greater_than_equal"),
    ],
)
def test_another_shape_is_one_problem_at_its_place(
    body: dict[str, Any], place: tuple[str, ...], kind: str
) -> None:
    parsed = pacing({**body, "tried": "still counts"})
    assert places(parsed) == [(place, kind)]
    assert parsed.record.tried == "still counts"


def test_a_sound_body_of_prospects() -> None:
    parsed = prospects(
        {
            "customer": "A017",
            "indicator": "理财/投资销量",
            "amount": "30万",
            "relationship": "2",
            "willingness": 3,
            "chance": "8%",
            "next_contact": "1/5",
            "status": "在谈",
            "attempts": "1次",
            "experienced": "✓",
            "age": "58岁",
            "funds": "35",
            "deposits": "¥180,000",
            "performance": "在亏",
            "contact_months": "2个月",
            "mood": "平静",
            "asks_first": False,
            "flag": "勿扰",
        }
    )
    assert parsed.problems == ()
    [one] = parsed.record.prospects
    assert (one.amount, one.chance, one.funds, one.deposits) == (
        30_000_000,
        0.08,
        35_000_000,
        18_000_000,
    )
    assert (one.next_contact, one.status, one.performance, one.mood, one.flag) == (
        dt.date(2027, 1, 5),
        "open",
        "loss",
        "calm",
        "do_not_contact",
    )
    assert (one.experienced, one.asks_first, one.attempts, one.age) == (True, False, 1, 58)


@pytest.mark.parametrize(
    ("field", "value", "kind"),
    [
        ("chance", "120%", "not_a_share"),
        ("relationship", "4", "not_in_list"),
        ("relationship", "0", "not_in_list"),
        ("willingness", "1.5", "not_in_list"),
        ("amount", "0", "greater_than"),
        ("amount", "-5", "greater_than"),
        ("age", "12", "greater_than_equal"),
        ("age", "130", "less_than_equal"),
        ("status", "半开", "not_in_list"),
        ("next_contact", "9999-12-31", "no_such_day"),
        ("talked", "x" * 2_001, "too_long"),
    ],
    ids=short,
)
def test_each_bad_cell_of_a_prospect_is_one_problem(field: str, value: str, kind: str) -> None:
    sound = {"customer": "A1", "indicator": SALES}
    parsed = prospects(sound, {**sound, field: value})
    assert places(parsed) == [(("prospects", 1, field), kind)]
    # The customer is lost only without what makes a prospect.
    assert len(parsed.record.prospects) == (1 if field in sound else 2)


# -- whatever is in a body ------------------------------------------------------------------------

SIGNS = st.characters(codec=None, exclude_categories=()) | st.sampled_from("\x00\ud800万%,.-/年e")
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([10**400, -(10**40)])
    | st.floats()
    | st.text(SIGNS, max_size=12)
    | st.sampled_from([SALES, PIECES, "12/5", "2026-12-05", "229万", "30%", "open", "1e999999999"])
)
NAMES_OF_CELLS = st.sampled_from(
    ["indicator", "target", "day", "done", "customer", "amount", "chance", "calls", "what", "by"]
)
KEYS = NAMES_OF_CELLS | st.text(SIGNS, max_size=5)
ANYTHING = st.recursive(
    SCALARS,
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(KEYS, inside, max_size=6),
    max_leaves=20,
)


@pytest.mark.parametrize("name", names())
@CALM
@given(st.data())
def test_no_body_is_an_exception(name: str, data: st.DataObject) -> None:
    record = chapter(name).record
    names = st.sampled_from([*record.model_fields, "unheard of"])
    body = data.draw(st.dictionaries(names, ANYTHING, max_size=6))
    parsed = parse(record, body, setting_of(name))
    record.model_validate(parsed.record.model_dump(), context=Setting(choices={}))
    for problem in parsed.problems:
        json.dumps([problem.loc, problem.kind, dict(problem.figures)]).encode()
        assert problem.loc[0] in body
        for text in problem.figures.values():
            text.encode()
        if len(problem.loc) > 1:
            rows: Any = body[str(problem.loc[0])]
            assert rows[problem.loc[1]] not in (None, {}, [])


@CALM
@given(st.lists(st.sampled_from(["good", "bad", "blank", "text"]), max_size=12))
def test_any_mix_of_rows_keeps_its_numbers(mix: list[str]) -> None:
    made = {"good": {"day": "12/1"}, "bad": {"day": "?"}, "blank": {"day": "-"}, "text": "x"}
    parsed = pacing({"activity": [made[one] for one in mix]})
    assert [problem.loc[1] for problem in parsed.problems] == [
        at for at, one in enumerate(mix) if one in ("bad", "text")
    ]
    assert parsed.rows.get("activity", ()) == tuple(
        at for at, one in enumerate(mix) if one == "good"
    )
    assert len(parsed.record.activity) == mix.count("good")


def test_a_body_is_left_as_it_was_typed() -> None:
    body = {"targets": [{"indicator": "", "target": "x"}, {}, {"target": "1"}], "scheme": " "}
    before = json.dumps(body)
    assert pacing(body).problems
    assert json.dumps(body) == before


def test_a_record_whose_fields_have_no_default_is_a_programmers_error() -> None:
    with pytest.raises(TypeError, match="Row needs a default"):
        parse(Row, {"text": "x"}, WAN)


def test_a_deep_body_is_refused_like_any_other() -> None:
    deep: object = "x"
    for _ in range(100_000):
        deep = [deep]
    parsed = pacing({"answer": deep, "targets": [{"indicator": deep, "target": deep}]})
    assert {kind for _, kind in places(parsed)} == {"string_type", "not_in_list", "not_a_number"}


def test_every_kind_of_problem_has_words() -> None:
    kinds = {
        "not_a_number", "not_whole", "too_large", "finer_than_fen", "not_a_share", "not_a_day",
        "no_such_day", "too_long", "control_signs", "not_yes_or_no", "not_in_list", "string_type",
        "missing", "greater_than", "greater_than_equal", "less_than_equal", "model_type",
        "extra_forbidden", "tuple_type",
    }  # fmt: skip
    for language in content.LANGUAGES:
        assert kinds < set(content.load("wording", language, Wording).problems)


# -- there and back -------------------------------------------------------------------------------

FEN = st.integers(-(10**15), 10**15)
DAYS = st.dates(dt.date(1907, 1, 1), dt.date(2140, 1, 1))
SOUND_SIGNS = st.characters(exclude_categories=["Cc", "Cs", "Cn"])
SOUND_TEXT = (
    st.text(SOUND_SIGNS, max_size=30).map(str.strip).filter(lambda text: not is_blank(text))
)
SHARES = st.decimals(0, 1, places=10).map(float) | st.integers(0, 100).map(lambda n: n / 100)
UNITS = st.sampled_from([1, 1_000, 10_000, 10**8])


class Row(Frozen):
    """A row of every kind, as a chapter has them."""

    indicator: Text
    measure: Measure | None = None
    money: Money | None = None
    count: Count | None = None
    share: Share | None = None
    day: Day | None = None
    text: Text = ""
    yes: Yes = False


class Rows(Frozen):
    """A record of rows, and a field beside them."""

    rows: tuple[Row, ...] = ()
    share: Share | None = None


ROWS = st.builds(
    lambda **cells: cells,
    indicator=st.sampled_from(["money", "pieces"]),
    measure=st.none() | st.integers(-(10**9), 10**9),
    money=st.none() | FEN,
    count=st.none() | st.integers(-(10**9), 10**9),
    share=st.none() | SHARES,
    day=st.none() | DAYS,
    text=st.just("") | SOUND_TEXT,
    yes=st.booleans(),
)


@CALM
@given(st.lists(ROWS, max_size=4), st.none() | SHARES, UNITS)
def test_what_is_typed_back_reads_as_the_same_record(
    rows: list[dict[str, Any]], share: float | None, unit: int
) -> None:
    record = Rows.model_construct(
        rows=tuple(Row.model_construct(**cells) for cells in rows), share=share
    )
    setting = Setting(unit, 2026, {}, frozenset({"pieces"}), 12)
    body = json.loads(json.dumps(typed(record, setting)))
    parsed = parse(Rows, body, setting)
    assert (parsed.record, parsed.problems) == (record, ())


@CALM
@given(st.floats(0, 1, allow_subnormal=False).filter(lambda share: share == 0 or share > 1e-15))
def test_a_share_of_many_digits_comes_back(share: float) -> None:
    text = typed(One.model_construct(share=share), WAN)["share"]
    assert text.endswith("%")
    assert read("share", text) == share


@CALM
@given(FEN, UNITS)
def test_money_comes_back_to_the_fen_in_every_unit(fen: int, unit: int) -> None:
    setting = Setting(yuan_in_unit=unit)
    text = typed(One.model_construct(money=fen), setting)["money"]
    assert "e" not in text.lower()
    assert read("money", text, setting) == fen


@CALM
@given(st.decimals(-(10**9), 10**9, places=2))
def test_an_amount_reads_the_same_however_it_is_written(amount: Any) -> None:
    fen = int(amount * 100)
    for written in (f"{amount}元", f"{amount:,}元", f"¥{amount:,}", f"{amount:f} yuan"):
        assert read("money", written) == fen


def test_a_record_is_typed_as_a_person_would() -> None:
    parsed = pacing(
        {
            "targets": [
                {"indicator": SALES, "target": "229.50"},
                {"indicator": PIECES, "target": 7},
            ],
            "own_shares": [{"week": "w1", "share": "0.3333"}],
            "actuals": [{"day": "12/3", "indicator": AUM, "done": "-0.5"}],
        }
    )
    assert typed(parsed.record, setting_of("pacing")) == {
        "scheme": "front-loaded",
        "targets": [{"indicator": SALES, "target": "229.5"}, {"indicator": PIECES, "target": "7"}],
        "own_shares": [{"week": "w1", "share": "33.33%"}],
        "actuals": [{"day": "2026-12-03", "indicator": AUM, "done": "-0.5"}],
    }


def test_the_kinds_of_a_record() -> None:
    assert kinds_of(One) == {
        "money": "money",
        "count": "count",
        "share": "share",
        "day": "day",
        "text": "text",
        "long": "long_text",
        "yes": "yes",
    }
    assert kinds_of(chapter("pacing").record)["scheme"] == "choice"
    assert "targets" not in kinds_of(chapter("pacing").record)


def test_readers_alone_read_with_nothing_set() -> None:
    assert pydantic.TypeAdapter(Money).validate_python("229") == 22_900
    assert pydantic.TypeAdapter(Day).validate_python("1/5") == dt.date(2000, 1, 5)
