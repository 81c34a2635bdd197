"""What must not come in: numbers of identity cards and bank cards, names for numbers.

Source: methodology G (pattern and checksum). Identity cards: 18 signs, ISO 7064 MOD 11-2. Bank
cards: 16 to 19 digits, Luhn, of which one number in ten passes by chance; none begins with 0.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

# `\b` would fail between Chinese characters and digits. Digits behind a point are a fraction.
NUMBER = re.compile(
    r"(?<!\d)(?<!\d\.)(?:"
    r"\d{17}[\dXx]|\d{16,19}"
    r"|\d{4}(?:[ -]\d{4}){3}(?:[ -]\d{1,3})?"
    r"|\d{6}[ -]\d{8}[ -]\d{3}[\dXx]"
    r")(?!\d)"
)
MANY_DIGITS = re.compile(r"\d(?:[ -]?\d){14}")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"

NAME = re.compile(r"[一-鿿]{2,4}|[A-Z][a-z]+(?: [A-Z][a-z]+){1,2}")

Private = Literal["identity_number", "card_number"]


def private_number(text: str) -> tuple[Private, str] | None:
    """What kind of number a text holds, and the number masked; None where there is none."""
    if not MANY_DIGITS.search(text):
        return None
    for match in NUMBER.finditer(_plain(text)):
        kind = _kind(match[0])
        if kind:
            return kind, _masked(match[0])
    return None


def without_private(text: str) -> str:
    """The text with such numbers masked; any other text as it is."""
    if private_number(text) is None:
        return text
    return NUMBER.sub(lambda m: _masked(m[0]) if _kind(m[0]) else m[0], _plain(text))


def holds_card_number(text: str) -> bool:
    """Whether an identity-card or bank-card number stands in the text, by pattern and checksum."""
    return private_number(text) is not None


def looks_like_name(text: str) -> bool:
    """Whether a customer's number is two to four Chinese characters, or two or three names."""
    return NAME.fullmatch(_plain(text).strip()) is not None


def _plain(text: str) -> str:
    """Full-width digits made plain, so that they are seen for what they are."""
    return unicodedata.normalize("NFKC", text)


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


def _kind(written: str) -> Private | None:
    digits = re.sub(r"[ -]", "", written)
    if is_identity_number(digits):
        return "identity_number"
    return "card_number" if is_card_number(digits) else None


def _masked(written: str) -> str:
    digits = re.sub(r"[ -]", "", written)
    return f"{digits[:2]}{'*' * (len(digits) - 4)}{digits[-2:]}"
