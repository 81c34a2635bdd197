"""Identity-card and bank-card numbers do not come in."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.customers.samples import CARD, IDENTITY, as_csv, customers, flaws, read, words
from workbook.customers.files.file_reader import rejected_file
from workbook.customers.message_keys import Problem
from workbook.domain.privacy import (
    CHECKS,
    WEIGHTS,
    holds_phone,
    is_card_number,
    is_identity_number,
    private_number,
    without_phones,
    without_private,
)


@pytest.mark.parametrize(
    "text",
    [
        IDENTITY,
        IDENTITY.lower(),
        f"身份证{IDENTITY}号",
        f"客户说{IDENTITY}。",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105 19491231 002X",
        "110105-19491231-002X",
        "1101.0519.4912.3100.2X",
        "110105·19491231·002X",
        "110105\u00a019491231\u00a0002X",
        "110105\u300019491231\u3000002X",
        "110105，19491231，002X",
        "1101\u200b05194912\u200b31002X",
        "1101\u206005194912\ufeff31002X",
        "110105 1949 12 31 002X",
        "1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X",
        "11 01 05 19 49 12 31 00 2X",
        "110105\u201119491231\u2011002X",
        "110105\u221219491231\u2212002X",
        "110105\t19491231\t002 X",
        "110105：19491231；002X",
        "1101\u316405194912\u206a31002X",
        "1101\x0005194912\U000e002031002X",
        "".join(chr(0x660 + int(sign)) if sign.isdigit() else sign for sign in IDENTITY),
    ],
)
def test_identity_numbers_are_seen_beside_chinese(text: str) -> None:
    kind, masked = private_number(text) or ("", "")
    assert (kind, masked.upper()) == ("identity_number", "11**************2X")


def test_identity_numbers_of_old_are_seen() -> None:
    assert private_number("身份证：110105 491231 002。") == ("identity_number", "11***********02")
    assert private_number("110105 49 12 31 002") == ("identity_number", "11***********02")
    assert private_number("110105499931002") is None  # no such day
    assert private_number("100105491231002") is None  # no such province


@pytest.mark.parametrize(
    "text",
    [
        CARD,
        f"卡{CARD}元",
        "6222 0212 3456 7890 128",
        "4111-1111-1111-1111",
        "4111–1111–1111–1111",
        "6222.0212.3456.7890.128",
        "卡6222，0212，3456，7890，128",
        "6222 0212 3456 7890 128 13800138000",
        f"{CARD[:6]} {CARD[6:]}",
        " ".join(CARD),
        "-".join([CARD[at : at + 2] for at in range(0, len(CARD), 2)]),
        "6222 0212 3456 7890 128 X",
        "2026-11-05 6222\u20110212\u20113456\u20117890\u2011128",
    ],
)
def test_card_numbers_are_seen(text: str) -> None:
    found = private_number(text)
    assert found is not None
    assert found[0] == "card_number"


@pytest.mark.parametrize(
    "text",
    [
        "110105194912310021",  # wrong check digit
        CARD[:-1] + "9",
        "9" + CARD + "7",  # a longer number
        "0000000000000000",
        "13800138000 13900139000",
        "2026-11-05 10:30:00",
        "0.4111111111111111",
        "123456789012345",
        "2026-11-05 2026-11-06 2026-11-07",
        "2024 2025 2026 2027",
        "11-05 12-10 2026-11-05 10:30:00 10:45:00",
        "3 5 4 0 1 2 2 1 0 3 5 1 2 4 4 6 1 0",
        "1,234,567,890,123.45",
        "",
    ],
)
def test_other_numbers_pass(text: str) -> None:
    assert private_number(text) is None
    assert without_private(text) == text


def lists_of(amount: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Amounts as they stand in a remark, one after the other."""
    signs = st.sampled_from([",", "，", "、", ", ", "，  ", "; ", "/", " | "])
    return st.builds(lambda many, sign: sign.join(many), st.lists(amount, max_size=12), signs)


