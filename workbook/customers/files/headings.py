"""Finds our columns in the heading of a file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from workbook.customers.files.grid import Grid, GridLine, text_of
from workbook.customers.files.money_units import BRACKETED
from workbook.customers.files.request import Wish
from workbook.customers.message_keys import Error, Source
from workbook.customers.pack import Pack, Table, heading_key, total_words
from workbook.errors import BadInput, nearest, not_found

MOST_SHOWN = 12
FARTHER = 1_000  # the rank of a column that is not the current figure


@dataclass(frozen=True)
class Placed:
    """One of our columns: its place and its heading in the file.

    rank: its certainty, -1 by the mapping, 0 by its exact name, more by an alias. yuan: the unit of
    its amounts, and where that is written; None where it is not. also: further places whose texts
    are joined to this one's.
    """

    column: str
    position: int
    heading: str
    rank: int = 0
    yuan: int | None = None
    source: Source | None = None
    also: tuple[int, ...] = ()


@dataclass(frozen=True)
class Heading:
    """The heading of a file.

    row: its last row; first_row: its first. cells: its texts, a line that is merged over two rows
    once; upper: the text above each cell in the row above. placed: the columns that we know, in the
    order of the file. beside: the places of columns of units or currencies.
    """

    row: int
    cells: tuple[str, ...]
    placed: tuple[Placed, ...]
    first_row: int = 0
    upper: tuple[str, ...] = ()
    beside: Mapping[str, int] = field(default_factory=dict)
    ignored: tuple[int, ...] = ()

    @property
    def unknown(self) -> tuple[str, ...]:
        """The headings that match none of our columns."""
        known = {each.position for each in self.placed} | set(self.beside.values())
        known |= {*self.ignored, *(at for each in self.placed for at in each.also)}
        return tuple(text for at, text in enumerate(self.cells) if text and at not in known)


def score(cells: Sequence[object], wish: Wish) -> int:
    """The number of our columns that a line names."""
    texts = [text_of(cell) for cell in cells]
    return len({each.column for each in _placed(texts, (), wish)})


def found_in(grid: Grid, name: str, wish: Wish) -> Heading:
    """The heading of a file: of the lines near its top the one that names the most of our columns,
    or two lines together, where cells are merged over both.

    Raises BadInput where there is none.
    """
    best = best_in(grid.lines, wish)
    if best is None:
        near = _near(grid.lines, wish)
        raise BadInput(_none_found(grid, near, name, wish.table, wish.pack))
    return best


def best_in(lines: Sequence[GridLine], wish: Wish) -> Heading | None:
    """The likeliest heading in the first lines; None where no line names one of our columns."""
    found = list(_candidates(_near(lines, wish), wish))
    best = max(found, key=_columns, default=None)
    return best if best is not None and best.placed else None


def _near(lines: Sequence[GridLine], wish: Wish) -> list[GridLine]:
    return [line for line in lines[: wish.pack.limits.heading_within] if line.trouble is None]


def _columns(heading: Heading) -> tuple[int, int]:
    """Sort key: the number of our columns; of equal ones a heading of one row wins."""
    return len({each.column for each in heading.placed}), heading.first_row - heading.row


def _candidates(lines: Sequence[GridLine], wish: Wish) -> Iterator[Heading]:
    rows = [(line.row, [" ".join(text_of(cell).split()) for cell in line.cells]) for line in lines]
    for at, (row, texts) in enumerate(rows):
        above = rows[at - 1][1] if at and rows[at - 1][0] == row - 1 else []
        upper = _spread(above, len(texts)) if is_upper(above) else ()
        yield _heading(row, row, texts, upper, wish)
    for (first, above), (row, below) in pairwise(rows):
        if row == first + 1 and any(above) and any(below):
            width = max(len(above), len(below))
            high, low = (line + [""] * (width - len(line)) for line in (above, below))
            merged = [one or other for one, other in zip(low, high, strict=True)]
            upper = tuple(
                text if one else "" for text, one in zip(_spread(high, width), low, strict=True)
            )
            yield _heading(first, row, merged, upper, wish)


def is_upper(texts: Sequence[str]) -> bool:
    """Whether a line above the heading groups columns, rather than titling the table."""
    return sum(map(bool, texts)) > 1 or any(texts[1:])


def _spread(texts: Sequence[str], width: int) -> tuple[str, ...]:
    """The text of a merged cell, over all the cells that it covers."""
    spread, last = [], ""
    for text in (*texts, *[""] * (width - len(texts))):
        last = text or last
        spread.append(last)
    return tuple(spread[:width])


def _heading(
    first: int, row: int, texts: Sequence[str], upper: tuple[str, ...], wish: Wish
) -> Heading:
    placed = tuple(_placed(texts, upper, wish))
    beside = {each.column: each.position for each in placed if each.column in ("unit", "currency")}
    ours = tuple(each for each in placed if each.column in wish.table.columns)
    ignored = tuple(at for at, text in enumerate(texts) if wish.said_of(text).ignored)
    return _in_yuan(Heading(row, tuple(texts), ours, first, upper, beside, ignored), wish)


def _in_yuan(heading: Heading, wish: Wish) -> Heading:
    """If some columns were converted to yuan, their amounts are used: not those of the other
    columns, and no column of currencies."""
    money = [each for each in heading.placed if wish.table.columns[each.column].reads == "money"]
    turned = [each for each in money if wish.units.is_turned(each.heading)]
    if not turned or "currency" not in heading.beside:
        return heading
    placed = tuple(each for each in heading.placed if each not in money or each in turned)
    beside = {name: at for name, at in heading.beside.items() if name != "currency"}
    ignored = (*heading.ignored, heading.beside["currency"])
    return replace(heading, placed=placed, beside=beside, ignored=ignored)


# -- one heading ----------------------------------------------------------------------------------


def _placed(texts: Sequence[str], upper: Sequence[str], wish: Wish) -> Iterator[Placed]:
    """Our columns in a line. A heading in the mapping takes precedence."""
    said = [wish.said_of(text) for text in texts]
    taken = {one.column for one in said if one.column}
    for at, text in enumerate(texts):
        if said[at].ignored or not text:
            continue
        if said[at].column:
            yuan = _unit_in(text, wish)
            yield Placed(said[at].column, at, text, -1, yuan, "heading" if yuan else None)
            continue
        if wish.units.foreign_heading(text):  # a mapping to it is refused, see measuring
            continue
        found = _known(at, text, upper[at] if at < len(upper) else "", wish)
        if found is not None and found.column not in taken:
            yield found


def _unit_in(text: str, wish: Wish) -> int | None:
    """The unit in a heading with the bank's own words."""
    bare, yuan = wish.units.split(text)
    endings = (unit for _, unit in wish.units.ending(heading_key(bare)) if unit is not None)
    return yuan if yuan is not None else next(endings, None)


