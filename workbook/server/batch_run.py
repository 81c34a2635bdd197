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
import secrets
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TextIO

from workbook.batch.jobs import ANYTHING
from workbook.errors import WorkbookError
from workbook.server.batch_plan import Export, Plan, planned
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
    """Reports pages; statuses: of each page that ran, by its file."""

    tell: Tell
    total: int
    number: int = 0
    statuses: dict[Path, str] = field(default_factory=dict)

    def through(self, page: Paper, file: Path) -> None:
        self.number += 1
        self.statuses[file] = page.status
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
        plan = _plan(errand)
        progress = Progress(tell, plan.total)
        for language, folder in errand.call.places(errand.pages):
            _run(errand, language, folder, progress)
            _check(stopping)
        _export_all(errand, plan, progress, stopping)
    except WorkbookError as error:
        return {"end": "failed", "says": str(error), "log": ""}
    except ANYTHING as error:
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
        page = Paper(**asdict(step.page))
        progress.through(page, folder / f"{step.page.name}.html")

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
        notebooks=Path(call.notebooks) if call.notebooks else None,
        console=Console(quiet=True),
        watch=watch,
    )


# -- further formats ------------------------------------------------------------------------------


def _export_all(errand: Errand, plan: Plan, progress: Progress, stopping: threading.Event) -> None:
    # From here on a stop takes effect between two files: the one at work is finished.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for export in plan.exports:
        _check(stopping)
        began = time.monotonic()
        status, reason = _export(errand, export, progress.statuses)
        seconds = time.monotonic() - began if status == "done" else 0.0
        name = f"{export.chapter}.{export.shape}"
        progress.through(Paper(export.trainee, name, status, seconds, reason), export.path)


def _export(errand: Errand, export: Export, statuses: dict[Path, str]) -> tuple[str, str]:
    """Write one file, whole or not at all; returns its status, and why it failed."""
    if statuses.get(export.page) == "unchanged" and _is_newer(export.path, export.page):
        return "unchanged", ""
    fresh = export.path.with_name(f".{secrets.token_hex(8)}.new")
    try:
        _write(errand, export, fresh)
        fresh.replace(export.path)
    except WorkbookError as error:
        return "failed", str(error)
    except ANYTHING as error:
        return "failed", _unforeseen(error)
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
    return "done", ""


def _is_newer(path: Path, than: Path) -> bool:
    try:
        return path.stat().st_mtime_ns >= than.stat().st_mtime_ns
    except OSError:
        return False


def _write(errand: Errand, export: Export, fresh: Path) -> None:
    from workbook.batch import single_page
    from workbook.book.opening import open_book
    from workbook.store import open_store

    call = errand.call
    with open_store(errand.store, read_only=True) as opened:
        book = open_book(opened, export.trainee, call.month, call.today, export.language)
        single_page.export_page(book.still(), export.chapter, export.shape, fresh)


def _unforeseen(error: BaseException) -> str:
    name = type(error).__name__
    return (
        f"没有做出这个文件，原因没有预料到（{name}）。请再运行一次；仍不行请告诉维护的人。 / "
        f"This file could not be made for a reason that nobody foresaw ({name}). Run it again; "
        "if that does not help, tell whoever looks after the workbook."
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
