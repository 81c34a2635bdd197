"""Which of our columns stands where in a file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workbook.errors import BadInput, nearest, not_found
from workbook.portfolio.grid import Grid, Line, text_of
from workbook.portfolio.pack import Error, Pack, Table, heading_key

MOST_SHOWN = 12


@dataclass(frozen=True)
class Placed:
    """One of our columns: where it stands, its heading there, and the yuan in its unit."""

    column: str
    position: int
    heading: str
    yuan: int = 1


@dataclass(frozen=True)
class Heading:
    """The heading of a file. ``placed``: the columns that we know, in the order of the file."""

    row: int
    cells: tuple[str, ...]
    placed: tuple[Placed, ...]

    @property
    def unknown(self) -> tuple[str, ...]:
        """The headings that are none of ours."""
        known = {each.position for each in self.placed}
        return tuple(text for at, text in enumerate(self.cells) if text and at not in known)


@dataclass(frozen=True)
class Vocabulary:
    """What headings may be called: by the template, and by the reader's own mapping file."""

    table: Table
    known: Mapping[str, str]
    units: Mapping[str, int]
    mapping: Mapping[str, str]

    def score(self, cells: Sequence[object]) -> int:
        """How many of our columns a line names."""
        return len({each.column for each in self.placed(cells)})

    def placed(self, cells: Sequence[object]) -> tuple[Placed, ...]:
        """Our columns in a line. A heading that the mapping names counts before any other."""
        own = {heading_key(heading): name for heading, name in self.mapping.items()}
        taken = set(self.mapping.values())
        others = {key: name for key, name in self.known.items() if name not in taken}
        texts = [text_of(cell) for cell in cells]
        found = (self._one(at, text, {**others, **own}) for at, text in enumerate(texts))
        return tuple(each for each in found if each)

    def _one(self, at: int, text: str, names: Mapping[str, str]) -> Placed | None:
        key = heading_key(text)
        if key in names:
            return Placed(names[key], at, text, self._yuan(key, names[key]))
        for unit in self.units:
            name = names.get(key.removesuffix(unit)) if key.endswith(unit) else None
            if name and self.table.columns[name].reads == "money":
                return Placed(name, at, text, self.units[unit])
        return None

    def _yuan(self, key: str, name: str) -> int:
        """The unit in a heading that is known as a whole, as those of a mapping file are."""
        if self.table.columns[name].reads != "money" or key in self.known:
            return 1
        named = [unit for unit in self.units if key.endswith(unit)]
        return self.units[max(named, key=len)] if named else 1


def found_in(grid: Grid, name: str, words: Vocabulary, pack: Pack) -> Heading:
    """The heading of a file: the line near its top that names the most of our columns.

    Raises BadInput where there is none.
    """
    near = [line for line in grid.lines[: pack.limits.heading_within] if line.trouble is None]
    best = max(near, key=lambda line: words.score(line.cells), default=None)
    if best is None or words.score(best.cells) == 0:
        raise BadInput(_none_found(grid, near, name, words.table, pack))
    texts = tuple(text_of(cell) for cell in best.cells)
    return Heading(best.row, texts, words.placed(best.cells))


def check(heading: Heading, name: str, table: Table, pack: Pack) -> None:
    """BadInput for a column that stands there twice, and for required ones that are not there."""
    counts = Counter(each.column for each in heading.placed)
    for column, count in counts.items():
        if count > 1 and table.columns[column].keep == "always":
            same = [each.heading for each in heading.placed if each.column == column]
            label = table.columns[column].label
            raise _refused("same_heading", pack, name=name, column=label, headings=same)
    missing = [column for column in table.required if column not in counts]
    about = {"name": name, "kind": table.label, "headings": heading.unknown or ["–"]}
    if missing:
        raise _refused("missing_columns", pack, columns=_labels(missing, table), **about)
    if table.one_of and not counts.keys() & set(table.one_of):
        raise _refused("missing_value", pack, columns=_labels(table.one_of, table), **about)


def check_mapping(mapping: Mapping[str, str], kind: str, table: Table) -> None:
    """NotFound for a mapping to a column that this kind of file does not have."""
    for column in mapping.values():
        if column not in table.columns:
            raise not_found(f"column of {kind}", column, table.columns)


def check_mapped(mapping: Mapping[str, str], heading: Heading, name: str, pack: Pack) -> None:
    """BadInput for a mapping of a heading that the file does not have."""
    there = {heading_key(text) for text in heading.cells}
    for text in mapping:
        if heading_key(text) not in there:
            offer = nearest(text, filter(None, heading.cells))
            raise _refused("mapping_heading", pack, heading=text, name=name, offer=offer)


def position(text: str, heading: Heading) -> int:
    """Where a heading stands that the reader named; NotFound with the nearest of the file."""
    for at, cell in enumerate(heading.cells):
        if cell and heading_key(cell) == heading_key(text):
            return at
    raise not_found("column", text, filter(None, heading.cells))


def _refused(error: Error, pack: Pack, **figures: str | Sequence[str]) -> BadInput:
    texts = {
        key: value if isinstance(value, str) else pack.join.join(value[:MOST_SHOWN])
        for key, value in figures.items()
    }
    return BadInput(pack.errors[error].format(**texts))


def _labels(columns: Sequence[str], table: Table) -> list[str]:
    return [table.columns[column].label for column in columns]


def _none_found(grid: Grid, near: Sequence[Line], name: str, table: Table, pack: Pack) -> str:
    columns = pack.join.join(_labels([*table.required, *table.one_of[:1]], table))
    within = pack.limits.heading_within
    said = pack.errors["no_heading"].format(
        name=name, within=within, kind=table.label, columns=columns
    )
    seen = next((line.cells for line in near if _could_be_heading(line.cells)), ())
    if seen:
        shown = pack.join.join(text_of(cell) for cell in seen[:MOST_SHOWN])
        said += " " + pack.errors["no_heading_seen"].format(headings=shown)
    if len(grid.sheets) > 1:
        sheets = pack.join.join(grid.sheets[:MOST_SHOWN])
        said += " " + pack.errors["other_sheets"].format(sheets=sheets)
    return said


def _could_be_heading(cells: Sequence[object]) -> bool:
    """Whether a line may be shown in a message: no numbers, no blanks, nothing twice, so that it
    is not a customer's line."""
    texts = [text_of(cell) for cell in cells]
    sound = all(text and not re.fullmatch(r"[\d\W]+", text) for text in texts)
    return sound and len(texts) > 1 and len(set(texts)) == len(texts)
