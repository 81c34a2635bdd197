from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.chapters.agenda.records import Contact
from workbook.chapters.agenda.rules import AgendaDesk, listing
from workbook.chapters.shared.context import Mark
from workbook.chapters.shared.day_list import DayLine, Numbers, Pace

from .desks import TODAY, YUAN, day, desk, due, pack, result, words

FALLS = [key for key, kind in pack().kinds.items() if kind.fall]
RISES = [key for key, kind in pack().kinds.items() if kind.rise]
LISTED = [key for key in pack().kinds if key not in ("try", "tried")]


def asked(made: AgendaDesk) -> list[tuple[str, str]]:
    """Customer and kind of each line."""
    return [(one.customer, one.kind) for one in listing(made).lines]


def one_line(made: AgendaDesk) -> DayLine:
    (line,) = listing(made).lines
    return line


# -- order and room -------------------------------------------------------------------------------


def test_a_customer_stands_once_with_the_strongest_reason_and_keeps_the_others() -> None:
    made = desk(due("K1", "dormant"), due("k1", "leaving"), due("K1", "matures"), due("K2", "late"))
    assert asked(made) == [("k1", "leaving"), ("K2", "late")]
    others = [words().text(one) for one in listing(made).lines[0].others]
    assert [one.split(" · ")[0] for one in others] == ["月内到期", "睡眠户"]


def test_of_equal_weight_the_larger_amount_comes_first() -> None:
    small, large = due("K1", "leaving", amount=5), due("K2", "leaving", amount=50)
    assert [who for who, _ in asked(desk(small, large))] == ["K2", "K1"]


def test_the_list_ends_where_the_minutes_do_and_counts_the_rest() -> None:
    made = desk(*(due(f"K{at}", "leaving") for at in range(10)), minutes=30)
    assert len(asked(made)) == 2  # 12 minutes each
    assert listing(made).left == {"no_time": 8}
    assert listing(made).more == tuple(f"K{at}" for at in range(2, 10))


def test_a_short_act_fits_where_a_long_one_does_not() -> None:
    made = desk(due("K1", "leaving"), due("K2", "outflow"), due("K3", "assessment_due"), minutes=18)
    assert asked(made) == [("K1", "leaving"), ("K3", "assessment_due")]


def test_no_minutes_are_no_list() -> None:
    assert listing(desk(due("K1", "leaving"), minutes=0)).lines == ()


@given(st.lists(st.tuples(st.integers(1, 40), st.sampled_from(LISTED)), max_size=60))
def test_there_are_never_more_lines_than_minutes_and_places(pairs: list[tuple[int, str]]) -> None:
    book = [{"id": f"K{at}", "assets": 1, "consent": True} for at in range(1, 41)]
    made = listing(desk(*(due(f"K{at}", kind, amount=10**9) for at, kind in pairs), book=book))
    assert sum(one.minutes for one in made.lines) <= pack().minutes_a_day
    assert len(made.lines) <= pack().most
    named = [one.customer for one in made.lines]
    assert len(set(named)) == len(named)
    weights = [pack().kinds[one.kind].weight for one in made.lines]
    assert weights == sorted(weights, reverse=True)
    assert {*named, *made.more} == {f"K{at}" for at, _ in pairs}


# -- what fits the evidence -----------------------------------------------------------------------


@pytest.mark.parametrize("fall", FALLS)
@pytest.mark.parametrize("rise", RISES)
def test_nothing_about_a_rise_for_somebody_who_fell(fall: str, rise: str) -> None:
    book = [{"id": "K1", "assets": 1, "consent": True}]
    line = one_line(desk(due("K1", rise), due("K1", fall), book=book))
    assert (line.kind, line.others) == (fall, ())
    assert one_line(desk(due("K1", rise), book=book)).kind == rise


@pytest.mark.parametrize(
    ("kind", "yuan"), [("matures_today", 10_000), ("matures_near", 20_000), ("matures", 50_000)]
)
def test_a_small_maturity_takes_no_minutes(kind: str, yuan: int) -> None:
    assert asked(desk(due("K1", kind, amount=yuan * YUAN - 1))) == []
    assert asked(desk(due("K1", kind, amount=yuan * YUAN))) == [("K1", kind)]


def test_a_kind_that_the_template_lacks_is_something_else_and_needs_consent() -> None:
    line = one_line(desk(due("K1", "fees_unpaid")))
    assert line.kind == "other"
    assert line.act == pack().words.ask_consent


def test_evidence_has_amounts_before_and_after() -> None:
    line = one_line(desk(due("K1", "leaving")))
    assert "60.00 万元 → 50.00 万元" in words().text(line.why)


