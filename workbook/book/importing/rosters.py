"""The roster: the trainees, by the numbers that the bank knows them by."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbook.book.importing import pack
from workbook.book.importing.rejected_file import with_rejected
from workbook.book.importing.reports import Report
from workbook.customers import pack as portfolio
from workbook.customers.files import file_reader
from workbook.customers.files.file_bytes import content_of
from workbook.customers.files.grid import text_of
from workbook.customers.files.grid_readers import grid_of
from workbook.customers.files.request import ReadOptions, wish_for
from workbook.store import Store, Trainee, compared, id_for

ROSTER = "roster"


@dataclass(frozen=True)
class Person:
    """A line of the roster: the trainee, and the bank's number for them."""

    trainee: Trainee
    number: str
    numbered: bool = True  # False: the file has only the name, which two people may have


def import_roster(store: Store, path: Path, how: ReadOptions, cohort: str = "") -> Report:
    """Import trainees; known ones are changed, nobody is removed.

    A number that cannot be an id gets one, which stays the same from one import to the next; a new
    one is reported. cohort: for a list of nothing but names, one a line, with or without a heading.
    """
    alone = _names_alone(path, how) if cohort else None
    if alone is None:
        reading = file_reader.read_file(path, ROSTER, how)
    else:
        reading = file_reader.read_bytes(_with_cohort(alone, cohort), path.name, ROSTER, how)
    people, problems = _people(store, reading.rows.to_dict("records"), how.language)
    trainees = [one.trainee for one in people]
    beside = {one.trainee.id: one.number for one in people if one.number != one.trainee.id}
    before = store.staff_numbers()
    changed = store.put_trainees(trainees, beside)
    said = pack.load(how.language).said["given_id"]
    new = {name: number for name, number in beside.items() if before.get(name) != number}
    notes = tuple(said.format(number=number, id=name) for name, number in new.items())
    report = Report(len(people), changed, reading, problems=tuple(problems), notes=notes)
    return with_rejected(report, path)


def _names_alone(path: Path, how: ReadOptions) -> list[str] | None:
    """The names of a file that has one column; None for any other file."""
    words = portfolio.load(how.language)
    wish = wish_for(ROSTER, words, how)
    grid = grid_of(content_of(path, words), path.name, wish, how.encoding, how.sheet, asks=False)
    lines = [[text_of(cell).strip() for cell in line.cells] for line in grid.lines]
    filled = [[cell for cell in line if cell] for line in lines]
    if any(len(line) > 1 for line in filled):
        return None
    names = [line[0] for line in filled if line]
    headed = names and portfolio.known_headings(ROSTER).get(portfolio.heading_key(names[0]))
    return names[1:] if headed == "name" else names


def _with_cohort(names: Iterable[str], cohort: str) -> bytes:
    """The same list as a file of the roster."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([("name", "cohort"), *((name, cohort) for name in names)])
    return text.getvalue().encode("utf-8-sig")


def _people(
    store: Store, rows: list[dict[Any, Any]], language: str
) -> tuple[list[Person], list[str]]:
    """The people of a file, each once, and the problems of the lines that are left out."""
    taken = _ids_by_number(store)
    found: dict[str, Person] = {}
    problems, said = [], pack.load(language).said
    for row in rows:
        one = _person(_filled(row), taken)
        taken[compared(one.number)] = one.trainee.id
        first = found.setdefault(one.trainee.id, one)
        if first is not one and not (first.numbered or one.numbered):
            problems.append(said["same_name"].format(name=one.trainee.name))
        elif first != one:
            problems.append(said["same_person"].format(name=one.trainee.name, id=one.number))
    return list(found.values()), problems


def _ids_by_number(store: Store) -> dict[str, str]:
    """Compared number or id → id, of everybody on the roster."""
    ids = {one.id: one.id for one in store.trainees()}
    return ids | {compared(number): name for name, number in store.staff_numbers().items()}


def _person(row: Mapping[str, str], taken: Mapping[str, str]) -> Person:
    """A person with the id that the number has already, or a new similar one."""
    fields = dict(row)
    staff = fields.pop("staff", "")
    number = fields.pop("id", "") or staff or fields["name"]
    known = taken.get(compared(number)) or taken.get(compared(staff) if staff else "")
    given = known or id_for(number, set(taken.values()))
    numbered = bool(staff) or number != fields["name"]
    return Person(Trainee(id=given, **fields), staff or number, numbered)


def _filled(row: Mapping[Any, Any]) -> dict[str, str]:
    return {str(name): str(value) for name, value in row.items() if value == value and value}
