from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest

from workbook.errors import BadInput, NotFound, StoreError
from workbook.store import ImportNote, Store
from workbook.store.frames import packed

from .samples import CHEN, WANG

BOOK = pd.DataFrame(
    {
        "客户号": ["0012", "6222020000000000001", None],
        "资产": [1, -2, 10**15],
        "余额": [0.5, None, -0.0],
        "开户": [pd.Timestamp("2020-02-29"), pd.NaT, pd.Timestamp("2026-12-01")],
        "本人": [True, False, True],
    }
)


def kept(store: Store, frame: pd.DataFrame, sha: str = "s1", kind: str = "customers") -> int:
    return store.keep_import(CHEN.id, kind, frame, "C:\\下载\\book.csv", sha)[0]


def test_a_table_comes_back_as_it_was(store: Store) -> None:
    kept(store, BOOK)
    found = store.imported(CHEN.id, "customers")
    assert found is not None
    pd.testing.assert_frame_equal(found, BOOK)


def test_days_come_back_as_datetime64(store: Store) -> None:
    kept(store, pd.DataFrame({"day": [date(2026, 12, 1), None]}))
    found = store.imported(CHEN.id, "customers")
    assert found is not None
    assert found["day"].dtype.kind == "M"
    assert found["day"].tolist() == [pd.Timestamp("2026-12-01"), pd.NaT]


def test_an_empty_table_keeps_its_columns(store: Store) -> None:
    kept(store, BOOK.head(0))
    found = store.imported(CHEN.id, "customers")
    assert found is not None
    pd.testing.assert_frame_equal(found, BOOK.head(0))


def test_the_same_file_twice_changes_nothing_and_a_new_one_is_the_latest(store: Store) -> None:
    first, other = BOOK.head(1), BOOK.head(2)
    keep = [(first, "s1"), (first, "s1"), (other, "s2"), (other, "s2"), (first, "s1")]
    answers = [store.keep_import(CHEN.id, "customers", frame, "b", sha) for frame, sha in keep]
    assert answers == [(1, True), (1, False), (2, True), (2, False), (3, True)]
    found = store.imported(CHEN.id, "customers")
    assert found is not None
    assert len(found) == 1


def test_notes_say_where_a_table_came_from_without_the_folder(store: Store) -> None:
    kept(store, BOOK, kind="holdings")
    store.keep_import(CHEN.id, "customers", BOOK.head(2), "/home/chen/客户.xlsx", "s2")
    assert store.imports(CHEN.id) == [
        ImportNote(
            "customers", 1, "s2", 2, "客户.xlsx", datetime(2026, 12, 1, 1, 0, 1, tzinfo=UTC)
        ),
        ImportNote("holdings", 1, "s1", 3, "book.csv", datetime(2026, 12, 1, 1, 0, 0, tzinfo=UTC)),
    ]
    assert store.imports(WANG.id) == []
    assert store.imported(WANG.id, "customers") is None


def test_an_unknown_trainee_has_no_imports(store: Store) -> None:
    with pytest.raises(NotFound, match="chen-jie"):
        store.keep_import("chen", "customers", BOOK, "b", "s1")


@pytest.mark.parametrize(
    ("frame", "column"),
    [
        (pd.DataFrame({"ok": [1, 2], "混": pd.Series([1, "客户张三"], dtype=object)}), "混"),
        (pd.DataFrame([[1, 2]], columns=["a", "a"]), "the column names"),
    ],
)
def test_a_table_that_cannot_be_kept_says_which_column(
    store: Store, frame: pd.DataFrame, column: str
) -> None:
    with pytest.raises(BadInput, match=f"look at: {column}") as refused:
        kept(store, frame)
    assert "张三" not in str(refused.value)
    assert store.imports(CHEN.id) == []


@pytest.mark.parametrize(
    ("blob", "digest"),
    [(packed(BOOK), "another"), (b"not Parquet", hashlib.sha256(b"not Parquet").hexdigest())],
    ids=["another digest", "no Parquet"],
)
def test_damaged_bytes_of_a_table_say_so(
    store: Store, path: Path, blob: bytes, digest: str
) -> None:
    kept(store, BOOK)
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE imports SET frame = ?, digest = ?", (blob, digest))
    with pytest.raises(StoreError, match=r"已损坏.*damaged"):
        store.imported(CHEN.id, "customers")