def _known(at: int, text: str, upper: str, wish: Wish) -> Placed | None:
    """The template's match for a heading, alone or together with the one above it."""
    over = heading_key(wish.units.split(upper)[0]) if upper and upper != text else ""
    ways = [(over, text, ""), ("", text, ""), ("", text, over)] if over else [("", text, "")]
    if over and heading_key(text) in map(heading_key, total_words()):  # 金融资产 · 合计
        ways.append(("", upper, ""))
    for prefix, said, suffix in ways:
        found = _looked_up(at, said, prefix, suffix, wish)
        if found is not None:
            far = any(heading_key(word) in over for word in wish.pack.elsewhen)
            rank = found.rank + FARTHER * far
            return Placed(found.column, at, text, rank, found.yuan, found.source)
    return None


def looked_up(text: str, wish: Wish) -> Placed | None:
    """The column that a heading names by itself; None for an unknown one."""
    return _known(0, text, "", wish)


def _looked_up(at: int, text: str, prefix: str, suffix: str, wish: Wish) -> Placed | None:
    for key, yuan, is_money in _spellings(text, wish):
        name, rank = wish.known.get(prefix + key + suffix) or (wish.beside.get(key, ""), 0)
        reads = wish.table.columns[name].reads if name in wish.table.columns else ""
        if name and (is_money is None or is_money == (reads == "money")):
            return Placed(name, at, text, rank, yuan, "heading" if yuan else None)
    return None


