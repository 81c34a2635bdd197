"""The rejected rows: as a table to show, and as a file to mend and import again."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from workbook import content
from workbook.customers import pack as packs
from workbook.customers.files.column_units import label_of
from workbook.customers.files.headings import Heading
from workbook.customers.files.masking import masked
from workbook.customers.files.request import Wish
from workbook.customers.files.validation import Flaw, Sifted
from workbook.customers.pack import Pack, heading_key

LONGEST_SHOWN = 40
MARKS = 2  # of our three headings, in case somebody has removed one
SHEET_DIGITS = 11  # digits from which a spreadsheet shows a number as a power of ten
UNSHOWABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
NUMBERS = ("id", "trainee", "money", "count", "day", "month", "birthday", "yes")
FORMULA_SIGNS = tuple("=+-@\t\r\n＝＋－＠")


def rejected(sifted: Sifted, heading: Heading, wish: Wish) -> pd.DataFrame:
    """One line a problem: row, column (as the file calls it), value, problem, remedy.

    Identity-card, bank-card and telephone numbers are masked, names left out.
    """
    lines = [_line(flaw, sifted.texts[flaw.row], heading, wish) for flaw in sifted.flaws]
    columns = ["row", "column", "value", "problem", "remedy"]
    frame = pd.DataFrame(lines, columns=columns)
    return frame.astype({"row": "int64", **dict.fromkeys(columns[1:], "str")})


def originals(
    sifted: Sifted, heading: Heading, wish: Wish, by: int | None = None
) -> Mapping[int, tuple[str, ...]]:
    """Row → the cells needed to mend a rejected row, masked in the same way.

    What may not be stored or is not needed is left blank: it might be an address or a number. by:
    the position of the column that names the manager, which stays.
    """
    unknown = set(heading.unknown)
    asked_by_none = {at for at, text in enumerate(heading.cells) if text in unknown and at != by}
    asked_by_none |= {at for at in heading.ignored if at != by}
    closed = _hidden(heading, wish) | asked_by_none
    return {
        row: tuple(
            "" if at in closed else _cell(text, at, heading, wish)
            for at, text in enumerate(sifted.texts[row])
        )
        for row in sorted({flaw.row for flaw in sifted.flaws})
    }


def titles(heading: Heading, wish: Wish) -> tuple[str, ...]:
    """The headings of the file, each amount's with its unit, which is not otherwise copied from
    above the table or its cells."""
    texts = list(heading.cells)
    for each in heading.placed:
        if each.yuan not in (None, 1) and each.source != "heading":
            texts[each.position] += f"({label_of(each.yuan, wish.pack)})"
    return tuple(texts)


def is_rejected_list(cells: Sequence[str]) -> bool:
    """Whether a file is a mended list of rejected rows, by its headings: a spreadsheet changes
    name, format and encoding when it saves."""
    there = set(map(heading_key, cells))
    return any(len(there & ours) >= MARKS for ours in _marks())


def own_places(cells: Sequence[str]) -> list[int]:
    """The places of the headings that we put before those of the file."""
    ours = set().union(*_marks())
    return [at for at, cell in enumerate(cells) if heading_key(cell) in ours]


def _marks() -> list[set[str]]:
    """The headings that we put before those of the file, in each language."""
    words = (packs.load(language).rejected for language in content.LANGUAGES)
    return [set(map(heading_key, (one.row, one.problem, one.remedy))) for one in words]


def as_csv(
    frame: pd.DataFrame, cells: Mapping[int, Sequence[str]], headings: Sequence[str], pack: Pack
) -> bytes:
    """The rejected rows with their number, problems and remedies in front, for Excel to open.

    Nothing in it is a formula: a cell that begins like one gets an apostrophe.
    """
    said, remedies = defaultdict(list), defaultdict(list)
    for row, column, _, problem, remedy in frame.itertuples(index=False):
        about = pack.rejected.in_column.format(column=column, problem=problem)
        said[row].append(about if column else problem)
        remedies[row].append(remedy)
    words = pack.rejected
    lines = [[words.row, words.problem, words.remedy, *headings]]
    for row, texts in cells.items():
        problems = words.join.join(said[row])
        lines.append([str(row), problems, words.join.join(dict.fromkeys(remedies[row])), *texts])
    return _written(lines)


def _written(lines: Iterable[Sequence[str]]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([_plain_text(legible(text)) for text in line] for line in lines)
    return buffer.getvalue().encode("utf-8-sig")


def _plain_text(text: str) -> str:
    """Protects texts that a spreadsheet would calculate or alter when it saves: numbers with
    leading zeros, and long ones."""
    digits = text.isdigit() and (text.startswith("0") or len(text) > SHEET_DIGITS)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) or (digits and len(text) > 1) else text


def _line(
    flaw: Flaw, texts: Sequence[str], heading: Heading, wish: Wish
) -> tuple[int, str, str, str, str]:
    words = wish.pack.problems[flaw.trouble.kind]
    problem, remedy = (
        text.format(**flaw.trouble.figures) for text in (words.problem, words.remedy)
    )
    if flaw.position is None:
        return flaw.row, "", "", problem, remedy
    column = "".join(heading.cells[flaw.position : flaw.position + 1])
    hidden = flaw.position in _hidden(heading, wish)
    value = "" if hidden else _shown(texts, flaw, heading, wish)
    return flaw.row, legible(column), value, problem, remedy


def _shown(texts: Sequence[str], flaw: Flaw, heading: Heading, wish: Wish) -> str:
    if flaw.position is None:
        return ""
    text = "".join(texts[flaw.position : flaw.position + 1])
    return _cell(text, flaw.position, heading, wish)[:LONGEST_SHOWN]


def _cell(text: str, at: int, heading: Heading, wish: Wish) -> str:
    """A cell as it may be shown: a customer's number or an amount may look like a phone number."""
    reads = (wish.table.columns[one.column].reads for one in heading.placed if one.position == at)
    return legible(text, phones=next(reads, "text") not in NUMBERS)


def _hidden(heading: Heading, wish: Wish) -> set[int]:
    return {each.position for each in heading.placed if not wish.keeps(each.column)}


def legible(text: str, *, phones: bool = False) -> str:
    """A text as it may be shown: private numbers masked, control characters written out."""
    shown = masked(text, phones=phones)
    return UNSHOWABLE.sub(lambda m: m[0].encode("unicode_escape").decode(), shown)
