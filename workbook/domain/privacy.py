"""Keeps out identity-card and bank-card numbers, and names in place of customer numbers.

Source: methodology G (pattern and checksum). Identity cards: 18 signs, ISO 7064 MOD 11-2, and the
older 15 digits with a province and a day of birth. Bank cards: 16 to 19 digits, Luhn, which one
number in ten passes by chance; none begins with 0. Anything between the digits is
ignored: blanks, dots, hyphens, invisible characters.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

# `\b` would fail between Chinese characters and digits. Digits after a point are a fraction.
ALONE = re.compile(r"(?<!\d)(?<!\d\.)(?:\d{17}[\dXx]|\d{15,19})(?!\d)")
# People write long numbers in groups, separated by anything but a line break.
BETWEEN = r"[ \t\u2800.·•‧・_/|,，、。:;~*#\-\u2010-\u2015\u2043\u2212\ufe58]{1,3}"
GROUPED = re.compile(rf"(?<!\d)\d{{1,14}}(?:{BETWEEN}\d{{1,14}})+(?:(?:{BETWEEN})?[Xx])?(?!\d)")
GROUP = re.compile(r"\d+|[Xx]")  # the X may belong to the next word
MANY_DIGITS = re.compile(rf"\d(?:(?:{BETWEEN})?\d){{14}}")
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u0300-\u036f\u061c\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
DIGIT = re.compile(r"[^\D0-9]")
HALVES = re.compile("[\ud800-\udfff]")
PROVINCES = re.compile("1[1-5]|2[123]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[123]")
LISTED = set(",、;|/")  # signs between the members of a list
FEWEST, MOST = 15, 19  # digits of such a number
SMALLEST = 3  # digits of a group, but for the last
OLD_PARTS = (6, 2, 2, 2, 3)  # place, year, month, day, number
CENTURIES = ("19", "20")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"

# Phones as written in China, a mobile or a number with its area code.
PAUSE = r"[ \t.·•‧_\-\u2010-\u2015\u2212]"
PHONE = re.compile(
    rf"(?<!\d)(?<!\d\.)(?:(?:\+?86{PAUSE}{{0,2}})?1[3-9]\d(?:{PAUSE}{{0,2}}\d{{4}}){{2}}"
    rf"|\(?0\d{{2,3}}(?:\){PAUSE}?|{PAUSE}{{1,2}})\d{{7,8}})(?!\d)"
)
PHONE_DIGITS = 10
STARS = "*****"  # of a phone; a list of rejected rows knows its own masks by them

NAME = re.compile(r"[一-鿿]{2,4}|[A-Z][a-z]+(?: [A-Z][a-z]+){1,2}")

Private = Literal["identity_number", "card_number"]


def private_number(text: str) -> tuple[Private, str] | None:
    """The kind of private number in a text, and the number masked; None where there is none."""
    found = next(_found(_plain(text)), None) if _may_hold(text) else None
    return (found.kind, _masked(found.digits)) if found else None


def without_private(text: str) -> str:
    """The text as anybody may see it: private numbers masked, lone surrogates replaced.

    Other text is unchanged. Half of a surrogate pair, which UTF-8 cannot hold, becomes U+FFFD.
    """
    whole = HALVES.sub("\ufffd", text)
    if not _may_hold(whole):
        return whole
    plain, shown, end = _plain(whole), [], 0
    for one in _found(plain):
        shown += [plain[end : one.start], _masked(one.digits)]
        end = one.end
    return "".join([*shown, plain[end:]]) if shown else whole


def holds_phone(text: str) -> bool:
    """Whether a text holds a telephone number, however it is written."""
    return sum(map(str.isdigit, text)) >= PHONE_DIGITS and PHONE.search(_plain(text)) is not None


def without_phones(text: str) -> str:
    """The text with telephone numbers masked: 139*****78. Other text is unchanged."""
    if not holds_phone(text):
        return text
    shown = PHONE.sub(_masked_phone, text)
    return PHONE.sub(_masked_phone, _plain(shown)) if holds_phone(shown) else shown


def holds_card_number(text: str) -> bool:
    """Whether a text holds an identity-card or bank-card number, by pattern and checksum."""
    return private_number(text) is not None


def holds_private_number(text: str) -> bool:
    """Whether a text holds a number of an identity card, a bank card or a telephone."""
    return holds_card_number(text) or holds_phone(text)


def looks_like_name(text: str) -> bool:
    """Whether a customer's number is two to four Chinese characters, or two or three names."""
    return NAME.fullmatch(_plain(text).strip()) is not None


@dataclass(frozen=True)
class Found:
    """A private number in a text: its place, and its digits without separators."""

    start: int
    end: int
    kind: Private
    digits: str


def _may_hold(text: str) -> bool:
    """A cheap test first: hardly any text has fifteen digits."""
    return sum(map(str.isdigit, text)) >= FEWEST and MANY_DIGITS.search(_plain(text)) is not None


def _found(plain: str) -> Iterator[Found]:
    """The private numbers of a plain text, left to right."""
    end = 0
    for run in sorted((*ALONE.finditer(plain), *GROUPED.finditer(plain)), key=re.Match.start):
        for one in _in_run(run):
            if one.start >= end:
                end = one.end
                yield one


def _in_run(run: re.Match[str]) -> Iterator[Found]:
    """The numbers in one run of groups; of overlapping ones the first and longest."""
    groups = list(GROUP.finditer(run[0]))
    first = 0
    while first < len(groups):
        last, kind = _longest(groups, first)
        if kind:
            part = groups[first:last]
            start, end = run.start() + part[0].start(), run.start() + part[-1].end()
            yield Found(start, end, kind, _digits(part))
        first = last


