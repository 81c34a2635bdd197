"""Whether typed text holds what must not lie in a workbook. Source: methodology G."""

from __future__ import annotations

import re
import unicodedata

# Beside Chinese characters \b does not hold: digits are fenced in by looking around.
IDENTITY = re.compile(r"(?<!\d)\d{6}(?:19|20)\d{2}[01]\d[0-3]\d{4}[\dXx](?![\dXx])")
CARD = re.compile(
    r"(?<!\d)(?:[3-69]\d{15,18}|[3-69]\d{3}(?:[ -]\d{4}){3}(?:[ -]\d{1,3})?)(?!\d)"
)  # the first digits that banks use: a pair of dates written together begins with 2
NAME = re.compile(r"[一-鿿]{2,4}|[A-Z][a-z]+(?: [A-Z][a-z]+){1,2}")
IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
IDENTITY_SIGNS = "10X98765432"  # GB 11643, ISO 7064 mod 11-2


def looks_like_name(text: str) -> bool:
    """Whether a customer's number is two to four Chinese characters, or two or three names."""
    return NAME.fullmatch(unicodedata.normalize("NFKC", text).strip()) is not None


def holds_card_number(text: str) -> bool:
    """Whether an identity-card or bank-card number stands in the text, by pattern and checksum."""
    plain = unicodedata.normalize("NFKC", text)
    return any(map(_is_identity, IDENTITY.findall(plain))) or any(
        map(_is_card, CARD.findall(plain))
    )


def _is_identity(number: str) -> bool:
    total = sum(int(sign) * weight for sign, weight in zip(number, IDENTITY_WEIGHTS, strict=False))
    return IDENTITY_SIGNS[total % 11] == number[-1].upper()


def _is_card(number: str) -> bool:
    """Luhn's check: every second digit from the right doubled, the sum divisible by ten."""
    digits = [int(sign) for sign in reversed(number) if sign.isdigit()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
