from __future__ import annotations

from collections.abc import Mapping

import pytest

from workbook.chapters.prospects.rules import findings
from workbook.chapters.prospects.rules.contact import ReserveDesk
from workbook.chapters.shared.context import Finding

from .desks import ACCOUNTS, PREMIUM, SALES, day, pack, reserve, sheet
from .test_privacy import CARD
from .test_rollover import OCTOBER

ASKS = pack().fields["prospects"].columns["asks_first"].label


def found(desk: ReserveDesk, rule: str) -> list[Finding]:
    return [one for one in findings(desk) if one.rule == rule]


def rules_of(*prospects: Mapping[str, object], today: str = "11-11") -> list[str]:
    return [one.rule for one in findings(sheet(*prospects, today=today))]


def the(desk: ReserveDesk, rule: str) -> tuple[tuple[str | int, ...], dict[str, object]]:
    """Where the one finding of this rule is, and its figures."""
    (one,) = found(desk, rule)
    assert one.chapter == "prospects"
    return one.loc, dict(one.figures)


def test_a_sound_reserve_needs_no_remark() -> None:
    assert rules_of({}, {"willingness": 3, "relationship": 3, "asks_first": True}) == []


def test_an_empty_reserve() -> None:
    assert the(sheet(), "no_prospects") == (("prospects",), {})
    assert found(sheet({"status": "lost"}), "no_prospects") == []


@pytest.mark.parametrize(
    ("blank", "rule", "cell"),
    [
        ("amount", "no_amount", "amount"),
        ("next_contact", "no_next_contact", "next_contact"),
        ("relationship", "no_level", "relationship"),
        ("willingness", "no_level", "willingness"),
    ],
)
def test_a_blank_that_matters(blank: str, rule: str, cell: str) -> None:
    desk = sheet({}, {blank: None})
    assert the(desk, rule) == (("prospects", 1, cell), {"customer": "K1"})
    assert [one.rule for one in findings(desk)] == [rule]


def test_a_row_without_levels_is_said_once() -> None:
    loc, _ = the(sheet({"relationship": None, "willingness": None}), "no_level")
    assert loc == ("prospects", 0, "relationship")


@pytest.mark.parametrize("settled", [{"status": "won"}, {"status": "paused"}])
def test_settled_rows_need_nothing(settled: dict[str, object]) -> None:
    bad = {"amount": None, "relationship": None, "next_contact": "2026-10-01", "age": 80,
           "attempts": 9, "performance": "loss"}  # fmt: skip
    assert rules_of({**bad, **settled}) == []


@pytest.mark.parametrize(
    ("today", "days"), [("11-18", None), ("11-19", 1), ("11-22", 2), ("11-23", 3)]
)
def test_an_overdue_contact(today: str, days: int | None) -> None:
    desk = sheet({}, today=today)
    if days is None:
        assert found(desk, "overdue") == []
    else:
        figures = {"customer": "K0", "day": day("11-18"), "days": days}
        assert the(desk, "overdue") == (("prospects", 0, "next_contact"), figures)


def test_overdue_waits_for_as_many_days_as_the_template_says() -> None:
    rules = dict(pack().rules)
    rules["overdue"] = rules["overdue"].model_copy(update={"threshold": 3.0})
    patient = pack().model_copy(update={"rules": rules})
    for today, seen in (("11-20", 0), ("11-23", 1)):
        assert len(found(sheet({}, today=today, template=patient), "overdue")) == seen


@pytest.mark.parametrize(("when", "late"), [("2026-11-30", False), ("2026-12-01", True)])
def test_a_contact_after_the_month(when: str, late: bool) -> None:
    desk = sheet({"next_contact": when})
    if late:
        figures = {"customer": "K0", "day": day("12-01")}
        assert the(desk, "next_contact_after_month") == (("prospects", 0, "next_contact"), figures)
    else:
        assert findings(desk) == []


