"""One page to make. A job carries all that it needs and its result is small, so any executor can
take it: threads, processes, other machines that can write to the same place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from workbook.batch.records import Failure, Made
from workbook.batch.storage import Storage

Result = Made | Failure
STORE = "workbook.db"  # the file name of a run's store


@dataclass(frozen=True)
class Job:
    """One page to make.

    trainee: whose, "" for the cohort's page. chapter: the page's name.
    notebook: its text; source: its file name. parameters: those that the batch can give.
    store: all that the run may see, as a file or, for another machine, as the file's bytes; None
    where the parameters name a server. work: a folder for temporary files, None for the system's.
    out: where the page goes. title, language: of the page. limit: the seconds that each cell has.
    alone: whether its process makes no other page, so that warming up would not pay. shape: "" for
    the page itself, or the other format to make of it. parts: the parts of the page that are shown,
    () for all.
    """

    trainee: str
    chapter: str
    notebook: str
    source: str
    parameters: Mapping[str, str]
    store: Path | bytes | None
    work: Path | None
    out: Storage
    title: str
    language: str
    limit: int
    fingerprint: str
    alone: bool = False
    shape: str = ""
    parts: tuple[str, ...] = ()

    @property
    def page(self) -> str:
        """The page's name; of another format with its suffix: ``pacing.xlsx``."""
        return f"{self.chapter}.{self.shape}" if self.shape else self.chapter

    @property
    def name(self) -> str:
        """Its path below OUT: of a page without suffix, of another format the file's."""
        return page_name(self.trainee, self.page)


def page_name(trainee: str, chapter: str) -> str:
    """A page's path below OUT, without suffix; the cohort's page has no trainee."""
    return f"{trainee}/{chapter}" if trainee else chapter


def perform(job: Job) -> Result:
    """Make the page; any error is returned as a Failure."""
    # Slow to import: the workers do it, not the sender.
    from workbook.batch.page_run import carried_out

    return carried_out(job)


def failed(job: Job, error: BaseException) -> Failure:
    """The Failure of a job that never ran or that killed its worker."""
    from workbook.batch.page_run import failure

    return failure(job, error)
