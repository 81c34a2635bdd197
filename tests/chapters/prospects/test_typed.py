from __future__ import annotations

import pytest

from workbook.chapters.prospects import TOOL
from workbook.chapters.prospects.records import Reserve
from workbook.domain.fields import parse

from .desks import ACCOUNTS, NOVEMBER, SALES, WAN, bank, day, pack

READ = TOOL.setting(pack(), bank(), NOVEMBER)


def test_what_is_typed_is_read_in_the_banks_unit_and_the_months_year() -> None:
    typed = [
        {"customer": "A1", "indicator": SALES, "amount": "20", "next_contact": "11/18"},
        {"customer": "A2", "indicator": ACCOUNTS, "amount": "2"},
    ]
    money, pieces = parse(Reserve, {"prospects": typed}, READ).record.prospects
    assert (money.amount, money.next_contact) == (20 * WAN, day("11-18"))
    assert pieces.amount == 2


@pytest.mark.parametrize(
    ("field", "key", "label"),
    [
        ("indicator", ACCOUNTS, bank().indicators[ACCOUNTS].label),
        ("status", "won", pack().statuses["won"].label),
        ("gender", "female", pack().genders["female"].label),
        ("performance", "loss", pack().performances["loss"].label),
        ("mood", "calm", pack().moods["calm"].label),
        ("flag", "leaving", pack().flags["leaving"].label),
    ],
)
def test_what_is_chosen_is_read_by_its_label_and_nothing_else(
    field: str, key: str, label: str
) -> None:
    row = {"customer": "A1", "indicator": SALES, "amount": "1"}
    read = parse(Reserve, {"prospects": [{**row, field: label}]}, READ)
    assert (getattr(read.record.prospects[0], field), read.problems) == (key, ())
    wrong = parse(Reserve, {"prospects": [{**row, field: "no such choice"}]}, READ)
    assert [problem.kind for problem in wrong.problems] == ["not_in_list"]
