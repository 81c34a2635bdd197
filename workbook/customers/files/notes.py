"""Notes about a file that was read, though nothing in it is wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from workbook.customers.files.cells import is_number
from workbook.customers.files.column_choice import notes_on
from workbook.customers.files.column_units import label_of
from workbook.customers.files.dates import is_quarter
from workbook.customers.files.delimited import fits
from workbook.customers.files.frames import whole_fen
from workbook.customers.files.grid import Grid, Trouble, text_of
from workbook.customers.files.headings import Heading, Placed
from workbook.customers.files.layout import Arranged
from workbook.customers.files.rejected_rows import legible
from workbook.customers.files.request import Wish
from workbook.customers.files.validation import Sifted
from workbook.customers.message_keys import Source
from workbook.customers.pack import heading_key, value_key
from workbook.domain.fields import is_blank

MOST_NAMED = 12
MOST_QUOTED = 3


def notes(
    grid: Grid, layout: Arranged, sifted: Sifted, rows: pd.DataFrame, wish: Wish
) -> Iterator[str]:
    """Sentences in the reader's language. They hold headings, counts and the texts of unreadable
    cells; no names and no numbers of customers."""
    heading = sifted.heading
    yield from _about_file(grid, layout, wish)
    yield from _about_mapping(heading, wish)
    yield from _about_headings(layout, wish)
    yield from notes_on(layout.choices, wish)
    yield from _about_units(heading, wish)
    yield from _about_signs(heading, wish)
    for placed in heading.placed:
        if wish.keeps(placed.column):
            yield from _about_column(placed, sifted, layout, wish)
    yield from _about_spoiled(sifted, wish)
    yield from _about_rows(grid, layout, sifted, rows, wish)


def _about_file(grid: Grid, layout: Arranged, wish: Wish) -> Iterator[str]:
    said, join = wish.pack.notes, wish.pack.join
    if grid.guessed:
        yield said["encoding"].format(encoding=grid.encoding.upper())
    if len(grid.sheets) > 1:
        others = [title for title in grid.sheets if title != grid.sheet]
        yield said["sheet"].format(sheet=grid.sheet, others=_some(others, join))
    row = layout.heading.row
    if row > 1:
        yield said["above_heading"].format(row=row, count=row - 1)
    if layout.blank_rows:
        yield said["blank_rows"].format(count=layout.blank_rows)
    for what, words in wish.pack.asides.items():
        found = sorted(at for at, aside in layout.aside.items() if aside == what)
        if found:
            yield said["asides"].format(what=words, rows=_some(found, join))


def _about_mapping(heading: Heading, wish: Wish) -> Iterator[str]:
    said, join = wish.pack.notes, wish.pack.join
    there = {heading_key(text) for text in heading.cells}
    absent = [text for key, text in wish.headings.items() if key not in there]
    if absent:
        yield said["mapping_absent"].format(headings=_some(absent, join))
    elsewhere = [text for text in wish.elsewhere if heading_key(text) in there]
    if elsewhere:
        headings = _some(elsewhere, join)
        yield said["mapping_elsewhere"].format(headings=headings, kind=wish.table.label)


def _about_headings(layout: Arranged, wish: Wish) -> Iterator[str]:
    said, join, heading = wish.pack.notes, wish.pack.join, layout.heading
    left_out = [each.heading for each in heading.placed if not wish.keeps(each.column)]
    if left_out:
        yield said["left_out"].format(headings=join.join(left_out))
    others = {each.heading for choice in layout.choices for each in choice.others}
    unknown = [text for text in heading.unknown if text not in others]
    if unknown:
        yield said["unknown_headings"].format(headings=_some(unknown, join))
    halves = {each.column: each.heading for each in heading.placed}
    names = [halves[name] for name in wish.table.halves.values() if name in halves]
    if names:
        yield said["halves"].format(received=names[0], paid=names[-1])


def _about_units(heading: Heading, wish: Wish) -> Iterator[str]:
    """The unit of amounts whose own heading does not name it."""
    said, join = wish.pack.notes, wish.pack.join
    by_unit: dict[tuple[int, Source], list[str]] = defaultdict(list)
    unsaid = []
    for each in heading.placed:
        if each.yuan is not None and each.source not in (None, "heading"):
            by_unit[each.yuan, each.source].append(each.heading)
        elif each.yuan is None and wish.table.columns[each.column].reads == "money":
            unsaid.append(each.heading)
    for (yuan, source), headings in by_unit.items():
        yield said["unit_said"].format(
            headings=join.join(headings),
            unit=label_of(yuan, wish.pack),
            source=wish.pack.unit_sources[source],
        )
    if unsaid and "unit" not in heading.beside and any(each.yuan for each in heading.placed):
        yield said["unit_missing"].format(headings=join.join(unsaid))


def _about_signs(heading: Heading, wish: Wish) -> Iterator[str]:
    """One column gave the amount and, by its sign, the direction."""
    there = {each.column: each for each in heading.placed}
    amount, way = there.get("amount"), there.get("direction")
    if amount is not None and way is not None and amount.position == way.position:
        yield wish.pack.notes["signs"].format(heading=amount.heading)


def _about_column(placed: Placed, sifted: Sifted, layout: Arranged, wish: Wish) -> Iterator[str]:
    said, reads = wish.pack.notes, wish.table.columns[placed.column].reads
    if reads == "birthday":
        yield said["month_and_day"].format(heading=placed.heading)
    if reads == "id":
        lines = [sifted.even[at].cells for at in sifted.good]
        count = sum(is_number(cells[placed.position]) for cells in lines)
        width = layout.reader.widths.get(placed.column, 0)
        if count:
            note = said["padded" if width else "number_ids"]
            yield note.format(heading=placed.heading, count=count, digits=width)
    if reads == "money":
        values = [sifted.values[placed.column][at] for at in sifted.good]
        count = sum(whole_fen(value) != value for value in values if value is not None)
        if count:
            yield said["rounded"].format(heading=placed.heading, count=count)
    if reads in ("day", "month"):
        yield from _about_days(placed, sifted, wish)


def _about_days(placed: Placed, sifted: Sifted, wish: Wish) -> Iterator[str]:
    """Days that mean none, and quarters."""
    said, blanks = wish.pack.notes, frozenset(map(value_key, wish.pack.blanks))
    spoiled = {flaw.row for flaw in sifted.spoiled if flaw.position == placed.position}
    none, quarters = [], 0
    values = sifted.values[placed.column]
    monthly = wish.table.columns[placed.column].reads == "month"
    for at in sifted.good if monthly else (at for at in sifted.good if values[at] is None):
        line = sifted.even[at]
        text = "".join(map(text_of, line.cells[placed.position : placed.position + 1]))
        if values[at] is None and text and line.row not in spoiled:
            if not is_blank(text) and value_key(text) not in blanks:
                none.append(text)
        elif monthly:
            quarters += is_quarter(text)
    if none:
        words = _some(list(dict.fromkeys(none))[:MOST_QUOTED], wish.pack.join)
        yield said["null_days"].format(heading=placed.heading, count=len(none), words=words)
    if quarters:
        yield said["quarters"].format(heading=placed.heading, count=quarters)


def _about_spoiled(sifted: Sifted, wish: Wish) -> Iterator[str]:
    """Unreadable cells, a sentence for each column and reason."""
    join, placed = wish.pack.join, {each.position: each for each in sifted.heading.placed}
    groups: dict[tuple[int, str], list[tuple[int, str]]] = defaultdict(list)
    troubles: dict[tuple[int, str], Trouble] = {}
    for flaw in sifted.spoiled:
        at = flaw.position or 0
        text = legible("".join(sifted.texts[flaw.row][at : at + 1]), phones=True)[:20]
        groups[at, flaw.trouble.kind].append((flaw.row, text))
        troubles[at, flaw.trouble.kind] = flaw.trouble
    for (at, kind), cells in groups.items():
        words, figures = wish.pack.problems[troubles[at, kind].kind], troubles[at, kind].figures
        doubtful = wish.table.columns[placed[at].column].doubt
        quoted = [text for text in dict.fromkeys(text for _, text in cells) if text]
        yield wish.pack.notes["spoiled_yes" if doubtful else "spoiled"].format(
            heading=placed[at].heading,
            count=len(cells),
            rows=_some([row for row, _ in cells], join),
            values=_some(quoted[:MOST_QUOTED], join) or "–",
            problem=words.problem.format(**figures),
            remedy=words.remedy.format(**figures),
        )


def _about_rows(
    grid: Grid, layout: Arranged, sifted: Sifted, rows: pd.DataFrame, wish: Wish
) -> Iterator[str]:
    said, join, heading = wish.pack.notes, wish.pack.join, sifted.heading
    names = {each.column: each.heading for each in heading.placed}
    blanks = {
        names[str(name)]: int(count) for name, count in rows.isna().sum().items() if name in names
    }
    counts = [f"{heading} {count}" for heading, count in blanks.items() if count]
    if counts:
        yield said["blank_cells"].format(counts=join.join(counts))
    twins = [] if wish.table.unique else _twins(sifted, rows)
    if twins:
        yield said["twins"].format(count=len(twins), rows=_some(twins, join))
    wrapped = [line.row for line in sifted.even if line.wraps]
    if wrapped:
        yield said["line_breaks"].format(count=len(wrapped), rows=_some(wrapped, join))
    width = len(heading.cells)
    beyond = (
        [] if grid.even else [line.row for line in layout.lines if not _fits(line.cells, width)]
    )
    if beyond:
        yield said["beyond_heading"].format(count=len(beyond), rows=_some(beyond, join))


def _fits(cells: Sequence[object], width: int) -> bool:
    return len(cells) < width or fits(cells, width)


def _twins(sifted: Sifted, rows: pd.DataFrame) -> list[int]:
    """The rows that repeat an earlier one, also in what is not kept.

    Only rows whose numbers and days are equal are compared text by text.
    """
    figures: pd.DataFrame = rows.select_dtypes(exclude="str")
    some = figures if len(figures.columns) else rows
    alike = np.flatnonzero(some.duplicated(keep=False)).tolist()
    lines = [sifted.even[sifted.good[at]] for at in alike]
    texts = [tuple(map(text_of, line.cells)) for line in lines]
    again = pd.Series(texts, dtype="object").duplicated()
    return [line.row for line, repeats in zip(lines, again, strict=True) if repeats]


def _some(named: Sequence[object], join: str) -> str:
    more = "…" if len(named) > MOST_NAMED else ""
    return join.join(map(str, named[:MOST_NAMED])) + more
