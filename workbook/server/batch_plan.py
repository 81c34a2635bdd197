"""Checks a batch and counts its files before anything runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from workbook import resources
from workbook.batch.request import Asked, asked
from workbook.server.batch_records import Call
from workbook.store import Trainee


@dataclass(frozen=True)
class Plan:
    """The number of pages, in all languages, and of their other formats."""

    pages: int
    exports: int

    @property
    def total(self) -> int:
        return self.pages + self.exports


def planned(call: Call, roster: Sequence[Trainee], pages: Path) -> Plan:
    """The plan of a call; NotFound or BadInput for an unknown name, month, language or format."""
    folder = Path(call.notebooks) if call.notebooks else resources.notebooks()
    runs = [
        asked(
            call.cohort,
            roster,
            folder,
            chapters=call.chapters,
            trainees=call.trainees,
            month=call.month,
            today=call.today,
            language=at,
            formats=call.formats,
        )
        for at, _ in call.places(pages)
    ]
    return Plan(sum(map(_pages, runs)), sum(map(_exports, runs)))


def _pages(run: Asked) -> int:
    return sum(1 for _ in run.pages) + run.makes_cohort


def _exports(run: Asked) -> int:
    return sum(len(run.formats_of(notebook.chapter)) for _, notebook in run.pages)
