"""Months, the calendar, the four weeks, and the file in which a bank adds a year."""

from __future__ import annotations

import pickle
import re
import time
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.domain.calendar import (
    Calendar,
    Month,
    add_working_days,
    four_weeks,
    load_calendar,
    week_of,
    working_days,
    working_days_between,
)
from workbook.errors import BadInput, ContentError, WorkbookError, sentences

EVERY_MONTH = [Month(year, number) for year in range(2004, 2027) for number in range(1, 13)]
WEEKDAYS_ONLY = Calendar({}, frozenset(), {})
JUNE, AUGUST = Month(2026, 6), Month(2026, 8)  # they begin on a Monday and on a Saturday


@pytest.fixture(autouse=True)
def _no_calendar_of_the_bank(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORKBOOK_CALENDAR", raising=False)


@pytest.fixture
def calendar() -> Calendar:
    return load_calendar()


def working_only(month: Month, worked: Iterable[int]) -> Calendar:
    """A calendar in which exactly these days of ``month`` are worked."""
    days = {month.first.replace(day=number) for number in worked}
    return Calendar({day: "off" for day in month.days if day not in days}, frozenset(days), {})


def numbers(weeks: Iterable[Iterable[date]]) -> list[list[int]]:
    return [[day.day for day in week] for week in weeks]


def sizes(month: Month, calendar: Calendar) -> list[int]:
    return [len(week) for week in four_weeks(month, calendar)]


# -- months ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2026-12", Month(2026, 12)),
        ("2004-01", Month(2004, 1)),
        ("2009-09", Month(2009, 9)),
        ("2010-10", Month(2010, 10)),
        ("2099-12", Month(2099, 12)),
    ],
)
def test_a_month_is_read_and_written_alike(text: str, month: Month) -> None:
    assert Month.parse(text) == month
    assert str(month) == text


