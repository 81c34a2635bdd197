from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from workbook import content
from workbook.chapters.journey.pack import Pack
from workbook.chapters.journey.rules.contact import critical_act
from workbook.chapters.journey.views import left_out
from workbook.content.messages import Said
from workbook.customers.bank_file import marks_for

from .desks import YUAN, book, changed, day, desk, full, pack, people
from .test_contact import holders
from .test_tables import rows

FIVE = full(
    {"id": "A1", "assets": 60_000 * YUAN}, {"id": "A2", "assets": 10_000 * YUAN},
    {"id": "A3", "assets": 70_000 * YUAN, "complaint_open": True}, {"id": "A4", "assets": None},
    {"id": "A5", "assets": 300_000 * YUAN},
)  # fmt: skip
FALLEN = book(
    customers=[{"id": "A1", "assets": 60_000 * YUAN}],
    balances=[
        {"customer": "A1", "month": f"2026-{month:02}-01", "assets": 250_000 * YUAN}
        for month in range(1, 10)
    ]
    + [{"customer": "A1", "month": "2026-10-01", "assets": 60_000 * YUAN}],
)


# -- stages ---------------------------------------------------------------------------------------


def test_the_five_stages_with_what_they_hold() -> None:
    found = {row.pop("stage"): row for row in rows(desk(book=FIVE), "stages")}
    assert list(found) == ["prospect", "new_value", "stable", "at_risk", "win_back"]
    assert found["prospect"] == {
        "customers": 2, "assets": 10_000 * YUAN, "share": 0.4, "signalled": 0, "blocked": 0,
        "queued": 0, "leaving": 0,
    }  # fmt: skip
    assert found["stable"]["customers"] == 2
    assert found["stable"]["assets"] == 360_000 * YUAN
    assert (found["at_risk"]["customers"], found["at_risk"]["signalled"]) == (1, 1)
    assert found["at_risk"]["blocked"] == 1


def test_without_customers_nothing_is_shared() -> None:
    assert {row["share"] for row in rows(desk(), "stages")} == {None}
    assert {row["customers"] for row in rows(desk(), "stages")} == {0}


def test_only_those_who_fit_are_in_todays_queue() -> None:
    found = rows(desk(book=holders("A1", "A2", "A3"), minutes=20), "stages")
    assert {row["stage"]: row["queued"] for row in found}["stable"] == 2


@pytest.mark.parametrize(
    ("today", "leaving"), [("2027-09-29", 0), ("2027-10-01", 1), ("2027-10-30", 1)]
)
def test_time_alone_ends_a_stage(today: str, leaving: int) -> None:
    (until,) = (row["until"] for row in rows(desk("11-11", book=FALLEN), "customers"))
    assert until == day("2027-10-31")
    found = rows(desk(today, book=FALLEN), "stages")
    assert found[-1]["customers"] == 1
    assert found[-1]["leaving"] == leaving


def test_how_soon_is_the_templates_to_say() -> None:
    page = desk("2027-09-29", book=FALLEN, template=changed(leaving_days=32))
    assert rows(page, "stages")[-1]["leaving"] == 1


# -- customers ------------------------------------------------------------------------------------


def test_every_customer_with_the_evidence_the_endangered_first() -> None:
    found = rows(desk(book=FIVE), "customers")
    assert [(row["customer"], row["stage"]) for row in found] == [
        ("A3", "at_risk"), ("A2", "prospect"), ("A4", "prospect"), ("A5", "stable"),
        ("A1", "stable"),
    ]  # fmt: skip
    first = found[0]
    assert (first["reason"], first["signals"]) == ("strong_signal", ("complaint",))
    assert (first["tier"], first["assets"], first["until"]) == ("wan5", 70_000 * YUAN, None)
    evidence: Any = first["evidence"]
    assert isinstance(evidence, Said)
    assert evidence.template == pack().reasons["strong_signal"].says
    assert evidence.figures["edge"] == 50_000 * YUAN
    assert set(evidence.figures) >= {
        "assets", "edge", "distance", "share", "outflow", "since", "until", "tier", "signals",
    }  # fmt: skip


def test_how_far_it_is_has_its_sign_in_the_table_and_none_in_the_sentence() -> None:
    found = {row["customer"]: row for row in rows(desk(book=FIVE), "customers")}
    assert found["A2"]["distance"] == -40_000 * YUAN
    assert found["A2"]["evidence"].figures["distance"] == 40_000 * YUAN
    assert found["A4"]["distance"] is None
    assert found["A4"]["evidence"].figures["distance"] is None
    assert (found["A4"]["assets"], found["A4"]["tier"]) == (None, None)


