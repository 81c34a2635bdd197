from __future__ import annotations

import pytest

from workbook.domain.privacy import holds_card_number, looks_like_name

IDENTITY = "11010519491231002X"  # the specimen of the standard GB 11643
CARD = "6222021234567890128"  # made up; Luhn's check holds


@pytest.mark.parametrize(
    "text",
    [
        "王芳",
        "刘姐",
        "欧阳小明",
        "王 芳".replace(" ", ""),
        " 张三丰 ",
        "John Smith",
        "Anna Maria Lee",
    ],
)
def test_names_look_like_names(text: str) -> None:
    assert looks_like_name(text)


@pytest.mark.parametrize(
    "text", ["A017", "王", "客户零一七号", "王芳2", "K0", "", "JOHN SMITH", "john", "2026", "R-031"]
)
def test_numbers_do_not_look_like_names(text: str) -> None:
    assert not looks_like_name(text)


@pytest.mark.parametrize(
    "text",
    [
        IDENTITY,
        IDENTITY.lower(),
        f"证件{IDENTITY}号",
        "411111111111116",  # of old: a province, born on 11 November 1911
        f"客户{CARD}的卡",
        CARD,
        "4111111111111111",
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "6222 0212 3456 7890 128",
        "６２２２０２１２３４５６７８９０１２８",
    ],
)
def test_card_numbers_are_found_wherever_they_stand(text: str) -> None:
    assert holds_card_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "110105194912310021",  # an identity-card number with a wrong check digit
        "11010518491231002X",  # no year of birth
        "11010519492231002X",  # no month
        "11010519491241002X",  # no day
        "6222021234567890129",  # Luhn's check fails
        "4111111111111112",
        "411111113111116",  # 15 digits, no month
        "411111111131116",  # 15 digits, no day
        "991111111111116",  # 15 digits, no province
        "62220212345678901283",  # 20 digits
        "1" + IDENTITY,
        "2026120520261206",
        "A017",
        "20万，12 月 5 日；2026-12-05 2026-12-06",
        "",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert not holds_card_number(text)