@pytest.mark.parametrize(
    "text",
    [
        "2026-13",
        "2026-00",
        "2026-1",
        "2026/12",
        "202612",
        "26-12",
        "2003-12",
        "2100-01",
        "",
        "十二月",
        "2026-12-01",
        "２０２６-１２",
        "-2026-12",
        "<script>",
        "2026-1x",
        "2026-12\n",
        " 2026-12",
    ],
)
def test_what_is_no_month_is_refused_with_the_remedy(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        Month.parse(text)
    assert str(refused.value) == (
        f"“{text}”不是 2004-01 至 2099-12 之间的月份。"
        "请写四位年份、半角连字符和两位月份，例如 2026-12。"
        f" / “{text}” is not a month from 2004-01 to 2099-12. "
        "Write the year in four digits, a hyphen and the month in two, e.g. 2026-12."
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [("8" * 20, "8" * 20), ("8" * 21, "8" * 20 + "…"), ("9" * 9999, "9" * 20 + "…")],
)
def test_a_long_text_is_quoted_only_at_its_beginning(text: str, shown: str) -> None:
    with pytest.raises(BadInput) as refused:
        Month.parse(text)
    assert str(refused.value).startswith(f"“{shown}”不是")


def test_a_parameter_that_arrived_as_a_number_is_refused_in_words() -> None:
    arrived: Any = 202612
    with pytest.raises(BadInput, match="“202612” is not a month"):
        Month.parse(arrived)


def test_a_month_knows_its_days_and_its_neighbours() -> None:
    february = Month.of(date(2028, 2, 14))
    assert (february.first, february.last) == (date(2028, 2, 1), date(2028, 2, 29))
    assert february.days == tuple(date(2028, 2, number) for number in range(1, 30))
    assert (february.previous, february.next) == (Month(2028, 1), Month(2028, 3))


def test_months_go_on_over_the_turn_of_the_year_and_of_the_range() -> None:
    assert Month(2026, 12).next == Month(2027, 1)
    assert Month(2027, 1).previous == Month(2026, 12)
    assert (str(Month(2004, 1).previous), str(Month(2099, 12).next)) == ("2003-12", "2100-01")
    assert str(Month(987, 6)) == "0987-06"


def test_months_sort_by_time_and_serve_as_keys() -> None:
    assert sorted([Month(2027, 1), Month(2026, 2), Month(2026, 12)]) == [
        Month(2026, 2),
        Month(2026, 12),
        Month(2027, 1),
    ]
    assert {Month(2026, 12): "here"}[Month.parse("2026-12")] == "here"


# -- the calendar ---------------------------------------------------------------------------------


@pytest.mark.parametrize("year", range(2004, 2027))
def test_every_day_agrees_with_chinesecalendar(year: int, calendar: Calendar) -> None:
    days = [day for number in range(1, 13) for day in Month(year, number).days]
    assert [calendar.is_working(day) for day in days] == [
        chinese_calendar.is_workday(day) for day in days
    ]
    assert calendar.standing(year) == "official"


def test_every_holiday_of_2026_has_the_name_that_chinesecalendar_gives_it(
    calendar: Calendar,
) -> None:
    for day in (day for number in range(1, 13) for day in Month(2026, number).days):
        named = chinese_calendar.get_holiday_detail(day)[1]
        expected = chinese_calendar.Holiday(named).chinese if named else None
        off = not calendar.is_working(day)
        assert (calendar.holiday_name(day) or "").startswith(expected or "") or not off
        assert (calendar.holiday_name(day) is None) == (expected is None or not off)


def test_holidays_have_chinese_names_in_every_year(calendar: Calendar) -> None:
    assert calendar.holiday_name(date(2026, 4, 5)) == "清明节"
    assert (
        calendar.holiday_name(date(2015, 9, 3))
        == "中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日"
    )
    assert calendar.holiday_name(date(2026, 4, 7)) is None


def test_a_moment_counts_as_its_day(calendar: Calendar) -> None:
    morning = datetime(2026, 10, 1, 9, tzinfo=UTC)
    assert not calendar.is_working(morning)
    assert calendar.holiday_name(morning) == "国庆节"
    assert week_of(morning.replace(day=8), four_weeks(Month(2026, 10), calendar)) == 1
    assert working_days_between(morning, morning.replace(day=8, hour=1), calendar) == (
        date(2026, 10, 8),
    )
    assert add_working_days(morning, 1, calendar) == date(2026, 10, 8)


def test_2027_is_unknown_and_has_its_weekdays(calendar: Calendar) -> None:
    assert calendar.standing(2027) == "unknown"
    assert calendar.standing(2003) == "unknown"
    month = Month(2027, 10)
    assert working_days(month, calendar) == tuple(d for d in month.days if d.weekday() <= 4)


def test_the_calendar_is_made_once_and_travels(calendar: Calendar) -> None:
    assert load_calendar() is calendar
    copy = pickle.loads(pickle.dumps(calendar))
    assert copy == calendar
    assert hash(copy) == hash(calendar)


# -- working days ---------------------------------------------------------------------------------


def test_working_days_of_a_month_with_holidays_and_a_make_up_saturday(calendar: Calendar) -> None:
    expected = [8, 9, 10, 12, 13, 14, 15, 16, 19, 20, 21, 22, 23, 26, 27, 28, 29, 30]
    assert working_days(Month(2026, 10), calendar) == tuple(date(2026, 10, n) for n in expected)


def test_working_days_between_includes_both_ends(calendar: Calendar) -> None:
    friday, tuesday = date(2026, 11, 6), date(2026, 11, 10)
    assert working_days_between(friday, tuesday, calendar) == (
        friday,
        date(2026, 11, 9),
        tuesday,
    )
    assert working_days_between(friday, friday, calendar) == (friday,)
    assert working_days_between(tuesday, friday, calendar) == ()
    assert working_days_between(date(2026, 10, 1), date(2026, 10, 7), calendar) == ()


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-09-30", 3, "2026-10-10"),
        ("2026-09-30", 4, "2026-10-12"),
        ("2026-10-03", 1, "2026-10-08"),
        ("2026-10-03", 0, "2026-10-03"),
        ("2026-10-08", 0, "2026-10-08"),
        ("2026-10-03", -1, "2026-09-30"),
        ("2026-10-12", -1, "2026-10-10"),
        ("2026-10-12", -4, "2026-09-30"),
        ("2026-11-06", 5, "2026-11-13"),
        ("2026-11-06", -5, "2026-10-30"),
    ],
)
def test_counting_on_and_back(start: str, count: int, end: str, calendar: Calendar) -> None:
    assert add_working_days(date.fromisoformat(start), count, calendar) == date.fromisoformat(end)


