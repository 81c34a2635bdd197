"""Private numbers in a list of rejected rows: masked when written, recognised when read again.

A mended list still holds the masks written into it. A mask is no data: it is removed from its cell,
so that no stars get into a book.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbook.customers.files.grid import GridLine, text_of
from workbook.domain.privacy import STARS, without_phones, without_private

MASK = re.compile(rf"\d{{2}}\*{{11,15}}[\dXx]{{2}}|\d{{3}}{re.escape(STARS)}\d{{2}}")


def masked(text: str, *, phones: bool) -> str:
    """The text with identity-card and bank-card numbers masked; phones: telephone numbers too."""
    shown = without_private(text)
    return without_phones(shown) if phones else shown


def without_masks(lines: Sequence[GridLine]) -> list[GridLine]:
    """The lines of a mended list, with masks removed from their cells."""
    return [
        GridLine(line.row, [_bare(cell) for cell in line.cells], line.trouble, line.wraps)
        for line in lines
    ]


def _bare(cell: object) -> object:
    text = text_of(cell)
    if "**" not in text or not MASK.search(text):
        return cell
    return MASK.sub("", text).strip()