# -- who is left out ------------------------------------------------------------------------------


@pytest.mark.parametrize("flag", ["do_not_contact", "complaint_open", "suspected_fraud"])
def test_flags_of_the_book_and_of_a_page_leave_a_customer_out(flag: str) -> None:
    book = [{"id": "K1", "assets": 1, flag: True}, {"id": "K2", "assets": 1}]
    made = listing(desk(due("K1", "leaving"), due("K2", "leaving"), book=book))
    assert ([one.customer for one in made.lines], made.left) == (["K2"], {flag: 1})
    typed = listing(desk(due("K1", "leaving"), marks=[Mark("ｋ1", flag)]))
    assert (typed.lines, typed.left) == ((), {flag: 1})


def test_marketing_needs_consent_and_service_none() -> None:
    book = [
        {"id": "NO", "assets": 1, "consent": False},
        {"id": "YES", "assets": 1, "consent": True},
        {"id": "BLANK", "assets": 1},
    ]
    made = desk(*(due(who, "near_tier") for who in ("NO", "YES", "BLANK")), book=book)
    lines = {one.customer: one for one in listing(made).lines}
    assert lines.keys() == {"YES", "BLANK"}
    assert listing(made).left == {"no_consent": 1}
    assert lines["YES"].sentence == pack().kinds["near_tier"].sentence
    assert lines["BLANK"].sentence == pack().words.consent_sentence
    assert asked(desk(due("NO", "matures_today"), book=book)) == [("NO", "matures_today")]


def test_a_channel_that_is_not_allowed_leaves_out_the_acts_that_need_it() -> None:
    book = [{"id": "K1", "assets": 1, "channels": "仅短信"}]
    both = desk(due("K1", "leaving"), due("K1", "matures"), book=book)
    assert one_line(both).kind == "matures"
    assert any("仅短信" in words().text(one) for one in one_line(both).heed)
    assert listing(desk(due("K1", "leaving"), book=book)).left == {"no_channel": 1}


@pytest.mark.parametrize("said", [{"age": 65}, {"age": 40, "vulnerable": True}])
def test_care_changes_act_and_words_and_says_so(said: dict[str, object]) -> None:
    book = [{"id": "K1", "assets": 1, **said}]
    line = one_line(desk(due("K1", "promised", sentence="a script"), book=book))
    kind = pack().kinds["promised"]
    assert (line.act, line.sentence) == (kind.careful, kind.sentence)
    assert any("多留一步" in words().text(one) for one in line.heed)
    younger = desk(due("K1", "promised", sentence="a script"), book=[{"id": "K1", "age": 64}])
    assert (one_line(younger).act, one_line(younger).sentence) == (kind.act, "a script")


# -- what is known of the customer ----------------------------------------------------------------


def test_a_line_says_two_or_three_facts_and_has_no_holes() -> None:
    whole = {"id": "K1", "gender": "female", "age": 41, "assets": 1_000_000,
             "last_contact": dt.date(2026, 10, 10)}  # fmt: skip
    made = desk(due("K1", "leaving"), book=[whole])
    assert words().text(one_line(made).facts) == "女 41 · 100.00 万元 · 60 天没联系"
    bare = desk(due("K1", "leaving"), book=[{"id": "K1", "assets": 1_000_000}])
    assert words().text(one_line(bare).facts) == "100.00 万元"
    unknown = desk(due("K9", "leaving"))
    assert words().text(one_line(unknown).facts) == "名册里没有这一位"


def test_a_birthday_is_greeted_on_its_day_and_after_a_weekend() -> None:
    book = [
        {"id": "TODAY", "birthday": "12-09", "consent": True},
        {"id": "SUNDAY", "birthday": "12-06", "consent": True},
        {"id": "NO", "birthday": "12-09", "consent": False},
    ]
    assert asked(desk(book=book)) == [("TODAY", "birthday")]
    monday = desk(book=book, today=day("12-07"))
    assert asked(monday) == [("SUNDAY", "birthday")]


