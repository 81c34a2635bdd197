"""The template ``portfolio``: the possible columns of a bank's files, and all words.

A file may have headings in any known language, whoever reads it; so headings and the words for
choices are gathered from every language, while messages are in the reader's.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from workbook import content
from workbook.customers.message_keys import (
    Aside,
    Error,
    MonthSource,
    Note,
    Problem,
    Question,
    Reads,
    Source,
)
from workbook.domain.fields import plain
from workbook.domain.templates import Frozen
from workbook.errors import not_found

TABLES = ("customers", "holdings", "balances", "contacts", "transactions")  # about customers
KINDS = (*TABLES, "roster", "entries")


class Column(Frozen):
    """A column of a kind of file.

    reads: the kind of its cells. keep: "names" drops it unless the bank allows names, "never"
    always drops it. least, most: the plausible range; a row beyond it is refused. past: nothing
    after today. filled: where the column exists, a blank cell is an error. choices: the list of a
    "choice". part_of: the column that it is a part of. doubt: unreadable cells count as yes.
    aliases: headings under which banks export it, the likeliest first.
    """

    reads: Reads = "text"
    keep: Literal["always", "names", "never"] = "always"
    least: int | None = None
    most: int | None = None
    past: bool = False
    filled: bool = False
    choices: str = ""
    part_of: str = ""
    doubt: bool = False
    label: str
    aliases: tuple[str, ...] = ()


class Table(Frozen):
    """One kind of file.

    required: columns that must exist. one_of: of these there must be one. unique: together they may
    occur in one row only. vital: an unreadable cell costs the row. halves: direction → the column
    with the amounts of that direction, where a bank writes two columns.
    book: the columns to judge plausibility by, the first that exists.
    """

    required: tuple[str, ...]
    one_of: tuple[str, ...] = ()
    unique: tuple[str, ...] = ()
    vital: tuple[str, ...] = ()
    halves: dict[Literal["in", "out"], str] = Field(default_factory=dict)
    book: tuple[str, ...] = ()
    columns: dict[str, Column]
    label: str
    source: str

    def is_filled(self, name: str) -> bool:
        """Whether a blank cell of this column is an error."""
        return name in self.required or self.columns[name].filled

    def costs(self, name: str) -> bool:
        """Whether an unreadable cell of this column costs its row."""
        return self.is_filled(name) or name in (*self.vital, *self.unique)


class ListItem(Frozen):
    """One value of a list, and the ways that banks write it."""

    label: str
    aliases: tuple[str, ...] = ()


class Names(Frozen):
    """The headings of a column beside the amounts."""

    label: str
    aliases: tuple[str, ...] = ()


class MappingKeys(Frozen):
    """The keys of a line in a mapping file, in any language."""

    column: tuple[str, ...]
    unit: tuple[str, ...]
    values: tuple[str, ...]


class Analysis(Frozen):
    """The needs of an analysis: kind of file → columns."""

    needs: dict[str, tuple[str, ...]]
    label: str
    source: str


class Limits(Frozen):
    """The limits of reading: a guard against a wrong file, not a rule of the method.

    unpacked_megabytes, shared_texts: of an XLSX. columns: of one row. cells: of all rows together,
    including blank ones before a filled one.
    """

    megabytes: Annotated[int, Field(gt=0)]
    rows: Annotated[int, Field(gt=0)]
    unpacked_megabytes: Annotated[int, Field(gt=0)]
    columns: Annotated[int, Field(gt=0)]
    cells: Annotated[int, Field(gt=0)]
    shared_texts: Annotated[int, Field(gt=0)]
    heading_within: Annotated[int, Field(gt=0)]
    lines_in_a_cell: Annotated[int, Field(gt=0)]
    earliest_year: Annotated[int, Field(ge=1800)]
    oldest: Annotated[int, Field(gt=0)]
    told: Annotated[int, Field(gt=0)]
    implausible_under: Annotated[int, Field(gt=0)]
    implausible_over: Annotated[int, Field(gt=0)]


class ProblemWords(Frozen):
    """The problem of a cell or row, and its remedy."""

    problem: str
    remedy: str


class RejectedWords(Frozen):
    """The headings that the file of rejected rows adds, and the separator of several problems."""

    row: str
    problem: str
    remedy: str
    join: str
    in_column: str


class ToldWords(Frozen):
    """The words of an import's report: counts, a line for each problem, missing columns."""

    counts: str
    row: str
    blank_cell: str
    whole_row: str
    more: str
    missing: str
    lacks: str
    join: str


