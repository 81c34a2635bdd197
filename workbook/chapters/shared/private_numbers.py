"""Private numbers in whatever is typed as text on a page. Source: methodology G."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydantic

from workbook.chapters.shared.context import Desk, Finding
from workbook.domain.fields import kinds_of
from workbook.domain.privacy import holds_private_number

TEXT = ("text", "long_text")


def private_numbers(desk: Desk[Any, Any], chapter: str) -> Iterator[Finding]:
    """An identity-card, bank-card or telephone number in a text; the finding does not repeat it.

    One finding a row, at its first such cell. row: its number, from 1; 1 for a field of the page.
    """
    for name, value in desk.record:
        rows = value if isinstance(value, tuple) else ()
        for row, one in enumerate(rows):
            cell = next(_private_cells(one), None)
            if cell:
                yield Finding(chapter, "number_like_card", (name, row, cell), {"row": row + 1})
    for name in _private_cells(desk.record):
        yield Finding(chapter, "number_like_card", (name,), {"row": 1})


def _private_cells(record: pydantic.BaseModel) -> Iterator[str]:
    """The text fields of a record, or of a row, that hold a private number."""
    kinds = kinds_of(type(record))
    for name, value in record:
        if kinds.get(name) in TEXT and holds_private_number(value):
            yield name
