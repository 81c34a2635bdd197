from __future__ import annotations

from workbook.chapters.battle_map import TOOL
from workbook.chapters.battle_map.pack import Pack
from workbook.chapters.battle_map.records import BattleMaps
from workbook.domain.fields import parse

from .desks import ACCOUNTS, NOVEMBER, SALES, SEGMENTS, WAN, bank, day, pack

READ = TOOL.setting(pack(), bank(), NOVEMBER)


def test_the_contract_names_record_template_and_key() -> None:
    assert (BattleMaps, Pack, "month", ()) == (TOOL.record, TOOL.pack, TOOL.span, TOOL.reads)


def test_what_is_typed_is_read_in_the_banks_unit_and_the_months_year() -> None:
    typed = [
        {"segment": "elderly", "indicator": SALES, "amount": "36", "by": "11/20"},
        {"segment": "The youth", "indicator": ACCOUNTS, "amount": "6", "goal_customers": "12位"},
    ]
    read = parse(BattleMaps, {"maps": typed, "try_by": "11-13"}, READ)
    money, pieces = read.record.maps
    assert (money.amount, money.by, read.record.try_by) == (36 * WAN, day("11-20"), day("11-13"))
    assert (pieces.segment, pieces.amount, pieces.goal_customers) == ("youth", 6, 12)
    assert read.problems == ()


def test_every_segment_can_be_chosen_and_nothing_else() -> None:
    assert READ.choices["segments"] == {one: f"The {one}" for one in SEGMENTS}
    wrong = parse(BattleMaps, {"maps": [{"segment": "pensioners of the moon"}]}, READ)
    assert [problem.kind for problem in wrong.problems] == ["not_in_list"]


def test_a_goal_is_at_least_one_customer() -> None:
    row = {"segment": "elderly", "goal_customers": "0"}
    assert len(parse(BattleMaps, {"maps": [row]}, READ).problems) == 1
