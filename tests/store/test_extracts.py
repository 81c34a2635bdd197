from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest

from workbook.errors import BadInput, NotFound, StoreError
from workbook.store import Store, Trainee, open_store
from workbook.store.extracts import fingerprint

from .samples import CHEN, WANG, bodies, bytes_beside, ticking, typed

CANARY = {CHEN.id: "canary-of-chen-喜鹊", WANG.id: "canary-of-wang-杜鹃"}


def filled(store: Store) -> None:
    """Both trainees type, correct and import something with their own canary in it."""
    store.keep_template("t1", "目标: 本月")
    store.keep_template("t2", "unused")
    for trainee, canary in CANARY.items():
        for base in range(3):
            typed(store, {"note": [canary, base]}, base, trainee)
        frame = pd.DataFrame({"name": [canary], "amount": [1]})
        store.keep_import(trainee, "customers", frame, f"{canary}.csv", "s1")


def test_an_extract_is_a_store_with_one_trainee_and_all_of_theirs(
    store: Store, tmp_path: Path
) -> None:
    filled(store)
    extract = tmp_path / "run" / "chen.db"
    digest = store.extract(CHEN.id, extract)
    with open_store(extract, read_only=True) as one:
        assert one.trainees() == [CHEN]
        assert one.history(CHEN.id, "pacing", "2026-12") == store.history(
            CHEN.id, "pacing", "2026-12"
        )
        assert one.imports(CHEN.id) == store.imports(CHEN.id)
        assert (one.template("t1"), one.template("t2")) == ("目标: 本月", None)
        assert one.content_hash(CHEN.id) == digest == store.content_hash(CHEN.id)
        with pytest.raises(StoreError, match="只读"):
            typed(one, {}, 3)
    assert list(extract.parent.iterdir()) == [extract]


def test_an_extract_holds_no_byte_of_anybody_else(store: Store, tmp_path: Path) -> None:
    filled(store)
    for mine, theirs in ((CHEN, WANG), (WANG, CHEN)):
        extract = tmp_path / f"{mine.id}.extract"
        store.extract(mine.id, extract)
        raw = extract.read_bytes()
        assert CANARY[mine.id].encode() in raw
        for word in (CANARY[theirs.id], theirs.id, theirs.name, theirs.cohort):
            assert word.encode() not in raw


def test_a_later_extract_replaces_the_earlier_one(store: Store, tmp_path: Path) -> None:
    typed(store, {"target": 1})
    before = store.extract(CHEN.id, tmp_path / "extract")
    assert store.extract(CHEN.id, tmp_path / "extract") == before
    typed(store, {"target": 2}, 1)
    assert store.extract(CHEN.id, tmp_path / "extract") != before
    with open_store(tmp_path / "extract", read_only=True) as one:
        assert bodies(one) == [{"target": 1}, {"target": 2}]


def test_the_same_content_has_the_same_hash_in_any_file(store: Store, tmp_path: Path) -> None:
    filled(store)
    with open_store(tmp_path / "other.db", now=ticking()) as other:
        other.put_trainees([Trainee(id="aaa", name="甲", cohort="c"), WANG, CHEN])
        other.erase("aaa")
        filled(other)
        for trainee in CANARY:
            assert other.content_hash(trainee) == store.content_hash(trainee)
        store_bytes = Path(store.place).read_bytes()
        assert Path(other.place).read_bytes() != store_bytes


def test_the_hash_does_not_depend_on_the_order_of_the_rows() -> None:
    rows = [{"key": "a", "version": 1}, {"key": "b", "version": 1}]
    turned = [{"version": 1, "key": "b"}, {"version": 1, "key": "a"}]
    assert fingerprint({"entries": rows}) == fingerprint({"entries": turned})
    assert fingerprint({"entries": rows}) != fingerprint({"imports": rows})


