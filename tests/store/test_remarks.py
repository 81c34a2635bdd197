"""Remarks and answers: numbered for each trainee, never overwritten, none lost, kept as text."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import event

from workbook.errors import BadInput, NotFound, StoreError
from workbook.store import Remark, Store, Trainee, open_store, restore
from workbook.store.remarks import LONGEST

from .samples import CHEN, WANG, bytes_beside, ticking, typed

HOSTILE = (
    "<img src=x onerror=alert(1)> $x^2$ \\input{/etc/passwd} [a](javascript:b) =1+1\r\n\t"
    "\u202eabc\u0000 🏦 👩\u200d💼 '; drop table remarks; -- {gap:money} %s\ufeff"
)


def written(store: Store, text: str = "为什么？", trainee: str = CHEN.id, **more: Any) -> Remark:
    given = {"text": text, "author": "lin-yue", "field": "daily_contacts"} | more
    return store.write_remark(trainee, "pacing", "2026-12", **given)


def test_a_remark_comes_back_with_all_that_was_said(store: Store) -> None:
    first = written(store, banked="contacts_honest")
    assert store.remarks(CHEN.id) == [first]
    assert first == Remark(
        trainee=CHEN.id,
        number=1,
        chapter="pacing",
        key="2026-12",
        field="daily_contacts",
        about=0,
        role="coach",
        author="lin-yue",
        text="为什么？",
        banked="contacts_honest",
        written_at=datetime(2026, 12, 1, 1, tzinfo=UTC),
    )


def test_each_trainee_has_numbers_of_their_own(store: Store) -> None:
    numbers = [written(store, trainee=name).number for name in (CHEN.id, WANG.id, CHEN.id)]
    answer = written(store, "因为……", about=1, role="trainee", author=CHEN.id)
    assert [*numbers, answer.number] == [1, 1, 2, 3]
    assert [one.number for one in store.remarks(CHEN.id)] == [1, 2, 3]
    assert [one.about for one in store.remarks(CHEN.id)] == [0, 0, 1]
    assert [one.number for one in store.remarks(WANG.id)] == [1]


def test_the_same_words_twice_are_two_remarks(store: Store) -> None:
    assert [written(store).number, written(store).number] == [1, 2]


def test_what_was_written_elsewhere_keeps_its_time(store: Store) -> None:
    moment = datetime(2026, 11, 27, 18, 40, tzinfo=timezone(timedelta(hours=8)))
    assert written(store, written_at=moment).written_at == moment
    assert store.remarks(CHEN.id)[0].written_at.tzinfo == UTC


def test_hostile_text_comes_back_byte_for_byte(store: Store, path: Path) -> None:
    written(store, HOSTILE, author=HOSTILE, banked=HOSTILE, field=HOSTILE)
    store.close()
    with open_store(path, read_only=True) as again:
        (found,) = again.remarks(CHEN.id)
    assert {found.text, found.author, found.banked, found.field} == {HOSTILE}
    assert found.text.encode() == HOSTILE.encode()


@pytest.mark.parametrize("text", ["", " ", "\n\t　"])
def test_an_empty_remark_is_refused(store: Store, text: str) -> None:
    with pytest.raises(BadInput, match=r"还没有写内容.*Nothing is written"):
        written(store, text)
    assert store.remarks(CHEN.id) == []


def test_a_remark_of_the_greatest_length_is_kept_and_no_longer_one(store: Store) -> None:
    assert written(store, "话" * LONGEST).number == 1
    with pytest.raises(BadInput, match=r"2001 个字，最多 2000.*has 2001 characters"):
        written(store, "话" * (LONGEST + 1))
    assert len(store.remarks(CHEN.id)) == 1


def test_half_a_character_is_refused_in_words(store: Store) -> None:
    with pytest.raises(BadInput, match=r"乱码.*garbled"):
        written(store, "a\ud83d")
    assert store.remarks(CHEN.id) == []


@pytest.mark.parametrize("about", [-1, 2, 3, 10**30])
def test_only_a_remark_can_be_answered(store: Store, about: int) -> None:
    written(store)
    written(store, about=1)
    written(store, trainee=WANG.id)
    with pytest.raises(BadInput, match=r"现有的是：1。.*there are: 1\."):
        written(store, about=about)
    assert len(store.remarks(CHEN.id)) == 2


def test_an_unknown_trainee_or_role_is_met_with_the_nearest(store: Store) -> None:
    with pytest.raises(NotFound, match=CHEN.id):
        written(store, trainee="chen")
    with pytest.raises(NotFound, match="trainee"):
        written(store, role="trainees")


def test_a_store_that_is_only_read_takes_no_remark(store: Store, path: Path) -> None:
    written(store)
    with open_store(path, read_only=True) as reader:
        with pytest.raises(StoreError, match="只读"):
            written(reader)
        assert len(reader.remarks(CHEN.id)) == 1


def test_twenty_who_write_at_once_are_all_heard(path: Path) -> None:
    with ExitStack() as stack:
        stores = [stack.enter_context(open_store(path)) for _ in range(4)]
        stores[0].put_trainees([CHEN])
        with ThreadPoolExecutor(20) as pool:
            at_once = pool.map(lambda at: written(stores[at % 4], f"remark {at}"), range(20))
            numbers = {one.number: one.text for one in at_once}
        assert sorted(numbers) == list(range(1, 21))
        found = stores[0].remarks(CHEN.id)
    assert {one.number: one.text for one in found} == numbers
    assert len(set(numbers.values())) == 20


# -- with the trainee's other data ----------------------------------------------------------------


def test_a_remark_makes_the_page_again_and_its_absence_changes_nothing(
    store: Store, path: Path, tmp_path: Path
) -> None:
    typed(store, {"target": 1})
    before = store.content_hash(CHEN.id)
    written(store, trainee=WANG.id)
    assert store.content_hash(CHEN.id) == before
    seen = {before}
    written(store)
    for change in ("text = 'x'", "author = 'x'", "field = ''", "key = '2026-11'", "number = 2"):
        seen.add(store.content_hash(CHEN.id))
        with closing(sqlite3.connect(path)) as other, other:
            other.execute(f"UPDATE remarks SET {change} WHERE trainee = '{CHEN.id}'")
    assert len(seen | {store.content_hash(CHEN.id)}) == 7


def test_an_extract_has_the_trainees_remarks_and_nobody_elses(store: Store, tmp_path: Path) -> None:
    written(store, "canary-of-chen")
    written(store, "canary-of-wang", trainee=WANG.id)
    written(store, "answer-of-chen", about=1, role="trainee", author=CHEN.id)
    extract = tmp_path / "chen.db"
    digest = store.extract(CHEN.id, extract)
    with open_store(extract, read_only=True) as one:
        assert one.remarks(CHEN.id) == store.remarks(CHEN.id)
        assert one.content_hash(CHEN.id) == digest == store.content_hash(CHEN.id)
    assert b"canary-of-wang" not in extract.read_bytes()


def test_an_erased_trainee_leaves_no_remark_and_no_byte_of_one(store: Store, path: Path) -> None:
    typed(store, {"target": 1})
    written(store, "canary-of-chen")
    written(store, trainee=WANG.id)
    assert b"canary-of-chen" in bytes_beside(path)
    assert store.erase(CHEN.id) == 3
    assert b"canary-of-chen" not in bytes_beside(path)
    assert store.remarks(CHEN.id) == []
    store.put_trainees([CHEN])
    assert written(store).number == 1
    assert len(store.remarks(WANG.id)) == 1


def test_a_backup_has_the_remarks(store: Store, tmp_path: Path) -> None:
    written(store)
    store.backup(tmp_path / "copy.db")
    with open_store(tmp_path / "copy.db", read_only=True) as copy:
        assert copy.remarks(CHEN.id) == store.remarks(CHEN.id)


# -- who has saved something new ------------------------------------------------------------------


def test_a_stamp_changes_with_whatever_is_added_and_with_nothing_else(
    store: Store, path: Path
) -> None:
    seen = [store.stamps()]
    assert set(seen[0]) == {CHEN.id, WANG.id}
    typed(store, {"target": 1})
    seen.append(store.stamps())
    typed(store, {"target": 1}, 1)  # the same again adds nothing
    assert store.stamps() == seen[-1]
    store.keep_import(CHEN.id, "customers", pd.DataFrame({"id": ["1"]}), "a.csv", "s1")
    seen.append(store.stamps())
    written(store)
    seen.append(store.stamps())
    written(store, about=1, written_at=datetime(2026, 1, 1, tzinfo=UTC))
    seen.append(store.stamps())
    assert len({one[CHEN.id] for one in seen}) == 5
    assert {one[WANG.id] for one in seen} == {seen[0][WANG.id]}
    assert all(len(one) <= 20 for stamps in seen for one in stamps.values())
    with open_store(path, read_only=True) as reader:
        assert reader.stamps() == seen[-1]


def test_stamps_and_last_saves_are_those_of_the_cohort(store: Store) -> None:
    store.put_trainees([Trainee(id="zhu-zhu", name="Zhu", cohort=CHEN.cohort)])
    typed(store, {"target": 1})
    typed(store, {"target": 2}, 1)
    typed(store, {"target": 1}, trainee=WANG.id)
    assert set(store.stamps(CHEN.cohort)) == {CHEN.id, "zhu-zhu"}
    assert store.stamps("nobody") == {}
    last = store.history(CHEN.id, "pacing", "2026-12")[-1].saved_at
    assert store.last_saves(CHEN.cohort) == {CHEN.id: last}
    assert set(store.last_saves()) == {CHEN.id, WANG.id}
    assert last.tzinfo == UTC


def test_a_stamp_gives_nothing_away(store: Store) -> None:
    typed(store, {"target": 1})
    assert not any(one in store.stamps()[CHEN.id] for one in (CHEN.id, "2026", CHEN.name))


def test_stamps_read_no_body_and_no_frame(store: Store) -> None:
    """Both would be read from the disk for each trainee of a cohort, every second."""
    asked: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    store.stamps()
    counted = [query for query in asked if "count(" in query]
    assert len(counted) == 3
    with store.engine.connect() as connection:
        for query in counted:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}").all()
            assert [row[3].split(" ")[2:5] for row in plan] == [["USING", "COVERING", "INDEX"]]


# -- a store of the version before ----------------------------------------------------------------

VERSION_1 = """
CREATE TABLE meta (name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name));
CREATE TABLE trainees (id TEXT NOT NULL, name TEXT NOT NULL, cohort TEXT NOT NULL,
    branch TEXT NOT NULL, coach TEXT NOT NULL, language TEXT NOT NULL, role TEXT NOT NULL,
    PRIMARY KEY (id));