THOUSANDS = st.integers(1, 9_999).map(lambda number: f"{number * 1_000:,}")
ROUND = st.integers(10, 999).map(lambda number: f"{number * 100}")
FINE = st.integers(1, 99_999_999).map(lambda number: f"{number / 100:,.2f}")


@settings(derandomize=True)  # some such list is a true number, one in some hundred thousand
@given(lists_of(THOUSANDS))
@example("1,000,000,2,000,000,3,500,000,4,000,000")
@example("500,000,600,000,700,003,000")
@example("620,000,350,000,480,000")
@example("350,000,120,512,000,000")
def test_amounts_between_commas_stay(text: str) -> None:
    assert without_private(f"目标：{text}。") == f"目标：{text}。"


@settings(derandomize=True)
@given(lists_of(FINE))
def test_amounts_with_fen_between_commas_stay(text: str) -> None:
    assert without_private(text) == text


@pytest.mark.parametrize("sign", ["，", "、", ", ", "/"])
def test_round_amounts_and_counts_in_a_list_stay(sign: str) -> None:
    taken = 0
    for last in range(100):
        amounts = ["3000", "5000", "6200", f"80{last:02}"]
        counts = ["380", "480", "520", "610", "730", str(last + 100)]
        for many in (amounts, counts):
            taken += is_card_number("".join(many))
            assert private_number(sign.join(many)) is None
    assert taken > 10  # so many pass the check digit


@pytest.mark.parametrize("number", [CARD, "6222021234567894", IDENTITY, "6228480402564890018"])
@pytest.mark.parametrize("size", [3, 4, 5, 6])
@pytest.mark.parametrize("sign", [",", "，", " ", "、", "-"])
def test_a_true_number_in_groups_of_any_size_is_seen(number: str, size: int, sign: str) -> None:
    groups = [number[at : at + size] for at in range(0, len(number), size)]
    found = private_number(f"客户给的{sign.join(groups)}，记一下")
    assert found is not None
    assert found[1][:2] == number[:2]


def test_a_card_behind_amounts_is_seen() -> None:
    text = "30,000,200,000,6222,0212,3456,7890,128"
    assert without_private(text) == "30,000,200,000,62***************28"


def test_every_number_of_a_text_is_masked_and_the_rest_stays() -> None:
    said = f"卡{CARD}，证 110105.19491231.002X，电话 13800138000"
    masked = "卡62***************28,证 11**************2X,电话 13800138000"
    assert without_private(said) == masked


@pytest.mark.parametrize("group", ["123 ", "1234,", "6222 ", "1 ", "12-"])
def test_a_long_text_of_numbers_is_read_in_its_length(group: str) -> None:
    begun = time.process_time()
    without_private(group * 20_000)
    assert time.process_time() - begun < 20  # it took hours


def test_half_a_character_is_replaced() -> None:
    assert without_private("好\ud83d") == "好\ufffd"
    assert without_private("好😀") == "好😀"


@given(
    st.text("0123456789 -.·,，\u200bXx客", max_size=60),
    st.sampled_from(["", " ", "\u3000", "·", "-", ".", "\u200b"]),
)
def test_a_card_in_groups_is_never_shown(around: str, between: str) -> None:
    groups = between.join(["6222", "0212", "3456", "7890", "128"])
    shown = without_private(f"客户 {around} 卡：{groups}。{around}")
    assert "78901" not in shown.translate({ord(sign): None for sign in " -.·,，\u3000\u200b"})


@given(st.from_regex(r"[1-8][0-9]{16}", fullmatch=True))
def test_one_check_digit_of_eleven_makes_an_identity_number(digits: str) -> None:
    valid = [check for check in "0123456789X" if is_identity_number(digits + check)]
    total = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True))
    assert valid == [CHECKS[total % 11]]


