"""One run at a time in one place."""

from __future__ import annotations

import datetime as dt
import json
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import psutil
import pytest
from waiting import PATIENCE

from workbook.batch import lock as holding
from workbook.batch.lock import alone
from workbook.batch.storage import LOCK, Folder, OutOfReach, Storage, beside, holder, shelf_of
from workbook.errors import BadInput


@pytest.fixture(params=["folder", "s3"])
def out(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    if request.param == "folder":
        return Folder(tmp_path / "pages")
    return shelf_of(f"{request.getfixturevalue('bucket')}/{tmp_path.name}/pages")


@pytest.fixture
def remote(url: str) -> Storage:
    return shelf_of(url)


def note(out: Storage, **changes: Any) -> None:
    """Somebody else's note that they hold the place, renewed just now."""
    given = {
        "token": "theirs",
        "host": "somewhere",
        "process": 1,
        "began": 0.0,
        "at": dt.datetime.now(dt.UTC).isoformat(),
    }
    beside(out).put(LOCK, json.dumps(given | changes).encode())


def test_only_one_run_at_a_time(out: Storage, tmp_path: Path) -> None:
    with alone(out, "one"):
        with pytest.raises(BadInput, match=rf"{os.getpid()}.*pages.*--out"), alone(out, "two"):
            pass
        with alone(Folder(tmp_path / "others"), "two"):
            pass
    with alone(out, "two"):
        pass


def test_a_lock_that_a_dead_process_left_holds_nobody_up(tmp_path: Path) -> None:
    folder = tmp_path / "pages.ledger"
    folder.mkdir(parents=True)
    (folder / LOCK).write_text("1", encoding="utf-8")
    with alone(Folder(tmp_path / "pages"), "one"):
        assert (folder / LOCK).read_text(encoding="utf-8") == str(os.getpid())


def test_a_note_of_another_machine_keeps_out_while_it_is_renewed(remote: Storage) -> None:
    note(remote)
    with pytest.raises(BadInput, match="somewhere"), alone(remote, "mine"):
        pass
    long_ago = dt.datetime.now(dt.UTC) - holding.LIFE - dt.timedelta(seconds=1)
    note(remote, at=long_ago.isoformat())
    with alone(remote, "mine"):
        pass


@pytest.mark.parametrize("torn", [b"", b"[]", b'{"token": 3}', b'{"at": "soon"}'])
def test_a_note_that_says_nothing_keeps_nobody_out(remote: Storage, torn: bytes) -> None:
    beside(remote).put(LOCK, torn)
    with alone(remote, "mine"):
        assert json.loads(beside(remote).read(LOCK))["token"] == "mine"


def test_a_dead_process_of_this_machine_keeps_nobody_out(remote: Storage) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        began = psutil.Process(process.pid).create_time()
        note(remote, host=socket.gethostname(), process=process.pid, began=began)
        with pytest.raises(BadInput, match=str(process.pid)), alone(remote, "mine"):
            pass
        process.kill()
    with alone(remote, "mine"):
        pass


@pytest.mark.slow
def test_of_two_that_begin_at_once_the_last_to_write_stays(
    remote: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holding, "MEETING", 5.0)  # a busy machine writes its note late
    got_in, refused = [], []

    def run(token: str) -> None:
        try:
            with alone(remote, token):
                got_in.append(token)
                time.sleep(2 * holding.MEETING)
        except BadInput:
            refused.append(token)

    both = [threading.Thread(target=run, args=(token,)) for token in ("one", "two")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert (len(got_in), len(refused)) == (1, 1)


def test_a_note_is_renewed_and_gone_at_the_end(
    remote: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holding, "RENEWAL", 0.05)
    lock = f"{beside(remote).place(LOCK)}"
    with alone(remote, "mine") as (pages, _):
        first = holder(lock)["at"]
        give_up = time.monotonic() + PATIENCE
        while holder(lock)["at"] == first and time.monotonic() < give_up:
            time.sleep(0.05)
        assert holder(lock)["at"] > first
        pages.put("page.html", b"one")
        # A renewal that was under way may still write over it; the one after that does not.
        while holder(lock)["token"] != "theirs" and time.monotonic() < give_up:
            note(remote)
            time.sleep(0.5)
        assert holder(lock)["token"] == "theirs"
        with pytest.raises(OutOfReach):
            pages.put("page.html", b"two")
    assert holder(lock)["token"] == "theirs"
