from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.chapters.action_plan.rules import PlanDesk, losses, offers, places_left, who
from workbook.content.messages import Said
from workbook.domain.calendar import Month, Week

from ..journey import desks as journeys
from ..prospects import desks as reserves
from .desks import changed, day, desk, english, pack
from .linked import DUE, LOSS, OVERDUE, Linked, maturing, overdue, reserve

OCTOBER = Month(2026, 10)
SINCE = {"customer": "Z1", "day": day("11-18"), "days": 30}


def listed(page: PlanDesk, places: int = 12) -> list[tuple[str, str]]:
    return [(one.customer, one.because) for one in offers(page, places)]


def page(linked: Linked, *typed: str, today: str = "11-11") -> PlanDesk:
    return desk(today, linked=linked, contacts=[{"customer": name} for name in typed])


def evidence(linked: Linked) -> dict[str, Said]:
    found = {one.customer: one.evidence for one in offers(page(linked), 12)}
    return {name: one for name, one in found.items() if isinstance(one, Said)}


# -- who must not stand there ---------------------------------------------------------------------


def test_one_flag_on_one_row_blocks_a_customer() -> None:
    linked = reserve(
        {"customer": "A1", "flag": "complaint_open", "status": "won"},
        {"customer": "A1", **OVERDUE},
        {"customer": "A2", "flag": "vulnerable", **OVERDUE},
    )  # fmt: skip
    assert who(page(linked)).left(["A1", "A2", "a1"]) == {"complaint_open": 1}
    assert listed(page(linked)) == [("A2", "overdue")]


def test_a_flag_in_the_imported_files_blocks_a_prospect_too() -> None:
    linked = reserve({"customer": "A1", **OVERDUE}, {"customer": "A2", **LOSS, **DUE}, OVERDUE)
    linked |= maturing("A1", "A2", "A3", do_not_contact="A1", complaint_open="A2")
    assert [who(page(linked)).why(one) for one in ("A1", "A2", "A3")] == [
        "do_not_contact", "complaint_open", "",
    ]  # fmt: skip
    assert losses(page(linked)) == ()
    assert listed(page(linked)) == [("K2", "overdue"), ("A3", "critical")]


def test_without_the_other_chapters_nobody_is_blocked_or_offered() -> None:
    assert who(desk()).whys == {}
    assert losses(desk()) == ()
    assert offers(desk(), 12) == ()


# -- customers with losses ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "avoided"),
    [
        (LOSS, True), ({**LOSS, "last_contact": "2026-10-28"}, True),
        ({**LOSS, "last_contact": "2026-10-29"}, False), ({**LOSS, "last_contact": None}, True),
        ({**LOSS, "performance": "mixed"}, False), ({**LOSS, "status": "lost"}, False),
        ({**LOSS, "flag": "leaving"}, False),
        ({**LOSS, "last_contact": None, "attempts": 3}, False),  # as many as there may be
        ({**LOSS, "last_contact": None, "attempts": 2}, True),
    ],
)  # fmt: skip
def test_losses_that_nobody_called(given: dict[str, object], avoided: bool) -> None:
    assert bool(losses(page(reserve(given)))) is avoided


def test_contacts_of_last_month_are_not_those_of_this_month() -> None:
    one = {**LOSS, "last_contact": None, "attempts": 3}
    earlier = [(OCTOBER, reserves.reserve({**one, "attempts": 1}))]
    assert len(losses(page(reserve(one, earlier=earlier)))) == 1


# -- the order ------------------------------------------------------------------------------------


def test_the_most_urgent_come_first_and_each_customer_once() -> None:
    linked = reserve(
        {"customer": "A1", **DUE}, {"customer": "A2", **LOSS}, {"customer": "A3", **OVERDUE},
        {"customer": "A4", "next_contact": "2026-11-11"}, {"customer": "A5"},
        {"customer": "A3", "indicator": reserves.PREMIUM, **DUE},
        {"customer": "A6", **OVERDUE, **LOSS},
    ) | maturing("B1", "A1", "A3", "B2")  # fmt: skip
    assert listed(page(linked)) == [
        ("A3", "overdue"), ("A6", "overdue"), ("A2", "loss"), ("A1", "critical"),
        ("B1", "critical"), ("B2", "critical"), ("A4", "due"),
    ]  # fmt: skip


