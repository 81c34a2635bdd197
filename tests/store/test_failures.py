"""Whatever the disk does: a sentence in two languages, and what was saved is still there."""

from __future__ import annotations

import errno
import os
import sqlite3
import traceback
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event

from workbook.errors import StoreError
from workbook.store import Store, open_store, unsound
from workbook.store.failures import told_plainly

from .samples import CHEN, WANG, bodies, typed

SECRET = "客户张三的电话"


@contextmanager
def refused(words: str) -> Iterator[None]:
    """A StoreError with these words, in both languages, and nothing of the database's own."""
    with pytest.raises(StoreError, match=words) as caught:
        yield
    shown = "".join(traceback.format_exception(caught.value))
    assert " / " in str(caught.value)
    assert "sqlalchemy.exc" not in shown
    assert SECRET not in shown


def test_a_locked_store_says_so_and_keeps_what_was_saved(store: Store, path: Path) -> None:
    typed(store, {"target": 1})
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with refused("正占用.*Another program is holding.*SQLITE_BUSY"):
            typed(store, {"target": SECRET}, 1)
        assert bodies(store) == [{"target": 1}]
        with open_store(path, timeout=0.1) as late:
            assert bodies(late) == [{"target": 1}]
        other.execute("ROLLBACK")
    assert typed(store, {"target": 2}, 1) == 2


def test_a_read_only_store_reads_and_refuses_every_save(store: Store, path: Path) -> None:
    typed(store, {"target": 1})
    with open_store(path, read_only=True) as reader:
        assert bodies(reader) == [{"target": 1}]
        with refused("只读.*read-only"):
            typed(reader, {"target": SECRET}, 1)
        with refused("只读.*read-only"):
            reader.put_trainees([CHEN])
        with refused("只读.*read-only"):
            reader.erase(CHEN.id)
    assert bodies(store) == [{"target": 1}]


def test_a_file_that_turned_read_only_says_so(store: Store) -> None:
    typed(store, {"target": 1})

    @event.listens_for(store.engine, "checkout")
    def _(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute("PRAGMA query_only=ON")

    with refused("只读.*read-only.*SQLITE_READONLY"):
        typed(store, {"target": SECRET}, 1)
    assert bodies(store) == [{"target": 1}]


def test_a_full_disk_says_so_and_keeps_what_was_saved(store: Store) -> None:
    typed(store, {"target": 1})

    @event.listens_for(store.engine, "checkout")
    def _(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute("PRAGMA max_page_count=1")

    with refused("磁盘已满.*disk is full.*SQLITE_FULL"):
        typed(store, {"target": SECRET * 20_000}, 1)
    assert bodies(store) == [{"target": 1}]
    assert typed(store, {"target": 2}, 1) == 2


@pytest.mark.parametrize("read_only", [False, True])
def test_a_file_that_is_no_database_says_so_and_is_left(path: Path, read_only: bool) -> None:
    path.write_bytes(b"garbage " * 4096)
    with refused("已损坏.*damaged.*workbook restore.*SQLITE_NOTADB"):
        open_store(path, read_only=read_only)
    assert path.read_bytes() == b"garbage " * 4096


def test_damaged_pages_say_so(store: Store, path: Path) -> None:
    for number in range(60):
        typed(store, {"target": f"{number} {SECRET * 40}"}, number)
    store.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))
    with refused("已损坏.*damaged.*SQLITE_CORRUPT"), open_store(path) as damaged:
        bodies(damaged)


@pytest.mark.parametrize(
    ("column", "value"), [("body", "{"), ("body", b"\xff\xfe".hex()), ("saved_at", "yesterday")]
)
def test_rows_that_do_not_read_say_so(store: Store, path: Path, column: str, value: str) -> None:
    typed(store, {"target": SECRET})
    with closing(sqlite3.connect(path)) as other, other:
        other.execute(f"UPDATE entries SET {column} = ?", (value,))
    with refused("已损坏.*damaged"):
        bodies(store)


def test_text_that_is_no_text_says_so(store: Store, path: Path) -> None:
    typed(store, {"target": SECRET})
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE entries SET author = CAST(x'fffe' AS TEXT)")
    with refused("已损坏.*damaged"):
        bodies(store)


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ("language = 'fr'", "language"),
        ("name = ''", "name"),
        ("cohort = ''", "cohort"),
        ("branch = CAST(x'e58e' AS TEXT)", "branch"),
        ("name = CAST(x'ff' AS TEXT)", "name"),
    ],
)
def test_a_roster_line_that_does_not_read_is_named_and_the_rest_opens(
    store: Store, path: Path, change: str, column: str
) -> None:
    with closing(sqlite3.connect(path)) as other, other:
        other.execute(f"UPDATE trainees SET {change} WHERE id = 'chen-jie'")
    assert [one.id for one in store.trainees()] == ["chen-jie", "wang-lei"]
    assert store.trainee("wang-lei") == WANG
    assert store.trainees("2026-b") == [WANG]
    with refused(rf"“chen-jie”.*{column}.*“chen-jie”.*{column}"):
        store.trainee("chen-jie")
    (said,) = unsound_roster(path)
    assert "chen-jie" in said
    assert column in said
    assert store.put_trainees([CHEN]) == 1
    assert store.trainee("chen-jie") == CHEN
    assert unsound(path) == []


def unsound_roster(path: Path) -> list[str]:
    return [one for one in unsound(path) if "import roster" in one]


def test_a_roster_line_whose_id_does_not_read_is_named_and_the_rest_opens(
    store: Store, path: Path
) -> None:
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE trainees SET id = '../x' WHERE id = 'chen-jie'")
    assert store.trainees() == [WANG]
    assert any("../x" in one for one in unsound_roster(path))


def test_a_folder_or_a_file_in_the_way_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with refused("打不开.*cannot be opened.*SQLITE_CANTOPEN"):
        open_store(tmp_path)
    with refused("打不开.*cannot be opened"):
        open_store(tmp_path / "file" / "workbook.db")


def test_a_file_that_vanished_is_not_made_anew(store: Store, path: Path) -> None:
    typed(store, {"target": 1})
    store.close()
    path.unlink()
    with refused("打不开.*cannot be opened"):
        bodies(store)
    assert not path.exists()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "磁盘已满.*disk is full"),
        (errno.EROFS, "只读.*read-only"),
        (errno.EACCES, "读写权限.*read and write"),
        (errno.EIO, "读写磁盘时出错.*The disk failed"),
    ],
)
def test_failures_of_the_file_system_are_told_alike(number: int, words: str) -> None:
    with refused(words), told_plainly("D:/workbook.db"):
        raise OSError(number, os.strerror(number))


def test_too_few_connections_for_all_who_wait_says_so(store: Store) -> None:
    held = [store.engine.connect() for _ in range(8)]
    with refused("正占用.*Another program is holding"):
        bodies(store)
    for connection in held:
        connection.close()
    assert bodies(store) == []
