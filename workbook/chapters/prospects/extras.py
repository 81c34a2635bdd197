"""What prospects offer beyond the contract."""

from __future__ import annotations

from workbook.chapters.shared.extras import Extras

RESERVE = {
    "prospects": (
        *("customer", "indicator", "amount", "status", "flag"),
        *("relationship", "willingness", "chance"),
    )
}

EXTRAS = Extras(drawn_from={"grid": RESERVE}, results=("grid", "due"))
