"""What came of reading a file, in sentences for the person who brought it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from workbook.portfolio.pack import Pack, Table


def told_of(
    rejected: pd.DataFrame, good: int, read: int, table: Table, words: Pack
) -> Iterator[str]:
    """The counts, then a line for each problem of a row until there are too many to read."""
    said = words.told
    yield said.counts.format(kind=table.label, read=read, good=good, bad=read - good)
    for row, column, value, problem, remedy in rejected.head(words.limits.told).to_numpy():
        line = said.row if column else said.whole_row
        yield line.format(row=row, column=column, value=value, problem=problem, remedy=remedy)
    more = len(rejected) - words.limits.told
    if more > 0:
        yield said.more.format(count=more)


def told_missing(
    missing: Sequence[str], needed_by: Mapping[str, Sequence[str]], table: Table, words: Pack
) -> Iterator[str]:
    """Which columns are not there, and for each that an analysis wants, which one."""
    said, join = words.told, words.join
    labels = {name: table.columns[name].label for name in missing}
    if labels:
        yield said.lacks.format(columns=join.join(labels.values()))
    for name, analyses in needed_by.items():
        if analyses:
            yield said.missing.format(column=labels[name], analyses=join.join(analyses))