@pytest.mark.parametrize(("day", "count"), [(date.max, 1), (date.min, -1)])
def test_counting_out_of_all_calendars_is_refused(day: date, count: int) -> None:
    with pytest.raises(BadInput) as refused:
        add_working_days(day, count, WEEKDAYS_ONLY)
    assert str(refused.value) == (
        f"{day} 起 {count} 个工作日超出日历，请换较近的日期。 / "
        f"{count} working days from {day} are beyond the calendar. Choose a nearer date."
    )


@given(st.dates(date(2004, 2, 1), date(2027, 12, 1)), st.integers(1, 60))
def test_counting_on_agrees_with_the_list_of_days(start: date, count: int) -> None:
    calendar = load_calendar()
    end = add_working_days(start, count, calendar)
    between = working_days_between(start + timedelta(days=1), end, calendar)
    assert (len(between), between[-1]) == (count, end)
    back = add_working_days(end, -count, calendar)
    assert back <= start
    assert back == start or not calendar.is_working(start)


# -- the four weeks -------------------------------------------------------------------------------


def test_every_month_of_2004_to_2026_has_four_weeks(calendar: Calendar) -> None:
    for month in EVERY_MONTH:
        weeks = four_weeks(month, calendar)
        assert len(weeks) == 4, month
        assert all(weeks), month
        assert tuple(chain(*weeks)) == working_days(month, calendar), month


def test_all_months_together_take_well_under_a_second(calendar: Calendar) -> None:
    begun = time.process_time()
    for month in EVERY_MONTH:
        four_weeks(month, calendar)
    assert time.process_time() - begun < 0.5


def test_october_2026_opens_after_the_holiday_with_three_days(calendar: Calendar) -> None:
    assert numbers(four_weeks(Month(2026, 10), calendar)) == [
        [8, 9, 10],  # Thursday, Friday, make-up Saturday
        [12, 13, 14, 15, 16],
        [19, 20, 21, 22, 23],
        [26, 27, 28, 29, 30],
    ]


def test_february_2026_has_three_natural_weeks_of_which_the_largest_is_halved(
    calendar: Calendar,
) -> None:
    assert numbers(four_weeks(Month(2026, 2), calendar)) == [
        [2, 3, 4, 5, 6],
        [9, 10, 11],
        [12, 13, 14],  # with the make-up Saturday; 16 to 22 has no working day
        [24, 25, 26, 27, 28],
    ]


def test_the_weeks_of_2026(calendar: Calendar) -> None:
    assert [sizes(Month(2026, number), calendar) for number in range(1, 13)] == [
        [6, 5, 5, 5],  # 1 5 5 5 5: Sunday the 4th is a make-up day of its own natural week
        [5, 3, 3, 5],  # 5 6 5
        [5, 5, 5, 7],  # 5 5 5 5 2
        [7, 5, 5, 4],  # 3 4 5 5 4
        [4, 5, 5, 5],
        [5, 5, 4, 7],  # 5 5 4 5 2
        [8, 5, 5, 5],  # 3 5 5 5 5
        [5, 5, 5, 6],  # 5 5 5 5 1
        [4, 5, 6, 7],  # 4 5 6 4 3: Sunday the 20th is a make-up day
        [3, 5, 5, 5],
        [5, 5, 5, 6],  # 5 5 5 5 1
        [4, 5, 5, 9],  # 4 5 5 5 4: a tie, the later pair
    ]


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        (Month(2008, 2), [3, 5, 5, 5]),  # 3 2 3 5 5: the second and third, not the first two
        (Month(2018, 2), [2, 6, 3, 6]),  # 2 6 3 3 3
        (Month(2017, 2), [2, 5, 5, 7]),  # 2 5 5 5 2
        (Month(2016, 2), [6, 1, 5, 6]),  # 6 1 5 5 1
    ],
)
def test_months_of_the_past(month: Month, expected: list[int], calendar: Calendar) -> None:
    assert sizes(month, calendar) == expected