# -- what is settled ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "since", "still"),
    [
        (result("K1", "12-08", "reached"), "12-01", False),  # settled by the talk
        (result("K1", "12-08", "done"), None, False),
        (result("K1", "12-02", "reached"), "12-05", True),  # came up since
        (result("K1", "11-25", "reached"), "11-01", True),  # two weeks ago
        (result("K1", "12-08", "not_reached"), "12-01", True),  # nobody answered
        (result("K1", "12-08", "not_now"), "12-01", True),
        (result("K1", "12-08", "not_now", "12-10"), "12-01", False),  # waits for its day
        (result("K1", "12-08", "not_reached", "12-09"), "12-01", True),
    ],
)
def test_a_reason_rests_after_a_talk_and_a_day_that_was_agreed_on_is_waited_for(
    last: Contact, since: str | None, still: bool
) -> None:
    asks = due("K1", "leaving", day=day(since) if since else None)
    made = desk(asks, results=[last])
    assert ("K1", "leaving") in asked(made) if still else asked(made) == []


def test_a_day_that_was_agreed_on_comes_up_by_itself() -> None:
    made = desk(results=[result("K1", "12-02", "reached", "12-09", said="after the trip")])
    assert asked(made) == [("K1", "agreed")]
    assert "after the trip" in words().text(one_line(made).why)
    later = result("K1", "12-08", "done")
    assert asked(desk(results=[result("K1", "12-02", "reached", "12-09"), later])) == []


def test_what_was_done_today_stays_and_its_minutes_are_spent() -> None:
    ticked = result("K1", "12-09", "reached", said="call on Friday")
    made = listing(desk(due("K1", "leaving"), due("K2", "leaving"), results=[ticked], minutes=24))
    assert [one.customer for one in made.lines] == ["K2"]
    (done,) = made.done
    assert (done.customer, done.row, done.result) == ("K1", 0, ticked)
    assert (done.act, done.sentence, done.question) == ("", "", "")
    assert "打通了 · call on Friday" in words().text(done.why)
    assert listing(desk(due("K2", "leaving"), results=[ticked], minutes=23)).lines == ()


# -- the last try ---------------------------------------------------------------------------------


def test_a_try_is_a_line_on_its_day_and_a_question_afterwards() -> None:
    today = listing(desk(due("K1", "try", day=TODAY)))
    assert [one.kind for one in today.lines] == ["try"]
    assert today.tries == ()
    over = listing(desk(due("K1", "try", day=day("12-07")), due("K2", "try", day=day("12-08"))))
    assert over.lines == ()
    assert [one.customer for one in over.tries] == ["K2", "K1"]
    blocked = desk(due("K1", "try", day=day("12-07")), marks=[Mark("K1", "do_not_contact")])
    assert listing(blocked).tries == ()


# -- the line of numbers --------------------------------------------------------------------------


def numbers(over: bool = False, **changes: Any) -> Numbers:
    given: dict[str, Any] = {
        "day": TODAY, "deals": 2, "meetings": 3, "calls": 11, "called": 0, "over": over,
        "paces": (Pace("investment_sales", 500_000 * YUAN, 33_000 * YUAN), Pace("policies", 0, 0)),
        **changes,
    }  # fmt: skip
    return Numbers(**given)


def line_of_numbers(*told: Numbers | None, **more: Any) -> str:
    return words().text(listing(desk(numbers=told, **more)).numbers)


def test_the_numbers_say_the_day_and_zero_for_what_is_done() -> None:
    said = line_of_numbers(numbers(), None)
    assert "2 单、3 次见面、11 通电话" in said
    assert "理财/投资销量 3.30 万元（还差 50.00 万元）" in said
    assert "保单件数已经做到，今天 0" in said


def test_ticks_are_calls_and_those_on_record_count_once() -> None:
    ticks = [result(f"K{at}", "12-09", "reached") for at in range(4)]
    assert "7 通电话" in line_of_numbers(numbers(), None, results=ticks)
    assert "10 通电话" in line_of_numbers(numbers(calls=11, called=3), None, results=ticks)
    assert "0 通电话" in line_of_numbers(numbers(calls=2), None, results=ticks)
    put_off = [result("K1", "12-09", "not_now")]
    assert "11 通电话" in line_of_numbers(numbers(), None, results=put_off)


def test_at_the_end_of_a_month_the_next_one_counts_and_it_says_so() -> None:
    last = numbers(over=True)
    said = line_of_numbers(last, numbers(deals=5))
    assert "12 月只到今天：理财/投资销量还差 50.00 万元" in said
    assert "往后照 1 月的排：今天还有 5 单" in said
    assert "1 月还没有目标" in line_of_numbers(last, None)
    done = numbers(over=True, paces=(Pace("policies", 0, 0),))
    assert line_of_numbers(done, numbers(deals=5)).startswith("今天还有 5 单")


def test_without_a_target_it_says_where_to_write_one() -> None:
    assert "还没有目标" in line_of_numbers(None, None)
    assert "还没有目标" in line_of_numbers()