def _spellings(text: str, wish: Wish) -> Iterator[tuple[str, int | None, bool | None]]:
    """The forms in which a heading may be known: compared, its unit, and whether it must be
    money."""
    yield heading_key(text), None, None
    bare, yuan = wish.units.split(text)
    key = heading_key(bare)
    if bare != text:
        yield key, yuan, True
    for rest, unit in wish.units.ending(key):
        yield rest, unit if yuan is None else yuan, True
    for word in map(heading_key, wish.pack.before_headings):
        if word and key.startswith(word):
            yield key.removeprefix(word), yuan, True
    # “年龄（岁）”; the brackets of an amount may hold another currency.
    without = BRACKETED.sub("", text)
    if without != text:
        yield heading_key(without), None, False


# -- what a file has to have ----------------------------------------------------------------------


def check(heading: Heading, name: str, wish: Wish) -> None:
    """BadInput for missing required columns, and for a mapping of another file."""
    table, pack = wish.table, wish.pack
    there = {each.column for each in heading.placed}
    halves = {"amount"} if there & set(table.halves.values()) else set()
    missing = [column for column in table.required if column not in there | halves]
    about = {"name": name, "kind": table.label, "headings": heading.unknown or ["–"]}
    _check_mapping(heading, name, wish)
    if missing:
        raise refused("missing_columns", pack, columns=_labels(missing, table), **about)
    if table.one_of and not there & set(table.one_of):
        error = refused("missing_value", pack, columns=_labels(table.one_of, table), **about)
        has_months = any(one.reads == "month" for one in table.columns.values())
        raise BadInput(f"{error} {pack.errors['months_hint']}") if has_months else error


def _check_mapping(heading: Heading, name: str, wish: Wish) -> None:
    """A mapping may serve several files; one that matches no heading here is a mistake."""
    there = {heading_key(text) for text in heading.cells}
    if wish.mapping and not there & set(wish.mapping):
        text = next(iter(wish.headings.values()))
        offer = nearest(text, filter(None, heading.cells))
        raise refused("mapping_heading", wish.pack, heading=text, name=name, offer=offer)


def position(text: str, heading: Heading) -> int:
    """The place of a heading that the reader named; NotFound with the nearest of the file."""
    for at, cell in enumerate(heading.cells):
        if cell and heading_key(cell) == heading_key(text):
            return at
    raise not_found("column", text, filter(None, heading.cells))


def refused(error: Error, pack: Pack, **figures: str | Sequence[str]) -> BadInput:
    """The error in words; of long lists only the first dozen."""
    texts = {
        key: value if isinstance(value, str) else pack.join.join(value[:MOST_SHOWN])
        for key, value in figures.items()
    }
    return BadInput(pack.errors[error].format(**texts))


def _labels(columns: Sequence[str], table: Table) -> list[str]:
    return [table.columns[column].label for column in columns]


def _none_found(grid: Grid, near: Sequence[GridLine], name: str, table: Table, pack: Pack) -> str:
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
    """Whether a line may be quoted in a message: no numbers, no blanks, no repetition, so that it
    is not a customer's line."""
    texts = [text_of(cell) for cell in cells]
    sound = all(text and not re.fullmatch(r"[\d\W]+", text) for text in texts)
    return sound and len(texts) > 1 and len(set(texts)) == len(texts)
