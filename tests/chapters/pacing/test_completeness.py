from __future__ import annotations

import pytest

from workbook.chapters.pacing.rules import completeness

from .desks import PIECES, SALES, reserve, reserve_desk, sheet

ALWAYS = {
    "reaction": "try_pacing", "targets": [(SALES, 229)], "answer": "137.4",
    "try_customer": "K1", "try_by": "11-20",
}  # fmt: skip
LINKED = reserve_desk(reserve({}))


def test_an_empty_worksheet_is_not_filled_in_at_all() -> None:
    assert completeness(sheet("10-26")) == 0
    assert completeness(sheet("11-20")) == 0


def test_before_the_month_five_parts_are_due() -> None:
    assert completeness(sheet("10-26", prospects=LINKED, **ALWAYS)) == 1
    for part in ("reaction", "answer", "try_customer", "try_by"):
        less = {name: value for name, value in ALWAYS.items() if name != part}
        assert completeness(sheet("10-26", prospects=LINKED, **less)) == pytest.approx(4 / 5)


def test_without_a_target_its_prospects_are_missing_too() -> None:
    body = {**ALWAYS, "targets": []}
    assert completeness(sheet("10-26", prospects=LINKED, **body)) == pytest.approx(3 / 5)


def test_prospects_count_by_indicator_whatever_became_of_them() -> None:
    body = {**ALWAYS, "targets": [(SALES, 229), (PIECES, 7)]}
    lost = reserve_desk(reserve({"status": "lost"}))
    assert completeness(sheet("10-26", prospects=lost, **body)) == pytest.approx(4.5 / 5)
    other = reserve_desk(reserve({"indicator": "policies"}))
    assert completeness(sheet("10-26", prospects=other, **body)) == pytest.approx(4 / 5)
    assert completeness(sheet("10-26", **body)) == pytest.approx(4 / 5)


def test_within_the_month_actuals_and_activity_are_due() -> None:
    done = {**ALWAYS, "actuals": [("11-02", SALES, 100)], "activity": [("11-02", 9, 3, 1)]}
    bare = {**ALWAYS, "actuals": [("11-02", SALES, 100)]}
    assert completeness(sheet("11-02", prospects=LINKED, **ALWAYS)) == 1
    assert completeness(sheet("11-03", prospects=LINKED, **done)) == 1
    assert completeness(sheet("11-03", prospects=LINKED, **bare)) == pytest.approx(6 / 7)
    later = {**bare, "activity": [("11-04", 9, 3, 1)]}
    assert completeness(sheet("11-03", prospects=LINKED, **later)) == pytest.approx(6 / 7)
    assert completeness(sheet("11-04", prospects=LINKED, **later)) == 1
    assert completeness(sheet("11-05", prospects=LINKED, **done)) == 1
    assert completeness(sheet("11-06", prospects=LINKED, **done)) == pytest.approx(6 / 7)


def test_after_the_month_its_last_days_have_to_be_on_record() -> None:
    body = {**ALWAYS, "try_by": "2026-12-20", "activity": [("11-02", 9, 3, 1)]}
    recorded = {**body, "actuals": [("11-26", SALES, 229)]}
    missing = {**body, "actuals": [("11-25", SALES, 229)]}
    assert completeness(sheet("12-10", prospects=LINKED, **recorded)) == 1
    assert completeness(sheet("12-10", prospects=LINKED, **missing)) == pytest.approx(6 / 7)


def test_help_is_due_while_the_pressure_is_high() -> None:
    body = {
        **ALWAYS, "actuals": [("11-18", SALES, 1)], "activity": [("11-02", 9, 3, 1)],
    }  # fmt: skip
    assert completeness(sheet("11-20", prospects=LINKED, **body)) == pytest.approx(7 / 8)
    asked = {**body, "helps": [("leads",)]}
    assert completeness(sheet("11-20", prospects=LINKED, **asked)) == 1


def test_how_the_try_went_is_due_once_its_day_is_over() -> None:
    body = {**ALWAYS, "try_by": "10-27"}
    assert completeness(sheet("10-27", prospects=LINKED, **body)) == 1
    assert completeness(sheet("10-28", prospects=LINKED, **body)) == pytest.approx(5 / 6)
    told = {**body, "tried": "she asked for the figures"}
    assert completeness(sheet("10-28", prospects=LINKED, **told)) == 1
