"""The bank's own words lie beside the store, and go along with whatever is made of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sqlalchemy import make_url

from workbook.errors import BadInput, ContentError
from workbook.store import Store, bank_files, open_store, restore

from .samples import CHEN, WANG, typed

WORDS = "names: [江州银行]\n"
OTHERS = "names: [别家银行]\n"


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(bank_files.VARIABLE, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))


@pytest.fixture
def file(path: Path) -> Path:
    return path.with_name("bank.yaml")


def text_in(path: Path) -> str:
    with open_store(path, read_only=True) as one:
        return one.bank().text


def test_the_file_lies_beside_the_store(store: Store, file: Path) -> None:
    assert store.bank() == ("", "bank.yaml")
    file.write_text(WORDS, encoding="utf-8-sig")
    assert store.bank() == (WORDS, str(file))
    file.unlink()
    assert store.bank().text == ""


def test_for_a_server_it_lies_in_the_data_folder(tmp_path: Path) -> None:
    place = bank_files.place_of("postgresql+psycopg://bank@server/workbook")
    assert place == tmp_path / "home" / "coaching-workbook" / "bank.yaml"


def test_the_variable_names_it_for_any_store(
    store: Store, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text(OTHERS, encoding="utf-8")
    named = tmp_path / "of the bank.yaml"
    named.write_text(WORDS, encoding="utf-8")
    monkeypatch.setenv(bank_files.VARIABLE, str(named))
    assert store.bank() == (WORDS, str(named))
    assert bank_files.place_of(make_url("postgresql://server/x").render_as_string()) == named


@pytest.mark.parametrize("given", ["bank.yaml", "./b/bank.yaml"])
def test_the_variable_has_to_be_a_whole_path(
    store: Store, given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(bank_files.VARIABLE, given)
    with pytest.raises(BadInput, match=str(Path(given).absolute())):
        store.bank()


def test_a_named_file_that_is_not_there_is_told(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(bank_files.VARIABLE, str(tmp_path / "none.yaml"))
    with pytest.raises(ContentError, match=r"none\.yaml:1:1: "):
        store.bank()


def test_what_is_no_text_is_told_with_its_place(store: Store, file: Path) -> None:
    file.write_bytes(WORDS.encode() + "trade: [货款]".encode("gb18030"))
    with pytest.raises(ContentError, match=r"bank\.yaml:2:9: "):
        store.bank()


def test_it_counts_in_the_hash_of_every_trainee_and_in_their_stamps(
    store: Store, file: Path
) -> None:
    hashes = {one: store.content_hash(one) for one in (CHEN.id, WANG.id)}
    stamps = store.stamps()
    file.write_text(WORDS, encoding="utf-8")
    assert all(store.content_hash(one) != known for one, known in hashes.items())
    assert all(store.stamps()[one] != known for one, known in stamps.items())
    file.unlink()
    assert {one: store.content_hash(one) for one in hashes} == hashes
    assert store.stamps() == stamps


@pytest.mark.parametrize("words", [WORDS, ""])
def test_an_extract_sees_what_its_source_saw_wherever_it_is_read(
    store: Store, file: Path, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if words:
        file.write_text(words, encoding="utf-8")
    there = tmp_path / "away" / "workbook.db"
    digest = store.extract(CHEN.id, there)
    assert digest == store.content_hash(CHEN.id)
    there.with_name("bank.yaml").write_text(OTHERS, encoding="utf-8")
    named = tmp_path / "named.yaml"
    named.write_text(OTHERS, encoding="utf-8")
    monkeypatch.setenv(bank_files.VARIABLE, str(named))
    assert text_in(there) == words
    with open_store(there, read_only=True) as one:
        assert one.content_hash(CHEN.id) == digest


def test_a_backup_takes_it_along_and_the_way_back_lays_it_out(
    store: Store, file: Path, tmp_path: Path
) -> None:
    typed(store, {"target": 1})
    file.write_text(WORDS, encoding="utf-8")
    copy, target = tmp_path / "b" / "backup.db", tmp_path / "new" / "workbook.db"
    store.backup(copy)
    assert [one.name for one in copy.parent.iterdir()] == ["backup.db"]
    restore(copy, target)
    assert target.with_name("bank.yaml").read_text(encoding="utf-8") == WORDS
    assert text_in(target) == WORDS
    target.with_name("bank.yaml").unlink()  # taken away on purpose: it does not come back
    assert text_in(target) == ""


def test_another_file_is_kept_beside_when_a_backup_brings_its_own(
    store: Store, file: Path, path: Path, tmp_path: Path
) -> None:
    file.write_text(WORDS, encoding="utf-8")
    store.backup(tmp_path / "backup.db")
    store.close()
    file.write_text(OTHERS, encoding="utf-8")
    restore(tmp_path / "backup.db", path, force=True)
    assert file.read_text(encoding="utf-8") == WORDS
    kept = file.with_name("bank.yaml.before-restore")
    assert kept.read_text(encoding="utf-8") == OTHERS


def test_a_backup_without_one_leaves_what_is_there(
    store: Store, file: Path, path: Path, tmp_path: Path
) -> None:
    store.backup(tmp_path / "backup.db")
    store.close()
    file.write_text(OTHERS, encoding="utf-8")
    restore(tmp_path / "backup.db", path, force=True)
    assert file.read_text(encoding="utf-8") == OTHERS


def test_a_backup_that_is_opened_as_it_is_has_its_words(
    store: Store, file: Path, tmp_path: Path
) -> None:
    file.write_text(WORDS, encoding="utf-8")
    copy = tmp_path / "alone" / "backup.db"
    store.backup(copy)
    assert text_in(copy) == WORDS
    copy.with_name("bank.yaml").write_text(OTHERS, encoding="utf-8")
    assert text_in(copy) == OTHERS


def test_what_is_no_plain_file_is_told(store: Store, file: Path) -> None:
    for made in (lambda: os.mkfifo(file), file.mkdir, lambda: file.symlink_to("/dev/zero")):
        made()
        with pytest.raises(ContentError, match=r"bank\.yaml:1:1: "):
            store.bank()
        file.rmdir() if file.is_dir() else file.unlink()
    file.write_text("# much\n" * 200_000, encoding="utf-8")
    with pytest.raises(ContentError, match=r"bank\.yaml:1:1: "):
        store.bank()