def test_the_ones_to_look_at_now() -> None:
    noted = [{"customer": f"A{at:02}", "signal": "reputation"} for at in range(25)]
    people = [{"id": f"A{at:02}", "assets": 100} for at in range(25)]
    many = full(*people[:-1], {**people[-1], "do_not_contact": True})
    page = desk(book=many, notes=noted)
    assert [row["customer"] for row in rows(page, "watch")] == [f"A{at:02}" for at in range(24)]
    assert rows(page, "watch") == rows(page, "customers")[:24]
    assert left_out["watch"](page) == {"do_not_contact": 1}
    assert len(rows(page, "customers")) == len(rows(page, "signals")) == 25


# -- signals --------------------------------------------------------------------------------------


def noted(customer: str, signal: str, on: str, said: str = "") -> dict[str, object]:
    return {"customer": customer, "signal": signal, "day": f"2026-{on}", "said": said}


def test_signals_the_strong_ones_first_then_the_newest() -> None:
    page = desk(
        book=people(A1=60_000, A2=60_000),
        notes=[
            noted("A1", "silent", "11-09"), noted("A1", "reputation", "11-01", "safe?"),
            noted("A2", "reputation", "11-05"), noted("A2", "silent", "11-10"),
        ],
    )  # fmt: skip
    found = rows(page, "signals")
    assert [(row["customer"], row["signal"]) for row in found] == [
        ("A2", "reputation"), ("A1", "reputation"), ("A2", "silent"), ("A1", "silent"),
    ]  # fmt: skip
    assert found[1] == {
        "customer": "A1", "signal": "reputation", "strong": True, "since": day("11-01"),
        "evidence": "safe?", "first": pack().signals["reputation"].first,
        "heed": (),
    }  # fmt: skip
    assert found[2]["strong"] is False


def test_evidence_is_what_the_data_say_else_what_was_noted() -> None:
    moved = {"customer": "A1", "date": "2026-06-01", "amount": 100, "direction": "out"}
    silent = full({"id": "A1", "assets": 100, "last_contact": "2026-07-01"}, transactions=[moved])
    (row,) = [one for one in rows(desk(book=silent), "signals") if one["signal"] == "silent"]
    assert row["evidence"].template == pack().signals["silent"].evidence
    assert row["evidence"].figures["count"] == 133
    assert set(row["evidence"].figures) >= {"since", "amount", "before", "share", "count", "said"}
    page = desk(book=people(A1=60_000), notes=[noted("A1", "silent", "11-09")])
    assert isinstance(rows(page, "signals")[0]["evidence"], Said)  # nothing was written down


def test_the_card_of_each_signal_and_how_many_show_it() -> None:
    page = desk(book=people(A1=60_000, A2=60_000), notes=[
        noted("A1", "silent", "11-09"), noted("A2", "silent", "11-09"),
        noted("A2", "reputation", "11-09"),
    ])  # fmt: skip
    found = {row["signal"]: row for row in rows(page, "guide")}
    assert list(found) == list(pack().signals)
    counts = {name: row["customers"] for name, row in found.items() if row["customers"] in (1, 2)}
    assert counts == {"silent": 2, "reputation": 1}
    signal = pack().signals["silent"]
    for name in ("first", "question", "avoid", "stop", "channel", "licence", "expires"):
        assert found["silent"][name] == getattr(signal, name)
    assert {row["approval"] for row in found.values()} == {"approved"}
    assert {row["approval"] for row in rows(desk("2027-01-01"), "guide")} == {"rehearsal"}


@pytest.mark.parametrize("flag", ["do_not_contact", "suspected_fraud"])
def test_nobody_is_asked_who_must_not_be_contacted(flag: str) -> None:
    page = desk(
        book=full({"id": "A1", "assets": 100, flag: True}), notes=[noted("A1", "silent", "11-09")]
    )
    (row,) = rows(page, "signals")
    blocks: Any = pack().blocks
    assert row["first"] == blocks[flag].says


def test_a_complaint_is_answered_and_nothing_else_is_asked_meanwhile() -> None:
    page = desk(
        book=full({"id": "A1", "assets": 100, "complaint_open": True}),
        notes=[noted("A1", "silent", "11-09")],
    )
    complaint, silent = rows(page, "signals")
    assert complaint["first"] == pack().signals["complaint"].first
    assert complaint["since"] is None
    assert silent["first"] == pack().blocks["complaint_open"].says