@pytest.mark.parametrize(
    ("month", "worked", "expected"),
    [
        pytest.param(
            JUNE,
            [1, 2, 8, 9, 15, 16, 22, 23, 29, 30],
            [[1, 2], [8, 9], [15, 16], [22, 23, 29, 30]],
            id="every pair ties: the last two become one",
        ),
        pytest.param(
            JUNE,
            [1, 2, 3, 4, 8, 9, 15, 16, 22, 23, 24, 25, 29],
            [[1, 2, 3, 4], [8, 9, 15, 16], [22, 23, 24, 25], [29]],
            id="the smallest pair is not the smallest week with a neighbour",
        ),
        pytest.param(
            AUGUST,
            [1, 3, 4, 5, 6, 7, 10, 11, 12, 13, 14, 17, 18, 19, 24, 25, 26, 31],
            [[1, 3, 4, 5, 6, 7], [10, 11, 12, 13, 14], [17, 18, 19], [24, 25, 26, 31]],
            id="six natural weeks: 26 and 31 first, then 1 and 3",
        ),
        pytest.param(
            AUGUST,
            [1, 3, 10, 17, 24, 31],
            [[1], [3], [10, 17], [24, 31]],
            id="six of one day: after the last two, the next later pair of two",
        ),
        pytest.param(
            JUNE,
            [1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 15, 16, 17],
            [[1, 2, 3], [4, 5], [8, 9, 10, 11, 12], [15, 16, 17]],
            id="two largest: the earlier is halved, the odd day goes to its first half",
        ),
        pytest.param(
            JUNE,
            [2, 8, 9, 10, 11, 16],
            [[2], [8, 9], [10, 11], [16]],
            id="the largest in the middle",
        ),
        pytest.param(
            JUNE,
            [8, 9, 10, 11, 22, 23, 24, 25],
            [[8, 9], [10, 11], [22, 23], [24, 25]],
            id="two natural weeks are each halved",
        ),
        pytest.param(
            JUNE,
            [8, 9, 10, 11, 12],
            [[8], [9], [10], [11, 12]],
            id="one natural week, halved three times",
        ),
        pytest.param(JUNE, [6, 7, 8, 15, 22], [[6, 7], [8], [15], [22]], id="Sunday ends a week"),
        pytest.param(JUNE, [2, 9], [[2], [], [], [9]], id="too few days for four weeks"),
        pytest.param(JUNE, [], [[], [], [], []], id="no day at all"),
    ],
)
def test_weeks_are_merged_and_halved_by_the_rule(
    month: Month, worked: list[int], expected: list[list[int]]
) -> None:
    assert numbers(four_weeks(month, working_only(month, worked))) == expected


@given(
    st.builds(Month, st.integers(2004, 2099), st.integers(1, 12)),
    st.sets(st.integers(1, 28), min_size=4),
)
def test_any_four_days_or_more_make_four_weeks(month: Month, worked: set[int]) -> None:
    weeks = four_weeks(month, working_only(month, worked))
    assert len(weeks) == 4
    assert all(weeks)
    assert list(chain(*numbers(weeks))) == sorted(worked)
    natural = {day.isocalendar()[:2] for week in weeks for day in week}
    parts = sum(len({day.isocalendar()[:2] for day in week}) for week in weeks)
    # Of four natural weeks or more none is torn; of fewer none is joined to another.
    assert parts == max(len(natural), 4)