@pytest.mark.parametrize(
    ("given", "figures"),
    [
        ({"relationship": 2}, None),
        ({"relationship": 3}, None),  # nothing is known: nothing speaks against it
        ({"relationship": 1, "products_held": 0}, None),
        ({"relationship": 2, "products_held": 1}, None),
        ({"relationship": 3, "products_held": 1, "asks_first": True}, None),
        ({"relationship": 1, "products_held": 1, "asks_first": True}, None),
        ({"relationship": 2, "products_held": 0}, (2, 1, ("products_held",))),
        ({"relationship": 3, "products_held": 0}, (3, 1, (ASKS, "products_held"))),
        ({"relationship": 3, "products_held": 1}, (3, 2, (ASKS,))),
        ({"relationship": None, "products_held": 0}, None),
    ],
)
def test_a_relationship_beyond_its_evidence(
    given: dict[str, object], figures: tuple[int, int, tuple[str, ...]] | None
) -> None:
    desk = sheet(given)
    if figures is None:
        assert found(desk, "level_above_evidence") == []
    else:
        expected = dict(zip(("claimed", "seen", "points"), figures, strict=True))
        loc, seen = the(desk, "level_above_evidence")
        assert loc == ("prospects", 0, "relationship")
        assert seen == {"customer": "K0", **expected}


def test_too_many_contacts() -> None:
    assert found(sheet({"attempts": 3}), "too_many_contacts") == []
    figures = {"customer": "K0", "attempts": 4, "cap": 3, "cell": "r2w2"}
    loc = ("prospects", 0, "attempts")
    assert the(sheet({"attempts": 4}), "too_many_contacts") == (loc, figures)
    earlier = {"attempts": 4, "last_contact": "2026-10-30"}
    assert found(sheet(earlier), "too_many_contacts") == []
    assert found(sheet({"attempts": 9, "willingness": None}), "too_many_contacts") == []


@pytest.mark.parametrize(
    ("given", "rule", "figures"),
    [
        ({"chance": 0.18}, None, {}),
        (
            {"chance": 0.19}, "chance_outside_habit",
            {"chance": 0.19, "usual": 0.09, "cell": "r2w2"},
        ),
        ({"chance": 0.9, "willingness": None}, None, {}),
        ({"chance": 0.9, "relationship": None, "willingness": 3}, "positive_is_not_yes",
         {"chance": 0.9}),
        ({"chance": 0.6, "willingness": 3}, "positive_is_not_yes", {"chance": 0.6}),
        (
            {"chance": 0.59, "willingness": 3}, "chance_outside_habit",
            {"chance": 0.59, "usual": 0.15, "cell": "r2w3"},
        ),
        ({"chance": 0.3, "willingness": 3}, None, {}),
        ({"chance": 0.0}, None, {}),
    ],
)  # fmt: skip
def test_a_chance_that_is_too_good(
    given: dict[str, object], rule: str | None, figures: dict[str, object]
) -> None:
    chances = ("chance_outside_habit", "positive_is_not_yes")
    seen = [one for one in findings(sheet(given)) if one.rule in chances]
    assert [one.rule for one in seen] == ([rule] if rule else [])
    for one in seen:
        assert one.loc == ("prospects", 0, "chance")
        assert dict(one.figures) == {"customer": "K0", **figures}


def test_a_flag_that_blocks_on_an_open_row() -> None:
    desk = sheet({}, {"flag": "suspected_fraud", "amount": None, "next_contact": None})
    figures = {"customer": "K1", "flag": "suspected_fraud"}
    assert the(desk, "blocked_on_list") == (("prospects", 1, "flag"), figures)
    assert [one.rule for one in findings(desk)] == ["blocked_on_list"]
    for fine in ({"flag": "suspected_fraud", "status": "paused"}, {"flag": "vulnerable"}):
        assert found(sheet(fine), "blocked_on_list") == []


def test_a_customer_twice_under_one_indicator() -> None:
    one = {"customer": "A1"}
    desk = sheet(one, {}, one, {**one, "indicator": PREMIUM}, {**one, "flag": "do_not_contact"})
    seen = found(desk, "twice")
    assert [item.loc for item in seen] == [
        ("prospects", 2, "customer"),
        ("prospects", 4, "customer"),
    ]
    assert dict(seen[0].figures) == {"customer": "A1", "indicator": SALES}
    for settled in ([{**one, "status": "lost"}, one], [one, {**one, "status": "lost"}]):
        assert found(sheet(*settled), "twice") == []


