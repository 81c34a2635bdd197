"""Shows progress: on a terminal a bar with the time left, in a log plain lines.

Ids only: no trainee's name is written.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

# page name, "done" | "unchanged" | "failed", seconds, the reason of a failure
Tell = Callable[[str, str, float, str], None]


@contextmanager
def shown(console: Console, total: int) -> Iterator[Tell]:
    """A function to call for each finished page; ``total`` pages are expected."""
    if not console.is_terminal:
        yield _lines(console, total)
        return
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("", total=total)

        def tell(name: str, status: str, seconds: float, reason: str) -> None:
            progress.update(task, advance=1, description=name)
            if reason:
                say(console, f"{name}: {reason}", style="red")

        yield tell


def _lines(console: Console, total: int) -> Tell:
    counter = itertools.count(1)

    def tell(name: str, status: str, seconds: float, reason: str) -> None:
        line = f"{next(counter)}/{total} {name.replace('/', ' ')} {status} {seconds:.1f} s"
        say(console, f"{line} {reason}".rstrip())

    return tell


def say(console: Console, text: str, style: str | None = None) -> None:
    """Print text unchanged: no markup, no line breaks."""
    console.print(text, style=style, markup=False, highlight=False, soft_wrap=True)
