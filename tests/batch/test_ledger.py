"""The record of what is done."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from workbook.batch.ledger import Ledger, alone, ledger_of
from workbook.batch.records import Failure, Made, Record
from workbook.errors import BadInput

AT = dt.datetime(2026, 12, 9, 8, tzinfo=dt.UTC)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return ledger_of(tmp_path / "pages")


@pytest.fixture
def made(ledger: Ledger) -> Made:
    (ledger.out / "chen-jie").mkdir(parents=True)
    (ledger.out / "chen-jie" / "plan.html").write_bytes(b"page")
    files = {"chen-jie/plan.html": hashlib.sha256(b"page").hexdigest()}
    return Made(fingerprint="f1", files=files, tally=None, at=AT, seconds=1.5)


def test_it_lies_beside_the_pages(ledger: Ledger, tmp_path: Path) -> None:
    assert ledger.folder == tmp_path / "pages.ledger"


def test_what_was_written_is_read_again(ledger: Ledger, made: Made) -> None:
    failure = Failure(reason="timeout", limit=600, at=AT)
    ledger.write("chen-jie/plan", Record(made=made, failure=failure))
    assert ledger.read("chen-jie/plan") == Record(made=made, failure=failure)
    assert ledger.read("chen-jie/letter") == Record()


@pytest.mark.parametrize("torn", ["", "{", '{"made": 3}', "\x00" * 40])
def test_a_torn_line_counts_as_never_run(ledger: Ledger, made: Made, torn: str) -> None:
    ledger.write("chen-jie/plan", Record(made=made))
    (ledger.folder / "chen-jie" / "plan.json").write_text(torn, encoding="utf-8")
    assert not ledger.stands("chen-jie/plan", "f1")


def test_a_page_stands_while_nothing_it_depends_on_changed(ledger: Ledger, made: Made) -> None:
    ledger.write("chen-jie/plan", Record(made=made))
    assert ledger.stands("chen-jie/plan", "f1")
    assert not ledger.stands("chen-jie/plan", "f2")
    (ledger.out / "chen-jie" / "plan.html").write_bytes(b"other")
    assert not ledger.stands("chen-jie/plan", "f1")


def test_a_page_that_failed_since_does_not_stand(ledger: Ledger, made: Made) -> None:
    ledger.write("chen-jie/plan", Record(made=made, failure=Failure(reason="disk", at=AT)))
    assert not ledger.stands("chen-jie/plan", "f1")


def test_only_one_run_at_a_time(ledger: Ledger) -> None:
    with alone(ledger):
        with pytest.raises(BadInput, match=r"pages.*--out"), alone(ledger):
            pass
        with alone(ledger_of(ledger.out.with_name("others"))):
            pass
    with alone(ledger):
        pass


def test_a_lock_that_a_dead_process_left_holds_nobody_up(ledger: Ledger) -> None:
    ledger.folder.mkdir(parents=True)
    (ledger.folder / ".lock").write_text("1", encoding="utf-8")
    with alone(ledger):
        pass
