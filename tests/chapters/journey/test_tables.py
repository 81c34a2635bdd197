from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from workbook.chapters.journey.pack import STAGES
from workbook.chapters.journey.rules import JourneyDesk
from workbook.chapters.journey.views import figures, sheets, tables
from workbook.content.messages import Said

from .desks import changed, day, desk, imported, journey, low, pack, point

STEP = {"stage": "stable", "what": "call", "owner": "Lin", "mark": "a date", "by": "2026-11-30"}
TYPED: dict[str, Any] = {
    "touchpoints": [low(stage="stable"), point(stage="prospect")],
    "notes": [{"customer": "A1", "signal": "silent"}],
    "cares": [{"customer": "A1", "critical": "due_soon", "act": "called"}],
    "losses": [{"customer": "A2", "cause": "fault"}],
    "referrals": [{"customer": "A3", "moment": "thanked", "referrer": "hub", "came": True}],
    "steps": [STEP],
}
FULL = desk(**TYPED, planned=journey(touchpoints=[point()]))


def rows(page: JourneyDesk, name: str) -> list[dict[str, Any]]:
    records = tables[name](page).to_dict("records")
    return [{str(column): cell for column, cell in row.items()} for row in records]


@pytest.mark.parametrize("name", sorted(tables))
@pytest.mark.parametrize("page", [FULL, desk()], ids=["full", "empty"])
def test_each_table_has_the_columns_of_the_template(name: str, page: JourneyDesk) -> None:
    table = tables[name](page)
    assert list(table.columns) == list(pack().tables[name].columns)
    assert isinstance(table, pd.DataFrame)


def test_every_table_and_figure_of_the_template_is_there() -> None:
    assert set(tables) == set(pack().tables)
    assert set(figures) == set(pack().figures)
    assert dict(sheets) == {}


@pytest.mark.parametrize(
    "name",
    ["touchpoints", "customers", "watch", "signals", "queue", "waiting", "cares", "losses",
     "referrals", "steps", "changes"],
)  # fmt: skip
def test_tables_of_what_is_not_there_are_empty(name: str) -> None:
    assert rows(desk(), name) == []


# -- the map --------------------------------------------------------------------------------------


def test_the_map_in_the_order_of_the_journey() -> None:
    first, second = rows(FULL, "touchpoints")
    assert first == {
        "stage": "prospect", "touchpoint": "lobby", "thinks": "how long?", "feeling": 0, "aim": 1,
        "act": "ask", "owner": "Lin", "by": day("11-30"), "failure": "nobody asks",
    }  # fmt: skip
    assert (second["touchpoint"], second["feeling"]) == ("queue", -2)


def test_the_map_to_start_from() -> None:
    found, typical = rows(desk(), "typical"), pack().typical.values()
    assert [row["stage"] for row in found] == sorted(
        (one.stage for one in typical), key=STAGES.index
    )
    first = next(one for one in typical if one.stage == "prospect")
    assert found[0] == {name: getattr(first, name) for name in found[0]}


def test_the_five_cards_and_whether_they_may_be_used() -> None:
    found = rows(desk(), "cards")
    assert [row["stage"] for row in found] == list(STAGES)
    card = pack().stages["prospect"]
    for name in set(found[0]) - {"stage", "approval"}:
        assert found[0][name] == getattr(card, name)
    assert {row["approval"] for row in found} == {"approved"}
    assert {row["approval"] for row in rows(desk("2027-01-01"), "cards")} == {"rehearsal"}


def test_the_action_list_to_start_from_and_ones_own() -> None:
    listed, lines = rows(desk(), "listed"), pack().listed.values()
    assert [row["stage"] for row in listed] == sorted(
        (one.stage for one in lines), key=STAGES.index
    )
    first = next(one for one in lines if one.stage == "prospect")
    assert listed[0] == {
        "stage": "prospect", "what": first.label, "who": first.who, "within": first.within,
        "mark": first.mark,
    }  # fmt: skip
    assert rows(FULL, "steps") == [
        {"stage": "stable", "what": "call", "customers": "", "owner": "Lin", "by": day("11-30"),
         "mark": "a date", "done": False}
    ]  # fmt: skip


