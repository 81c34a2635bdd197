"""One page to make. A job carries all that it needs and its result is small, so that any executor
can take it: threads, processes, other machines that can write to the same place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from workbook.batch.records import Failure, Made
from workbook.batch.storage import Storage

Result = Made | Failure
# Whatever goes wrong with a page fails that page alone.
ANYTHING = (Exception,)
STORE = "workbook.db"  # what a run's store is called in its folder


@dataclass(frozen=True)
class Job:
    """One page to make.

    trainee: whose, empty for the cohort's page. chapter: what the page is called.
    notebook: its text; source: its file's name. parameters: those that the batch can give.
    store: all that the run may see, as a file or, for another machine, as the file's bytes; None
    where the parameters name a server. work: a folder for what comes and goes, None for the
    system's. out: where the page goes. title, language: of the page. limit: the seconds that each
    cell has. alone: whether its process makes no other page, so that it need not get warm.
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

    @property
    def name(self) -> str:
        """The page below OUT, without its ending."""
        return page_name(self.trainee, self.chapter)


def page_name(trainee: str, chapter: str) -> str:
    """A page below OUT, without its ending; the cohort's page has no trainee."""
    return f"{trainee}/{chapter}" if trainee else chapter


def perform(job: Job) -> Result:
    """Make the page; whatever goes wrong comes back as a Failure."""
    # What runs notebooks takes seconds to import: that is for workers, not for who sends them.
    from workbook.batch.page_run import carried_out

    return carried_out(job)


def failed(job: Job, error: BaseException) -> Failure:
    """Why the job failed, for one that never ran or took its worker with it."""
    from workbook.batch.page_run import failure

    return failure(job, error)
