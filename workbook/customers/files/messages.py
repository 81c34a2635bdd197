"""The report on reading a file, in sentences for the person who brought it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from workbook.customers.pack import Pack, Table


def told_of(
    rejected: pd.DataFrame, good: int, read: int, table: Table, words: Pack
) -> Iterator[str]:
    """The counts, then a line for each problem, up to a limit."""
    said = words.told
    yield said.counts.format(kind=table.label, read=read, good=good, bad=read - good)
    for row, column, value, problem, remedy in rejected.head(words.limits.told).to_numpy():
        line = said.whole_row if not column else said.row if value else said.blank_cell
        yield line.format(row=row, column=column, value=value, problem=problem, remedy=remedy)
    more = len(rejected) - words.limits.told
    if more > 0:
        yield said.more.format(count=more)


def told_missing(missing: Sequence[str], kind: str, words: Pack) -> Iterator[str]:
    """One line: which analyses lack which columns; none where they have all."""
    said, columns = words.told, words.table(kind).columns
    lacking = []
    for analysis in words.analyses.values():
        labels = [columns[name].label for name in analysis.needs.get(kind, ()) if name in missing]
        if labels:
            about = words.join.join(labels)
            lacking.append(said.lacks.format(analysis=analysis.label, columns=about))
    if lacking:
        yield said.missing.format(analyses=said.join.join(lacking))
