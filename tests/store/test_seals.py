"""What a disk changes by itself is found, row by row; what the workbook writes is always sound."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest

from workbook.errors import StoreError
from workbook.store import Store, open_store, unsound
from workbook.store.tables import SCHEMA

from .samples import CHEN, WANG, typed


def filled(store: Store) -> None:
    typed(store, {"target": 1})
    typed(store, {"target": "张三 2"}, 1)
    store.keep_template("t1", "标题: 目标")
    store.write_remark(CHEN.id, "pacing", "2026-12", text="看一遍", author="coach")
    store.keep_import(CHEN.id, "customers", pd.DataFrame({"id": ["1"]}), "c.csv", "s")


def changed(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("PRAGMA foreign_keys=OFF")
        assert other.execute(statement).rowcount == 1


def test_what_the_workbook_writes_is_sound(store: Store, path: Path) -> None:
    filled(store)
    store.put_trainees([CHEN.model_copy(update={"branch": "城西"})])
    assert unsound(path) == []
    store.erase(CHEN.id)
    assert unsound(path) == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE entries SET body = replace(body, '2', '3') WHERE version = 2", "2026-12 2"),
        ("UPDATE entries SET author = 'x' WHERE version = 1", "2026-12 1"),
        ("UPDATE entries SET saved_at = replace(saved_at, '2026', '2027') WHERE version = 1", "1"),
        ("UPDATE entries SET key = '2026-13' WHERE version = 2", "2026-12 2"),
        ("UPDATE entries SET body = CAST(x'7bff7d' AS TEXT) WHERE version = 1", "2026-12 1"),
        ("DELETE FROM entries WHERE version = 2", "2026-12 2"),
        ("UPDATE remarks SET text = '看二遍'", "remarks"),
        ("UPDATE templates SET text = '标题: 日标'", "templates"),
        ("UPDATE trainees SET branch = '城南' WHERE id = 'chen-jie'", "trainees"),
        ("UPDATE imports SET rows = 7", "customers 1"),
        ("UPDATE imports SET frame = CAST(x'00' AS BLOB)", "customers 1"),
    ],
)
def test_one_changed_letter_is_found_and_named(
    store: Store, path: Path, statement: str, said: str
) -> None:
    filled(store)
    changed(path, statement)
    found = unsound(path)
    assert found
    assert all(" / " in one for one in found)
    assert any(said in one for one in found), found
    assert not any("张三" in one for one in found)


def test_a_file_that_is_damaged_as_a_whole_says_so(store: Store, path: Path) -> None:
    filled(store)
    store.close()
    content = bytearray(path.read_bytes())
    content[100:200] = bytes(100)
    path.write_bytes(content)
    with pytest.raises(StoreError, match="damaged"):
        unsound(path)


@pytest.mark.parametrize("version", [1, 2])
def test_a_store_of_an_older_format_is_read_and_gets_its_checksums_when_written(
    path: Path, version: int
) -> None:
    with open_store(path) as store:
        store.put_trainees([CHEN, WANG])
        filled(store)
    with closing(sqlite3.connect(path)) as other, other:
        for table in ("readings", "staff_numbers", "seals"):
            other.execute(f"DROP TABLE {table}")
        if version == 1:
            other.execute("DROP TABLE remarks")
        other.execute("UPDATE meta SET value = ? WHERE name = 'schema'", [str(version)])
    with open_store(path, read_only=True) as reader:
        assert reader.trainees() == [CHEN, WANG]
        assert reader.staff_numbers() == {}
        assert [one.how for one in reader.imports(CHEN.id)] == [""]
        assert len(reader.remarks(CHEN.id)) == version - 1
    assert unsound(path) == []
    open_store(path).close()
    assert unsound(path) == []
    changed(path, "UPDATE entries SET author = 'x' WHERE version = 1")
    assert len(unsound(path)) == 1
    with closing(sqlite3.connect(path)) as other:
        ((mark,),) = other.execute("SELECT value FROM meta WHERE name = 'schema'").fetchall()
    assert mark == str(SCHEMA)
