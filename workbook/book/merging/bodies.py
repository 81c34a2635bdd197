"""Merges two bodies of one page with a common origin: one-sided changes are taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from workbook.book.merging.lines import is_line, lines_of, rows_in
from workbook.book.merging.rows import Clash, Merged, merge_rows, merge_single
from workbook.book.merging.sheets import InputSheet
from workbook.domain import fields

Body = dict[str, Any]


class Brought(Protocol):
    """One side's content of one sheet: its lines; single fields are one line."""

    @property
    def sheet(self) -> InputSheet: ...

    @property
    def rows(self) -> Sequence[Mapping[str, Any]]: ...


@dataclass(frozen=True)
class Part:
    """The lines of one sheet."""

    sheet: InputSheet
    rows: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Outcome:
    """One chapter after the merge: its body, the number of new places, the conflicts."""

    body: Body
    changed: int
    clashes: tuple[tuple[InputSheet, Clash], ...]


def parts_of(body: Mapping[str, Any], sheets: Sequence[InputSheet]) -> list[Part]:
    """A body as its content for each sheet."""
    return [
        Part(one, [row for row in rows_in(body, one) if is_line(row) or not one.field])
        for one in sheets
    ]


def merged(base: Body, mine: Sequence[Brought], theirs: Body, setting: fields.Setting) -> Outcome:
    """``theirs`` with one-sided changes of the sheets ``mine`` since ``base``."""
    body, changed, clashes = dict(theirs), 0, []
    for one in mine:
        done = _merged_sheet(base, one, theirs, setting)
        clashes += [(one.sheet, clash) for clash in done.clashes]
        if done.changed:
            changed += done.changed
            body = _with(body, one.sheet, done)
    return Outcome(body, changed, tuple(clashes))


def _merged_sheet(base: Body, mine: Brought, theirs: Body, setting: fields.Setting) -> Merged:
    how, sheet = lines_of(mine.sheet, setting), mine.sheet
    if not sheet.field:
        (was,), (there,) = rows_in(base, sheet), rows_in(theirs, sheet)
        return merge_single(was, mine.rows[0], there, how)
    was, there = (list(filter(is_line, rows_in(body, sheet))) for body in (base, theirs))
    return merge_rows(was, mine.rows, there, how)


def _with(body: Body, sheet: InputSheet, done: Merged) -> Body:
    """``body`` with the sheet's merged lines; anything that is no line (from another program)
    stays."""
    if sheet.field:
        others = [row for row in rows_in(body, sheet) if not isinstance(row, dict)]
        return {**body, sheet.field: [*done.rows, *others]}
    left = {name: cell for name, cell in body.items() if name not in sheet.names}
    return {**left, **done.rows[0]}
