from __future__ import annotations

from typing import get_args

import pytest

from workbook import content
from workbook.chapters.action_plan import TOOL
from workbook.chapters.action_plan.pack import KINDS, OUTCOMES, Pack
from workbook.chapters.action_plan.records import Plan
from workbook.chapters.action_plan.rules.contacts import URGENCY
from workbook.chapters.battle_map.pack import Pack as MapPack
from workbook.chapters.journey.pack import STAGES
from workbook.domain.calendar import Month, Week
from workbook.domain.fields import parse

from .desks import W53, bank, day, pack


def test_the_tool_belongs_to_a_week_and_reads_the_others() -> None:
    assert (TOOL.record, TOOL.pack, TOOL.span) == (Plan, Pack, "week")
    assert TOOL.reads == ("pacing", "prospects", "journey", "battle_map")


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_lists_are_read_by_their_labels(language: content.Language) -> None:
    template = content.load("action_plan", language, Pack)
    reading = TOOL.setting(template, bank(), Month(2026, 11))
    one = {
        "kind": template.kinds["three"].label, "what": "ask",
        "link": template.links["map_youth"].label, "outcome": template.outcomes["half"].label,
        "reason": template.reasons["avoided"].label, "granted": template.grants["asked"].label,
        "indicator": bank().indicators["policies"].label,
    }  # fmt: skip
    contact = {"customer": "C1", "because": template.becauses["loss"].label}
    read = parse(Plan, {"lines": [one], "contacts": [contact]}, reading)
    assert not read.problems
    line = read.record.lines[0]
    assert (line.kind, line.link, line.outcome) == ("three", "map_youth", "half")
    assert (line.reason, line.granted, line.indicator) == ("avoided", "asked", "policies")
    assert read.record.contacts[0].because == "loss"


def test_what_is_in_no_list_is_refused() -> None:
    reading = TOOL.setting(pack(), bank(), Month(2026, 11))
    read = parse(Plan, {"lines": [{"kind": "seven", "what": "ask"}]}, reading)
    assert [(one.loc, one.kind) for one in read.problems] == [(("lines", 0, "kind"), "not_in_list")]


def test_a_day_without_a_year_over_the_end_of_the_year() -> None:
    reading = TOOL.setting(pack(), bank(), Month.of(W53.first))
    rows = [{"day": "12-31"}, {"day": "1-1"}]
    read = parse(Plan, {"ticks": rows}, reading)
    days = [one.day for one in read.record.ticks]
    assert days == [day("12-31"), day("2027-01-01")]
    assert all(Week.of(one) == W53 for one in days)


def test_the_code_and_the_template_have_the_same_lists() -> None:
    template = content.load("action_plan", "en", Pack)
    assert tuple(template.kinds) == KINDS
    assert tuple(template.outcomes) == OUTCOMES
    assert set(template.becauses) == set(URGENCY)
    assert set(template.grants) == set(get_args(Pack.model_fields["grants"].annotation)[0].__args__)
    assert "avoided" in template.reasons


def test_every_stage_and_every_map_can_be_linked() -> None:
    stages = {f"stage_{one}" for one in STAGES}
    maps = {f"map_{one}" for one in content.load("battle_map", "en", MapPack).segments}
    links = content.load("action_plan", "en", Pack).links
    assert set(links) == {"pacing", "prospects"} | stages | maps
    for name, one in links.items():
        chapter = {"stage": "journey", "map": "battle_map"}.get(name.split("_")[0], name)
        assert one.chapter == chapter