def test_the_week_of_a_day(calendar: Calendar) -> None:
    weeks = four_weeks(Month(2026, 2), calendar)
    asked = [1, 2, 6, 7, 11, 12, 14, 20, 24, 28]
    assert [week_of(date(2026, 2, number), weeks) for number in asked] == [
        *(None, 1, 1, None, 2, 3, 3, None, 4, 4)
    ]
    assert week_of(date(2026, 3, 2), weeks) is None


# -- the bank's own file --------------------------------------------------------------------------

OWN_2027 = """\
years:
  2027:
    standing: provisional
    source: the bank's own guess
    holidays:
      2027-10-01: 国庆节
      2027-10-04: 国庆节
      2027-10-31: National Day, once more
    working: [2027-10-09, "2027-10-10"]
"""


def changed(old: str, new: str) -> str:
    assert OWN_2027.count(old) == 1
    return OWN_2027.replace(old, new)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.yaml"
    path.write_text(OWN_2027, encoding="utf-8")
    return path


def test_a_bank_adds_2027(own: Path) -> None:
    calendar = load_calendar(own)
    assert calendar.standing(2027) == "provisional"
    assert numbers([working_days(Month(2027, 10), calendar)[:7]]) == [[5, 6, 7, 8, 9, 10, 11]]
    assert calendar.holiday_name(date(2027, 10, 31)) == "National Day, once more"
    assert [calendar.standing(year) for year in (2004, 2026)] == ["official"] * 2
    assert working_days(Month(2026, 10), calendar) == working_days(Month(2026, 10), load_calendar())


def test_a_year_of_the_bank_replaces_the_whole_year(own: Path) -> None:
    text = OWN_2027.replace("2027", "2026").replace("provisional", "official")
    own.write_text(text.replace("[2026-10-09, ", "[2026-10-17, "), encoding="utf-8-sig")
    calendar = load_calendar(own)
    assert calendar.standing(2026) == "official"
    assert calendar.holiday_name(date(2026, 1, 1)) is None
    assert numbers([working_days(Month(2026, 10), calendar)[:7]]) == [[2, 5, 6, 7, 8, 9, 10]]
    assert not calendar.is_working(date(2026, 2, 14))
    assert calendar.is_working(date(2026, 10, 17))
    assert not calendar.is_working(date(2025, 10, 1))
    assert calendar.is_working(date(2025, 10, 11))