def test_what_was_changed_each_in_its_own_unit() -> None:
    before = journey(touchpoints=[point(act="", by="2026-11-20", aim=None), low()])
    page = desk(planned=before, touchpoints=[point(feeling=-1, by="2026-11-25"), low(owner="")])
    change = dict.fromkeys(("change", "stage", "touchpoint", "column", "before", "now"))
    lobby = {**change, "change": "changed", "stage": "stable", "touchpoint": "lobby"}
    assert rows(page, "changes") == [
        {**lobby, "column": "feeling", "before": Said("{value:count}", {"value": 0}),
         "now": Said("{value:count}", {"value": -1})},
        {**lobby, "column": "aim", "now": Said("{value:count}", {"value": 1})},
        {**lobby, "column": "act", "now": "ask"},
        {**lobby, "column": "by", "before": Said("{value:day}", {"value": day("11-20")}),
         "now": Said("{value:day}", {"value": day("11-25")})},
        {**lobby, "touchpoint": "queue", "column": "owner", "before": "Lin"},
    ]  # fmt: skip


def test_whole_touchpoints_that_came_or_went() -> None:
    page = desk(planned=journey(touchpoints=[point()]), touchpoints=[low()])
    assert [(row["change"], row["touchpoint"], row["column"]) for row in rows(page, "changes")] == [
        ("added", "queue", None), ("removed", "lobby", None),
    ]  # fmt: skip


# -- ways -----------------------------------------------------------------------------------------


def test_what_was_done_and_how_late_it_is() -> None:
    cares = [
        {"customer": "A1", "critical": "due_soon", "act": "called", "day": "2026-11-02",
         "proof": "a date", "outcome": "half", "next_day": "2026-11-09"},
        {"customer": "A2", "next_day": "2026-11-11"},
    ]  # fmt: skip
    first, second = rows(desk(cares=cares), "cares")
    assert first == {
        "customer": "A1", "critical": "due_soon", "act": "called", "day": day("11-02"),
        "proof": "a date", "outcome": "half", "next_day": day("11-09"), "late": 2,
    }  # fmt: skip
    assert second["late"] is None


def test_causes_count_the_losses_of_the_page() -> None:
    losses = [{"customer": name, "cause": cause} for name, cause in
              (("A1", "fault"), ("A2", "fault"), ("A3", "natural"), ("A4", ""))]  # fmt: skip
    found = rows(desk(losses=losses), "causes")
    assert [(row["cause"], row["customers"]) for row in found] == [
        ("natural", 1), ("fault", 2), ("competition", 0),
    ]  # fmt: skip
    assert found[0]["question"] == pack().causes["natural"].question


def test_losses_and_referrals_as_they_were_typed() -> None:
    assert rows(FULL, "losses") == [
        {"customer": "A2", "cause": "fault", "said": "", "strategy": "", "situation": "",
         "next_day": None, "back": False}
    ]  # fmt: skip
    assert rows(FULL, "referrals") == [
        {"customer": "A3", "moment": "thanked", "referrer": "hub", "day": None, "came": True}
    ]


def test_ways_back_and_key_situations_with_the_state_of_their_words() -> None:
    found = rows(desk(), "ways")
    of = [*pack().strategies.values(), *pack().situations.values()]
    assert [row["way"] for row in found] == [one.label for one in of]
    assert [row["approval"] for row in found] == ["approved"] * 3 + ["rehearsal"] * 2
    assert [row["stop"] for row in found] == [one.stop for one in of]


def test_moments_and_who_refers() -> None:
    found = rows(desk(), "moments")
    of = [*pack().moments.values(), *pack().referrers.values()]
    assert [row["moment"] for row in found] == [one.label for one in of]
    assert [row["sentence"] for row in found] == [one.sentence for one in of]
    assert found[0]["expires"] == "2026-12-31"


# -- what is lacking ------------------------------------------------------------------------------


def test_what_the_files_lack_kind_or_column() -> None:
    found = [(row["analysis"], row["lack"]) for row in rows(desk(), "lacks")]
    assert ("stages", "customers") in found
    customers = imported({"customers": pd.DataFrame({"id": ["A1"], "assets": [1]})})
    page = desk(book=customers, template=changed())
    found = [(row["analysis"], row["lack"]) for row in rows(page, "lacks")]
    assert found[:2] == [("stages", "customers.last_contact"), ("stages", "balances")]
