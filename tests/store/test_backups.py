from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from workbook.errors import BadInput, StoreError
from workbook.store import Store, open_store, restore

from .samples import CHEN, WANG, bodies, typed


@pytest.fixture
def copy(store: Store, tmp_path: Path) -> Path:
    """A backup with one entry; the store has gone on to a second one and is closed."""
    typed(store, {"target": 1})
    backup = tmp_path / "备份" / "december.db"
    store.backup(backup)
    typed(store, {"target": 2}, 1)
    store.close()
    return backup


def test_a_backup_is_one_file_and_comes_back_as_the_store(copy: Path, tmp_path: Path) -> None:
    assert list(copy.parent.iterdir()) == [copy]
    target = tmp_path / "new" / "workbook.db"
    assert restore(copy, target) is None
    assert list(copy.parent.iterdir()) == [copy]
    with open_store(target) as store:
        assert store.trainees() == [CHEN, WANG]
        assert bodies(store) == [{"target": 1}]
        assert typed(store, {"target": 3}, 1) == 2


def test_a_backup_is_taken_while_others_write_and_has_what_is_only_in_the_log(
    store: Store, tmp_path: Path
) -> None:
    typed(store, {"target": 1})
    with store.engine.begin():
        store.backup(tmp_path / "copy")
    with open_store(tmp_path / "copy", read_only=True) as found:
        assert bodies(found) == [{"target": 1}]


def test_a_backup_replaces_a_file_only_when_asked(store: Store, tmp_path: Path) -> None:
    (tmp_path / "copy").write_text("a letter")
    with pytest.raises(BadInput, match=r"已经存在.*exists already"):
        store.backup(tmp_path / "copy")
    assert (tmp_path / "copy").read_text() == "a letter"
    store.backup(tmp_path / "copy", force=True)
    with open_store(tmp_path / "copy", read_only=True) as found:
        assert found.trainees() == [CHEN, WANG]


@pytest.mark.parametrize("force", [False, True])
def test_a_store_and_its_backup_are_two_files(store: Store, path: Path, force: bool) -> None:
    with pytest.raises(BadInput, match="the store itself"):
        store.backup(path, force=force)
    with pytest.raises(BadInput, match="the store itself"):
        restore(path, path, force=force)
    assert store.trainees() == [CHEN, WANG]


def test_an_existing_store_is_never_replaced_without_being_asked(copy: Path, path: Path) -> None:
    with pytest.raises(StoreError, match=r"没有覆盖.*not overwritten.*--force"):
        restore(copy, path)
    with open_store(path) as store:
        assert len(bodies(store)) == 2


def test_a_replaced_store_is_kept_beside_every_time(copy: Path, path: Path) -> None:
    first = restore(copy, f"sqlite:///{path}", force=True)
    assert first == path.with_name("workbook.db.before-restore")
    with open_store(path) as store:
        assert bodies(store) == [{"target": 1}]
        typed(store, {"target": 7}, 1)
    second = restore(copy, path, force=True)
    assert second == path.with_name("workbook.db.before-restore-2")
    for kept, target in ((first, 2), (second, 7)):
        with open_store(kept, read_only=True) as store:
            assert bodies(store)[-1] == {"target": target}


def test_a_store_that_is_open_is_not_pulled_from_under_anybody(copy: Path, path: Path) -> None:
    with open_store(path) as busy:
        assert len(bodies(busy)) == 2
        with pytest.raises(StoreError, match=r"正占用.*holding the store"):
            restore(copy, path, force=True)
        assert typed(busy, {"target": 3}, 2) == 3
    assert not list(path.parent.glob("*.before-restore"))


def test_a_damaged_store_gives_way_together_with_its_log(copy: Path, path: Path) -> None:
    path.write_bytes(b"garbage" * 1000)
    path.with_name("workbook.db-wal").write_bytes(b"log")
    kept = restore(copy, path, force=True)
    assert kept is not None
    assert kept.read_bytes() == b"garbage" * 1000
    assert not path.with_name("workbook.db-wal").exists()
    with open_store(path) as found:
        assert bodies(found) == [{"target": 1}]


def test_a_log_whose_store_is_gone_is_not_played_into_the_restored_one(
    store: Store, path: Path, tmp_path: Path
) -> None:
    typed(store, {"target": 1})
    store.backup(tmp_path / "copy")
    typed(store, {"target": 2}, 1)
    log = path.with_name("workbook.db-wal").read_bytes()
    store.close()
    path.unlink()
    path.with_name("workbook.db-wal").write_bytes(log)
    restore(tmp_path / "copy", path)
    with open_store(path) as found:
        assert bodies(found) == [{"target": 1}]


def test_an_unsound_backup_is_refused_and_the_store_stays(copy: Path, path: Path) -> None:
    whole = copy.read_bytes()
    damaged = whole[:8192] + bytes(reversed(whole[8192:]))
    for name, content in (("garbage", b"x" * 5000), ("damaged", damaged), ("cut", whole[:20000])):
        copy.with_name(name).write_bytes(content)
        with pytest.raises(StoreError, match=r"已损坏.*damaged"):
            restore(copy.with_name(name), path, force=True)
    with pytest.raises(StoreError, match="没有数据文件"):
        restore(copy.with_name("missing"), path, force=True)
    with open_store(path) as store:
        assert len(bodies(store)) == 2
    assert not list(path.parent.glob("*.before-restore"))


def test_a_backup_with_orphaned_rows_or_of_another_version_is_refused(
    copy: Path, path: Path
) -> None:
    changes = {
        "DELETE FROM trainees": "已损坏",
        "UPDATE meta SET value = '99'": "format 99",
    }
    for change, words in changes.items():
        with closing(sqlite3.connect(copy)) as other, other:
            other.execute(change)
        with pytest.raises(StoreError, match=words):
            restore(copy, path, force=True)


def test_a_backup_whose_rows_break_their_own_rules_is_refused(copy: Path, path: Path) -> None:
    loosened = "UPDATE sqlite_schema SET sql = replace(sql, 'body TEXT NOT NULL', 'body TEXT')"
    tightened = "UPDATE sqlite_schema SET sql = replace(sql, 'body TEXT', 'body TEXT NOT NULL')"
    for change in (loosened, "UPDATE entries SET body = NULL", tightened):
        with closing(sqlite3.connect(copy)) as other, other:
            other.execute("PRAGMA writable_schema=ON")
            other.execute(change)
    with pytest.raises(StoreError, match="integrity_check"):
        restore(copy, path, force=True)


def test_a_servers_database_has_its_own_backup(copy: Path) -> None:
    with pytest.raises(BadInput, match=r"它自带的备份工具.*its own backup tool"):
        restore(copy, "postgresql://coach:secret@bank/workbook")
