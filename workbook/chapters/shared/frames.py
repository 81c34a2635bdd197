"""Rows into tables with exactly the template's columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd


def frame(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Rows as a table of exactly these columns; blanks stay None, whole numbers stay whole."""
    cells = [[row.get(name) for name in columns] for row in rows]
    return pd.DataFrame(cells, columns=list(columns), dtype=object)