def test_a_block_without_a_sentence_says_its_name() -> None:
    blocks = dict(pack().blocks)
    blocks["do_not_contact"] = blocks["do_not_contact"].model_copy(update={"says": ""})
    page = desk(
        book=full({"id": "A1", "assets": 100, "do_not_contact": True}),
        notes=[noted("A1", "silent", "11-09")], template=changed(blocks=blocks),
    )  # fmt: skip
    assert rows(page, "signals")[0]["first"] == blocks["do_not_contact"].label


# -- the queue of the day -------------------------------------------------------------------------

BOTH = book(
    customers=[{"id": "A1", "assets": 48_000 * YUAN}, {"id": "A2", "assets": 7_000_000 * YUAN}],
    holdings=[
        {"customer": name, "amount": 10_000 * YUAN, "due": f"2026-11-{at}"}
        for name, at in (("A1", 20), ("A2", 30))
    ],
)


def test_the_queue_says_what_to_do_for_the_most_urgent_kind() -> None:
    page = desk(book=BOTH, minutes=12)
    (row,) = rows(page, "queue")
    kind, evidence = pack().criticals["due_soon"], row.pop("evidence")
    assert row == {
        "customer": "A1", "critical": ("due_soon", "under_tier"), "stage": "prospect",
        "act": kind.act, "question": kind.question, "proof": kind.proof, "stop": kind.stop,
        "minutes": 10, "approval": "approved", "heed": (),
    }  # fmt: skip
    assert evidence.template == kind.evidence
    assert (evidence.figures["day"], evidence.figures["days"]) == (day("11-20"), 9)
    assert (evidence.figures["amount"], evidence.figures["distance"]) == (10_000 * YUAN, None)


@pytest.mark.parametrize(
    ("due", "act"), [(11, "today"), (12, "this week"), (18, "this week"), (19, "")]
)
def test_the_act_fits_the_days_that_are_left(due: int, act: str) -> None:
    held = [{"customer": "A1", "amount": 10_000 * YUAN, "due": f"2026-11-{due}"}]
    page = desk(book=book(customers=[{"id": "A1", "assets": 20_000 * YUAN}], holdings=held))
    one = page.pack.criticals["due_soon"]
    told = one.model_copy(update={"act_near": "this week", "act_today": "today"})
    kinds = {**page.pack.criticals, "due_soon": told}
    page = replace(page, pack=page.pack.model_copy(update={"criticals": kinds}))
    (row,) = rows(page, "queue")
    assert row["act"] == (act or one.act)


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_what_ends_today_and_what_has_lapsed_have_acts_of_their_own(language: str) -> None:
    kinds = content.load("journey", language, Pack).criticals
    due, expiring = kinds["due_soon"], kinds["expiring"]
    assert len({critical_act(due, days) for days in (30, 7, 0)}) == 3
    assert critical_act(expiring, -1) != critical_act(expiring, 1) == critical_act(expiring, None)


def test_a_strong_signal_stands_in_the_queue_before_any_critical_kind() -> None:
    noted = [{"customer": "A2", "signal": "reputation", "day": "2026-11-10", "said": "a merger?"}]
    first, second = rows(desk(book=BOTH, notes=noted), "queue")
    signal = pack().signals["reputation"]
    assert (first["customer"], first["evidence"]) == ("A2", "a merger?")
    assert (first["act"], first["question"], first["stop"]) == (
        signal.first, signal.question, signal.stop,
    )  # fmt: skip
    label, other = first["critical"]
    assert (label.figures, other) == ({"signal": "reputation"}, "due_soon")
    assert second["critical"] == ("due_soon", "under_tier")


def test_an_assessment_that_is_over_is_settled_before_what_ends_in_advice() -> None:
    row = {"id": "A1", "assets": 48_000 * YUAN, "risk_assessed": "2024-01-01"}
    (one,) = rows(desk(book=book(customers=[row])), "queue")
    assert one["critical"] == ("expiring", "under_tier")
    alone = book(customers=[{**row, "assets": 20_000 * YUAN}])
    assert rows(desk(book=alone), "queue") == []  # over for years, and nothing to advise on
    assert rows(desk(book=alone), "waiting") == []


