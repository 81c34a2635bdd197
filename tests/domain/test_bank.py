"""What the bank sets: the unit of money, and indicators of amounts and of pieces."""

from __future__ import annotations

from typing import Any

import pydantic
import pytest

from workbook import content
from workbook.chapters.pacing.records import Worksheet
from workbook.domain.bank import Bank, labels, setting
from workbook.domain.calendar import Month
from workbook.domain.fields import parse

INDICATOR: dict[str, Any] = {
    "label": "Sales", "measure": "money", "piece": "deal", "activity": False, "may_fall": False,
    "deal": 1, "source": "ours",
}  # fmt: skip


TIERS = {"all": {"label": "All", "least": 0, "band": "base", "source": "ours"}}


def bank(money: dict[str, Any] | None = None, **indicator: object) -> Bank:
    unit = {"yuan": 10_000, "label": "wan yuan", "decimals": 2, **(money or {})}
    indicators = {"sales": {**INDICATOR, **indicator}}
    given = {"label": "A bank", "money": unit, "indicators": indicators, "tiers": TIERS}
    return Bank.model_validate(given)


def test_a_bank_of_its_own_unit() -> None:
    made = bank({"yuan": 1, "decimals": 0, "label": "yuan"})
    assert (made.money.yuan, made.counted) == (1, frozenset())


def test_an_indicator_is_counted_or_measured_in_money() -> None:
    assert bank(measure="count").counted == {"sales"}
    assert bank(measure="money").counted == frozenset()


@pytest.mark.parametrize(
    ("money", "indicator", "where"),
    [
        ({"yuan": 0}, {}, ("money", "yuan")),
        ({"yuan": -1}, {}, ("money", "yuan")),
        ({"yuan": 0.5}, {}, ("money", "yuan")),
        ({"decimals": -1}, {}, ("money", "decimals")),
        ({"decimals": 7}, {}, ("money", "decimals")),
        ({}, {"measure": "weight"}, ("indicators", "sales", "measure")),
        ({}, {"deal": 0}, ("indicators", "sales", "deal")),
        ({}, {"colour": "red"}, ("indicators", "sales", "colour")),
        ({}, {"source": None}, ("indicators", "sales", "source")),
    ],
)
def test_what_no_bank_can_set(
    money: dict[str, Any], indicator: dict[str, Any], where: tuple[str, ...]
) -> None:
    with pytest.raises(pydantic.ValidationError) as caught:
        bank(money, **indicator)
    assert [error["loc"] for error in caught.value.errors()] == [where]


@pytest.mark.parametrize("language", content.LANGUAGES)
def test_the_shipped_bank(language: str) -> None:
    shipped = content.load("bank", language, Bank)
    assert shipped.money.yuan == 10_000
    assert shipped.counted == {"investment_pieces", "policies", "accounts"}
    assert [key for key, one in shipped.indicators.items() if one.may_fall] == ["aum_growth"]
    assert {key for key, one in shipped.indicators.items() if one.activity} == shipped.counted
    names = labels(shipped.indicators)
    assert list(names) == list(shipped.indicators)
    assert len(set(names.values())) == len(names)
    assert all(one.piece and one.says and one.source for one in shipped.indicators.values())


def test_the_setting_is_that_of_the_bank_the_month_and_the_chapters_lists() -> None:
    made = setting(bank(measure="count"), Month(2027, 1), {"weeks": {"w1": "Week 1"}})
    assert (made.yuan_in_unit, made.year, made.month) == (10_000, 2027, 1)
    assert made.counted == {"sales"}
    assert made.choices == {"weeks": {"w1": "Week 1"}}


def test_the_unit_counts_when_a_body_is_read() -> None:
    body = {"targets": [{"indicator": "Sales", "target": "2.5"}]}
    for yuan, fen in ((1, 250), (10_000, 2_500_000), (10**8, 25 * 10**9)):
        made = bank({"yuan": yuan})
        read = setting(made, Month(2026, 12), {"indicators": labels(made.indicators)})
        assert parse(Worksheet, body, read).record.targets[0].target == fen