def _longest(groups: Sequence[re.Match[str]], first: int) -> tuple[int, Private | None]:
    """The end and kind of the longest number that begins with a group, and the next group; None
    where none begins. The search is bounded by the longest number: texts may be long."""
    digits, end, kind = 0, first + 1, None
    for last in range(first + 1, len(groups) + 1):
        digits += sum(map(str.isalnum, groups[last - 1][0]))
        if digits > MOST:
            break
        found = _kind(groups[first:last]) if digits >= FEWEST else None
        end, kind = (last, found) if found else (end, kind)
    return end, kind


def _digits(groups: Sequence[re.Match[str]]) -> str:
    return "".join(filter(str.isalnum, "".join(group[0] for group in groups)))


def _plain(text: str) -> str:
    """Digits of any width and script made ASCII, invisible characters removed: what a reader
    sees."""
    return DIGIT.sub(lambda m: str(int(m[0])), UNSEEN.sub("", unicodedata.normalize("NFKC", text)))


def is_identity_number(digits: str) -> bool:
    """Whether 18 signs are a Chinese identity-card number. Source: ISO 7064 MOD 11-2."""
    if not re.fullmatch(r"[0-9]{17}[0-9Xx]", digits):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], WEIGHTS, strict=True))
    return CHECKS[total % 11] == digits[17].upper()


def is_card_number(digits: str) -> bool:
    """Whether 16 to 19 digits can be a bank card. Source: Luhn's check digit."""
    if not re.fullmatch(r"[1-9][0-9]{15,18}", digits):
        return False
    doubled = (int(digit) * 2 for digit in digits[-2::-2])
    total = sum(map(int, digits[-1::-2])) + sum(n - 9 if n > 9 else n for n in doubled)
    return total % 10 == 0


def is_old_identity_number(digits: str) -> bool:
    """Whether 15 digits are an identity-card number of before 1999: province, day of birth."""
    if not re.fullmatch(r"[0-9]{15}", digits) or not PROVINCES.match(digits):
        return False
    try:
        dt.date(1900 + int(digits[6:8]), int(digits[8:10]), int(digits[10:12]))
    except ValueError:
        return False
    return True


def _kind(groups: Sequence[re.Match[str]]) -> Private | None:
    """The kind of number that the groups form together.

    Years, counts and amounts come in rows as well: so a card in groups must begin with 3 to 9, one
    in two groups or in groups of three with 62, as all that are issued in China do. Dates have
    groups of two: a number in such small groups must not look like anything else.
    """
    digits, sizes = _digits(groups), [len(_digits([group])) for group in groups]
    if len(groups) == 1:
        return _kind_alone(digits)
    if _are_amounts(groups, sizes):
        return None
    if any(size < SMALLEST for size in sizes[:-1]):
        return _kind_in_small(groups, digits, sizes)
    if _is_true_identity(digits):
        return "identity_number"
    home = digits[:2] == "62"
    abroad = len(groups) > 2 and digits[0] in "3456789" and not _may_be_amounts(groups, sizes)
    return "card_number" if (home or abroad) and is_card_number(digits) else None


def _kind_alone(digits: str) -> Private | None:
    if is_identity_number(digits) or is_old_identity_number(digits):
        return "identity_number"
    return "card_number" if is_card_number(digits) else None


def _is_true_identity(digits: str) -> bool:
    """With a province and a day of birth as well: among amounts the check digit alone is right for
    one in eleven."""
    if is_identity_number(digits):
        return digits[6:8] in CENTURIES and is_old_identity_number(digits[:6] + digits[8:17])
    return is_old_identity_number(digits)


def _are_amounts(groups: Sequence[re.Match[str]], sizes: Sequence[int]) -> bool:
    """Whether groups are those of amounts, “1,500,000,620,000”: short, and round more than
    once."""
    return max(sizes) <= SMALLEST and sum(group[0] == "000" for group in groups) > 1


def _may_be_amounts(groups: Sequence[re.Match[str]], sizes: Sequence[int]) -> bool:
    """Whether they may be amounts or counts: no card from abroad is written in groups of three,
    nor as a list of round numbers."""
    listed = all(LISTED & set(signs) for signs in _between(groups))
    return _in_threes(sizes) or (listed and sum(group[0][-2:] == "00" for group in groups) > 1)


def _between(groups: Sequence[re.Match[str]]) -> list[str]:
    return [one.string[one.end() : after.start()] for one, after in pairwise(groups)]


def _in_threes(sizes: Sequence[int]) -> bool:
    return set(sizes[:-1]) == {SMALLEST} and sizes[-1] <= SMALLEST


def _kind_in_small(
    groups: Sequence[re.Match[str]], digits: str, sizes: Sequence[int]
) -> Private | None:
    """The kind of digits in groups of one or two: province and birth date must be valid too, and a
    card's groups of equal size, with the same sign between them."""
    signs = set(map(str.strip, _between(groups)))
    if "." in signs and LISTED & set("".join(signs)):  # fractions in a list
        return None
    same = len(set(sizes[:-1])) == 1 and sizes[-1] <= sizes[0] and len(signs) == 1
    if is_identity_number(digits) and _is_true_identity(digits):
        return "identity_number"
    if is_old_identity_number(digits) and (same or tuple(sizes) == OLD_PARTS):
        return "identity_number"
    return "card_number" if same and digits[:2] == "62" and is_card_number(digits) else None


def _masked(digits: str) -> str:
    return f"{digits[:2]}{'*' * (len(digits) - 4)}{digits[-2:]}"


def _masked_phone(phone: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", phone[0])
    return f"{digits[:3]}{STARS}{digits[-2:]}"
