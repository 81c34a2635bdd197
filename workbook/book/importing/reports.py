"""The report of an import."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from workbook import content
from workbook.book.importing import pack
from workbook.book.importing.messages import told_change
from workbook.book.importing.table_changes import Change
from workbook.customers.files.file_reader import Reading

# “file:3: 中文。 / English.”, the wording of errors that anybody may meet
BOTH = re.compile(
    r"(?P<where>\S[^\n]*?:\d+: )?(?P<chinese>[^\n]*[。？！]) / (?P<english>[A-Z“][^\n]*)"
)


@dataclass(frozen=True)
class Report:
    """The result of an import.

    kept: the file's rows that are in the store now; changed: how much of the store is new.
    reading: the contents of the file; rejected: the file with its rejected rows. change: its effect
    on the existing table. waits: nothing was written, since so much would go, or is doubtful, that
    somebody must confirm. choices: the file in which somebody chooses between both sides of a
    conflict. notes: information; problems: what was not imported.
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
        """Whether something could not be imported."""
        left_out = self.reading is not None and not self.reading.rejected.empty
        return left_out or bool(self.problems)


def told(report: Report, language: str = "") -> str:
    """The report in words, one language a line: first each rejected row, and why.

    language: for a report without a table of customers; default both.
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
    """A bilingual message as a line for each language, or only in the wanted one."""
    found = BOTH.fullmatch(problem)
    if found is None:
        return [problem]
    halves = [f"{found['where'] or ''}{found[each]}" for each in ("chinese", "english")]
    if not language:
        return halves
    return halves[1:] if language == "en" else halves[:1]


def said_of(report: Report, language: str) -> list[str]:
    """The effect on the existing table; empty where there was none to import."""
    if report.change is None:
        return []
    if not report.waits and not report.changed:
        return [pack.load(language).said["same"]]
    return told_change(report.change, language)
