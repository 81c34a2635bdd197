from __future__ import annotations

from typing import Any

import pytest

from workbook.chapters.action_plan import TOOL
from workbook.chapters.action_plan.records import Contact, Plan, PlanLine, Tick
from workbook.chapters.action_plan.rules import (
    left_behind,
    rolled_over,
    suggested,
    unfinished,
)
from workbook.chapters.shared.context import Finding
from workbook.domain.calendar import Week
from workbook.domain.fields import parse, typed

from .desks import (
    NOVEMBER,
    W53,
    bank,
    changed,
    day,
    desk,
    english,
    line,
    lines,
    nine,
    pack,
    plan,
    ticks,
)
from .linked import DUE, OVERDUE, maturing, overdue, reserve

W45 = "2026-W45"


def offered(*before: dict[str, object], today: str = "11-11", **here: Any) -> tuple[PlanLine, ...]:
    """The lines that are offered from a last week with these."""
    page = desk(today, earlier=[(W45, plan(lines=list(before)))], **here)
    rows: tuple[PlanLine, ...] = rolled_over(page).get("lines", ())
    return rows


# -- lines ----------------------------------------------------------------------------------------


def test_unfinished_lines_are_offered_in_their_order() -> None:
    before = [
        line(what="a", kind="one", outcome="not"), line(what="b", outcome="done"),
        line(what="c", outcome="half"), line(what="d"),
    ]  # fmt: skip
    assert [one.what for one in offered(*before)] == ["c", "d", "a"]
    page = desk(earlier=[(W45, plan(lines=before)), ("2026-W44", plan(lines=[line(what="e")]))])
    assert [(str(week), one.what) for week, one in unfinished(page)] == [
        (W45, "c"), (W45, "d"), (W45, "a"),
    ]  # fmt: skip
    assert [one.outcome for _, one in unfinished(page)] == ["half", "", "not"]


def test_a_line_leaves_its_review_behind_and_keeps_the_rest() -> None:
    whole = line(
        kind="three", customers="12", customer="C1", indicator="policies", outcome="half",
        reason="no_time", learned="earlier", granted="no", by="2026-11-12",
    )  # fmt: skip
    (before,) = lines(whole)
    (one,) = offered(whole)
    update = {"outcome": "", "reason": "", "learned": "", "granted": "", "since": W45}
    assert one == before.model_copy(update=update)


@pytest.mark.parametrize(
    ("by", "kept"), [("2026-11-10", False), ("2026-11-11", True), ("2026-12-01", True)]
)
def test_a_day_that_passed_is_dropped(by: str, kept: bool) -> None:
    (one,) = offered(line(by=by))
    assert one.by == (day(by) if kept else None)
    (undated,) = offered(line(by=None))
    assert undated.by is None


def test_a_line_remembers_the_week_in_which_it_began() -> None:
    assert [one.since for one in offered(line(since="2026-W40"))] == ["2026-W40"]
    page = desk(earlier=[(W45, plan(lines=[line()])), ("2026-W44", plan(lines=[line()])),
                         ("2026-W43", plan(lines=[line(outcome="done")]))])  # fmt: skip
    assert [one.since for one in rolled_over(page)["lines"]] == ["2026-W44"]


def test_over_the_end_of_the_year() -> None:
    before = [("2026-W53", plan(lines=[line(by="2027-01-01", since="2026-W52")]))]
    page = desk("2027-01-04", week=Week(2027, 1), earlier=before)
    (one,) = rolled_over(page)["lines"]
    assert (one.since, one.by) == ("2026-W52", None)


def test_what_this_week_has_is_not_offered_again() -> None:
    before = [line(what="a b"), line(what="a b", kind="one"), line(what="c")]
    kept = offered(*before, lines=[line(what=" a  b", outcome="done")])
    assert [(one.what, one.kind) for one in kept] == [("c", "five"), ("a b", "one")]


@pytest.mark.parametrize(
    ("here", "behind"),
    [
        ([], ["a b", "c"]), ([{"what": "a b"}], ["c"]), ([{"what": " a  b", "by": None}], ["c"]),
        ([{"what": "a b", "outcome": "done"}], ["c"]), ([{"what": "a bc"}], ["a b", "c"]),
        ([{"what": "a b", "kind": "three"}], ["a b", "c"]), ([{"what": "d"}], ["a b", "c"]),
        ([{"what": "c"}, {"what": "a b"}], []),
    ],
)  # fmt: skip
def test_what_of_last_week_this_week_does_not_have(
    here: list[dict[str, object]], behind: list[str]
) -> None:
    before = [line(what="a b"), line(what="c", outcome="half"), line(what="d", outcome="done")]
    page = desk(earlier=[(W45, plan(lines=before))], lines=[line(**one) for one in here])
    assert [one.what for _, one in left_behind(page)] == behind
    assert [one.what for _, one in unfinished(page)] == ["a b", "c"]


