"""A body as typed → a record, and the problems of the rest.

The store keeps what was typed. Valid parts become the record, invalid ones a :class:`Problem` at
the exact field or cell, and the rest still counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import pydantic

from workbook.domain.fields.kinds import Setting, is_blank, written

Record = TypeVar("Record", bound=pydantic.BaseModel)


@dataclass(frozen=True)
class Problem:
    """One unreadable field or cell.

    loc: path into the body, e.g. ``("indicators", 0, "target")``.
    kind: a key of the messages, e.g. ``not_a_number``.
    figures: the values for the message, as text (``typed``, ``least``, …).
    """

    loc: tuple[str | int, ...]
    kind: str
    figures: Mapping[str, str]


@dataclass(frozen=True)
class Parsed(Generic[Record]):
    """The record of a body's valid part, and the problems of the rest.

    rows: for each field of rows, the body's row that each row of the record comes from.
    """

    record: Record
    problems: tuple[Problem, ...]
    rows: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def parse(model: type[Record], body: Mapping[str, Any], setting: Setting) -> Parsed[Record]:
    """Read ``body`` as a ``model``; unreadable rows and fields are left out and reported.

    Never raises for typed text. A body of another shape (a list where a text belongs) counts as
    unreadable at that place. Raises TypeError for a model with a field that has no default: nothing
    could be left out of it.
    """
    if any(one.is_required() for one in model.model_fields.values()):
        raise TypeError(f"every field of {model.__name__} needs a default")
    left, numbering = _filled_in({name: body[name] for name in model.model_fields if name in body})
    found: dict[tuple[str | int, ...], Problem] = {}
    while True:
        try:
            record = model.model_validate(left, context=setting)
        except pydantic.ValidationError as error:
            wrong = error.errors(include_url=False, include_input=True)
            for problem in (_problem(each, numbering) for each in wrong):
                found.setdefault(problem.loc, problem)
            left = _without(left, wrong, numbering)
        else:
            order = list(model.model_fields)
            problems = sorted(found.values(), key=lambda one: _place(one, order))
            rows = {name: tuple(numbers) for name, numbers in numbering.items()}
            return Parsed(record, tuple(problems), rows)


def _filled_in(body: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, list[int]]]:
    """The body without blank cells and blank rows, and the original place of each remaining row."""
    left: dict[str, Any] = {}
    numbering: dict[str, list[int]] = {}
    for name, value in body.items():
        if isinstance(value, list | tuple):
            rows = {index: _cells(row) for index, row in enumerate(value)}
            numbering[name] = [index for index, row in rows.items() if row not in (None, {}, [])]
            left[name] = [rows[index] for index in numbering[name]]
        elif not is_blank(value):
            left[name] = value
    return left, numbering


def _cells(row: object) -> object:
    if not isinstance(row, dict):
        return None if is_blank(row) else row
    return {name: cell for name, cell in row.items() if not is_blank(cell)}


def _place(problem: Problem, order: list[str]) -> tuple[int, int]:
    """Field and row of a problem, in the order of the page."""
    field, *inside = problem.loc
    row = next((part for part in inside if isinstance(part, int)), -1)
    return order.index(str(field)), row


def _less_cell(rows: list[Any], at: int, cell: str) -> list[Any]:
    """The rows without one cell of row ``at``."""
    less = {name: value for name, value in rows[at].items() if name != cell}
    return [*rows[:at], less, *rows[at + 1 :]]


def _problem(error: Any, numbering: Mapping[str, list[int]]) -> Problem:
    loc = tuple(error["loc"])
    if len(loc) > 1 and loc[0] in numbering and isinstance(loc[1], int):
        loc = (loc[0], numbering[str(loc[0])][loc[1]], *loc[2:])
    figures = {"typed": written(error.get("input"))[:40], **error.get("ctx", {})}
    return Problem(loc, error["type"], {name: written(value) for name, value in figures.items()})


def _without(
    body: dict[str, Any], wrong: list[Any], numbering: dict[str, list[int]]
) -> dict[str, Any]:
    """The body without the cells, rows or fields that ``wrong`` names; ``numbering`` is updated.

    An unreadable cell costs its row only where the row requires it: the cell is then missing in the
    next pass.
    """
    left = dict(body)
    bad_rows: dict[str, set[int]] = {}
    for error in wrong:
        name, *inside = error["loc"]
        match inside:
            case [int(row), str(cell), *_] if name in numbering and cell in body[name][row]:
                left[name] = _less_cell(left[name], row, cell)
            case [int(row), *_] if name in numbering:
                bad_rows.setdefault(name, set()).add(row)
            case _:
                left.pop(name, None)
    for name, bad in bad_rows.items():
        if name in left:
            keep = [index for index in range(len(left[name])) if index not in bad]
            left[name] = [left[name][index] for index in keep]
            numbering[name] = [numbering[name][index] for index in keep]
    return left