CREATE TABLE entries (trainee TEXT NOT NULL, chapter TEXT NOT NULL, "key" TEXT NOT NULL,
    version INTEGER NOT NULL, body TEXT NOT NULL, template TEXT NOT NULL, author TEXT NOT NULL,
    saved_at TEXT NOT NULL, PRIMARY KEY (trainee, chapter, "key", version),
    FOREIGN KEY(trainee) REFERENCES trainees (id));
CREATE TABLE imports (trainee TEXT NOT NULL, kind TEXT NOT NULL, version INTEGER NOT NULL,
    sha256 TEXT NOT NULL, "rows" INTEGER NOT NULL, source TEXT NOT NULL, saved_at TEXT NOT NULL,
    digest TEXT NOT NULL, frame BLOB NOT NULL, PRIMARY KEY (trainee, kind, version),
    FOREIGN KEY(trainee) REFERENCES trainees (id));
CREATE TABLE templates (digest TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (digest));
INSERT INTO meta VALUES ('schema', '1');
INSERT INTO trainees VALUES ('chen-jie', '陈洁', '2026-a', '城东支行', '', 'zh-Hans',
    'relationship manager');
INSERT INTO entries VALUES ('chen-jie', 'pacing', '2026-12', 1, '{"target":1}', 't1', 'chen-jie',
    '2026-12-01T01:00:00.000000+00:00');
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A store as the first version of the program made it."""
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(VERSION_1)
    return path


def test_an_older_store_is_read_as_it_is(old: Path, store: Store) -> None:
    before = old.read_bytes()
    typed(store, {"target": 1})
    with open_store(old, read_only=True) as reader:
        assert [one.body for one in reader.history(CHEN.id, "pacing", "2026-12")] == [{"target": 1}]
        assert reader.remarks(CHEN.id) == []
        assert set(reader.stamps()) == set(reader.last_saves()) == {CHEN.id}
        reader.extract(CHEN.id, old.with_name("extract.db"))
        assert reader.content_hash(CHEN.id) == store.content_hash(CHEN.id)
    assert old.read_bytes() == before


def test_an_older_store_in_a_read_only_folder_can_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "share"
    folder.mkdir()
    with closing(sqlite3.connect(folder / "old.db")) as connection:
        connection.executescript(VERSION_1)
    folder.chmod(0o555)
    try:
        with open_store(folder / "old.db", read_only=True) as reader:
            assert reader.trainees() == [CHEN]
            assert reader.remarks(CHEN.id) == []
    finally:
        folder.chmod(0o755)


def test_an_older_store_becomes_one_of_now_with_nothing_lost(old: Path, store: Store) -> None:
    typed(store, {"target": 1})
    with open_store(old, now=ticking()) as opened:
        assert opened.trainees() == [CHEN]
        assert opened.content_hash(CHEN.id) == store.content_hash(CHEN.id)
        stamp = opened.stamps()[CHEN.id]
        assert written(opened).number == 1
        assert opened.stamps()[CHEN.id] != stamp
        assert typed(opened, {"target": 2}, 1) == 2
    assert schema_of(old) == schema_of(Path(store.place))
    with open_store(old, read_only=True) as reader:
        assert [one.number for one in reader.remarks(CHEN.id)] == [1]


def test_a_reader_sees_the_remarks_once_somebody_has_upgraded_the_store(old: Path) -> None:
    with open_store(old, read_only=True) as reader:
        assert reader.remarks(CHEN.id) == []
        with open_store(old) as opened:
            written(opened)
        assert len(reader.remarks(CHEN.id)) == 1


def test_many_who_upgrade_at_once_find_one_store(old: Path) -> None:
    def arrive(number: int) -> int:
        with open_store(old) as opened:
            return written(opened, f"remark {number}").number

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(arrive, range(8))) == list(range(1, 9))


def test_a_backup_of_the_version_before_can_be_brought_back(old: Path, tmp_path: Path) -> None:
    restore(old, tmp_path / "new.db")
    with open_store(tmp_path / "new.db") as opened:
        assert written(opened).number == 1


def schema_of(path: Path) -> set[str]:
    """The tables and indexes of a store as SQLite tells them, white space apart, and the mark."""
    with closing(sqlite3.connect(path)) as connection:
        made = connection.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
        (mark,) = connection.execute("SELECT value FROM meta WHERE name = 'schema'").fetchone()
    squeezed = {"".join(row[0].replace('"', "").split()) for row in made}
    return squeezed | {mark}
