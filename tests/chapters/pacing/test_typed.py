from __future__ import annotations

from workbook.chapters.pacing import TOOL
from workbook.chapters.pacing.records import Worksheet
from workbook.domain.calendar import Month
from workbook.domain.fields import parse

from .desks import PIECES, SALES, T229, bank, day, shipped

BODY = {
    "scheme": "week-one",
    "targets": [
        {"indicator": "Investment sales", "target": "229"},
        {"indicator": PIECES, "target": "7"},
    ],
    "own_shares": [
        {"week": "w1", "share": "60%"},
        {"week": "previous_w3", "share": "40%"},
    ],
    "actuals": [{"day": "12/5", "indicator": SALES, "done": "0.5"}],
}


def test_typed_rows_are_read_in_the_banks_unit_and_the_months_year() -> None:
    parsed = parse(Worksheet, BODY, TOOL.setting(shipped(), bank(), Month(2027, 12)))
    record = parsed.record
    assert [(row.indicator, row.target) for row in record.targets] == [(SALES, T229), (PIECES, 7)]
    assert record.actuals[0].day == day("2027-12-05")
    assert record.actuals[0].done == 500_000
    assert record.scheme == "week-one"


def test_only_weeks_that_carry_a_share_can_be_chosen() -> None:
    read = TOOL.setting(shipped(), bank(), Month(2026, 11))
    parsed = parse(Worksheet, BODY, read)
    assert [row.week for row in parsed.record.own_shares] == ["w1"]
    assert [(one.loc, one.kind) for one in parsed.problems] == [
        (("own_shares", 1, "week"), "not_in_list")
    ]
    assert list(read.choices["weeks"]) == ["previous_w4", "w1", "w2", "w3", "w4"]


def test_the_lists_are_those_of_the_template() -> None:
    choices = TOOL.setting(shipped(), bank(), Month(2026, 11)).choices
    assert choices["schemes"] == {key: one.label for key, one in shipped().schemes.items()}
    assert choices["reactions"] == {key: one.label for key, one in shipped().reactions.items()}
    assert choices["weeks"]["w1"] == shipped().weeks["w1"].label
    assert SALES in choices["indicators"]
