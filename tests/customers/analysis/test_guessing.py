from __future__ import annotations

from typing import Any

import pytest

from workbook.customers.analysis.own_bank import Guess, guessed
from workbook.customers.bank_file import common, marks_for

from .books import moves, paid

BRANCH = "江州城市商业银行股份有限公司滨江支行"


def guess(*rows: dict[str, Any]) -> Guess | None:
    return guessed(moves(*rows), common())


def row(bank: str | None, kind: str = "转账", direction: str = "out") -> dict[str, Any]:
    return paid("2026-11-25", 100, direction, kind=kind, counterparty=bank)


def test_the_bank_that_takes_a_large_share_looks_like_ours() -> None:
    found = guess(*[row(BRANCH)] * 3, row("乙银行"), row("丙银行"), row(None), row("支付宝"))
    assert found is not None
    assert (found.names, found.share, found.count) == (("江州城市商业银行",), 0.6, 3)
    assert found.lines == 'names: ["江州城市商业银行"]\n'
    assert marks_for(found.lines).is_ours(BRANCH)


def test_branches_are_one_bank() -> None:
    others = [row(f"{name}银行") for name in "乙丙丁戊己"]
    found = guess(row("江州银行城南支行"), row("江州银行股份有限公司"), row("江州银行"), *others)
    assert found is not None
    assert found.names == ("江州银行",)


def test_what_only_our_own_bank_does_weighs_more() -> None:
    house = [row(BRANCH, kind) for kind in ("取现", "结息", "信用卡还款")]
    others = [row(f"{name}银行") for name in "乙丙丁戊己庚辛壬癸" for _ in range(2)]
    found = guess(*house, *others)
    assert found is not None
    assert found.names == ("江州城市商业银行",)


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [row(None), row("支付宝"), row("  ")],
        [row("本行")] * 9 + [row("乙银行"), row("丙银行")],
        [row(f"{name}银行") for name in "乙丙丁戊己庚辛壬癸"],
        [row("银行")] * 5,
    ],
)
def test_where_nothing_looks_like_ours_nobody_is_asked(rows: list[dict[str, Any]]) -> None:
    assert guess(*rows) is None


def test_what_sounds_like_a_product_and_is_not_known() -> None:
    found = guess(*[row(None, "江州宝转入")] * 2, row(None, "购买理财"), row(None, "稳盈8号"))
    assert found is not None
    assert found.names == ()
    assert found.products == ("江州宝转入", "稳盈8号")
    assert "own_products" in marks_for(found.lines).of("江州宝转入")
