"""Turns a call into jobs: the parts of each page, and the store that each run may see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from workbook import content
from workbook.batch.fingerprints import fingerprint
from workbook.batch.jobs import STORE, Job
from workbook.batch.request import COHORT, Asked, Notebook, label
from workbook.batch.storage import Storage
from workbook.content.messages import Wording
from workbook.store import Store, Trainee

UNREADABLE = "unreadable"
Refused = list[tuple[Job, Exception]]


@dataclass(frozen=True)
class Errand:
    """A call with the store that it reads and the places that it writes.

    address: of the store. out: where pages go. work: a local folder for temporary files. afar:
    whether pages are made where that folder may not be visible. limit: the seconds that one cell of
    a notebook has. house: the versions that make pages here.
    """

    call: Asked
    store: Store
    address: str
    out: Storage
    work: Path
    afar: bool
    limit: int
    house: Mapping[str, str]


def gathered(errand: Errand) -> tuple[list[Job], Refused]:
    """The jobs of the call, the cohort's page first; and those whose trainee cannot be read."""
    hashes, broken = _hashes(errand)
    jobs, refused = [], []
    for job in _jobs(errand):
        if job.trainee in broken:
            refused.append((job, broken[job.trainee]))
            continue
        data = [hashes[job.trainee]] if job.trainee else sorted(hashes.values())
        jobs.append(replace(job, fingerprint=fingerprint(job, data, errand.house)))
    return jobs, refused


def with_data(errand: Errand, jobs: Iterable[Job], refused: Refused) -> Iterator[Job]:
    """Each job once its store is written; ``refused`` takes those without one.

    A job for another machine carries the data. The cohort's page, which sees everybody, is made
    here.
    """
    for job in jobs:
        try:
            _lay_out(errand, job)
            ready = _carrying(job) if errand.afar and job.trainee else job
        except Exception as error:  # noqa: BLE001 - an error in a page fails that page alone
            refused.append((job, error))
        else:
            yield ready


def _hashes(errand: Errand) -> tuple[dict[str, str], dict[str, Exception]]:
    """The content hash of each trainee, or why it cannot be read."""
    hashes: dict[str, str] = {}
    broken: dict[str, Exception] = {}
    for person in errand.call.people:
        try:
            hashes[person.id] = errand.store.content_hash(person.id)
        except Exception as error:  # noqa: BLE001 - an error in a trainee's data fails those pages alone
            hashes[person.id], broken[person.id] = UNREADABLE, error
    return hashes, broken


def _lay_out(errand: Errand, job: Job) -> None:
    """Write one trainee's rows and nobody else's; for the cohort's page a copy of the whole
    store."""
    if not isinstance(job.store, Path) or job.store.exists():
        return
    if job.trainee:
        errand.store.extract(job.trainee, job.store)
    else:
        errand.store.backup(job.store)


def _carrying(job: Job) -> Job:
    data = job.store.read_bytes() if isinstance(job.store, Path) else job.store
    return replace(job, store=data, work=None)


def _jobs(errand: Errand) -> Iterator[Job]:
    call = errand.call
    if call.coach and call.makes_cohort:
        yield _cohort_job(errand, call.coach)
    for person, notebook in call.pages:
        job = _page_job(errand, person, notebook)
        yield job
        for shape in call.formats_of(notebook.chapter):
            yield replace(job, shape=shape)


def _page_job(errand: Errand, person: Trainee, notebook: Notebook) -> Job:
    language = errand.call.language or person.language
    job = _job(errand, notebook, language, person.id, {"trainee": person.id, "store": STORE})
    return replace(
        job, trainee=person.id, store=errand.work / f"{person.id}.db", parts=errand.call.parts
    )


def _cohort_job(errand: Errand, notebook: Notebook) -> Job:
    """A server's store is read in place; a file is copied, so that no page records its path."""
    call, in_file = errand.call, errand.store.engine.dialect.name == "sqlite"
    given = {"cohort": call.cohort, "store": STORE if in_file else errand.address}
    job = _job(errand, notebook, call.spoken, call.cohort, given)
    return replace(job, store=errand.work / f"{COHORT}.store.db" if in_file else None)


def _job(
    errand: Errand, notebook: Notebook, language: str, whose: str, given: Mapping[str, str]
) -> Job:
    month, today = str(errand.call.month), errand.call.today.isoformat()
    return Job(
        trainee="",
        chapter=notebook.chapter,
        notebook=notebook.text,
        source=notebook.source,
        parameters={
            **given,
            "month": month,
            "today": today,
            "language": language,
            "mode": "report",
        },
        store=None,
        work=errand.work,
        out=errand.out,
        title=_title(notebook.chapter, month, whose, language),
        language=language,
        limit=errand.limit,
        fingerprint="",
    )


def _title(chapter: str, month: str, whose: str, language: str) -> str:
    wording = content.load("wording", language, Wording)
    name = label(chapter, wording, language)
    return wording.export["title"].format(chapter=name, month=month, trainee=whose)