def test_a_small_maturity_takes_no_minutes_of_the_queue() -> None:
    held = [{"customer": "A1", "amount": 3_000 * YUAN, "due": "2026-11-11"}]
    small = book(customers=[{"id": "A1", "assets": 20_000 * YUAN}], holdings=held)
    least = {"matures_today": pack().urgency["matures_today"].model_copy(update={"least": 10_000})}
    template = changed(urgency=pack().urgency | least)
    assert rows(desk(book=small, template=template), "queue") == []
    assert len(rows(desk(book=small), "queue")) == 1


def test_who_is_next_in_line_waits() -> None:
    (row,) = rows(desk(book=BOTH, minutes=12), "waiting")
    evidence = row.pop("evidence")
    assert row == {
        "rank": 2, "customer": "A2", "critical": ("due_soon",), "stage": "stable",
        "minutes": 10,
    }  # fmt: skip
    assert evidence.figures["day"] == day("11-30")
    assert rows(desk(book=BOTH), "waiting") == []


def test_how_far_it_is_to_the_next_tier_stands_without_a_sign() -> None:
    (row,) = rows(desk(book=people(A1=48_000)), "queue")
    assert row["critical"] == ("under_tier",)
    assert row["evidence"].figures["distance"] == 2_000 * YUAN
    assert row["evidence"].figures["edge"] == 50_000 * YUAN


def test_the_queue_and_who_waits_make_a_page() -> None:
    names = [f"A{at:02}" for at in range(26)]
    page = desk(book=holders(*names))
    assert [row["customer"] for row in rows(page, "queue")] == names[:9]
    assert [row["rank"] for row in rows(page, "waiting")] == list(range(10, 27))


def test_the_seven_kinds_and_how_many_there_are_today() -> None:
    found = rows(desk(book=BOTH), "kinds")
    counts = {row["critical"]: row["customers"] for row in found}
    assert list(counts) == [
        "big_outflow", "due_soon", "expiring", "above_edge", "under_tier", "big_inflow", "dormant",
    ]  # fmt: skip
    assert {name for name, count in counts.items() if count in (1, 2)} == {"due_soon", "under_tier"}
    assert (counts["due_soon"], counts["under_tier"]) == (2, 1)
    due = found[1]
    assert (due["minutes"], due["act"]) == (10, pack().criticals["due_soon"].act)
    assert (due["approval"], due["expires"]) == ("approved", "2026-12-31")


def test_who_is_blocked_is_of_no_kind() -> None:
    told = [{"customer": "A1", "signal": "complaint"}]
    counts = {
        row["critical"]: row["customers"] for row in rows(desk(book=BOTH, notes=told), "kinds")
    }
    assert (counts["due_soon"], counts["under_tier"]) == (1, 0)


# -- profiles -------------------------------------------------------------------------------------


def test_profiles_are_counted_in_the_book() -> None:
    imported = full(
        {"id": "A1", "assets": 1, "age": 20, "products": 1}, {"id": "A2", "assets": 1, "age": 50}
    )
    found = {row["profile"]: row for row in rows(desk(book=imported), "profiles")}
    assert list(found) == ["young", "third_party", "few_products", "not_main"]
    assert (found["young"]["customers"], found["young"]["share"]) == (1, 0.5)
    assert (found["not_main"]["customers"], found["not_main"]["share"]) == (0, 0.0)
    assert found["young"]["why"] == pack().profiles["young"].why


def test_profiles_without_a_book_have_no_count() -> None:
    for page in (desk(), desk(book=people(A1=100))):
        assert {(row["customers"], row["share"]) for row in rows(page, "profiles")} == {
            (None, None)
        }


def left(customer: str, before: int | None, now: int, **more: object) -> dict[str, list[Any]]:
    """60,000 yuan went to another bank ten days ago; the assets before, if known, and now."""
    went = {"customer": customer, "date": "2026-11-01", "amount": 60_000 * YUAN}
    ends = [{"customer": customer, "month": "2026-09-01", "assets": (before or 0) * YUAN}]
    return {
        "customers": [{"id": customer, "assets": now * YUAN}],
        "transactions": [{**went, "direction": "out", "counterparty": "乙银行", **more}],
        "balances": ends if before is not None else [],
    }


def spoken(kinds: dict[str, list[Any]], name: str) -> list[Any]:
    customers = kinds.pop("customers")
    return [row["evidence"] for row in rows(desk(book=full(*customers, **kinds)), name)]


