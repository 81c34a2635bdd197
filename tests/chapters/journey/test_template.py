"""The shipped template and the analyses speak of the same things, in every language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from workbook import content, rendering
from workbook.chapters.journey import TOOL
from workbook.chapters.journey.pack import STAGES, Pack
from workbook.chapters.journey.rules import JourneyDesk, typical_points
from workbook.chapters.journey.views import figures, tables
from workbook.content.messages import Voice, Wording, voice
from workbook.customers.analysis import (
    contact_filters,
    critical_customers,
    journey_stages,
    missing_columns,
    warning_signals,
)
from workbook.domain.bank import Bank, labels
from workbook.domain.fields import chosen

from .desks import NOVEMBER, YUAN, desk, full, journey, low, people, point
from .test_privacy import CARD

LANGUAGES = ["zh-Hans", "zh-Hant", "en"]
LISTS = chosen(TOOL.record)
LISTED = (*LISTS, "reasons", "profiles", "approvals", "blocks", "changes", "columns")
DUE = {"due": "2026-11-20", "amount": 10_000 * YUAN, "bought": "2026-01-01", "risk_level": "R5"}
BUSY = full(
    {"id": "A1", "assets": 52_000 * YUAN, "risk_level": "C1", "age": 70},
    {"id": "A2", "assets": 48_000 * YUAN, "last_contact": "2026-01-05", "age": 20},
    {"id": "A3", "assets": 900_000 * YUAN, "complaint_open": True},
    {"id": "A4", "assets": 300_000 * YUAN, "do_not_contact": True},
    {"id": "A5", "assets": 60_000 * YUAN, "risk_assessed": "2025-11-20"},
    {"id": "A6", "assets": 60_000 * YUAN},
    holdings=[{"customer": "A1", **DUE}, {"customer": "A2", **DUE}],
    balances=[{"customer": "A6", "month": f"2026-{at:02}-01", "assets": 250_000 * YUAN}
              for at in range(1, 10)],
    transactions=[
        {"customer": "A1", "date": "2026-11-05", "amount": 60_000 * YUAN, "direction": "out",
         "counterparty": "乙银行", "kind": "transfer"},
        {"customer": "A5", "date": "2026-11-05", "amount": 60_000 * YUAN, "direction": "in",
         "counterparty": "乙银行", "kind": "transfer"},
        *[{"customer": "A2", "date": f"2026-{at:02}-05", "amount": 9_000 * YUAN,
           "direction": "in", "kind": "工资", "counterparty": "本行"} for at in range(1, 9)],
    ],
)  # fmt: skip
LATE = {"day": "2026-10-01", "next_day": "2026-10-02"}
BAD: dict[str, Any] = {
    "touchpoints": [low(owner="", by=None, aim=-2), point(feeling=None, act="", failure=""),
                    point(by="2026-11-01")],
    "minutes": 5,
    "notes": [{"customer": "A5", "signal": signal, "day": "2026-11-02", "said": "{x} <b>"}
              for signal in warning_signals.SIGNALS if signal != "complaint"],
    "cares": [{"customer": "A4", "critical": "due_soon", **LATE},
              {"customer": "A3", "critical": "under_tier", "outcome": "done"},
              {"customer": "A1"}, {"customer": "王芳", **LATE}],
    "losses": [{"customer": "A3", "strategy": "needs"}, {"customer": "Z9", "cause": "fault"}],
    "referrals": [{"customer": "A1、A2", "moment": "thanked", "referrer": "hub"}],
    "steps": [{"stage": "stable", "what": f"call {CARD}", "by": "2026-11-01"}],
    "try_customer": "A1", "try_by": "2026-12-24",
}  # fmt: skip


def shipped(language: str) -> Pack:
    return content.load("journey", language, Pack)


def speaking(language: str) -> Voice:
    """The voice of the page, with all lists that it names."""
    template, bank = shipped(language), content.load("bank", language, Bank)
    names = {name: labels(getattr(template, name)) for name in LISTED}
    said = {**names, **missing_columns.words(language), "tiers": labels(bank.tiers)}
    return voice(content.load("wording", language, Wording), bank, said)


def page(language: str, **body: Any) -> JourneyDesk:
    return replace(desk(book=BUSY, template=shipped(language)), record=journey(**body))


def pages(language: str) -> Iterator[JourneyDesk]:
    """Pages that fire every rule."""
    yield page(language, **BAD)
    taken = [one.model_dump() for one in typical_points(shipped(language))]
    yield desk(book=people(A1=60_000), template=shipped(language), touchpoints=taken)
    yield page(language)
    yield page(language, touchpoints=[point()])
    yield desk(template=shipped(language))
    lost = {"customer": "A4", "cause": "fault"}
    yield page(language, try_customer="A4", losses=[lost])


def test_stages_signals_kinds_and_reasons_are_those_of_the_analyses() -> None:
    template = shipped("en")
    assert set(template.stages) == set(STAGES) == set(journey_stages.STAGES)
    assert tuple(template.signals) == warning_signals.SIGNALS
    assert {key for key, one in template.signals.items() if one.strong} == warning_signals.STRONG
    assert tuple(template.criticals) == critical_customers.CRITICAL_KINDS
    assert set(template.reasons) == set(journey_stages.REASONS)
    assert set(template.blocks) == set(contact_filters.FLAGS)


def test_seven_signals_are_numbered_one_to_seven() -> None:
    assert {one.number for one in shipped("en").signals.values()} == set(range(1, 8))


def test_the_example_has_an_honest_low_point_with_an_owner_in_every_stage() -> None:
    for stage in STAGES:
        here = [one for one in shipped("en").typical.values() if one.stage == stage]
        assert len(here) >= 4
        assert any(one.feeling < 0 and one.owner for one in here)
        assert all(one.aim > one.feeling for one in here if one.feeling < 0)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(tables))
def test_every_table_can_be_read(language: str, name: str) -> None:
    template, speaks = shipped(language), speaking(language)
    for one_page in pages(language):
        table = tables[name](one_page)
        columns, cells = rendering.table_cells(table, template.tables[name], speaks)
        assert len(columns) == len(template.tables[name].columns)
        assert len(cells) == len(table)
        assert not [cell for row in cells for cell in row if CARD in cell or "Said(" in cell]
        assert "<script" not in rendering.table_html(table, template.tables[name], speaks, "none")


def test_every_reason_and_kind_that_can_be_made_was_said() -> None:
    said = page("en", **BAD)
    lines = (*tables["queue"](said)["critical"], *tables["waiting"](said)["critical"])
    kinds = {kind for line in lines for kind in line if isinstance(kind, str)}
    assert {"expiring", "above_edge"} <= kinds
    assert len(set(tables["signals"](said)["signal"])) == len(warning_signals.SIGNALS)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_are_drawn_without_a_warning(language: str) -> None:
    for draw in figures.values():
        assert rendering.svg(draw(page(language))).startswith("<svg ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_may_be_chosen_is_named_in_the_readers_language(language: str) -> None:
    choices = TOOL.setting(
        shipped(language), content.load("bank", language, Bank), NOVEMBER
    ).choices
    assert set(LISTS) <= set(choices)
    assert all(label for known in choices.values() for label in known.values())


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_the_words_of_the_card_agree_with_the_rule(language: str) -> None:
    """Who is at risk: edge, outflow, fall of turnover and how many transactions make a trend."""
    template = shipped(language)
    limits, card = template.stage_limits, template.stages["at_risk"]
    said = card.who.replace(" ", "").replace("\n", "")
    assert f"{limits.edge:.0%}" in said
    assert f"{limits.outflow_share:.0%}" in said
    assert str(limits.decline_count) in said
    assert limits.decline_share == 0.3
    assert ("三成" if language == "zh-Hans" else "threetenths") in said
    for stage in ("new_value", "stable"):
        assert f"{limits.outflow_share:.0%}" in template.stages[stage].leaves.replace(" ", "")


def test_what_compares_balances_has_a_sentence_for_where_there_are_none() -> None:
    for language in LANGUAGES:
        template = shipped(language)
        alone = (
            template.reasons["near_edge"].estimated,
            template.signals["assets_leaving"].estimated,
            template.criticals["big_outflow"].estimated,
            template.criticals["big_inflow"].estimated,
        )
        assert all(alone)
        assert not any("before" in said or "share" in said for said in alone)