def test_who_is_on_the_typed_list_is_not_offered() -> None:
    linked = reserve(*overdue(3))
    assert listed(page(linked, "A01")) == [("A00", "overdue"), ("A02", "overdue")]


@pytest.mark.parametrize(("places", "names"), [(2, ["A00", "A01"]), (1, ["A00"]), (0, [])])
def test_no_more_than_there_are_places(places: int, names: list[str]) -> None:
    assert [name for name, _ in listed(page(reserve(*overdue(3))), places)] == names


@pytest.mark.parametrize(("typed", "left"), [(0, 12), (1, 11), (11, 1), (12, 0), (13, 0)])
def test_how_many_places_the_list_has_left(typed: int, left: int) -> None:
    contacts = [{"customer": f"C{at}"} for at in range(typed)]
    assert places_left(desk(contacts=contacts)) == left


def test_the_template_says_how_many_places_there_are() -> None:
    contacts = [{"customer": "C1", "called": "yes"}, {"customer": "C1"}]
    assert places_left(desk(template=changed(most_contacts=3), contacts=contacts)) == 1
    assert places_left(desk(template=changed(most_contacts=2), contacts=contacts)) == 0


def test_the_queue_is_offered_as_far_as_there_are_minutes() -> None:
    linked = maturing("B1", "B2", "B3", minutes=20)  # ten minutes each
    assert listed(page(linked)) == [("B1", "critical"), ("B2", "critical")]


# -- nobody with losses is avoided for good -------------------------------------------------------


def test_the_last_place_goes_to_a_customer_with_losses() -> None:
    linked = reserve(*overdue(14), {"customer": "Z1", **LOSS}, {"customer": "Z2", **LOSS})
    found = listed(page(linked))
    assert found == [*[(f"A{at:02}", "overdue") for at in range(11)], ("Z1", "loss")]
    assert listed(page(linked), 1) == [("Z1", "loss")]
    (one,) = offers(page(linked), 1)
    assert one.evidence == Said(reserves.pack().rules["loss_not_called"].says, SINCE)
    assert one.day == day("11-11")
    assert listed(page(linked), 0) == []


def test_the_place_is_kept_once() -> None:
    linked = reserve(*overdue(13), {"customer": "Z1", **LOSS}, {"customer": "Z2", **LOSS})
    assert [one for _, one in listed(page(linked, "Z1"))] == ["overdue"] * 12
    rows = overdue(13)
    also = reserve(*[{**rows[0], **LOSS}, *rows[1:]], {"customer": "Z1", **LOSS})
    assert [one for _, one in listed(page(also))] == ["overdue"] * 12


def test_a_loss_takes_the_place_of_the_least_urgent() -> None:
    linked = reserve(*overdue(2), {"customer": "Z1", **LOSS}) | maturing("B1")
    assert listed(page(linked), 3) == [("A00", "overdue"), ("A01", "overdue"), ("Z1", "loss")]
    assert listed(page(linked), 2) == [("A00", "overdue"), ("Z1", "loss")]


# -- why and when ---------------------------------------------------------------------------------


def test_the_evidence_is_the_other_chapters_sentence() -> None:
    linked = reserve(
        {"customer": "A1", **OVERDUE}, {"customer": "A2", **LOSS},
        {"customer": "A3", **LOSS, "last_contact": None}, {"customer": "A4", **DUE},
    )  # fmt: skip
    rules = reserves.pack().rules
    found = evidence(linked)
    assert {name: one.template for name, one in found.items()} == {
        "A1": rules["overdue"].says,
        "A2": rules["loss_not_called"].says,
        "A3": rules["loss_never_called"].says,
        "A4": f"{{day:day}} · {pack().becauses['due'].says}",
    }
    assert found["A1"].figures == {"customer": "A1", "day": day("11-09"), "days": 2}
    assert (found["A2"].figures["days"], found["A3"].figures["days"]) == (30, 0)
    assert found["A4"].figures["day"] == day("11-12")
    assert english().text(found["A4"]).startswith("12 Nov · ")
    assert all(english().text(one) for one in found.values())