def test_evidence_names_the_assets_before_and_after() -> None:
    (said,) = spoken(left("A1", 230_000, 170_000), "signals")
    assert said.template == pack().signals["assets_leaving"].evidence
    assert (said.figures["before"], said.figures["after"]) == (230_000 * YUAN, 170_000 * YUAN)
    (queued,) = spoken(left("A1", 150_000, 90_000, counterparty=None), "queue")
    assert queued.template == pack().criticals["big_outflow"].evidence
    assert (queued.figures["before"], queued.figures["assets"]) == (150_000 * YUAN, 90_000 * YUAN)


def test_without_balances_the_sentence_says_so() -> None:
    (said,) = spoken(left("A1", None, 170_000), "signals")
    assert said.template == pack().signals["assets_leaving"].estimated
    (queued,) = spoken(left("A1", None, 90_000, counterparty=None), "queue")
    assert queued.template == pack().criticals["big_outflow"].estimated
    told = spoken(left("A1", None, 51_000, counterparty=None), "customers")
    assert [one.template for one in told] == [pack().reasons["near_edge"].estimated]


def test_trade_and_our_own_bank_are_no_evidence() -> None:
    assert spoken(left("A1", 230_000, 170_000, kind="货款支出"), "signals") == []
    assert spoken(left("A1", 230_000, 170_000, counterparty="本行"), "signals") == []
    assert spoken(left("A1", 230_000, 230_000), "signals") == []


def test_a_bank_has_words_of_its_own() -> None:
    kinds = left("A1", 230_000, 170_000, counterparty="江州银行滨江支行")
    page = desk(book=full(*kinds.pop("customers"), **kinds))
    assert len(rows(page, "signals")) == 1
    ours = replace(page, marks=marks_for("names: [江州银行]"))
    assert rows(ours, "signals") == []
    assert len(rows(page, "signals")) == 1  # what is remembered is remembered for these words


def test_beneath_the_edge_at_one_balance() -> None:
    ends = [{"customer": "A1", "month": f"2026-{at:02}-01", "assets": 210_000 * YUAN}
            for at in (8, 9, 10)]  # fmt: skip
    page = desk(book=full({"id": "A1", "assets": 190_000 * YUAN}, balances=ends))
    (row,) = rows(page, "queue")
    assert row["critical"] == ("above_edge",)
    assert row["evidence"].template == pack().criticals["above_edge"].below
    assert row["evidence"].figures["distance"] == 10_000 * YUAN


# -- what the files cannot say --------------------------------------------------------------------


def test_no_transactions_are_not_nobody_at_risk() -> None:
    page = desk(book=people(A1=60_000, A2=60_000))
    counts = {row["stage"]: row["customers"] for row in rows(page, "stages")}
    assert counts["stable"] == 2
    assert isinstance(counts["at_risk"], Said)
    assert counts["at_risk"].figures["lack"] == "transactions"
    assert counts["win_back"].figures["lack"] == "balances"
    signals = {row["signal"]: row["customers"] for row in rows(page, "guide")}
    assert signals["complaint"].figures["lack"] == "customers.complaint_open"
    assert signals["risk_drift"].figures["lack"] == "holdings"
    assert signals["moved_away"] == 0  # only a person can know it
    kinds = {row["critical"]: row["customers"] for row in rows(page, "kinds")}
    assert kinds["due_soon"].figures["lack"] == "holdings"
    assert kinds["above_edge"] == 0


def test_with_the_files_none_is_nought() -> None:
    page = desk(book=full({"id": "A1", "assets": 60_000 * YUAN}))
    for name, column in (("stages", "stage"), ("guide", "signal"), ("kinds", "critical")):
        assert not [row[column] for row in rows(page, name) if isinstance(row["customers"], Said)]


def test_a_complaint_shows_who_is_at_risk_without_transactions() -> None:
    told = [{"customer": "A1", "signal": "complaint"}]
    found = rows(desk(book=people(A1=60_000), notes=told), "stages")
    assert {row["stage"]: row["customers"] for row in found}["at_risk"] == 1


def test_a_customer_without_any_record_is_said_to_have_none() -> None:
    moved = [{"customer": "B1", "date": "2026-01-02", "amount": 100}]
    asleep = full({"id": "A1", "assets": 100_000 * YUAN}, transactions=moved)
    (row,) = rows(desk(book=asleep), "queue")
    assert row["evidence"].template == pack().criticals["dormant"].bare


def test_an_assessment_that_has_lapsed_says_so() -> None:
    lapsed = full({"id": "A1", "assets": 100_000 * YUAN, "risk_assessed": "2025-11-10"})
    (row,) = rows(desk(book=lapsed), "queue")
    assert row["evidence"].template == pack().criticals["expiring"].past
