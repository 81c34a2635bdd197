from __future__ import annotations

from workbook.chapters.journey import TOOL
from workbook.chapters.journey.rules.thresholds import threshold

from .desks import NOVEMBER, bank, pack


def test_what_is_typed_is_read_in_the_banks_unit_and_the_pages_year() -> None:
    read = TOOL.setting(pack(), bank(), NOVEMBER)
    assert (read.yuan_in_unit, read.year, read.month) == (10_000, 2026, 11)


def test_every_list_of_the_record_can_be_chosen_from() -> None:
    choices = TOOL.setting(pack(), bank(), NOVEMBER).choices
    assert choices["stages"]["at_risk"] == pack().stages["at_risk"].label
    assert choices["signals"]["silent"] == pack().signals["silent"].label
    assert choices["criticals"]["due_soon"] == pack().criticals["due_soon"].label
    assert choices["outcomes"]["half"] == pack().outcomes["half"].label
    assert choices["causes"]["fault"] == pack().causes["fault"].label
    assert choices["strategies"]["rivals"] == pack().strategies["rivals"].label
    assert choices["situations"]["losses"] == pack().situations["losses"].label
    assert set(choices["moments"]) == set(pack().moments)
    assert set(choices["referrers"]) == set(pack().referrers)


def test_a_threshold_is_the_templates() -> None:
    assert threshold(pack(), "at_risk_unattended") == 14
