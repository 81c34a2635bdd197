from __future__ import annotations

from workbook.chapters.prospects.rules import left_over, roll_over, rolled_over
from workbook.domain.calendar import Month

from .desks import PREMIUM, day, prospect, reserve, sheet

OCTOBER, SEPTEMBER = Month(2026, 10), Month(2026, 9)


def test_open_prospects_of_the_month_before_are_offered() -> None:
    earlier = reserve({}, {"status": "won"}, {"status": "paused"}, {"flag": "do_not_contact"})
    desk = sheet(earlier=[(OCTOBER, earlier)])
    assert [(month, one.customer) for month, one in left_over(desk)] == [
        (OCTOBER, "K0"),
        (OCTOBER, "K3"),
    ]


def test_who_is_in_this_month_already_is_not_offered_again() -> None:
    earlier = reserve({"customer": "A1"}, {"customer": "A1", "indicator": PREMIUM})
    desk = sheet({"customer": "A1", "status": "lost"}, earlier=[(OCTOBER, earlier)])
    assert [one.indicator for _, one in left_over(desk)] == [PREMIUM]


def test_only_the_latest_earlier_month_is_looked_at() -> None:
    earlier = [(OCTOBER, reserve({"customer": "A1"})), (SEPTEMBER, reserve({"customer": "A2"}))]
    assert [one.customer for _, one in left_over(sheet(earlier=earlier))] == ["A1"]


def test_what_is_offered_keeps_all_but_a_contact_that_has_passed() -> None:
    one = prospect(next_contact="2026-11-10", attempts=2, talked="12/1", chance=0.3)
    offered = roll_over(one, day("11-11"))
    assert offered.next_contact is None
    assert offered.model_copy(update={"next_contact": one.next_contact}) == one
    for still_to_come in ("2026-11-11", "2026-12-01", None):
        kept = prospect(next_contact=still_to_come)
        assert roll_over(kept, day("11-11")) == kept


def test_rows_are_offered_by_field() -> None:
    earlier = reserve({"next_contact": "2026-10-30"}, {"next_contact": "2026-11-20"})
    desk = sheet(earlier=[(OCTOBER, earlier)])
    (rows,) = rolled_over(desk).values()
    assert list(rolled_over(desk)) == ["prospects"]
    assert [one.next_contact for one in rows] == [None, day("11-20")]


def test_with_nothing_left_nothing_is_offered() -> None:
    assert rolled_over(sheet()) == {}
    assert rolled_over(sheet(earlier=[(OCTOBER, reserve({"status": "lost"}))])) == {}
