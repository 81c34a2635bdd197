"""Merges two people's changes of rows: one-sided changes are taken, conflicts are shown.

Lines are compared by their values, as a multiset: reordering is no change. Where both sides changed
in different ways, ``theirs`` stays and a :class:`Clash` is returned.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

Row = Mapping[str, Any]
Values = tuple[object, ...]


class Comparing(Protocol):
    """How to compare a line: by the values of ``names``, and by the key among them."""

    @property
    def names(self) -> tuple[str, ...]: ...

    def values(self, row: Row) -> Values: ...

    def key(self, values: Values) -> Values: ...


@dataclass(frozen=True)
class Clash:
    """A conflict: the lines of one key in the three versions.

    ``name``: the field, where single fields were merged; each version is one line then.
    """

    before: tuple[Row, ...]
    here: tuple[Row, ...]
    there: tuple[Row, ...]
    name: str = ""


@dataclass(frozen=True)
class Merged:
    """The lines after the merge, the number of places that differ from theirs, and the
    conflicts."""

    rows: list[Row]
    changed: int
    clashes: tuple[Clash, ...]


@dataclass(frozen=True)
class MergedRow:
    """A row with its values for comparison."""

    row: Row
    values: Values
    key: Values


@dataclass
class Change:
    """One side's changes of the lines of one key: removed and added ones."""

    gone: Counter[Values] = field(default_factory=Counter)
    come: Counter[Values] = field(default_factory=Counter)

    @property
    def places(self) -> int:
        """The number of lines it touches; a line that replaces another counts once."""
        return max(self.gone.total(), self.come.total())


def merge_single(base: Row, mine: Row, theirs: Row, how: Comparing) -> Merged:
    """One line, merged cell by cell: each is its own."""
    was, here, there = (_named(row, how) for row in (base, mine, theirs))
    wanted = [name for name in how.names if here[name] not in (was[name], there[name])]
    free = {name for name in wanted if there[name] == was[name]}
    clashes = tuple(Clash((base,), (mine,), (theirs,), name) for name in wanted if name not in free)
    return Merged([_exchanged(theirs, mine, free)], len(free), clashes)


def merge_rows(
    base: Iterable[Row], mine: Iterable[Row], theirs: Iterable[Row], how: Comparing
) -> Merged:
    """Many lines, merged as multisets; lines with the same key belong together.

    The order is that of ``theirs``. A changed line keeps its place, and its unchanged cells keep
    their text; a new line goes to the end.
    """
    was, here, there = ([_line(row, how) for row in rows] for rows in (base, mine, theirs))
    wished, done = _changes(was, here), _changes(was, there)
    wanted = {key: change for key, change in wished.items() if change != done.get(key)}
    free = {key: change for key, change in wanted.items() if key not in done}
    clashes = tuple(_clash(key, was, here, there) for key in wanted if key not in free)
    places = sum(change.places for change in free.values())
    return Merged(_applied(free, here, there, how), places, clashes)


def _clash(key: Values, *versions: Sequence[MergedRow]) -> Clash:
    before, here, there = (
        tuple(line.row for line in lines if line.key == key) for lines in versions
    )
    return Clash(before, here, there)


def _line(row: Row, how: Comparing) -> MergedRow:
    values = how.values(row)
    return MergedRow(row, values, how.key(values))


def _named(row: Row, how: Comparing) -> dict[str, object]:
    return dict(zip(how.names, how.values(row), strict=True))


def _changes(before: Sequence[MergedRow], after: Sequence[MergedRow]) -> dict[Values, Change]:
    """The changes of each key between the two."""
    was, now = (Counter((one.key, one.values) for one in lines) for lines in (before, after))
    found: dict[Values, Change] = defaultdict(Change)
    for (key, values), count in (was - now).items():
        found[key].gone[values] = count
    for (key, values), count in (now - was).items():
        found[key].come[values] = count
    return dict(found)


def _applied(
    changes: Mapping[Values, Change],
    mine: Iterable[MergedRow],
    theirs: Iterable[MergedRow],
    how: Comparing,
) -> list[Row]:
    coming = _coming(changes, mine)
    going = {key: change.gone.copy() for key, change in changes.items()}
    rows: list[Row] = []
    for line in theirs:
        if not going.get(line.key, Counter())[line.values]:
            rows.append(line.row)
            continue
        going[line.key][line.values] -= 1
        if coming[line.key]:
            new = coming[line.key].pop(0)
            rows.append(_exchanged(line.row, new.row, _different(line, new, how)))
    return rows + [line.row for left in coming.values() for line in left]


def _coming(
    changes: Mapping[Values, Change], mine: Iterable[MergedRow]
) -> dict[Values, list[MergedRow]]:
    """The lines of ``mine`` that are new, by key and in order."""
    wanted = {key: change.come.copy() for key, change in changes.items()}
    found: dict[Values, list[MergedRow]] = defaultdict(list)
    for line in mine:
        if wanted.get(line.key, Counter())[line.values]:
            wanted[line.key][line.values] -= 1
            found[line.key].append(line)
    return found


def _different(old: MergedRow, new: MergedRow, how: Comparing) -> set[str]:
    pairs = zip(how.names, old.values, new.values, strict=True)
    return {name for name, was, now in pairs if was != now}


def _exchanged(old: Row, new: Row, names: set[str]) -> Row:
    """``old`` with the cells ``names`` as they are in ``new``."""
    kept = {name: cell for name, cell in old.items() if name not in names}
    return kept | {name: cell for name, cell in new.items() if name in names}
