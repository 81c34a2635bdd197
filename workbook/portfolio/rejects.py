"""The rejected rows: as a table to show, and as a file to mend and bring again."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from workbook.portfolio.headings import Heading
from workbook.portfolio.pack import Pack
from workbook.portfolio.sifting import Flaw, Sifted, Wish
from workbook.privacy import without_private

LONGEST_SHOWN = 40
UNSHOWABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
FORMULA_SIGNS = tuple("=+-@\t\r\n＝＋－＠")


def rejected(sifted: Sifted, heading: Heading, wish: Wish) -> pd.DataFrame:
    """One line a problem: row, column (as the file calls it), value, problem, remedy.

    Identity-card and bank-card numbers are masked, names and telephone numbers left out.
    """
    lines = [_line(flaw, sifted.texts[flaw.row], heading, wish) for flaw in sifted.flaws]
    columns = ["row", "column", "value", "problem", "remedy"]
    frame = pd.DataFrame(lines, columns=columns)
    return frame.astype({"row": "int64", **dict.fromkeys(columns[1:], "str")})


def originals(sifted: Sifted, heading: Heading, wish: Wish) -> Mapping[int, tuple[str, ...]]:
    """Row → the cells of a rejected row as they stand in the file, masked in the same way."""
    hidden = _hidden(heading, wish)
    return {
        row: tuple(
            "" if at in hidden else _legible(text) for at, text in enumerate(sifted.texts[row])
        )
        for row in sorted({flaw.row for flaw in sifted.flaws})
    }


def as_csv(
    frame: pd.DataFrame, cells: Mapping[int, Sequence[str]], headings: Sequence[str], pack: Pack
) -> bytes:
    """The rejected rows with their number, problems and remedies in front, for Excel to open.

    Nothing in it is a formula: what begins like one has an apostrophe before it.
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
    csv.writer(buffer).writerows([_plain_text(_legible(text)) for text in line] for line in lines)
    return buffer.getvalue().encode("utf-8-sig")


def _plain_text(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


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
    value = "" if hidden else _shown(texts, flaw)
    return flaw.row, _legible(column), value, problem, remedy


def _shown(texts: Sequence[str], flaw: Flaw) -> str:
    text = "".join(texts[flaw.position : flaw.position + 1]) if flaw.position is not None else ""
    return _legible(text)[:LONGEST_SHOWN]


def _hidden(heading: Heading, wish: Wish) -> set[int]:
    return {each.position for each in heading.placed if not wish.keeps(each.column)}


def _legible(text: str) -> str:
    masked = without_private(text)
    return UNSHOWABLE.sub(lambda m: m[0].encode("unicode_escape").decode(), masked)