@given(st.from_regex(r"[1-9][0-9]{14,17}", fullmatch=True))
def test_one_check_digit_of_ten_makes_a_card_number(digits: str) -> None:
    assert sum(is_card_number(digits + str(check)) for check in range(10)) == 1


@given(st.from_regex(r"[1-9][0-9]{15}", fullmatch=True), st.integers(0, 15))
def test_no_single_slip_makes_another_card_number(digits: str, at: int) -> None:
    card = next(digits[:-1] + str(n) for n in range(10) if is_card_number(digits[:-1] + str(n)))
    slipped = card[:at] + str((int(card[at]) + 1) % 10) + card[at + 1 :]
    assert not is_card_number(slipped)


@pytest.mark.parametrize("column", ["notes", "phone", "name", "Branch code"])
@pytest.mark.parametrize(("number", "kind"), [(IDENTITY, "identity_number"), (CARD, "card_number")])
def test_the_number_is_never_kept_and_costs_no_row(column: str, number: str, kind: Problem) -> None:
    heading = ["id", "assets", "notes", "phone", "name", "Branch code"]
    row = {**dict.fromkeys(heading, ""), "id": "1", "assets": "5", column: number}
    reading = customers(heading, list(row.values()))
    assert number not in reading.rows.to_csv()
    assert len(reading.rows) == 1
    assert any(column in note for note in reading.notes)
    assert flaws(customers(["id", "assets"], [number, "5"])) == [(2, "id", words(kind))]


def test_the_number_is_masked_wherever_it_is_shown() -> None:
    bad = f"13800138000,x,卡号{CARD}和{IDENTITY}"
    reading = read(f'id,assets,notes\n1,2,"{bad}"\n{CARD},x,\n3,{IDENTITY}\n"{CARD}\n'.encode())
    shown = rejected_file(reading).decode("utf-8-sig") + reading.rejected.to_csv() + repr(reading)
    shown += "\n".join(reading.told())
    assert CARD not in shown
    assert IDENTITY not in shown
    assert CARD not in reading.rows.to_csv()
    assert "62***************28" in shown
    assert reading.rows["id"].tolist() == ["1"]


def test_names_and_telephones_stay_out_of_the_rejected_rows() -> None:
    heading = ["id", "name", "phone", "assets"]
    reading = customers(heading, ["1", "陈静", "13800138000", "x"], ["", f"陈静{CARD}", "1", "2"])
    shown = rejected_file(reading).decode("utf-8-sig") + reading.rejected.to_csv()
    assert "陈静" not in shown
    assert "13800138000" not in shown
    assert reading.rejected["value"].tolist() == ["x", ""]


def test_names_that_may_be_kept_are_shown() -> None:
    rows = [["id", "name", "assets"], ["1", "陈静", "x"]]
    assert "陈静" in rejected_file(read(as_csv(rows), keep_names=True)).decode("utf-8-sig")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("电话13912345678", "电话139*****78"),
        ("电话１３９１２３４５６７８，下午", "电话139*****78,下午"),
        ("139.1234.5678", "139*****78"),
        ("139\u00a01234\u00a05678", "139*****78"),
        ("139\u200b12345678", "139*****78"),
        ("139－1234－5678", "139*****78"),
        ("+86 139-1234-5678", "861*****78"),
        ("座机０１０－８８８８６６６６", "座机010*****66"),
        ("(0571) 88886666 转 3", "057*****66 转 3"),
        ("（010）88886666", "010*****66"),
    ],
)
def test_phones_are_masked_however_they_are_written(text: str, shown: str) -> None:
    assert holds_phone(text)
    assert without_phones(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "12345678901",
        "2026-11-05 到 2026-12-05",
        "0.13912345678",
        "1,391,234,567",
        "流水13912345678901",
    ],
)
def test_other_numbers_are_no_phones(text: str) -> None:
    assert not holds_phone(text)
    assert without_phones(text) == text
