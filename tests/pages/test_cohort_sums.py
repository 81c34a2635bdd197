"""The cohort in sums: the fictitious cohort's own figures, added up by hand here."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from workbook import chapters
from workbook.book import samples
from workbook.chapters.action_plan.tool import OUTCOMES
from workbook.chapters.shared.tool import FEWEST
from workbook.pages.cohort import Cohort, open_cohort, sums
from workbook.pages.cohort.sums import summed


@pytest.fixture(scope="module")
def cohort() -> Cohort:
    return open_cohort(samples.COHORT, samples.MONTH, today=samples.TODAY, language="en")


@pytest.mark.slow
def test_every_chapter_has_its_line_in_the_order_of_the_course(cohort: Cohort) -> None:
    table = sums.by_chapter(cohort.members)
    assert len(table) == len(chapters.names())
    assert table["chapter"].is_unique
    for name, row in zip(chapters.names(), table.to_dict("records"), strict=True):
        begun = [each for one in cohort.members for each in one.begun if each.chapter == name]
        assert row["begun"] == len(begun), name
        assert begun, name
        assert row["must_people"] == sum(each.counts["must"] > 0 for each in begun), name
        shares = sorted(each.completeness for each in begun if each.completeness is not None)
        if name == chapters.day_list():  # it makes itself
            assert not shares
        else:
            assert shares[0] <= row["middle"] <= shares[-1], name
        rules = Counter(rule for each in begun for rule in {card.rule for card in each.cards})
        assert rules[row["common"]] == max(rules.values(), default=0), name


def test_a_chapter_that_nobody_has_begun_has_no_middle() -> None:
    table = sums.by_chapter([])
    assert list(table["begun"]) == [0] * len(chapters.names())
    assert table["middle"].isna().all()
    assert set(table["common"]) == {""}


@pytest.mark.slow
def test_the_stages_add_up_to_the_imported_books(cohort: Cohort) -> None:
    books = [one.book for one in cohort.members if one.book is not None]
    expected = sum(len(book.customers().get("customers", ())) for book in books)
    table = summed(cohort.members, "stages")
    assert table["customers"].sum() == expected
    assert list(table["stage"]) == ["prospect", "new_value", "stable", "at_risk", "win_back"]
    assert (table["signalled"] <= table["customers"]).all()
    assert (table["managers"] >= FEWEST).all()


@pytest.mark.slow
def test_too_few_managers_make_no_sum(cohort: Cohort) -> None:
    few = [one for one in cohort.members if one.trainee.id in ("chen-jie", "xu-yan")]
    for name in ("stages", "signals", "plans"):
        assert summed(few, name).empty
        assert list(summed(few, name).columns) == list(summed(cohort.members, name).columns)


def test_nobody_at_all_makes_empty_tables() -> None:
    names = ("stages", "signals", "plans", "reasons", "totals")
    for table in (*(summed([], name) for name in names), sums.shared_findings([])):
        assert table.empty
        assert len(table.columns) >= 3


def test_signals_stand_with_the_most_frequent_first(cohort: Cohort) -> None:
    table = summed(cohort.members, "signals")
    assert list(table["customers"]) == sorted(table["customers"], reverse=True)
    assert table["signal"].is_unique


def test_the_plans_of_this_week_and_the_last(cohort: Cohort) -> None:
    table = summed(cohort.members, "plans").set_index("plan_week")
    assert list(table.index) == ["2026-W50", "2026-W49"]
    counted = Counter(
        line.outcome or "open"
        for one in cohort.members
        if one.book is not None
        for line in one.book.desk("action_plan").record.lines
    )
    for outcome in OUTCOMES:
        assert table.loc["2026-W50", f"lines_{outcome}"] == counted[outcome], outcome


def test_no_customer_stands_on_the_coachs_sums(cohort: Cohort) -> None:
    ids = {
        customer
        for one in cohort.members
        if one.book is not None
        for customer in one.book.customers().get("customers", {}).get("id", ())
    }
    for cell in (cohort.stages, cohort.signals, cohort.plans, cohort.reasons, cohort.chapters):
        words = set(cell().exhibit.text.split())
        assert not words & ids


def test_the_page_speaks_its_language(cohort: Cohort) -> None:
    one = replace(cohort, language="zh-Hant")
    for cell in (one.stages, one.signals, one.plans, one.reasons, one.chapters):
        text = cell().exhibit.text
        for key in ("at_risk", "turnover_falling", "plan_week", "lines_done", "not_granted"):
            assert key not in text
