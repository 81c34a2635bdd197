"""The result of a batch: page by page, and in one line at its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rich.console import Console

from workbook.batch.jobs import page_name
from workbook.batch.progress import say

Status = Literal["done", "unchanged", "failed"]


@dataclass(frozen=True)
class Page:
    """One page of a batch. trainee: "" for the cohort's; reason: why it was not made."""

    trainee: str
    chapter: str
    status: Status
    seconds: float = 0.0
    reason: str = ""

    @property
    def name(self) -> str:
        """The page's path below OUT, without suffix."""
        return page_name(self.trainee, self.chapter)


@dataclass(frozen=True)
class Step:
    """A finished page, the ``number``-th of ``total``."""

    number: int
    total: int
    page: Page


@dataclass(frozen=True)
class Summary:
    """The result of a batch. index: the path of the index, a URL where OUT is one."""

    done: tuple[Page, ...]
    unchanged: tuple[Page, ...]
    failed: tuple[Page, ...]
    index: Path | str


def summed_up(pages: Sequence[Page], index: Path | str) -> Summary:
    """The pages by status, each group ordered by trainee and chapter."""
    return Summary(
        done=_with("done", pages),
        unchanged=_with("unchanged", pages),
        failed=_with("failed", pages),
        index=index,
    )


def tell_end(summary: Summary, words: Mapping[str, str], seconds: float, console: Console) -> None:
    """Print how many of each, how long it took, and where to begin reading."""
    counted = {name: len(getattr(summary, name)) for name in ("done", "unchanged", "failed")}
    took = words["took"].format(seconds=f"{seconds:.0f}")
    say(console, f"{words['summary'].format(**counted)} · {took}")
    say(console, str(summary.index))


def _with(status: Status, pages: Sequence[Page]) -> tuple[Page, ...]:
    found = (page for page in pages if page.status == status)
    return tuple(sorted(found, key=lambda page: (page.trainee, page.chapter)))