def test_a_name_for_a_customers_number() -> None:
    desk = sheet({}, {"customer": "王芳", "status": "won"})
    assert the(desk, "name_like") == (("prospects", 1, "customer"), {"customer": "王芳"})


def test_a_reserve_in_one_cell() -> None:
    spread = [{}] * 6 + [{"willingness": 1}] * 4
    figures = {"cell": "r2w2", "share": 0.6, "prospects": 10}
    assert the(sheet(*spread), "all_in_one_cell") == (("prospects",), figures)
    assert found(sheet(*spread, {"willingness": 1}), "all_in_one_cell") == []
    assert found(sheet(*spread[:9]), "all_in_one_cell") == []  # no more than there are cells
    unplaced = [{"willingness": None}] * 8
    assert len(found(sheet(*spread, *unplaced), "all_in_one_cell")) == 1


def test_prospects_left_open_by_the_month_before() -> None:
    desk = sheet({}, earlier=[(OCTOBER, reserve({"customer": "A1"}, {"customer": "A2"}))])
    assert the(desk, "open_from_last_month") == (("prospects",), {"prospects": 2})
    here = sheet({"customer": "A1"}, earlier=[(OCTOBER, reserve({"customer": "A1"}))])
    assert findings(here) == []


@pytest.mark.parametrize(
    ("last_contact", "rule", "figures"),
    [
        ("2026-10-29", None, {}),
        ("2026-10-28", "loss_not_called", {"days": 14}),
        ("2026-09-01", "loss_not_called", {"days": 71}),
        (None, "loss_never_called", {}),
    ],
)
def test_losses_that_nobody_called_about(
    last_contact: str | None, rule: str | None, figures: dict[str, object]
) -> None:
    desk = sheet({"performance": "loss", "last_contact": last_contact, "products_held": 2})
    seen = [one for one in findings(desk) if one.rule.startswith("loss")]
    assert [one.rule for one in seen] == ([rule] if rule else [])
    for one in seen:
        assert one.loc == ("prospects", 0, "last_contact")
        assert dict(one.figures) == {"customer": "K0", **figures}


def test_without_a_loss_nobody_asks_for_a_call() -> None:
    assert rules_of({"performance": "well"}, {"performance": "mixed", "mood": "calm",
                                              "products_held": 1}) == []  # fmt: skip


@pytest.mark.parametrize(("age", "care"), [(64, False), (65, True), (90, True), (None, False)])
def test_care_from_a_certain_age_on(age: int | None, care: bool) -> None:
    desk = sheet({"age": age, "indicator": ACCOUNTS, "amount": 1})
    if care:
        assert the(desk, "age_care") == (("prospects", 0, "age"), {"customer": "K0", "age": age})
    else:
        assert findings(desk) == []


EVERYTHING: list[dict[str, object]] = [
    {"amount": None, "relationship": None, "next_contact": None, "age": 70},
    {"next_contact": "2026-11-02", "performance": "loss", "last_contact": "2026-10-01"},
    {"next_contact": "2026-12-02", "performance": "loss", "attempts": 9, "chance": 0.3},
    {"relationship": 3, "products_held": 1, "chance": 0.9, "willingness": 3},
    {"flag": "leaving"},
    {"customer": "K0"},
    {"customer": "王芳", "talked": CARD},
    *[{}] * 12,
]


def test_remarks_come_page_first_then_by_row() -> None:
    earlier = [(OCTOBER, reserve({"customer": "A1"}))]
    desk = sheet(*EVERYTHING, earlier=earlier)
    whole = [len(one.loc) == 1 for one in findings(desk)]
    assert whole == sorted(whole, reverse=True)
    rows = [
        one.loc[1] for one in findings(desk) if one.rule in ("no_amount", "overdue", "age_care")
    ]
    assert rows == sorted(rows, key=lambda row: int(row))
