from __future__ import annotations

import pytest

from workbook.chapters.journey.rules import customers, profiled

from .desks import book, changed, desk, full, people

OUT = {"customer": "A1", "direction": "out", "amount": 100, "date": "2026-11-01"}
WALLET = {**OUT, "counterparty": "支付宝"}
BANK = {**OUT, "counterparty": "乙银行"}


def count(name: str, *rows: dict[str, object], **kinds: list[dict[str, object]]) -> int | None:
    given = [{"id": f"A{at}", "assets": 100, **row} for at, row in enumerate(rows, 1)]
    return profiled(desk(book=full(*given, **kinds)))[name]


def test_who_is_young_has_few_products_or_their_main_account_elsewhere() -> None:
    assert count("young", {"age": 30}, {"age": 31}, {"age": 18}, {}) == 2
    assert count("few_products", {"products": 2}, {"products": 3}, {"products": 0}, {}) == 2
    assert count("not_main", {"main_account": False}, {"main_account": True}, {}) == 1


def test_the_numbers_are_the_templates() -> None:
    page = desk(
        book=full({"id": "A1", "assets": 1, "age": 33, "products": 3}),
        template=changed(young_age=33, few_products=4),
    )
    assert (profiled(page)["young"], profiled(page)["few_products"]) == (1, 1)


@pytest.mark.parametrize(
    ("rows", "there"),
    [
        ([WALLET], 1),
        ([WALLET, BANK], 1),
        ([WALLET, BANK, BANK], 0),
        ([{**WALLET, "direction": "in"}], 0),
        ([{**WALLET, "date": "2026-08-13"}, BANK, BANK], 0),
        ([{**WALLET, "date": "2026-08-14"}, BANK], 1),
        ([{**WALLET, "date": "2026-11-11"}, BANK], 1),
        ([{**WALLET, "date": "2026-11-12"}, BANK], 0),
        ([{**WALLET, "customer": "Z9"}], 0),
        ([{**WALLET, "counterparty": None}], 0),
    ],
)
def test_who_pays_by_a_wallet_out_of_habit(rows: list[dict[str, object]], there: int) -> None:
    assert count("third_party", {}, transactions=rows) == there


def test_the_habit_is_as_large_as_the_template_says() -> None:
    given = full({"id": "A1", "assets": 1}, transactions=[WALLET, BANK, BANK])
    for share, there in ((0.3, 1), (0.34, 0)):
        page = desk(book=given, template=changed(third_party_share=share))
        assert profiled(page)["third_party"] == there
    assert profiled(desk(book=given, template=changed(third_party_days=9)))["third_party"] == 0


def test_what_the_files_do_not_say_is_not_counted_as_nothing() -> None:
    assert profiled(desk(book=people(A1=100))) == dict.fromkeys(
        ("young", "few_products", "not_main", "third_party")
    )
    without = book(
        customers=[{"id": "A1", "assets": 1}],
        transactions=[{"customer": "A1", "date": "2026-11-01", "amount": 1, "direction": "out"}],
    )
    assert profiled(desk(book=without))["third_party"] is None


def test_how_many_customers_there_are() -> None:
    assert customers(desk()) == 0
    assert customers(desk(book=people(A1=1, A2=0))) == 2
    opened = [{"id": "A1", "assets": 1, "opened": "2026-11-12"}, {"id": "A2", "assets": 1}]
    assert customers(desk(book=full(*opened))) == 1