@pytest.mark.parametrize("says", [None, "{customer} of {cell:cells} is late"])
def test_a_sentence_that_cannot_be_said_is_not(says: str | None) -> None:
    rules = dict(reserves.pack().rules)
    if says is None:
        del rules["overdue"]
    else:
        rules["overdue"] = rules["overdue"].model_copy(update={"says": says})
    template = reserves.pack().model_copy(update={"rules": rules})
    (one,) = evidence(reserve({"customer": "A1", **OVERDUE}, template=template)).values()
    assert one.template == f"{{day:day}} · {pack().becauses['overdue'].says}"
    assert one.figures == {"customer": "A1", "day": day("11-09"), "days": 2}


def test_the_evidence_of_a_critical_customer_names_the_first_kind() -> None:
    linked = maturing("B1")
    one = evidence(linked)["B1"]
    assert one.template == linked["journey"].pack.criticals["due_soon"].evidence
    assert (one.figures["day"], one.figures["distance"]) == (day("11-20"), None)


def test_a_distance_is_said_without_its_side() -> None:
    under: Linked = {"journey": journeys.desk(book=journeys.people(B1=48_000))}
    assert evidence(under)["B1"].figures["distance"] == 2_000 * journeys.YUAN


@pytest.mark.parametrize(
    ("today", "expected"),
    [("11-11", "11-11"), ("11-13", "11-13"), ("11-15", None), ("11-08", "11-09"), ("11-20", None)],
)
def test_the_day_is_the_next_working_day_of_the_week(today: str, expected: str | None) -> None:
    linked = reserve({"next_contact": "2026-11-02"}, today=today) | maturing("B1")
    found = {one.because: one.day for one in offers(page(linked, today=today), 12)}
    assert found == dict.fromkeys(("overdue", "critical"), expected and day(expected))


def test_in_a_week_without_working_days_there_is_no_day() -> None:
    linked = reserve({"customer": "A1", "next_contact": "2026-02-02"}, today="02-17")
    (one,) = offers(desk("02-17", week=Week(2026, 8), linked=linked), 12)
    assert one.day is None


def test_who_agreed_on_a_day_is_called_on_it() -> None:
    (one,) = offers(page(reserve(DUE)), 12)
    assert (one.because, one.day) == ("due", day("11-12"))
    losing = offers(page(reserve({**LOSS, "next_contact": "2026-11-30"})), 12)
    assert [one.day for one in losing] == [day("11-11")]


PROSPECTS = st.lists(
    st.fixed_dictionaries(
        {
            "customer": st.sampled_from([f"A{n}" for n in range(20)]),
            "next_contact": st.none()
            | st.dates(dt.date(2026, 11, 2), dt.date(2026, 11, 20)).map(str),
            "flag": st.sampled_from(["", "", "", "vulnerable", "do_not_contact"]),
            "performance": st.sampled_from(["", "loss"]),
        }
    ),
    max_size=40,
)


@settings(max_examples=25)
@given(PROSPECTS, st.sets(st.sampled_from([f"A{n}" for n in range(20)]), max_size=5))
def test_any_list_is_short_ordered_and_has_nobody_twice_or_blocked(
    prospects: list[Mapping[str, object]], typed: set[str]
) -> None:
    opened = page(reserve(*prospects), *sorted(typed))
    found = offers(opened, 12)
    names = [one.customer for one in found]
    urgency = ["overdue", "loss", "critical", "due"]
    places = [urgency.index(one.because) for one in found]
    assert len(names) == len(set(names)) <= 12
    assert places == sorted(places)
    assert not set(names) & typed
    assert not any(map(who(opened).why, names))
    avoided = {one.customer for one in losses(opened)}
    assert not found or not avoided or avoided & (typed | set(names))
