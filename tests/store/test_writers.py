"""Any interleaving of writers loses nothing, and versions are 1 … n without a gap."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from workbook.errors import Conflict
from workbook.store import Entry, Store, open_store

from .samples import CHEN, bodies, typed
from .writer import saved_all

WRITER = Path(__file__).with_name("writer.py")
KEYS = st.sampled_from(["2026-11", "2026-12"])


class Tabs(RuleBasedStateMachine):
    """Three tabs, each with its own store object and its own idea of the latest version."""

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        folder = self.open.enter_context(tempfile.TemporaryDirectory())
        self.path = Path(folder) / "workbook.db"
        self.tabs = [self._tab() for _ in range(3)]
        self.tabs[0].put_trainees([CHEN])
        self.seen: dict[tuple[int, str], int] = {}
        self.model: dict[str, list[dict[str, Any]]] = {"2026-11": [], "2026-12": []}

    def _tab(self) -> Store:
        return self.open.enter_context(open_store(self.path))

    @rule(tab=st.integers(0, 2), key=KEYS)
    def reload(self, tab: int, key: str) -> None:
        newest = self.tabs[tab].latest(CHEN.id, "pacing", key)
        self.seen[tab, key] = newest.version if newest else 0

    @rule(tab=st.integers(0, 2))
    def restart(self, tab: int) -> None:
        self.tabs[tab].close()
        self.tabs[tab] = self._tab()

    @rule(tab=st.integers(0, 2), key=KEYS, value=st.integers(0, 3))
    def save(self, tab: int, key: str, value: int) -> None:
        body, there = {"value": value}, self.model[key]
        base = self.seen.get((tab, key), 0)
        try:
            saved = self.tabs[tab].save(
                CHEN.id, "pacing", key, body, based_on=base, template="t", author="a"
            )
        except Conflict as refused:
            theirs, mine = refused.theirs, refused.mine
        else:
            self._saved(tab, key, body, saved)
            return
        assert base < len(there)
        assert isinstance(theirs, Entry)
        assert (theirs.version, theirs.body) == (len(there), there[-1])
        assert mine == body != there[-1]

    def _saved(self, tab: int, key: str, body: dict[str, Any], saved: Entry) -> None:
        there = self.model[key]
        if not there or there[-1] != body:
            assert self.seen.get((tab, key), 0) == len(there)
            there.append(body)
        assert saved.version == len(there)
        self.seen[tab, key] = saved.version

    @invariant()
    def every_tab_reads_the_whole_history(self) -> None:
        for key, expected in self.model.items():
            for tab in self.tabs:
                found = tab.history(CHEN.id, "pacing", key)
                assert [entry.body for entry in found] == expected
                assert [entry.version for entry in found] == list(range(1, len(found) + 1))

    def teardown(self) -> None:
        self.open.close()


TestTabs = Tabs.TestCase
TestTabs.settings = settings(deadline=None, max_examples=15, stateful_step_count=20)


def test_threads_on_shared_and_own_stores_lose_nothing(path: Path) -> None:
    with ExitStack() as stack:
        stores = [stack.enter_context(open_store(path)) for _ in range(3)]
        stores[0].put_trainees([CHEN])
        with ThreadPoolExecutor(6) as pool:
            runs = pool.map(
                lambda at: list(saved_all(stores[at % 3], f"thread-{at}", 10)), range(6)
            )
            versions = sorted(version for run in runs for version in run)
        _nothing_is_lost(stores[0], versions, {f"thread-{at}": 10 for at in range(6)})


@pytest.mark.slow
def test_processes_that_race_to_make_the_store_and_to_save_lose_nothing(path: Path) -> None:
    with open_store(path) as store:
        store.put_trainees([CHEN])
        running = [_process(path, f"process-{at}", 15) for at in range(3)]
        versions = sorted(int(line) for each in running for line in each.communicate()[0].split())
        assert [each.returncode for each in running] == [0, 0, 0]
        _nothing_is_lost(store, versions, {f"process-{at}": 15 for at in range(3)})


def test_many_that_open_a_missing_store_at_once_find_one(path: Path) -> None:
    def arrive(number: int) -> int:
        with open_store(path) as store:
            return store.put_trainees([CHEN.model_copy(update={"id": f"t-{number}"})])

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(arrive, range(8))) == [1] * 8
    with open_store(path, read_only=True) as store:
        assert len(store.trainees()) == 8


def test_a_killed_writer_leaves_all_it_was_told_was_saved(path: Path) -> None:
    with open_store(path) as store:
        store.put_trainees([CHEN])
    with _process(path, "killed", 100_000) as writer:
        assert writer.stdout is not None
        told = [int(writer.stdout.readline()) for _ in range(8)]
        writer.send_signal(signal.SIGKILL)
        told += [int(line) for line in writer.stdout.read().split()]
    with open_store(path) as store:
        numbers = [body["number"] for body in bodies(store)]
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) >= told[-1] >= 8
        assert typed(store, {"after": True}, len(numbers)) == len(numbers) + 1


def test_a_forked_child_does_not_use_its_parents_connections(path: Path) -> None:
    script = (
        "import os, sys\n"
        f"sys.path.insert(0, {str(WRITER.parent)!r})\n"
        "from writer import saved_all\n"
        "from workbook.store import open_store\n"
        "store = open_store(sys.argv[1])\n"
        "assert list(saved_all(store, 'parent', 2)) == [1, 2]\n"
        "child = os.fork()\n"
        "name = 'child' if child == 0 else 'after'\n"
        "connection = store.engine.raw_connection()\n"
        "assert connection.info['process'] == os.getpid()\n"
        "connection.close()\n"
        "assert len(list(saved_all(store, name, 10))) == 10\n"
        "if child == 0: os._exit(0)\n"
        "assert os.waitpid(child, 0)[1] == 0\n"
    )
    with open_store(path) as store:
        store.put_trainees([CHEN])
    # Python from 3.12 on warns of a fork beside threads, which numpy has.
    fork = ("-W", "ignore:This process:DeprecationWarning")
    done = subprocess.run(
        [sys.executable, *fork, "-c", script, path], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    with open_store(path) as store:
        _nothing_is_lost(store, list(range(1, 23)), {"parent": 2, "child": 10, "after": 10})


def _process(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(WRITER), str(path), name, str(count)],
        stdout=subprocess.PIPE,
        text=True,
    )


def _nothing_is_lost(store: Store, versions: list[int], counts: dict[str, int]) -> None:
    total = sum(counts.values())
    assert versions == list(range(1, total + 1))
    found = bodies(store)
    assert len(found) == total
    for name, count in counts.items():
        mine = [body["number"] for body in found if body["by"] == name]
        assert mine == list(range(1, count + 1))
