from __future__ import annotations

from itertools import pairwise

import pandas as pd
import pytest

from workbook.customers.analysis.transaction_words import Words
from workbook.customers.bank_file import KEYS, BankFile, common, marks_for
from workbook.errors import ContentError
from workbook.resources import templates

OURS = "names: [江州城市商业银行股份有限公司, 江州理财, Jiangzhou Bank]\n"


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("支付货款", "trade"),
        ("货　款", "trade"),
        ("貨款", "trade"),
        ("Trade  Payments", "trade"),
        ("ＳＵＰＰＬＩＥＲ", "trade"),
        ("POS收单入账", "receipts"),
        ("基金-定投", "own_products"),
        ("(到期)续存", "own_products"),
        ("网银转账20261125001", None),
        ("refund", None),
        ("refunds", None),
        ("Farmer", None),
        ("loan-repayment", "repayments"),
        ("pos creditor", None),
        ("", None),
    ],
)
def test_how_a_text_is_compared(text: str, mark: str | None) -> None:
    assert mark in common().of(text) if mark else not common().of(text)


@pytest.mark.parametrize(
    ("bank", "ours"),
    [
        ("江州城市商业银行", True),
        ("江州城市商业银行股份有限公司滨江支行", True),
        ("江州 城市商业银行（滨江）", True),
        ("江州城市商業銀行", True),
        ("江州理财有限责任公司", True),
        ("JIANGZHOU BANK, Riverside Branch", True),
        ("The Jiangzhou Bank", True),
        ("New Jiangzhou Bank", False),
        ("江州农村商业银行", False),
        ("江城市商业银行", False),
        ("本行", True),
        ("Our Bank", True),
        ("乙银行", False),
        ("", False),
    ],
)
def test_which_bank_is_ours(bank: str, ours: bool) -> None:
    assert marks_for(OURS).is_ours(bank) == ours


def test_a_latin_name_is_no_part_of_another_banks() -> None:
    marks = marks_for("names: [Bank of China, 中国银行]\n")
    assert marks.is_ours("Bank of China Limited")
    assert marks.is_ours("中国银行江州分行")
    assert not marks.is_ours("Agricultural Bank of China")
    assert not marks.is_ours("Industrial and Commercial Bank of China")


def test_blanks_are_no_words() -> None:
    texts = pd.Series(["货款", None, "转账", ""], dtype="str")
    assert list(common().says(texts, "trade")) == [True, False, False, False]
    assert list(common().ours(texts)) == [False] * 4


def test_a_banks_own_words_join_those_that_ship() -> None:
    marks = marks_for("trade: 购苗款\nown_products: [江州宝]\nwithout: [往来款]\n")
    assert "trade" in marks.of("购苗款")
    assert "trade" in marks.of("货款")
    assert "own_products" in marks.of("江州宝申购")
    assert "trade" in common().of("往来款")
    assert not marks.of("往来款")


def test_the_same_text_gives_the_same_marks() -> None:
    assert marks_for(OURS) is marks_for(OURS)
    assert marks_for(OURS).text == OURS
    assert marks_for("").text == common().text == ""
    assert marks_for("  \n").text == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("nams: [甲乙]", "bank.yaml:1:1: 没有“nams”"),
        ("trade: [货款]\nunit: 1", "bank.yaml:2:1: 没有“unit”"),
        ("names: {a: b}", "bank.yaml:1:1: names"),
        ("names: 5", "bank.yaml:1:1: names"),
        ("names:\n  - 甲乙银行\n  - 5", "bank.yaml:3:5: names: “5”"),
        ("names: [甲乙银行, 银行]", "bank.yaml:1:15: names: “银行”"),
        ("names: [中国商业银行股份有限公司]", "bank.yaml:1:9: names"),
        ("names: [The Bank Ltd]", "bank.yaml:1:9: names"),
        ("trade: [款]", "bank.yaml:1:9: trade: “款”"),
        ("without: [货宽]", "bank.yaml:1:11: without: "),
        ("names: [", "bank.yaml:1:9: "),
        ("- 甲乙银行", "bank.yaml:1:1: "),
        ("names: [甲]\nnames: [乙]", "bank.yaml:2:1: "),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, told: str) -> None:
    with pytest.raises(ContentError) as caught:
        marks_for(text)
    assert told in str(caught.value)


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(ContentError) as caught:
        marks_for("nam: [甲乙]\nnames: [银行]\ntrade: [款]\n", "/there/bank.yaml")
    lines = str(caught.value).splitlines()
    assert [line.split(": ")[0] for line in lines] == [
        "/there/bank.yaml:1:1", "/there/bank.yaml:2:9", "/there/bank.yaml:3:9",
    ]  # fmt: skip


def test_the_example_that_ships_is_sound_and_names_every_key() -> None:
    text = (templates() / "marks" / "bank.yaml").read_text(encoding="utf-8")
    marks = marks_for(text)
    assert marks.is_ours("江州银行")
    assert "own_products" in marks.of("稳盈添利")
    assert [key for key in KEYS if f"\n{key}: " not in text] == []
    assert set(KEYS) == set(BankFile.model_fields)


def test_every_list_that_ships_has_words_of_both_languages() -> None:
    shipped = common().words
    for name in Words.model_fields:
        words = getattr(shipped, name)
        assert any(word.isascii() for word in words), name
        assert any(not word.isascii() for word in words), name
        assert len(words) == len(set(words)), name


LAUGHS = "a: &a [词一, 词二]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in pairwise("abcdefghijk")
)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        f"{LAUGHS}names: *k\n",
        "names: " + "[" * 5000 + "]" * 5000,
        f"names: [{'9' * 6000}]",
        'names: ["\\U00110000"]',
        "names: &n [*n]",
    ],
)
def test_a_file_that_no_bank_would_write_is_told(text: str) -> None:
    with pytest.raises(ContentError) as told:
        marks_for(text)
    assert len(str(told.value)) < 10_000
