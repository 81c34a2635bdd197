"""The result of importing a spreadsheet, in words: sheet, cell, problem, difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from workbook import chapters
from workbook.book.trainee_workbook import Book
from workbook.domain import fields
from workbook.domain.fields import Problem
from workbook.export.xlsx.entered_rows import Filled
from workbook.pages.findings import problem_words


def problem_lines(
    book: Book, chapter: str, body: Mapping[str, Any], sheets: Sequence[Filled]
) -> list[str]:
    """A line for every unreadable cell, and for every formula."""
    record, voice = chapters.chapter(chapter).record, book.voice(chapter)
    said: dict[tuple[str, str], list[str]] = {}
    for problem in fields.parse(record, body, book.setting(chapter)).problems:
        said.setdefault(_place(problem, sheets), []).append(problem_words(problem, voice))
    for one in sheets:
        for cell in one.formulas:
            said.setdefault((one.sheet.title, cell), []).append(voice.wording.export["formulas"])
    return [f"{sheet}!{cell}: {' '.join(words)}" for (sheet, cell), words in said.items()]


def _place(problem: Problem, sheets: Sequence[Filled]) -> tuple[str, str]:
    """The sheet and the cell of a problem."""
    field, *inside = problem.loc
    for one in sheets:
        if one.sheet.field == field and len(inside) == 2:
            return one.sheet.title, one.places[int(inside[0])].get(str(inside[1]), "")
        if not one.sheet.field and field in one.sheet.names:
            return one.sheet.title, one.places[0][str(field)]
    return str(field), ""
