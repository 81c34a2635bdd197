"""How a file is to be read, and what came of an import."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import asdict, dataclass, field
from pathlib import Path

from workbook import content
from workbook.book.importing import pack
from workbook.book.importing.messages import told_change
from workbook.book.importing.table_changes import Change
from workbook.customers.files.column_mapping import Columns, Meant
from workbook.customers.files.file_reader import Progress, Reading, unseen

# “file:3: 中文。 / English.”, as errors are worded that anybody may meet
BOTH = re.compile(
    r"(?P<where>\S[^\n]*?:\d+: )?(?P<chinese>[^\n]*[。？！]) / (?P<english>[A-Z“][^\n]*)"
)


@dataclass(frozen=True)
class How:
    """How a file is to be read: language of the messages, foreign headings, encoding, sheet,
    the unit of its amounts.

    today: nothing in the file may lie after it. keep_names: only where the bank allows names.
    progress: is told the share of the reading that is done.
    """

    language: str = "zh-Hans"
    columns: Columns = field(default_factory=dict)
    encoding: str | None = None
    sheet: str | None = None
    today: dt.date | None = None
    keep_names: bool = False
    unit: str | None = None
    progress: Progress = field(default=unseen, compare=False)

    @property
    def manner(self) -> str:
        """What was chosen by hand, as JSON; "" where nothing was."""
        chosen = {
            "sheet": self.sheet,
            "encoding": self.encoding,
            "columns": {name: _chosen(one) for name, one in self.columns.items()},
            "keep_names": self.keep_names,
            "unit": self.unit,
        }
        made = {name: value for name, value in chosen.items() if value}
        return json.dumps(made, ensure_ascii=False) if made else ""


def _chosen(one: str | Meant) -> object:
    """What a mapping says of a heading, as JSON has it."""
    return one if isinstance(one, str) else asdict(one) | {"values": dict(one.values)}


@dataclass(frozen=True)
class Report:
    """What came of an import.

    kept: the rows of the file that are in the store now; changed: how much of the store is new.
    reading: what the file held; rejected: where its rejected rows were written. change: what it
    does to the table that was there. waits: nothing was written, since so much would go, or is
    doubtful, that somebody has to say yes first. choices: lines of the file in which somebody
    chooses between what both sides changed. notes: sentences to know; problems: what was not
    taken in.
    """

    kept: int
    changed: int
    reading: Reading | None = None
    rejected: Path | None = None
    problems: tuple[str, ...] = ()
    change: Change | None = None
    waits: bool = False
    notes: tuple[str, ...] = ()
    choices: tuple[tuple[str, ...], ...] = ()

    @property
    def partly(self) -> bool:
        """Whether something could not be taken in."""
        left_out = self.reading is not None and not self.reading.rejected.empty
        return left_out or bool(self.problems)


def told(report: Report, language: str = "") -> str:
    """The report in words, one language a line: first each row that was not taken in, and why.

    language: of a report about no table of customers; where it is not said, both.
    """
    language = report.reading.language if report.reading else language
    spoken = [language] if language else [content.LANGUAGES[0], content.LANGUAGES[-1]]
    said = [pack.load(each).said for each in spoken]
    lines = [half for problem in report.problems for half in _halves(problem, language)]
    if report.reading is not None:
        lines += report.reading.told()
    if report.rejected is not None:
        lines += [one["rejected_in"].format(path=report.rejected) for one in said]
    if not report.waits:
        figures = {"kept": report.kept, "changed": report.changed}
        lines += [one["kept"].format(**figures) for one in said]
    return "\n".join([*lines, *said_of(report, language), *report.notes])


def _halves(problem: str, language: str) -> list[str]:
    """What is said in two languages as a line for each, or in the one that is wanted alone."""
    found = BOTH.fullmatch(problem)
    if found is None:
        return [problem]
    halves = [f"{found['where'] or ''}{found[each]}" for each in ("chinese", "english")]
    if not language:
        return halves
    return halves[1:] if language == "en" else halves[:1]


def said_of(report: Report, language: str) -> list[str]:
    """What it does, or did, to the table that was there; nothing where it brought no table."""
    if report.change is None:
        return []
    if not report.waits and not report.changed:
        return [pack.load(language).said["same"]]
    return told_change(report.change, language)
