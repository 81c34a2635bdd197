"""The ledger's record of a page: how it was made, or why it was not."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from workbook.domain.templates import Frozen

Reason = Literal[
    "said",
    "template",
    "timeout",
    "memory",
    "kernel",
    "stopped",
    "disk",
    "house",
    "reach",
    "gone",
    "cluster",
    "other",
]


class Tally(Frozen):
    """How far a page is filled in (0…1, None where it makes itself), its findings by weight."""

    completeness: float | None
    counts: dict[str, int]


class Made(Frozen):
    """A page that was made. ``files``: path below OUT → SHA-256; ``seconds``: how long it took.

    fingerprint: over everything that the page depends on. stamps: path below OUT → a mark that
    shows an unchanged file without reading it. cold: why its kernel could not be a warm one.
    """

    fingerprint: str
    files: dict[str, str]
    stamps: dict[str, str] = Field(default_factory=dict)
    tally: Tally | None
    at: dt.datetime
    seconds: float
    cold: str = ""


class Failure(Frozen):
    """Why a page was not made. ``says``: the error's own words, where it has any for readers.

    limit: the seconds that one cell had. log: path below OUT, "" when there is none.
    cold: why its kernel could not be a warm one.
    """

    reason: Reason
    says: str = ""
    limit: int = 0
    log: str = ""
    at: dt.datetime
    seconds: float = 0.0
    cold: str = ""


class Record(Frozen):
    """A page's line in the ledger: the last good page, and the failure since."""

    made: Made | None = None
    failure: Failure | None = None
