"""Tells the parameters that a notebook was given from those that its own cell declares.

A notebook of the course names the fictitious cohort and one of its days, so that it runs as it is.
A store of one's own has neither: then ``WORKBOOK_STORE`` replaces the cohort and the clock the day,
unless somebody gave the parameter: with ``-p``, in a prepared copy, or by typing it there.
"""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workbook.book import samples
from workbook.book.opening import read_today
from workbook.domain.calendar import Month
from workbook.store.connections import VARIABLE


@dataclass(frozen=True)
class Given:
    """store: a path, a URL or "samples". month: YYYY-MM, "" for today's. today: an ISO date."""

    store: str
    month: str
    today: str


def settled(store: str, month: str, today: str) -> Given:
    """The parameters to use, once those that the notebook merely declares are resolved.

    An empty ``store`` is ``WORKBOOK_STORE`` or the fictitious cohort. With a store of one's own, a
    declared day becomes today, and a declared month that is over by then becomes today's month.
    """
    declared = _declared()
    if not store or ("store" in declared and store == samples.NAME):
        store = os.environ.get(VARIABLE) or samples.NAME
    if store == samples.NAME:
        return Given(store, month, today)
    if "today" in declared and today == samples.TODAY:
        today = ""
    if "month" in declared and month == samples.MONTH:
        month = max(month, str(Month.of(read_today(today))))
    return Given(store, month, today)


def _declared() -> set[str]:
    """The names that cells of this notebook declare (``name: str = …``) and no cell assigns."""
    declared: set[str] = set()
    assigned: set[str] = set()
    for line in _lines():
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
            declared.add(line.target.id)
        elif isinstance(line, ast.Assign):
            assigned.update(one.id for one in line.targets if isinstance(one, ast.Name))
    return declared - assigned


def _lines() -> Iterator[ast.stmt]:
    """The statements of the cells that have run; empty outside a notebook."""
    for cell in _cells():
        try:
            yield from ast.parse(cell).body
        except SyntaxError:  # a cell in another language declares nothing
            continue


def _cells() -> Iterable[str]:
    """The cells that ran in this process's shell, if it has one."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    cells: list[str] = shell.user_ns.get("In", []) if shell is not None else []
    return cells
