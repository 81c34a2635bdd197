"""Reads from a page how far it is filled in, and its findings by weight."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import fmean

from nbformat import NotebookNode

from workbook import chapters
from workbook.batch.jobs import STORE, Job
from workbook.batch.records import Tally
from workbook.book.opening import open_book
from workbook.book.trainee_workbook import WEIGHTS
from workbook.pages import parts
from workbook.pages.parts import Stands
from workbook.store import open_store


def tallied(job: Job, notebook: NotebookNode, folder: Path) -> Tally | None:
    """The tally of a page that was made; None where it shows no chapter of the method.

    A page that shows its findings also carries the trainee's progress; for one that does not, it is
    computed from the store in ``folder``.
    """
    shown = _shown(job.chapter)
    if not shown:
        return None
    said = {one["chapter"]: one for one in _said(notebook)}
    if said.keys() >= set(shown):
        return _sum([said[name] for name in shown])
    return _sum(_worked_out(job, shown, folder))


def _shown(notebook: str) -> tuple[str, ...]:
    """The tools on a notebook's page; on the first page all of them."""
    if notebook == "start":
        return chapters.names()
    return chapters.pages().get(notebook, ())


def _said(notebook: NotebookNode) -> Iterator[Stands]:
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            yield from output.get("metadata", {}).get(parts.READ, {}).get("standings", ())


def _worked_out(job: Job, shown: Iterable[str], folder: Path) -> list[Stands]:
    given = job.parameters
    with open_store(folder / STORE, read_only=True) as store:
        book = open_book(store, job.trainee, given["month"], given["today"], given["language"])
        return [one for name in shown for one in parts.findings(book, name).standings]


def _sum(found: list[Stands]) -> Tally:
    shares = [one["completeness"] for one in found if one["completeness"] is not None]
    return Tally(
        completeness=fmean(shares) if shares else None,
        counts={weight: sum(one["counts"][weight] for one in found) for weight in WEIGHTS},
    )
