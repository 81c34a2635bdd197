"""Whether typed text holds what must not lie in a workbook. Source: methodology G."""

from __future__ import annotations

import re

from workbook.fields import plain
from workbook.privacy import private_number

NAME = re.compile(r"[一-鿿]{2,4}|[A-Z][a-z]+(?: [A-Z][a-z]+){1,2}")


def looks_like_name(text: str) -> bool:
    """Whether a customer's number is two to four Chinese characters, or two or three names."""
    return NAME.fullmatch(plain(text)) is not None


def holds_card_number(text: str) -> bool:
    """Whether an identity-card or bank-card number stands in the text, by pattern and checksum."""
    return private_number(text) is not None
