"""The columns that an analysis needs and the book lacks. Source: methodology E."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from workbook.customers import pack
from workbook.customers.analysis.tables import CustomerTables, shaped
from workbook.customers.pack import Table
from workbook.errors import not_found

LACKING = {"analysis": "str", "kind": "str", "column": "str"}


def lacking(book: CustomerTables, analyses: Sequence[str]) -> pd.DataFrame:
    """[analysis, kind, column]: what the named analyses lack, in their order and the template's.

    column is "" where the whole kind of file is absent. Raises NotFound for an analysis that the
    template does not have.
    """
    rows = [row for analysis in analyses for row in _lacks(book, analysis)]
    return shaped(pd.DataFrame(rows, columns=list(LACKING)), LACKING)


def _lacks(book: CustomerTables, analysis: str) -> Iterator[tuple[str, str, str]]:
    known = pack.load("en").analyses  # the same in every language
    if analysis not in known:
        raise not_found("analysis", analysis, known)
    for kind, columns in known[analysis].needs.items():
        if kind not in book:
            yield analysis, kind, ""
            continue
        for column in columns:
            if column not in book[kind].columns:
                yield analysis, kind, column


def words(language: str) -> dict[str, dict[str, str]]:
    """The words: analysis → label; missing "kind" or "kind.column" → label."""
    said = pack.load(language)
    lacks = {kind: table.label for kind, table in said.kinds.items()}
    for kind, table in said.kinds.items():
        lacks.update(_columns(kind, table))
    return {"analyses": {key: one.label for key, one in said.analyses.items()}, "lacks": lacks}


def _columns(kind: str, table: Table) -> dict[str, str]:
    columns = table.columns.items()
    return {f"{kind}.{name}": f"{table.label} · {column.label}" for name, column in columns}