def test_whatever_a_page_can_show_changes_the_hash(store: Store, path: Path) -> None:
    filled(store)
    seen = {store.content_hash(CHEN.id)}
    changes = [
        "UPDATE trainees SET branch = 'x' WHERE id = 'chen-jie'",
        "UPDATE entries SET body = '{}' WHERE version = 2",
        "UPDATE entries SET author = 'x' WHERE version = 1",
        "UPDATE entries SET saved_at = '2026-12-24T00:00:00.000000+00:00' WHERE version = 3",
        "UPDATE entries SET template = 'x' WHERE version = 1",
        "UPDATE imports SET source = 'x'",
        "UPDATE imports SET digest = 'x'",
    ]
    for number, change in enumerate(changes):
        with closing(sqlite3.connect(path)) as other, other:
            other.execute(change)
        seen.add(store.content_hash(CHEN.id))
        assert len(seen) == number + 2, change


def test_what_others_do_and_unused_templates_do_not_change_the_hash(store: Store) -> None:
    filled(store)
    before = store.content_hash(CHEN.id)
    typed(store, {"more": 1}, 3, WANG.id)
    store.keep_template("t3", "another")
    store.put_trainees([WANG.model_copy(update={"coach": "x"})])
    assert store.content_hash(CHEN.id) == before


def test_an_unknown_trainee_has_no_extract(store: Store, tmp_path: Path) -> None:
    for ask in (store.content_hash, lambda name: store.extract(name, tmp_path / "extract")):
        with pytest.raises(NotFound, match="chen-jie"):
            ask("chen")
    assert not (tmp_path / "extract").exists()


def test_an_extract_never_takes_the_place_of_its_store(store: Store, path: Path) -> None:
    with pytest.raises(BadInput, match=r"数据文件本身.*the store itself"):
        store.extract(CHEN.id, path)
    assert store.trainees() == [CHEN, WANG]


def test_an_extract_that_cannot_be_put_in_place_leaves_nothing(
    store: Store, tmp_path: Path
) -> None:
    (tmp_path / "out" / "extract").mkdir(parents=True)
    with pytest.raises(StoreError, match="打不开"):
        store.extract(CHEN.id, tmp_path / "out" / "extract")
    assert [each.name for each in (tmp_path / "out").iterdir()] == ["extract"]


def test_templates_are_kept_once_under_their_hash(store: Store) -> None:
    for _ in range(2):
        store.keep_template("t1", "目标 <script>")
    assert store.template("t1") == "目标 <script>"
    assert store.template("t0") is None
    with pytest.raises(BadInput, match=r"t1.*another text"):
        store.keep_template("t1", "else")
    assert store.template("t1") == "目标 <script>"


def test_erasing_leaves_no_byte_in_the_file_or_its_log(store: Store, path: Path) -> None:
    filled(store)
    typed(store, {"long": CANARY[CHEN.id] * 3000}, 3)
    before = bytes_beside(path)
    assert CANARY[CHEN.id].encode() in before
    assert store.erase(CHEN.id) == 1 + 4 + 1
    after = bytes_beside(path)
    assert len(after) < len(before) / 2
    for word in (CANARY[CHEN.id], CHEN.id, CHEN.name, CHEN.branch):
        assert word.encode() not in after
    assert store.trainees() == [WANG]
    assert len(bodies(store, WANG.id)) == 3
    with pytest.raises(NotFound, match="wang-lei"):
        store.erase(CHEN.id)


def test_wiping_waits_for_readers_and_is_finished_at_the_next_opening(
    store: Store, path: Path
) -> None:
    filled(store)
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM entries").fetchone()
        with pytest.raises(StoreError, match=r"已经删除.*are deleted.*once more"):
            store.erase(CHEN.id)
        assert store.trainees() == [WANG]
        reader.execute("ROLLBACK")
    assert CANARY[CHEN.id].encode() in bytes_beside(path)
    with open_store(path):
        assert CANARY[CHEN.id].encode() not in bytes_beside(path)
