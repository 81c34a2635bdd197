"""The process that makes a batch's pages: starts it, ends it, recognises it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import psutil

from workbook.server.batch_records import Batch, Call

PATIENCE = 60.0  # seconds that the pages at work have to end
# Python must not look for modules where the server was started: people's files are there.
COMMAND = (sys.executable, "-P", "-m", "workbook.server.batch_run")


def started(folder: Path) -> subprocess.Popen[str]:
    """Start the process that makes the pages; Ctrl-C for the server does not reach it."""
    return subprocess.Popen(
        COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        encoding="utf-8",
        start_new_session=os.name == "posix",
    )


def hand_over(process: subprocess.Popen[str], call: Call, **places: object) -> None:
    """Send the call through stdin: arguments are visible to every user of the machine.

    places: where store and pages are, and how many pages are made at a time.
    """
    given = {"call": asdict(call), **places}
    with suppress(OSError):  # the end of a dead process is noticed by its reader
        if process.stdin:
            process.stdin.write(f"{json.dumps(given)}\n")
            process.stdin.flush()


def let_end(process: subprocess.Popen[str]) -> None:
    """Ask the process to end, and kill it when that takes too long."""
    with suppress(OSError):
        if process.stdin:
            process.stdin.close()
    timer = threading.Timer(PATIENCE, _kill, (process,))
    timer.daemon = True
    timer.start()


def _kill(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        process.kill()


def lives(batch: Batch) -> bool:
    """Whether the process that ran ``batch`` is still at work."""
    try:
        return bool(psutil.Process(batch.process).create_time() == batch.process_began)
    except (psutil.Error, ValueError):
        return False


def read_line(line: str) -> dict[str, Any]:
    """Parse one line of the process; a line cut off at its death is ignored."""
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
