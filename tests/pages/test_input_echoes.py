"""What the form says beside a number: how it was read, and whether it was meant."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typed import book_of

from workbook import chapters, content
from workbook.book import importing
from workbook.book.trainee_workbook import Book
from workbook.content.messages import Wording
from workbook.domain.fields import Problem, parse
from workbook.domain.unusual_amounts import Amount
from workbook.pages import input_echoes
from workbook.store import Store

SALES, POLICIES = "investment_sales", "policies"


@pytest.fixture
def target(store: Store) -> Book:
    """A month with targets of 229 万元 and 12 policies, and no customers imported."""
    book = book_of(store)
    targets = [{"indicator": SALES, "target": "229"}, {"indicator": POLICIES, "target": "12"}]
    book.save("pacing", {"targets": targets}, 0)
    return book


def said(book: Book, chapter: str, body: dict[str, Any]) -> list[Problem]:
    parsed = parse(chapters.chapter(chapter).record, body, book.setting(chapter))
    return list(input_echoes.beside(book, chapter, body, parsed))


def prospect(amount: str, indicator: str = SALES, **more: str) -> dict[str, Any]:
    return {"prospects": [{"customer": "C1", "indicator": indicator, "amount": amount, **more}]}


def echo(book: Book, amount: str, indicator: str = SALES) -> str:
    found = said(book, "prospects", prospect(amount, indicator))
    return next((one.figures["amount"] for one in found if one.kind == "echo"), "")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("50", ""),
        ("５０", ""),
        ("1,200.50", ""),
        ("50万", "50 万元"),
        ("500000元", "50 万元"),
        ("¥123456.78", "12.345678 万元"),
        ("5e1", "50 万元"),
        ("10000", "10,000 万元，即 1 亿元"),
        ("500000", "500,000 万元，即 50 亿元"),
        ("abc", ""),
    ],
)
def test_a_number_is_echoed_where_it_is_not_plain_how_it_was_read(
    target: Book, typed: str, shown: str
) -> None:
    assert echo(target, typed) == shown


def test_pieces_are_echoed_as_pieces(target: Book) -> None:
    assert echo(target, "3", POLICIES) == ""
    assert echo(target, "3件", POLICIES) == "3 单"


def test_an_english_reader_reads_english(store: Store) -> None:
    book = book_of(store, language="en")
    assert echo(book, "500000yuan") == "50 wan yuan"
    assert echo(book, "500000") == "500,000 wan yuan, that is 5 billion yuan"


@pytest.mark.parametrize(
    ("typed", "chinese", "english"),
    [
        ("10000", "1 亿元", "100 million yuan"),
        ("-50000", "-5 亿元", "-500 million yuan"),
        ("12345.6789", "1.2346 亿元", "123.4568 million yuan"),
        ("99999.999999", "10 亿元", "1 billion yuan"),
        ("123456", "12.3456 亿元", "1.2346 billion yuan"),
        ("99999999", "1 万亿元", "1 trillion yuan"),
        ("1000000000", "10 万亿元", "10 trillion yuan"),
    ],
)
def test_a_large_sum_is_said_in_the_steps_of_each_language(
    store: Store, typed: str, chinese: str, english: str
) -> None:
    fen = int(Decimal(typed) * 1_000_000)
    amount = Amount(("targets", 0, "target"), SALES, fen, money=True)
    for language, shown in (("zh-Hans", chinese), ("en", english)):
        book = book_of(store, language=language)
        text = input_echoes.said_of(amount, fen, book.setting("pacing"), book)
        assert text.endswith(shown)
        assert text.removesuffix(shown).endswith(("即 ", "that is "))


def asked(book: Book, chapter: str, body: dict[str, Any]) -> list[tuple[Any, str, str]]:
    return [
        (one.loc, one.figures["times"], one.figures["what"])
        for one in said(book, chapter, body)
        if one.kind.startswith("unusual")
    ]


def test_from_ten_times_the_target_on_an_amount_is_asked_about(target: Book) -> None:
    assert asked(target, "prospects", prospect("2289")) == []
    loc = ("prospects", 0, "amount")
    assert asked(target, "prospects", prospect("2290")) == [(loc, "10", "本月目标")]
    assert asked(target, "prospects", prospect("500000")) == [(loc, "2,183", "本月目标")]
    assert asked(target, "prospects", prospect("120", POLICIES)) == [(loc, "10", "本月目标")]
    assert asked(target, "prospects", prospect("119", POLICIES)) == []


@pytest.mark.parametrize(
    ("chapter", "body", "loc"),
    [
        (
            "pacing",
            {"actuals": [{"day": "12-02", "indicator": SALES, "done": "-2290"}]},
            ("actuals", 0, "done"),
        ),
        (
            "pacing",
            {"replans": [{"day": "12-02", "indicator": SALES, "target": "2290"}]},
            ("replans", 0, "target"),
        ),
        (
            "battle_map",
            {"maps": [{}, {"segment": "elderly", "indicator": SALES, "amount": "2290"}]},
            ("maps", 1, "amount"),
        ),
    ],
)
def test_every_amount_of_every_form_is_held_against_the_target(
    target: Book, chapter: str, body: dict[str, Any], loc: Any
) -> None:
    assert [one[0] for one in asked(target, chapter, body)] == [loc]


def test_a_target_is_held_against_the_earlier_ones_and_against_what_customers_hold(
    target: Book, store: Store, tmp_path: Path
) -> None:
    later = book_of(store, month="2027-01", today="2027-01-05")
    body = {"targets": [{"indicator": SALES, "target": "2290"}]}
    assert asked(later, "pacing", body) == [(("targets", 0, "target"), "10", "以往最大的月目标")]
    later.save("pacing", body, 0)  # its own new value is no measure of it
    assert asked(later, "pacing", body) == [(("targets", 0, "target"), "10", "以往最大的月目标")]

    file = tmp_path / "c.csv"
    file.write_text("客户号,资产(万元)\nC1,60\nC2,40\n", encoding="utf-8")
    importing.import_customers(store, later.trainee.id, "customers", file, importing.ReadOptions())
    loc = ("prospects", 0, "funds")
    assert asked(later, "prospects", prospect("1", funds="999")) == []
    assert asked(later, "prospects", prospect("1", funds="1000")) == [
        (loc, "10", "名下客户的总资产")
    ]


def test_a_first_target_in_yuan_is_asked_about_before_anything_is_known(store: Store) -> None:
    book = book_of(store)
    body = {"targets": [{"indicator": SALES, "target": "2290000"}]}
    assert [one[2] for one in asked(book, "pacing", body)] == ["通常一笔的大小"]
    assert asked(book, "pacing", {"targets": [{"indicator": SALES, "target": "229"}]}) == []


@pytest.mark.parametrize(("language", "unit"), [("zh-Hans", "500000元"), ("en", "500000yuan")])
def test_the_question_says_what_to_write_for_yuan(target: Book, language: str, unit: str) -> None:
    book = book_of(target.store, language=language)
    found = {one.kind: one for one in said(book, "prospects", prospect("500000"))}
    sentence = content.load("wording", language, Wording).problems["unusual_unit"]
    for name, figure in found["unusual_unit"].figures.items():
        sentence = sentence.replace(f"{{{name}}}", figure)
    assert unit in sentence
    assert "2,183" in sentence
    assert "{" not in sentence
    assert echo(book, unit)
    assert asked(book, "prospects", prospect(unit)) == []
    named = [one.kind for one in said(book, "prospects", prospect("500000万元"))]
    assert named == ["echo", "unusual"]  # whoever writes the unit is not told to write it
