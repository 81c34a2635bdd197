"""What the template ``portfolio`` holds: the columns that a bank's files may have, and all words.

A file may be headed in any language that we know, whoever reads it; so headings and the words for
choices are gathered from every language, while messages are in the reader's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from workbook import content
from workbook.content import Frozen
from workbook.errors import not_found
from workbook.fields import plain

Reads = Literal[
    "id", "trainee", "text", "json", "choice", "money", "count", "yes", "day", "month", "birthday"
]
Problem = Literal[
    "blank_required",
    "no_value",
    "not_a_number",
    "not_whole",
    "too_large",
    "finer_than_fen",
    "under_least",
    "over_most",
    "not_a_day",
    "no_such_day",
    "too_early",
    "future",
    "not_a_month",
    "not_yes_or_no",
    "not_in_list",
    "too_long",
    "control_signs",
    "identity_number",
    "card_number",
    "same_row",
    "same_id",
    "too_few_cells",
    "too_many_cells",
    "broken_line",
    "not_json",
    "scientific_id",
    "total_row",
    "heading_again",
    "formula",
    "spreadsheet_error",
    "not_a_trainee_id",
]
Note = Literal[
    "encoding",
    "above_heading",
    "blank_rows",
    "unknown_headings",
    "left_out",
    "month_and_day",
    "number_ids",
    "rounded",
    "twins",
    "blank_cells",
    "line_breaks",
]
Error = Literal[
    "not_found",
    "unreadable",
    "too_big",
    "too_many_rows",
    "empty",
    "only_heading",
    "no_heading",
    "no_heading_seen",
    "other_sheets",
    "missing_columns",
    "missing_value",
    "same_heading",
    "encoding",
    "unknown_encoding",
    "old_excel",
    "web_page",
    "damaged_excel",
    "unknown_sheet",
    "mapping_shape",
    "mapping_value",
    "mapping_column",
    "mapping_twice",
    "mapping_heading",
]


class Column(Frozen):
    """One column of a kind of file.

    reads: what its cells are. keep: "names" drops it unless the bank switched names on, "never"
    always drops it. least, most: what is plausible; beyond it a row is refused. past: nothing
    after today. filled: where the column exists, a blank cell is an error. choices: the list that
    a "choice" is from. aliases: headings under which banks export it.
    """

    reads: Reads = "text"
    keep: Literal["always", "names", "never"] = "always"
    least: int | None = None
    most: int | None = None
    past: bool = False
    filled: bool = False
    choices: str = ""
    label: str
    aliases: tuple[str, ...] = ()


class Table(Frozen):
    """One kind of file: ``required`` columns, ``one_of`` which there must be one, ``unique`` ones
    that together may stand in one row only."""

    required: tuple[str, ...]
    one_of: tuple[str, ...] = ()
    unique: tuple[str, ...] = ()
    columns: dict[str, Column]
    label: str
    source: str

    def is_filled(self, name: str) -> bool:
        """Whether a blank cell of this column is an error."""
        return name in self.required or self.columns[name].filled


class ListItem(Frozen):
    """One value of a list, and how banks write it."""

    label: str
    aliases: tuple[str, ...] = ()


class Analysis(Frozen):
    """What an analysis needs: kind of file → columns."""

    needs: dict[str, tuple[str, ...]]
    label: str
    source: str


class Limits(Frozen):
    """Where reading stops: a guard against a wrong file, not a rule of the method."""

    megabytes: Annotated[int, Field(gt=0)]
    rows: Annotated[int, Field(gt=0)]
    heading_within: Annotated[int, Field(gt=0)]
    lines_in_a_cell: Annotated[int, Field(gt=0)]
    earliest_year: Annotated[int, Field(ge=1800)]
    oldest: Annotated[int, Field(gt=0)]
    told: Annotated[int, Field(gt=0)]


class ProblemWords(Frozen):
    """What is wrong with a cell or row, and what to do about it."""

    problem: str
    remedy: str


class RejectedWords(Frozen):
    """The headings that the file of rejected rows adds, and what joins several problems."""

    row: str
    problem: str
    remedy: str
    join: str
    in_column: str


class ToldWords(Frozen):
    """How an import is told: counts, a line for each problem, what the analyses lack."""

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
    blanks: tuple[str, ...]
    totals: tuple[str, ...]
    limits: Limits
    join: str
    problems: dict[Problem, ProblemWords]
    notes: dict[Note, str]
    errors: dict[Error, str]
    rejected: RejectedWords
    told: ToldWords

    def table(self, kind: str) -> Table:
        """The kind of file; NotFound with the nearest kinds."""
        if kind not in self.kinds:
            raise not_found("kind of file", kind, self.kinds)
        return self.kinds[kind]


def load(language: str) -> Pack:
    """The template in one language, checked."""
    return content.load("portfolio", language, Pack)


def heading_key(text: str) -> str:
    """A heading as it is compared: letters, digits and Chinese signs only, in small letters."""
    return "".join(re.findall(r"[^\W_]+", plain(text).casefold()))


def value_key(text: str) -> str:
    """A cell as it is compared with a list."""
    return plain(text).casefold()


def known_headings(kind: str) -> Mapping[str, str]:
    """Compared heading → column, over all languages."""
    found: dict[str, str] = {}
    for language in content.LANGUAGES:
        for name, column in load(language).table(kind).columns.items():
            for heading in (name, column.label, *column.aliases):
                found.setdefault(heading_key(heading), name)
    return found


def known_values(name: str) -> Mapping[str, str]:
    """Compared value → key of the list ``name``, over all languages."""
    found: dict[str, str] = {}
    for language in content.LANGUAGES:
        for key, item in load(language).lists[name].items():
            for written in (key, item.label, *item.aliases):
                found.setdefault(value_key(written), key)
    return found


def total_words() -> frozenset[str]:
    """How a line of totals begins, in any language."""
    return frozenset(value_key(word) for each in content.LANGUAGES for word in load(each).totals)


def unique(kind: str) -> tuple[str, ...]:
    """The columns that together may stand in one row only of a file of this kind."""
    return content.load("portfolio", "en", Pack).kinds[kind].unique
