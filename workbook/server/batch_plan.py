"""Plans a batch and checks it before anything runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbook import chapters, resources
from workbook.batch.request import Asked, asked
from workbook.export.ics import calendars
from workbook.server.batch_records import Call
from workbook.store import Trainee


@dataclass(frozen=True)
class Export:
    """A further format of a page. language: "" for the trainee's own."""

    language: str
    folder: Path
    trainee: str
    chapter: str
    shape: str

    @property
    def path(self) -> Path:
        return self.folder / self.trainee / f"{self.chapter}.{self.shape}"

    @property
    def page(self) -> Path:
        """The page that it accompanies."""
        return self.path.with_suffix(".html")


@dataclass(frozen=True)
class Plan:
    """The number of pages in each run, the number of runs, and the further formats."""

    a_run: int
    runs: int
    exports: tuple[Export, ...]

    @property
    def total(self) -> int:
        return self.a_run * self.runs + len(self.exports)


def planned(call: Call, roster: Sequence[Trainee], pages: Path) -> Plan:
    """The plan of a call; NotFound or BadInput for an unknown name, month or language."""
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
        )
        for at, _ in call.places(pages)
    ]
    one = runs[0]
    everybody = one.trainees == {person.id for person in one.people}
    a_run = len(one.trainees) * len(one.chapters) + bool(one.coach and everybody)
    return Plan(a_run, len(runs), tuple(_exports(call, one, pages)))


def _exports(call: Call, one: Asked, pages: Path) -> Iterator[Export]:
    for language, folder in call.places(pages):
        for person in one.people:
            for notebook in one.notebooks:
                if person.id in one.trainees and notebook.chapter in one.chapters:
                    for shape in call.formats:
                        if _comes_as(notebook.chapter, shape):
                            yield Export(language, folder, person.id, notebook.chapter, shape)


def _comes_as(chapter: str, shape: str) -> bool:
    """Whether a page has this format: the first page has none, few have a calendar."""
    return chapter in (calendars() if shape == "ics" else chapters.names())
