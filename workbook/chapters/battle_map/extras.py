"""What battle maps offer beyond the contract."""

from __future__ import annotations

from workbook.chapters.shared.extras import Extras

EXTRAS = Extras(
    on_customers=True,
    drawn_from={"segments": {"maps": ("segment",)}},
    results=("segments", "moving", "goals", "changed", "members"),
)