def test_a_line_left_behind_stands_as_it_was_with_the_week_in_which_it_began() -> None:
    old, new = line(what="a", outcome="half", by="2026-11-06"), line(what="b", since="2026-W40")
    page = desk(earlier=[(W45, plan(lines=[new, old])), ("2026-W44", plan(lines=[line(what="a")]))])
    assert left_behind(page) == tuple(
        zip((Week(2026, 40), Week(2026, 44)), lines(new, old), strict=True)
    )
    assert left_behind(desk(lines=[line()])) == ()


def test_only_the_latest_earlier_week_is_taken_over() -> None:
    page = desk(earlier=[(W45, Plan()), ("2026-W44", plan(lines=[line()]))])
    assert rolled_over(page) == {}
    assert rolled_over(desk()) == {}


# -- contacts -------------------------------------------------------------------------------------


def test_contacts_who_were_not_called_are_offered() -> None:
    before = plan(
        contacts=[
            {"customer": "C1", "because": "loss", "act": "say how it stands", "day": "2026-11-12"},
            {"customer": "C2", "called": "yes"}, {"customer": "C3", "moved": "yes"},
            {"customer": "C4", "day": "2026-11-10"}, {"customer": "C5"}, {"customer": "C6"},
        ]
    )  # fmt: skip
    linked = reserve({"customer": "C5", "flag": "do_not_contact"}) | maturing(
        "C6", complaint_open="C6"
    )
    page = desk(earlier=[(W45, before)], linked=linked, contacts=[{"customer": "C9"}])
    assert rolled_over(page) == {
        "contacts": (before.contacts[0], Contact(customer="C3"), Contact(customer="C4"))
    }
    here = desk(earlier=[(W45, before)], linked=linked, contacts=[{"customer": "C3"}])
    assert [one.customer for one in rolled_over(here)["contacts"]] == ["C1", "C4"]


# -- rows to begin with ---------------------------------------------------------------------------

LATE = Finding("prospects", "overdue", (), {"customer": "K1", "days": 2})


def test_a_new_week_has_lines_a_list_and_days_to_tick() -> None:
    page = desk(found=[LATE], linked=reserve({"customer": "A1", **OVERDUE}))
    rows = suggested(page, english())
    assert sorted(rows) == ["contacts", "lines", "ticks"]
    assert [one.what for one in rows["lines"]] == ["mend overdue"]
    assert rows["contacts"] == (
        Contact(
            customer="A1", because="overdue", act=pack().becauses["overdue"].act, day=day("11-11")
        ),
    )
    assert rows["ticks"] == tuple(Tick(day=day(f"11-{at:02}")) for at in range(9, 14))


def test_what_is_full_gets_no_rows() -> None:
    contacts = [{"customer": f"C{at}"} for at in range(12)]
    page = desk(found=[LATE], linked=reserve(OVERDUE), lines=nine(), contacts=contacts,
                ticks=ticks(9, 10, 11, 12, 13))  # fmt: skip
    assert suggested(page, english()) == {}
    over = desk(linked=reserve(OVERDUE), contacts=[*contacts, {"customer": "C12"}])
    assert "contacts" not in suggested(over, english())


def test_a_list_that_is_begun_is_filled_up() -> None:
    contacts = [{"customer": f"C{at}"} for at in range(10)]
    page = desk(linked=reserve(*overdue(5)), contacts=contacts, ticks=ticks(10))
    rows = suggested(page, english())
    assert [one.customer for one in rows["contacts"]] == ["A00", "A01"]
    assert [one.day.day for one in rows["ticks"]] == [9, 11, 12, 13]


def test_the_list_is_as_long_as_the_template_says() -> None:
    page = desk(linked=reserve(*overdue(5)), template=changed(most_contacts=2))
    assert len(suggested(page, english())["contacts"]) == 2


@pytest.mark.parametrize(
    ("week", "days"), [(Week(2026, 8), None), (Week(2026, 40), 3), (Week(2026, 41), 3), (W53, 5)]
)
def test_only_working_days_are_to_be_ticked(week: Week, days: int | None) -> None:
    rows = suggested(desk("10-09", week=week), english())
    assert len(rows["ticks"]) == days if days else "ticks" not in rows


def test_offered_rows_can_be_typed_back() -> None:
    """A book takes rows over as a person would have typed them."""
    before = plan(lines=nine(), contacts=[{"customer": "C1", "day": "2026-11-13"}])
    page = desk(found=[LATE], linked=reserve(DUE), earlier=[(W45, before)])
    reading = TOOL.setting(pack(), bank(), NOVEMBER)
    for offered_rows in (rolled_over(page), suggested(page, english())):
        body = {name: [typed(row, reading) for row in rows] for name, rows in offered_rows.items()}
        again = parse(Plan, body, reading)
        assert not again.problems
        for name, rows in offered_rows.items():
            assert getattr(again.record, name) == rows
