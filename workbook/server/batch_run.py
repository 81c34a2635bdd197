"""A batch in a process of its own: the call comes on stdin, each page goes out as a line of JSON.

    {"number": 3, "total": 61, "page": {"trainee": …, "chapter": …, "status": …, …}}
    {"end": "done" | "stopped" | "failed", "says": …, "log": …}

The end of stdin means stop, so the process does not outlive its server for long: the pages at work
are finished and recorded, and no other begins.
"""

from __future__ import annotations

import _thread
import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

from workbook.errors import WorkbookError
from workbook.server.batch_plan import Plan, planned
from workbook.server.batch_records import Call, Paper

Tell = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class Errand:
    """A call with the address of its store, the folder of its pages, and how many at a time."""

    call: Call
    store: str
    pages: Path
    workers: int


@dataclass
class Progress:
    """Reports pages."""

    tell: Tell
    total: int
    number: int = 0

    def through(self, page: Paper) -> None:
        self.number += 1
        self.tell({"number": self.number, "total": self.total, "page": asdict(page)})


def main() -> None:
    """Carry out the call on stdin."""
    # A server started in the background ignores SIGINT, and its children inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    out = _own_stdout()
    given = json.loads(sys.stdin.readline())
    call = Call(**{name: _tuple(value) for name, value in given["call"].items()})
    stopping = threading.Event()
    try:
        threading.Thread(target=_stop_when_told, args=(stopping,), daemon=True).start()
        errand = Errand(call, given["store"], Path(given["pages"]), given["workers"])
        end = carried_out(errand, _teller(out), stopping)
    except KeyboardInterrupt:
        end = {"end": "stopped", "says": "", "log": ""}
    _teller(out)(end)


def carried_out(errand: Errand, tell: Tell, stopping: threading.Event) -> dict[str, Any]:
    """Make all pages and report each; returns how it ended. KeyboardInterrupt when stopped."""
    try:
        progress = Progress(tell, _plan(errand).total)
        for language, folder in errand.call.places(errand.pages):
            _run(errand, language, folder, progress)
            _check(stopping)
    except WorkbookError as error:
        return {"end": "failed", "says": str(error), "log": ""}
    except Exception as error:  # noqa: BLE001 - the run reports it
        from workbook.batch.error_log import log_of

        return {"end": "failed", "says": "", "log": log_of(error)}
    return {"end": "done", "says": "", "log": ""}


def _plan(errand: Errand) -> Plan:
    from workbook.store import open_store

    with open_store(errand.store, read_only=True) as opened:
        return planned(errand.call, opened.trainees(), errand.pages)


def _run(errand: Errand, language: str, folder: Path, progress: Progress) -> None:
    from rich.console import Console

    from workbook.batch import Step, run_cohort

    call = errand.call

    def watch(step: Step) -> None:
        progress.through(Paper(**asdict(step.page)))

    run_cohort(
        call.cohort,
        store=errand.store,
        out=folder,
        chapters=call.chapters,
        trainees=call.trainees,
        month=call.month,
        today=call.today,
        language=language,
        workers=errand.workers,
        force=call.force,
        formats=call.formats,
        notebooks=Path(call.notebooks) if call.notebooks else None,
        console=Console(quiet=True),
        watch=watch,
    )


# -- stdin and stdout -----------------------------------------------------------------------------


def _own_stdout() -> TextIO:
    """Reserve stdout for our lines: anything else that is printed goes to stderr."""
    own = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return own


def _teller(out: TextIO) -> Tell:
    def tell(line: dict[str, Any]) -> None:
        # The server may be gone; the files are on disk all the same.
        with suppress(OSError):
            out.write(f"{json.dumps(line)}\n")
            out.flush()

    return tell


def _stop_when_told(stopping: threading.Event) -> None:
    # Not through sys.stdin: a thread that reads it would hold its lock while the interpreter ends.
    while os.read(0, 1024):
        continue
    stopping.set()
    _thread.interrupt_main()


def _check(stopping: threading.Event) -> None:
    if stopping.is_set():
        raise KeyboardInterrupt


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


if __name__ == "__main__":
    main()