def test_the_environment_names_the_file_unless_the_caller_does(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBOOK_CALENDAR", str(own))
    assert load_calendar().standing(2027) == "provisional"
    empty = tmp_path / "empty.yaml"
    empty.write_text("years: {}", encoding="utf-8")
    assert load_calendar(empty).standing(2027) == "unknown"
    monkeypatch.setenv("WORKBOOK_CALENDAR", "")
    assert load_calendar().standing(2027) == "unknown"


def test_a_source_may_take_several_lines(own: Path) -> None:
    own.write_text(changed("the bank's own guess", "|\n      one\n      two"), encoding="utf-8")
    assert load_calendar(own).standing(2027) == "provisional"


def test_the_mark_that_windows_puts_before_utf8_does_not_count_as_a_column(own: Path) -> None:
    own.write_text("hello", encoding="utf-8-sig")
    with pytest.raises(ContentError, match=re.escape(f"{own}:1:1: 应为“键: 值”")):
        load_calendar(own)


def test_a_changed_file_counts_at_once(own: Path) -> None:
    assert load_calendar(own).standing(2027) == "provisional"
    own.write_text(OWN_2027.replace("provisional", "official"), encoding="utf-8")
    assert load_calendar(own).standing(2027) == "official"


YAML_REMEDY = ". Follow the shipped workdays.yaml and save as UTF-8."
DAY = "Expected a day of 2027, like 2027-01-31."
PAIRS = "Expected “key: value”, or {} for none."
NAME = "Expected a few words."
STANDING = "Write official or provisional."
YEAR = "Expected a year, 2004 to 2099."
TWICE = "stands twice; keep one."
FIELDS = "write exactly these: standing, source, holidays, working."


def not_a_make_up_day(day: str) -> str:
    return f"{day} is a weekday, a holiday or listed twice; list make-up weekends only."


def in_english(error: WorkbookError) -> str:
    return error.told(sentences("en"))


BROKEN = {
    "empty": ("", "1:1: This is not YAML: it is empty" + YAML_REMEDY),
    "an open bracket": (
        "years: {\n",
        "2:1: This is not YAML: expected the node content, but found '<stream end>'" + YAML_REMEDY,
    ),
    "a tab": (
        "years:\n  2027:\n\tx: y",
        "3:1: This is not YAML: found character '\\t' that cannot start any token" + YAML_REMEDY,
    ),
    "a control character": (
        "years:\n  20\x0727:",
        "2:5: This is not YAML: a character is not UTF-8 text" + YAML_REMEDY,
    ),
    "brackets without end": ("[" * 1000, "1:1: This is not YAML: too many brackets" + YAML_REMEDY),
    "a text only": ("hello", f"1:1: {PAIRS}"),
    "years twice": ("years: {}\nyears: {}\n", f"2:1: “years” {TWICE}"),
    "another field": (
        "Years: {}",
        "1:1: Found “Years”; write exactly these: years.",
    ),
    "years as a list": ("years: [2027]", f"1:8: {PAIRS}"),
    "the same year twice": (f"{OWN_2027}  2027: {{}}\n", f"10:3: “2027” {TWICE}"),
    "the year before the first": (changed("  2027:", "  2003:"), f"2:3: {YEAR}"),
    "a year with text": (changed("  2027:", "  2027年:"), f"2:3: {YEAR}"),
    "a year of lists": (changed("  2027:", "  [2027]:"), f"2:3: {YEAR}"),
    "a year without a table": ("years:\n  2027:\n", f"2:7: {PAIRS}"),
    "a field too few": (
        "years:\n  2027:\n    standing: official\n    source: x\n",
        f"3:5: Found “standing, source”; {FIELDS}",
    ),
    "a field too many": (
        changed("    source:", "    by: me\n    source:"),
        f"3:5: Found “standing, by, source, holidays, working”; {FIELDS}",
    ),
    "a field twice": (
        changed("    source:", "    standing: official\n    source:"),
        f"4:5: “standing” {TWICE}",
    ),
    "a standing of its own": (changed("provisional", "unknown"), f"3:15: {STANDING}"),
    "half a standing": (changed("provisional", "official|"), f"3:15: {STANDING}"),
    "a standing in a list": (changed("provisional", "[official]"), f"3:15: {STANDING}"),
    "no source": (changed("the bank's own guess", '" "'), f"4:13: {NAME}"),
    "a source in a list": (changed("the bank's own guess", "[x]"), f"4:13: {NAME}"),
    "a name in a mapping": (changed("2027-10-04: 国庆节", "2027-10-04: {a: b}"), f"7:19: {NAME}"),
    "holidays as a list": (
        "years: {2027: {standing: official, source: x, holidays: [2027-01-01], working: []}}",
        f"1:57: {PAIRS}",
    ),
    "a holiday without a name": (changed("2027-10-04: 国庆节", "2027-10-04:"), f"7:17: {NAME}"),
    "a holiday twice": (changed("2027-10-04", "2027-10-01"), f"7:7: “2027-10-01” {TWICE}"),
    "a day that is none": (changed("2027-10-04", "2027-02-29"), f"7:7: {DAY}"),
    "a day of another year": (changed("2027-10-04", "2026-10-04"), f"7:7: {DAY}"),
    "a day in another form": (changed("2027-10-04", "20271004"), f"7:7: {DAY}"),
    "a day that is short": (changed("2027-10-04", "2027-10-4"), f"7:7: {DAY}"),
    "a moment": (changed("2027-10-09", "2027-10-09 10:00:00"), f"9:15: {DAY}"),
    "make-up days as a mapping": (
        changed('[2027-10-09, "2027-10-10"]', "{2027-10-09: x}"),
        "9:14: Expected a list of dates, or [].",
    ),
    "a make-up Friday": (
        changed("2027-10-09", "2027-10-08"),
        "9:15: " + not_a_make_up_day("2027-10-08"),
    ),
    "a make-up day that is a holiday": (
        changed('"2027-10-10"', "2027-10-31"),
        "9:27: " + not_a_make_up_day("2027-10-31"),
    ),
    "a make-up day twice": (
        changed("2027-10-09", "2027-10-10"),
        "9:27: " + not_a_make_up_day("2027-10-10"),
    ),
}


@pytest.mark.parametrize(("text", "message"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_file_says_where_what_and_the_remedy(own: Path, text: str, message: str) -> None:
    own.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        load_calendar(own)
    assert in_english(refused.value) == f"{own}:{message}"
    assert re.fullmatch(f"{re.escape(str(own))}:[0-9]+:[0-9]+: .+。 / .+\\.", str(refused.value))


def month_of_holidays(number: int, kept: int) -> str:
    """A file for 2027 that leaves ``kept`` working days of the month."""
    days = [day for day in Month(2027, number).days if day.weekday() < 5][kept:]
    lines = "".join(f"      {day}: long\n" for day in days)
    head = (
        "years:\n  2027:\n    standing: official\n    source: x\n    working: []\n    holidays:\n"
    )
    return head + lines


@pytest.mark.parametrize("number", [1, 12])
def test_a_month_must_keep_four_working_days(own: Path, number: int) -> None:
    own.write_text(month_of_holidays(number, kept=4), encoding="utf-8")
    assert sizes(Month(2027, number), load_calendar(own)) == [1, 1, 1, 1]
    own.write_text(month_of_holidays(number, kept=3), encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        load_calendar(own)
    assert str(refused.value) == (
        f"{own}:2:3: 2027-{number:02} 的工作日不足四天，请检查。"
        f" / 2027-{number:02} keeps fewer than 4 working days; check it."
    )


def test_a_file_in_the_encoding_of_chinese_windows_is_refused_at_its_first_such_byte(
    own: Path,
) -> None:
    own.write_bytes(OWN_2027.encode("gb18030"))
    with pytest.raises(ContentError) as refused:
        load_calendar(own)
    why = "a character is not UTF-8 text"
    assert in_english(refused.value) == f"{own}:6:19: This is not YAML: {why}{YAML_REMEDY}"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "missing.yaml"
    with pytest.raises(ContentError) as refused:
        load_calendar(missing)
    assert str(refused.value) == (
        f"{missing}:1:1: 读不了这份日历（No such file or directory），"
        "请检查 WORKBOOK_CALENDAR 写的路径。"
        " / Cannot read this calendar (No such file or directory); check WORKBOOK_CALENDAR."
    )


pieces = st.sampled_from(
    [*OWN_2027.splitlines(keepends=True), "{", "]", "- ", "? ", "\x00", "!!x "]
)


@given(content=st.binary(max_size=60) | st.lists(pieces).map(lambda parts: "".join(parts).encode()))
def test_whatever_the_file_holds_is_a_calendar_or_a_place_in_it(
    content: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(content)
    problem = problem_in(path)
    assert problem is None or re.match(
        re.escape(str(path)) + r":[1-9]\d*:[1-9]\d*: .+ / .+", problem
    )


def problem_in(path: Path) -> str | None:
    try:
        load_calendar(path)
    except ContentError as refused:
        return str(refused)
    return None
