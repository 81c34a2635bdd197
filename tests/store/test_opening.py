from __future__ import annotations

import os
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from workbook.errors import BadInput, StoreError
from workbook.store import Store, default_url, open_store
from workbook.store.connections import engine_for, located
from workbook.store.schema_versions import create_tables

from .samples import CHEN, bodies, typed


@pytest.mark.parametrize("name", ["数据 100%.db", "a#b?c&d.db", "it's+%41.db"])
def test_any_file_name_in_a_new_folder_will_do(tmp_path: Path, name: str) -> None:
    path = tmp_path / "新 文件夹" / "deep" / name
    with open_store(path) as store:
        store.put_trainees([CHEN])
    assert path.is_file()
    with open_store(str(path)) as store, open_store(path, read_only=True) as reader:
        assert store.trainees() == reader.trainees() == [CHEN]


def test_paths_and_urls_name_the_same_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    with open_store("w.db") as store:
        store.put_trainees([CHEN])
    for address in ("sqlite:///w.db", f"sqlite:///{tmp_path / 'w.db'}", "~/w.db", Path("w.db")):
        with open_store(address, read_only=True) as store:
            assert store.trainees() == [CHEN]
            assert store.place == str(tmp_path / "w.db")


def test_the_environment_names_the_store_else_the_users_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBOOK_STORE", "sqlite:///elsewhere.db")
    assert default_url() == "sqlite:///elsewhere.db"
    monkeypatch.setenv("WORKBOOK_STORE", "")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "数据 %41"))
    with open_store(default_url()) as store:
        assert Path(store.place).parts[-2:] == ("coaching-workbook", "workbook.db")
        assert Path(store.place).is_file()


@pytest.mark.parametrize(
    "address",
    ["sqlite://", "sqlite:///:memory:", "sqlite:///file:x.db?uri=true", "://", "nonsense://x/y"],
)
def test_an_address_that_is_none_is_refused_in_words(address: str) -> None:
    with pytest.raises(BadInput, match=r"[。].*/ Th(is is not an address|e database)"):
        open_store(address)


def test_a_new_store_is_its_owners_alone(store: Store, path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_store_waits_for_writers_and_checks_its_references(store: Store) -> None:
    with store.engine.connect() as connection:
        for pragma, expected in (("journal_mode", "wal"), ("foreign_keys", 1), ("synchronous", 2)):
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == expected
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 300
        assert connection.exec_driver_sql("PRAGMA secure_delete").scalar() == 1
    assert store.engine.hide_parameters


@pytest.mark.parametrize("begin", ["BEGIN", "BEGIN IMMEDIATE"])
def test_opening_waits_for_others_before_it_switches_to_the_log(
    store: Store, tmp_path: Path, begin: str
) -> None:
    copy = tmp_path / "copy"
    store.backup(copy)
    with ThreadPoolExecutor(1) as other, closing(_busy(copy, begin)) as busy:
        with pytest.raises(StoreError, match=r"正占用.*journal_mode"):
            open_store(copy, timeout=0.05)
        late = other.submit(lambda: open_store(copy, timeout=20).close())
        with pytest.raises(TimeoutError):
            late.result(timeout=0.2)
        busy.execute("ROLLBACK")
        assert late.result() is None


def test_who_comes_while_another_makes_the_tables_uses_those(path: Path) -> None:
    path.touch()
    engine = engine_for(located(path), read_only=False, timeout=1)
    with ThreadPoolExecutor(1) as other:
        with engine.begin() as connection:
            late = other.submit(lambda: open_store(path, timeout=20))
            with pytest.raises(TimeoutError):
                late.result(timeout=0.2)
            create_tables(connection)
        with late.result() as store:
            assert store.put_trainees([CHEN]) == 1
    engine.dispose()


def _busy(path: Path, begin: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(begin)
    connection.execute("SELECT count(*) FROM entries").fetchone()
    return connection


def test_reading_does_not_wait_for_a_writer(store: Store) -> None:
    typed(store, {"target": 1})
    with store.engine.begin():
        assert bodies(store) == [{"target": 1}]


def test_a_store_in_a_read_only_folder_can_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "share"
    with open_store(folder / "workbook.db") as store:
        store.put_trainees([CHEN])
    folder.chmod(0o555)
    try:
        with open_store(folder / "workbook.db", read_only=True) as reader:
            assert reader.trainees() == [CHEN]
    finally:
        folder.chmod(0o755)


def test_read_only_finds_no_store_and_makes_none(path: Path) -> None:
    with pytest.raises(StoreError, match=r"这里没有数据文件.*There is no store here"):
        open_store(path, read_only=True)
    assert not path.exists()
    path.touch()
    with pytest.raises(StoreError, match=r"空的.*empty"):
        open_store(path, read_only=True)
    assert path.stat().st_size == 0


@pytest.mark.parametrize("version", ["0", "5", "x"])
@pytest.mark.parametrize("read_only", [False, True])
def test_a_store_of_another_version_is_left_as_it_is(
    path: Path, read_only: bool, version: str
) -> None:
    open_store(path).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE meta SET value = ? WHERE name = 'schema'", [version])
    told = rf"第 {version} 版格式.*第 4 版.*format {version} .*format 4; .*Install the version"
    with pytest.raises(StoreError, match=told):
        open_store(path, read_only=read_only)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT value FROM meta").fetchall() == [(version,)]


@pytest.mark.parametrize("table", ["customers (id TEXT)", "meta (name TEXT, value TEXT)"])
def test_another_programs_database_is_left_as_it_is(path: Path, table: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"CREATE TABLE {table}")
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"别的程序.*another program"):
        open_store(path)
    assert path.read_bytes() == before


def test_a_pipe_is_no_store_and_is_not_waited_at(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.db")
    with pytest.raises(StoreError):
        open_store(tmp_path / "pipe.db", read_only=True)
