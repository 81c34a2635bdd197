"""A whole cohort as spreadsheets: one file for each trainee, with all pages of the month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from workbook.book.opening import open_book
from workbook.errors import BadInput, none_of, not_found
from workbook.export.xlsx import whole_file
from workbook.export.xlsx.writer import name_of_whole
from workbook.store import Store
from workbook.store.safe_writing import written_over

SHAPES = ("xlsx",)


def export_cohort(
    store: Store, cohort: str, shape: str, out: Path, month: str, today: str, language: str
) -> Iterator[Path]:
    """Write a file for each trainee into the folder ``out``, named by month and person; yields the
    paths. NotFound for an unknown cohort or format, BadInput where nothing can be written."""
    if shape not in SHAPES:
        raise none_of("format", shape, SHAPES)
    people = store.trainees(cohort)
    if not people:
        raise not_found("cohort", cohort, store.cohorts())
    names = store.names(people)
    for one in people:
        book = open_book(store, one.id, month, today, language)
        called = replace(book, trainee=one.model_copy(update={"name": names[one.id]}))
        path = out / f"{name_of_whole(called)}.xlsx"
        try:
            written_over(path, whole_file(book))
        except OSError as error:
            raise BadInput("export.cannot_write", path=path, why=error.strerror) from None
        yield path
