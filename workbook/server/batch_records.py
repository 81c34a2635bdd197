"""The record of a batch: the call, its progress, and its file on disk."""

from __future__ import annotations

import json
import os
import secrets
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

RECORD = "batch.json"
PAGES = "pages"
LAST_PAGES = 20  # of those that did not fail
UNDER_WAY = ("running", "stopping")
NONE_YET = {"done": 0, "unchanged": 0, "failed": 0}


@dataclass(frozen=True)
class Call:
    """A request, with month and day resolved, so that a resumed batch makes the same
    pages.

    today: an ISO date. languages: empty for each trainee's own. notebooks: a folder, "" for the
    packaged ones. The store's address is not included: it may hold a password.
    """

    cohort: str
    chapters: tuple[str, ...] = ()
    trainees: tuple[str, ...] = ()
    month: str = ""
    today: str = ""
    languages: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    force: bool = False
    notebooks: str = ""

    def places(self, pages: Path) -> list[tuple[str, Path]]:
        """Language and folder of each run: one below ``pages`` for each language asked for."""
        return [(one, pages / one) for one in self.languages] or [("", pages)]


@dataclass(frozen=True)
class Paper:
    """One finished file. chapter: with a suffix for another format."""

    trainee: str
    chapter: str
    status: str
    seconds: float = 0.0
    reason: str = ""


@dataclass(frozen=True)
class Batch:
    """One batch as it is now. seconds_left: -1 while there is no basis for an estimate.

    store: a hash of the address of its store. process, process_began: who runs it, so that a
    restarted server knows whether anybody still does.
    """

    id: str
    state: str
    call: Call
    begun: str
    store: str
    total: int
    ended: str = ""
    number: int = 0
    seconds_left: int = -1
    counts: Mapping[str, int] = field(default_factory=lambda: dict(NONE_YET))
    pages: tuple[Paper, ...] = ()
    index: str = ""
    says: str = ""
    process: int = 0
    process_began: float = 0.0

    @property
    def under_way(self) -> bool:
        return self.state in UNDER_WAY


def with_step(batch: Batch, number: int, total: int, page: Paper, left: int) -> Batch:
    """The batch after one more page. left: the estimated seconds that remain."""
    counts = {**batch.counts, page.status: batch.counts[page.status] + 1}
    pages = _limited((*batch.pages, page))
    return replace(batch, number=number, total=total, counts=counts, pages=pages, seconds_left=left)


def _limited(pages: tuple[Paper, ...]) -> tuple[Paper, ...]:
    """The failed pages, and the last twenty others, in order."""
    others = [page for page in pages if page.status != "failed"]
    if len(others) <= LAST_PAGES:
        return pages
    gone = others[0]
    return tuple(page for page in pages if page is not gone)


def seconds_left(kinds: Sequence[tuple[Sequence[float], int, int]]) -> int:
    """An estimate from (seconds of each made so far, number to come, number at a time) by kind; -1:
    none.

    A kind without a finished page is taken to be as slow as the others.
    """
    made = [second for seconds, _, _ in kinds for second in seconds]
    if not made:
        return -1
    usual = statistics.median(made)
    return round(
        sum(
            (statistics.median(seconds) if seconds else usual) * to_come / at_a_time
            for seconds, to_come, at_a_time in kinds
        )
    )


def told(batch: Batch) -> dict[str, Any]:
    """The batch in the contract's form."""
    call = asdict(batch.call)
    asked = ("cohort", "chapters", "trainees", "month", "languages", "formats", "force")
    shown = ("id", "state", "begun", "ended", "number", "total", "seconds_left", "index", "says")
    return {
        **{name: getattr(batch, name) for name in shown},
        "wanted": {name: call[name] for name in asked},
        "counts": dict(batch.counts),
        "pages": [asdict(page) for page in batch.pages],
    }


# -- on disk --------------------------------------------------------------------------------------


def put(folder: Path, batch: Batch) -> None:
    """Write the record whole or not at all, readable by nobody else."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = folder / f".{secrets.token_hex(8)}.new"
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(asdict(batch), file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / RECORD)


def read(folder: Path) -> Batch | None:
    """The batch in a folder; None where there is none, or one that this version cannot read."""
    try:
        kept = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        call = {name: _tuple(value) for name, value in kept.pop("call").items()}
        pages = tuple(Paper(**page) for page in kept.pop("pages"))
        return Batch(**kept, call=Call(**call), pages=pages)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
