from __future__ import annotations

import pytest

from workbook.chapters.journey.rules.privacy import names_several
from workbook.domain.privacy import holds_card_number, holds_phone, looks_like_name

CARD = "6222021234567890128"  # made up; Luhn's check holds
IDENTITY = "11010519491231002X"  # the specimen of the standard GB 11643


@pytest.mark.parametrize("text", ["王芳", "欧阳小明", " 张三丰 ", "John Smith", "Anna Maria Lee"])
def test_names_look_like_names(text: str) -> None:
    assert looks_like_name(text)


@pytest.mark.parametrize("text", ["A017", "王", "客户零一七号", "王芳2", "", "JOHN SMITH", "john"])
def test_numbers_do_not_look_like_names(text: str) -> None:
    assert not looks_like_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "13812345678", "他家电话13812345678晚上打", "138 1234 5678", "138-1234-5678",
        "+86 13812345678", "8613812345678", "１３８１２３４５６７８", "021-6543210",
        "0571 65432109",
    ],
)  # fmt: skip
def test_telephone_numbers_are_found_wherever_they_stand(text: str) -> None:
    assert holds_phone(text)


@pytest.mark.parametrize(
    "text",
    [
        "A13812345",
        "1381234567",
        "12812345678",
        "138123456789",
        "2026-11-30",
        "R-031",
        "5138123456789",
    ],
)
def test_other_numbers_are_no_telephone_numbers(text: str) -> None:
    assert not holds_phone(text)


@pytest.mark.parametrize(
    "text",
    ["A1、A2", "A1, A2", "A1，A2", "A1;A2", "A1/A2", "A1|A2", "A1&A2", "A1\nA2", "A1 and A2",
     "王芳和李明", "王芳及李明"],
)  # fmt: skip
def test_a_list_of_customers_is_seen(text: str) -> None:
    assert names_several(text)


@pytest.mark.parametrize("text", ["A1", "A1、", ",A1", "", "Sandy", "Anderson", " / "])
def test_one_customer_is_no_list(text: str) -> None:
    assert not names_several(text)


@pytest.mark.parametrize("text", [CARD, IDENTITY, f"卡{CARD}号"])
def test_card_numbers_are_found(text: str) -> None:
    assert holds_card_number(text)


def test_customer_numbers_are_no_card_numbers() -> None:
    assert not holds_card_number("A0176222021234")
