from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workbook.chapters.pacing.rules import acting, day_acts, first_plan, horizon, latest_plan
from workbook.chapters.pacing.rules.rates import Acting

from .desks import CALM, NOVEMBER, PIECES, RATES, SALES, bank, calendar, sheet, shipped, worksheet

SHARES = {"previous_w4": 0.2, "w1": 0.4, "w2": 0.25, "w3": 0.15, "w4": 0.0}
PACK_RATES = Acting(3, 5, 0, own=False)


def test_without_records_the_rates_are_the_templates() -> None:
    assert acting(sheet()) == PACK_RATES


def test_own_rates_count_from_enough_meetings_on() -> None:
    few = sheet(activity=[("11-03", 50, 19, 4)])
    assert acting(few) == Acting(3, 5, 19, own=False)
    enough = sheet(activity=[("11-03", 50, 19, 4), ("11-10", 10, 1, 1)])
    assert acting(enough) == Acting(4.0, 3.0, 20, own=True)


def test_earlier_months_count_and_the_future_does_not() -> None:
    earlier = [
        worksheet(activity=[("10-13", 40, 10, 2)]),
        worksheet(activity=[("09-10", 20, 8, 3)]),
    ]
    desk = sheet(activity=[("11-03", 20, 2, 0), ("11-11", 900, 900, 900)], earlier=earlier)
    assert acting(desk) == Acting(4.0, 4.0, 20, own=True)


def test_what_the_records_cannot_say_stays_the_templates() -> None:
    assert acting(sheet(activity=[("11-03", 60, 20, 0)])) == Acting(3, 3.0, 20, own=True)
    assert acting(sheet(activity=[("11-03", 0, 20, 5)])) == Acting(4.0, 5, 20, own=True)


def test_a_template_that_asks_for_no_meetings_divides_by_none() -> None:
    rates = RATES.model_copy(update={"enough_meetings": 0})
    desk = sheet(pack=shipped().model_copy(update={"rates": rates}))
    assert acting(desk) == PACK_RATES
    worked = sheet(pack=desk.pack, activity=[("11-03", 2, 1, 1)])
    assert acting(worked) == Acting(1.0, 2.0, 1, own=True)


def test_deals_meetings_and_calls_of_the_month() -> None:
    plan = latest_plan(sheet(targets=[(SALES, 229)]), SALES)
    acts = day_acts(plan, SALES, PACK_RATES, bank())
    # 229 wan in deals of 15: 15.27, so 16; by week 3.2, 6.4, 4, 2.4
    assert (sum(acts.deals), sum(acts.meetings), sum(acts.calls)) == (16, 48, 240)
    weeks = [sum(acts.deals[start : start + 5]) for start in (0, 5, 10, 15)]
    assert weeks == [3, 7, 4, 2]
    assert acts.deals[:10] == (1, 1, 1, 0, 0, 2, 2, 1, 1, 1)
    assert set(acts.calls[20:]) == {0}


def test_a_whole_number_of_deals_is_not_rounded_up() -> None:
    plan = latest_plan(sheet(targets=[(SALES, 30)]), SALES)
    assert sum(day_acts(plan, SALES, PACK_RATES, bank()).deals) == 2


def test_after_a_replan_the_days_ahead_ask_for_what_is_left() -> None:
    done = [("11-03", SALES, 128)]
    desk = sheet("11-20", targets=[(SALES, 229)], actuals=done, replans=[("11-06",)])
    acts = day_acts(latest_plan(desk, SALES), SALES, PACK_RATES, bank())
    # 101 left: 6.7 deals, so 7, with 21 meetings and 105 calls; 137.4 planned before: 10
    assert [sum(part[10:]) for part in (acts.deals, acts.meetings, acts.calls)] == [7, 21, 105]
    assert [sum(part[:10]) for part in (acts.deals, acts.meetings, acts.calls)] == [10, 30, 150]


def test_pieces_are_deals() -> None:
    plan = latest_plan(sheet(targets=[(PIECES, 7)]), PIECES)
    acts = day_acts(plan, PIECES, Acting(2.5, 1.2, 0, own=False), bank())
    assert acts.deals == plan.amounts
    assert sum(acts.meetings) == 18  # 17.5 rounded up
    assert sum(acts.calls) == 22  # 21.6


def test_decimals_do_not_add_a_call() -> None:
    plan = latest_plan(sheet(targets=[(PIECES, 3)]), PIECES)
    assert sum(day_acts(plan, PIECES, Acting(1.1, 1, 0, own=False), bank()).meetings) == 4
    ten = latest_plan(sheet(targets=[(PIECES, 10)]), PIECES)
    assert sum(day_acts(ten, PIECES, Acting(1.1, 1, 0, own=False), bank()).meetings) == 11


@CALM
@given(st.integers(0, 10**13))
def test_the_days_ask_for_what_the_month_takes(target: int) -> None:
    plan = first_plan(target, SHARES, horizon(NOVEMBER, calendar()))
    acts = day_acts(plan, SALES, PACK_RATES, bank())
    assert sum(acts.deals) == -(-target // 15_000_000)
    assert sum(acts.meetings) == 3 * sum(acts.deals)
    assert len(acts.deals) == len(acts.meetings) == len(acts.calls) == len(plan.days)
