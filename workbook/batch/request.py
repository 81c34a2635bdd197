"""Checks a call of the batch against the roster and the notebooks."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbook import chapters as method
from workbook import content
from workbook.book.opening import read_today
from workbook.content import LANGUAGES
from workbook.content.messages import Wording
from workbook.domain.calendar import Month
from workbook.domain.templates import PARTS
from workbook.errors import ContentError, Kind, not_found
from workbook.store import Trainee, meant, several

NUMBERED = re.compile(r"\d\d_([a-z][a-z0-9_]*)\.ipynb")
COHORT = "cohort"
FORMATS = ("pdf", "xlsx", "ics")  # what a batch can make beside each page


@dataclass(frozen=True)
class Notebook:
    """A chapter's notebook: its name, its file name and its text."""

    chapter: str
    source: str
    text: str


@dataclass(frozen=True)
class Asked:
    """A checked call; ``people`` and ``notebooks`` are all there are, in order.

    trainees, chapters: those to run. language: of pages, empty for each trainee's own;
    spoken: of the index and the cohort's page. formats: to make beside each page that has them.
    parts: of each page, () for all.
    """

    cohort: str
    people: tuple[Trainee, ...]
    notebooks: tuple[Notebook, ...]
    coach: Notebook | None
    trainees: frozenset[str]
    chapters: frozenset[str]
    month: Month
    today: dt.date
    language: str
    spoken: str
    formats: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    @property
    def pages(self) -> Iterator[tuple[Trainee, Notebook]]:
        """The pages to make, in order; the cohort's is none of them."""
        for person in self.people:
            for notebook in self.notebooks:
                if person.id in self.trainees and notebook.chapter in self.chapters:
                    yield person, notebook

    @property
    def makes_cohort(self) -> bool:
        """Whether the cohort's page is made: a run for some of the people makes none."""
        return self.coach is not None and self.trainees == {one.id for one in self.people}

    def formats_of(self, page: str) -> list[str]:
        """The formats to make beside a page."""
        if not self.formats:
            return []
        # Slow to import, and most batches make pages only.
        from workbook.batch.formats import comes_as

        return [shape for shape in self.formats if comes_as(page, shape)]

    @property
    def wording(self) -> Wording:
        return content.load("wording", self.spoken, Wording)


def asked(
    cohort: str,
    roster: Sequence[Trainee],
    folder: Path,
    *,
    chapters: Sequence[str],
    trainees: Sequence[str],
    month: str,
    today: str,
    language: str,
    formats: Sequence[str] = (),
    parts: Sequence[str] = (),
    numbers: Mapping[str, str] | None = None,
) -> Asked:
    """The checked call; NotFound or BadInput for an unknown name, month, day, language, format or
    part.

    trainees: by id, staff number or name. numbers: trainee → staff number.
    """
    _check("cohort", [cohort], {one.cohort for one in roster})
    people = tuple(one for one in roster if one.cohort == cohort)
    notebooks = tuple(_notebooks(folder))
    chosen = [_whom(name, people, numbers or {}) for name in trainees]
    _check("chapter", chapters, [one.chapter for one in notebooks])
    _check("language", [language] if language else [], LANGUAGES)
    _check("format", formats, FORMATS)
    _check("part", parts, PARTS)
    day = read_today(today)
    return Asked(
        cohort=cohort,
        people=people,
        notebooks=notebooks,
        coach=_coach(folder),
        trainees=frozenset(chosen or (one.id for one in people)),
        chapters=frozenset(chapters or (one.chapter for one in notebooks)),
        month=Month.parse(month) if month else Month.of(day),
        today=day,
        language=language,
        spoken=language or _most_spoken(people),
        formats=tuple(dict.fromkeys(formats)),
        parts=tuple(dict.fromkeys(parts)),
    )


def _whom(name: str, people: Sequence[Trainee], numbers: Mapping[str, str]) -> str:
    """The id of one of ``people``; NotFound, or BadInput where several share the name."""
    found = meant(name, people, numbers)
    if len(found) > 1:
        raise several(name, found)
    _check("trainee", () if found else [name], [one.id for one in people])
    return found[0].id


def _check(kind: Kind, names: Iterable[str], known: Iterable[str]) -> None:
    there = list(known)
    for name in names:
        if name not in there:
            raise not_found(kind, name, there)


def _notebooks(folder: Path) -> Iterable[Notebook]:
    for path in sorted(folder.glob("*.ipynb")):
        if found := NUMBERED.fullmatch(path.name):
            yield Notebook(found[1], path.name, path.read_text(encoding="utf-8"))


def _coach(folder: Path) -> Notebook | None:
    path = folder / "coach" / f"{COHORT}.ipynb"
    return Notebook(COHORT, path.name, path.read_text(encoding="utf-8")) if path.exists() else None


def _most_spoken(people: Iterable[Trainee]) -> str:
    counted = Counter(one.language for one in people)
    return max(LANGUAGES, key=lambda language: counted[language])


# -- names of pages ----------------------------------------------------------------------------


def label(chapter: str, wording: Wording, language: str) -> str:
    """A page's name in words; its key where it has none."""
    if chapter == "start":
        return wording.start["title"]
    if chapter == COHORT:
        return wording.cohort["title"]
    if chapter not in method.pages():
        return chapter
    try:
        return method.title(chapter, language)
    except ContentError:
        return chapter
