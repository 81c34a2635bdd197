"""The record of what is done."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from dataclasses import replace
from pathlib import Path

import pytest

from workbook.batch.ledger import Ledger, opened
from workbook.batch.records import Failure, Made, Record
from workbook.batch.storage import Folder, Storage, beside, shelf_of

AT = dt.datetime(2026, 12, 9, 8, tzinfo=dt.UTC)
PLAN = "chen-jie/plan"
FILE = f"{PLAN}.html"


@pytest.fixture(params=["folder", "s3"])
def out(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    if request.param == "folder":
        return Folder(tmp_path / "pages")
    return shelf_of(f"{request.getfixturevalue('bucket')}/{tmp_path.name}/pages")


def of(out: Storage) -> Ledger:
    if isinstance(out, Folder):
        out.root.mkdir(exist_ok=True)
        out.root.with_name("pages.ledger").mkdir(exist_ok=True)
    return opened(beside(out), out, [PLAN])


@pytest.fixture
def made(out: Storage) -> Made:
    of(out)
    stamps = {FILE: out.put(FILE, b"page")}
    files = {FILE: hashlib.sha256(b"page").hexdigest()}
    return Made(fingerprint="f1", files=files, stamps=stamps, tally=None, at=AT, seconds=1.5)


def test_what_was_written_is_read_again(out: Storage, made: Made) -> None:
    failure = Failure(reason="timeout", limit=600, at=AT)
    of(out).write(PLAN, Record(made=made, failure=failure))
    assert of(out).read(PLAN) == Record(made=made, failure=failure)
    assert of(out).read("chen-jie/letter") == Record()


@pytest.mark.parametrize("torn", [b"", b"{", b'{"made": 3}', b"\x00" * 40])
def test_a_torn_line_counts_as_never_run(out: Storage, made: Made, torn: bytes) -> None:
    of(out).write(PLAN, Record(made=made))
    beside(out).put(f"{PLAN}.json", torn)
    assert not of(out).stands(PLAN, "f1")


def test_a_page_stands_while_nothing_it_depends_on_changed(out: Storage, made: Made) -> None:
    of(out).write(PLAN, Record(made=made))
    assert of(out).stands(PLAN, "f1")
    assert not of(out).stands(PLAN, "f2")
    out.put(FILE, b"egap")
    assert not of(out).stands(PLAN, "f1")
    out.remove(FILE)
    assert not of(out).stands(PLAN, "f1")


def test_a_page_that_failed_since_does_not_stand(out: Storage, made: Made) -> None:
    of(out).write(PLAN, Record(made=made, failure=Failure(reason="disk", at=AT)))
    assert not of(out).stands(PLAN, "f1")


def test_what_was_not_touched_is_not_read(out: Storage, made: Made) -> None:
    """Whoever says another hash of an untouched file is believed: nobody looked."""
    unread = made.model_copy(update={"files": {FILE: "of something else"}})
    of(out).write(PLAN, Record(made=unread))
    assert of(out).stands(PLAN, "f1")
    touched = replace(of(out), there={FILE: "touched"})
    assert not touched.stands(PLAN, "f1")


def test_a_file_that_was_only_touched_is_read_once(tmp_path: Path) -> None:
    out = Folder(tmp_path / "pages")
    of(out)
    files = {FILE: hashlib.sha256(b"page").hexdigest()}
    stamps = {FILE: out.put(FILE, b"page")}
    made = Made(fingerprint="f1", files=files, stamps=stamps, tally=None, at=AT, seconds=1.5)
    of(out).write(PLAN, Record(made=made))
    os.utime(tmp_path / "pages" / FILE, (1, 1))
    assert of(out).stands(PLAN, "f1")
    noted = of(out).read(PLAN).made
    assert noted is not None
    assert noted.stamps == out.listing() != made.stamps
    assert noted.files == files


def test_a_line_of_before_there_were_stamps_is_read(out: Storage, made: Made) -> None:
    old = made.model_dump_json(exclude={"stamps"})
    beside(out).put(f"{PLAN}.json", f'{{"made":{old},"failure":null}}'.encode())
    assert of(out).stands(PLAN, "f1")
    noted = of(out).read(PLAN).made
    assert noted is not None
    assert noted.stamps == made.stamps