class Pack(Frozen):
    """The template ``portfolio`` in one language."""

    kinds: dict[str, Table]
    lists: dict[str, dict[str, ListItem]]
    analyses: dict[str, Analysis]
    units: dict[str, Annotated[int, Field(gt=0)]]
    around_units: tuple[str, ...]
    home_currency: tuple[str, ...]
    foreign_currency: tuple[str, ...]
    turned: tuple[str, ...]
    beside: dict[Literal["unit", "currency"], Names]
    before_headings: tuple[str, ...]
    elsewhen: tuple[str, ...]
    blanks: tuple[str, ...]
    null_days: tuple[str, ...]
    open_ended: tuple[str, ...]
    ignored: tuple[str, ...]
    mapping_keys: MappingKeys
    totals: tuple[str, ...]
    averages: tuple[str, ...]
    footers: tuple[str, ...]
    surnames: str
    called: tuple[str, ...]
    limits: Limits
    join: str
    problems: dict[Problem, ProblemWords]
    notes: dict[Note, str]
    errors: dict[Error, str]
    unit_sources: dict[Source, str]
    month_sources: dict[MonthSource, str]
    questions: dict[Question, str]
    asides: dict[Aside, str]
    rejected: RejectedWords
    told: ToldWords

    def table(self, kind: str) -> Table:
        """The kind of file; NotFound with the nearest kinds."""
        if kind not in self.kinds:
            raise not_found("file_kind", kind, self.kinds)
        return self.kinds[kind]


def load(language: str) -> Pack:
    """The template in one language, checked."""
    return content.load("portfolio", language, Pack)


@functools.lru_cache(maxsize=8_192)  # the same words and cells, for each line of a file
def heading_key(text: str) -> str:
    """A heading in the form used for comparison: letters, digits and Chinese characters only, in
    lower case."""
    return "".join(re.findall(r"[^\W_]+", plain(text).casefold()))


def value_key(text: str) -> str:
    """A cell in the form used for comparison with a list."""
    return plain(text).casefold()


def known_headings(kind: str) -> Mapping[str, str]:
    """Compared heading → column, over all languages."""
    return {key: name for key, (name, _) in ranked_headings(kind).items()}


def ranked_headings(kind: str) -> Mapping[str, tuple[str, int]]:
    """Compared heading → column and rank, over all languages; a key or a label has rank 0."""
    found: dict[str, tuple[str, int]] = {}
    for language in content.LANGUAGES:
        for name, column in load(language).table(kind).columns.items():
            for rank, heading in enumerate((column.label, *column.aliases)):
                found.setdefault(heading_key(heading), (name, rank))
            found[heading_key(name)] = (name, 0)
    return found


def beside_headings() -> Mapping[str, Literal["unit", "currency"]]:
    """Compared heading → the content of that column beside the amounts, over all languages."""
    return {
        heading_key(heading): name
        for language in content.LANGUAGES
        for name, names in load(language).beside.items()
        for heading in (name, names.label, *names.aliases)
    }


def known_values(name: str) -> Mapping[str, str]:
    """Compared value → key of the list ``name``, over all languages."""
    found: dict[str, str] = {}
    for language in content.LANGUAGES:
        for key, item in load(language).lists[name].items():
            for written in (key, item.label, *item.aliases):
                found.setdefault(value_key(written), key)
    return found


def total_words() -> tuple[str, ...]:
    """The words for a sum, in any language."""
    return tuple(word for each in content.LANGUAGES for word in load(each).totals)


def average_words() -> tuple[str, ...]:
    """The words for a line of averages, in all languages."""
    return tuple(word for each in content.LANGUAGES for word in load(each).averages)


def unique(kind: str) -> tuple[str, ...]:
    """The columns that together may occur in one row only of a file of this kind."""
    return content.load("portfolio", "en", Pack).kinds[kind].unique
