"""What must not come in: numbers of identity cards and bank cards, names for numbers.

Source: methodology G (pattern and checksum). Identity cards: 18 signs, ISO 7064 MOD 11-2, and 15
digits of old with a province and a day of birth. Bank cards: 16 to 19 digits, Luhn, of which one
number in ten passes by chance; none begins with 0. Whatever stands between the digits counts for
nothing: blanks, dots, hyphens, signs that nobody sees.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

# `\b` would fail between Chinese characters and digits. Digits behind a point are a fraction.
ALONE = re.compile(r"(?<!\d)(?<!\d\.)(?:\d{17}[\dXx]|\d{15,19})(?!\d)")
# People write long numbers in groups, with anything between them. Days have groups of two.
BETWEEN = r"[ .·•‧・_/|,，、\-–—―]{1,3}"
GROUPED = re.compile(
    rf"(?<!\d)\d{{3,14}}(?:{BETWEEN}\d{{3,14}})+(?:{BETWEEN}\d{{1,2}})?[Xx]?(?!\d)"
)
GROUP = re.compile(r"\d+[Xx]?")
MANY_DIGITS = re.compile(rf"\d(?:(?:{BETWEEN})?\d){{14}}")
UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]"
)
HALVES = re.compile("[\ud800-\udfff]")
PROVINCES = re.compile("1[1-5]|2[123]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[123]")
FEWEST, MOST = 15, 19  # digits of such a number
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"

NAME = re.compile(r"[一-鿿]{2,4}|[A-Z][a-z]+(?: [A-Z][a-z]+){1,2}")

Private = Literal["identity_number", "card_number"]


def private_number(text: str) -> tuple[Private, str] | None:
    """What kind of number a text holds, and the number masked; None where there is none."""
    found = next(_found(_plain(text)), None) if _may_hold(text) else None
    return (found.kind, _masked(found.digits)) if found else None


def without_private(text: str) -> str:
    """The text as it may be shown to anybody: such numbers masked, half characters replaced.

    Any other text as it is. Half of a character that UTF-8 cannot hold becomes U+FFFD.
    """
    whole = HALVES.sub("\ufffd", text)
    if not _may_hold(whole):
        return whole
    plain, shown, end = _plain(whole), [], 0
    for one in _found(plain):
        shown += [plain[end : one.start], _masked(one.digits)]
        end = one.end
    return "".join([*shown, plain[end:]]) if shown else whole


def holds_card_number(text: str) -> bool:
    """Whether an identity-card or bank-card number stands in the text, by pattern and checksum."""
    return private_number(text) is not None


def looks_like_name(text: str) -> bool:
    """Whether a customer's number is two to four Chinese characters, or two or three names."""
    return NAME.fullmatch(_plain(text).strip()) is not None


@dataclass(frozen=True)
class Found:
    """A private number in a text: where it stands, and its digits without what is between them."""

    start: int
    end: int
    kind: Private
    digits: str


def _may_hold(text: str) -> bool:
    """A quick look first: nearly no text has fifteen digits."""
    return sum(map(str.isdigit, text)) >= FEWEST and MANY_DIGITS.search(_plain(text)) is not None


def _found(plain: str) -> Iterator[Found]:
    """The private numbers of a plain text, from left to right."""
    end = 0
    for run in sorted((*ALONE.finditer(plain), *GROUPED.finditer(plain)), key=re.Match.start):
        for one in _in_run(run):
            if one.start >= end:
                end = one.end
                yield one


def _in_run(run: re.Match[str]) -> Iterator[Found]:
    """The numbers in one run of groups; of those that overlap the first and longest."""
    groups = list(GROUP.finditer(run[0]))
    first = 0
    while first < len(groups):
        last = next((n for n in range(len(groups), first, -1) if _kind(groups[first:n])), first)
        if last > first:
            part, kind = groups[first:last], _kind(groups[first:last])
            start, end = run.start() + part[0].start(), run.start() + part[-1].end()
            if kind:
                yield Found(start, end, kind, "".join(group[0] for group in part))
        first = max(last, first + 1)


def _plain(text: str) -> str:
    """Full-width digits made plain and unseen signs taken out: what a reader reads."""
    return UNSEEN.sub("", unicodedata.normalize("NFKC", text))


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
    """What the groups are together.

    Years and counts stand in rows as well: a card in groups begins with 3 to 9, one in two groups
    with 62, as all that are issued at home.
    """
    digits = "".join(group[0] for group in groups)
    if not FEWEST <= len(digits) <= MOST:
        return None
    if is_identity_number(digits) or is_old_identity_number(digits):
        return "identity_number"
    written_as_card = len(groups) == 1 or digits[:2] == "62"
    written_as_card |= len(groups) > 2 and digits[0] in "3456789"
    return "card_number" if written_as_card and is_card_number(digits) else None


def _masked(digits: str) -> str:
    return f"{digits[:2]}{'*' * (len(digits) - 4)}{digits[-2:]}"
