"""Allows one run at a time in one place: a lock of the system for a folder, a note for a URL.

The system releases a folder's lock when its holder dies. A URL has no such lock: there a small
object names the run that holds the place and is renewed while it lives. Two runs that begin in the
same second may both get in; what they put is whole, and the next run makes again what does not
match. So the note saves work; correctness does not rest on it.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil

from workbook.batch.storage import LOCK, Folder, Remote, Storage, beside, holder, without_password
from workbook.errors import BadInput
from workbook.store.temporary_files import taken

LIFE = dt.timedelta(minutes=2)  # seconds without renewal: then its run is dead
RENEWAL = 30.0  # seconds
MEETING = 0.5  # seconds after which the last of several simultaneous writers is known


@contextmanager
def alone(out: Storage, token: str) -> Iterator[tuple[Storage, Storage]]:
    """Hold the place; yields the shelves of pages and ledger as this run may write them.

    Raises BadInput when another run is at work there.
    """
    notes = beside(out)
    if isinstance(out, Folder) and isinstance(notes, Folder):
        with _locked(notes.root / LOCK, out.root.name):
            yield out, notes
        return
    if isinstance(out, Remote) and isinstance(notes, Remote):
        held = {"lock": f"{notes.url}/{LOCK}", "token": token}
        with _noted(notes, held["lock"], token):
            yield replace(out, **held), replace(notes, **held)


# -- a folder -------------------------------------------------------------------------------------


@contextmanager
def _locked(path: Path, name: str) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        if not taken(file):
            file.seek(0)
            raise _busy(name, file.read().strip())
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


# -- a URL ----------------------------------------------------------------------------------------


@contextmanager
def _noted(notes: Remote, lock: str, token: str) -> Iterator[None]:
    name = without_password(notes.url.removesuffix(".ledger"))
    before = holder(lock)
    if before and _lives(before):
        raise _busy(name, _who(before))
    _note(notes, token)
    time.sleep(MEETING)
    if (now := holder(lock)).get("token") != token:
        raise _busy(name, _who(now))
    over = threading.Event()
    renewal = threading.Thread(target=_renew, args=(notes, lock, token, over), daemon=True)
    renewal.start()
    try:
        yield
    finally:
        over.set()
        renewal.join()
        if holder(lock).get("token") == token:
            notes.remove(LOCK)


def _note(notes: Remote, token: str) -> None:
    about = {
        "token": token,
        "host": socket.gethostname(),
        "process": os.getpid(),
        "began": psutil.Process().create_time(),
        "at": dt.datetime.now(dt.UTC).isoformat(),
    }
    notes.put(LOCK, json.dumps(about).encode())


def _renew(notes: Remote, lock: str, token: str, over: threading.Event) -> None:
    """Renew the note until the run is over or another one has taken the place."""
    while not over.wait(RENEWAL):
        with suppress(OSError):
            if holder(lock).get("token") != token:
                return
            _note(notes, token)


def _lives(about: Mapping[str, Any]) -> bool:
    """Whether the run may still be at work: renewed lately, and not known to be dead here."""
    try:
        renewed = dt.datetime.fromisoformat(about["at"])
        if dt.datetime.now(dt.UTC) - renewed > LIFE:
            return False
        if about["host"] != socket.gethostname():
            return True
        return bool(psutil.Process(about["process"]).create_time() == about["began"])
    except (KeyError, TypeError, ValueError, psutil.NoSuchProcess):
        return False


def _who(about: Mapping[str, Any]) -> str:
    return f"{about.get('process', '?')} @ {about.get('host', '?')}"


def _busy(name: str, who: str) -> BadInput:
    return BadInput("batch.held", process=who, place=name)
