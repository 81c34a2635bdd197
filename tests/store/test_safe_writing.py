"""A file goes where it was said, and through nothing that somebody else put there."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from typed import CHEN

from workbook.batch.single_page import export_page
from workbook.book import importing
from workbook.book.importing import ReadOptions
from workbook.book.trainee_workbook import Book
from workbook.customers.files import column_mapping, file_reader
from workbook.errors import BadInput, StoreError
from workbook.export import xlsx
from workbook.store import Store, open_store
from workbook.store.safe_writing import written_new, written_over

SECRET = b"somebody's own"
Trap = Callable[[Path, Path], object]


def dangling(name: Path, prey: Path) -> None:
    name.symlink_to(prey.with_name("not there"))


def leading(name: Path, prey: Path) -> None:
    name.symlink_to(prey)


def hard(name: Path, prey: Path) -> None:
    os.link(prey, name)


def folder(name: Path, prey: Path) -> None:
    name.mkdir()


def pipe(name: Path, prey: Path) -> None:
    os.mkfifo(name)


def round_about(name: Path, prey: Path) -> None:
    name.symlink_to(name)


TRAPS: tuple[Trap, ...] = (dangling, leading, hard, folder, pipe, round_about)


@pytest.mark.timeout(60)  # a pipe would be waited for
@pytest.mark.parametrize("put", [folder, pipe, lambda name, _: name.symlink_to("/dev/zero")])
@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".jsonl", ".conflicts.csv"])
def test_what_is_no_file_is_not_read(
    store: Store, tmp_path: Path, prey: Path, put: Trap, ending: str
) -> None:
    path = tmp_path / f"brought{ending}"
    put(path, prey)
    doors: list[Callable[[], object]] = [
        lambda: importing.import_customers(store, CHEN.id, "customers", path, ReadOptions()),
        lambda: importing.import_roster(store, path, ReadOptions(language="en")),
        lambda: column_mapping.read_mapping(path),
        lambda: importing.import_choices(store, path, "") or importing.import_entries(store, path),
        lambda: xlsx.read_back(store, path, ""),
        lambda: importing.import_remarks(store, path),
    ]
    for read in doors:
        with pytest.raises(BadInput, match=path.name):
            read()


def test_what_is_no_file_is_called_that(store: Store, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "c.csv")
    for language, words in (("zh-Hans", "不是文件"), ("en", "is no file")):
        with pytest.raises(BadInput, match=words):
            file_reader.read_file(tmp_path / "c.csv", "customers", ReadOptions(language))


@pytest.fixture
def prey(tmp_path: Path) -> Path:
    """A file elsewhere that must stay as it is."""
    place = tmp_path / "elsewhere"
    place.mkdir()
    (place / "prey").write_bytes(SECRET)
    return place / "prey"


def untouched(prey: Path) -> bool:
    """Whether the file, and its folder, are as they were."""
    return prey.read_bytes() == SECRET and [one.name for one in prey.parent.iterdir()] == ["prey"]


@pytest.mark.parametrize("trap", TRAPS)
def test_a_new_file_goes_through_nothing(tmp_path: Path, prey: Path, trap: Trap) -> None:
    name = tmp_path / "name"
    trap(name, prey)
    with pytest.raises(FileExistsError):
        written_new(name, b"mine")
    assert untouched(prey)


@pytest.mark.parametrize("trap", [one for one in TRAPS if one is not hard])
def test_a_file_takes_the_place_of_plain_files_alone(
    tmp_path: Path, prey: Path, trap: Trap
) -> None:
    name = tmp_path / "name"
    trap(name, prey)
    with pytest.raises(FileExistsError):
        written_over(name, b"mine")
    assert untouched(prey)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["elsewhere", "name"]


def test_a_file_with_two_names_loses_one_and_keeps_what_is_in_it(
    tmp_path: Path, prey: Path
) -> None:
    name = tmp_path / "name"
    hard(name, prey)
    written_over(name, b"mine")
    assert name.read_bytes() == b"mine"
    assert untouched(prey)


def test_a_file_takes_the_place_of_an_older_one(tmp_path: Path) -> None:
    name = tmp_path / "a folder" / "name"
    for content in (b"one", b"two"):
        written_over(name, content)
        assert name.read_bytes() == content


def test_what_is_written_is_its_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        written_new(tmp_path / "new", b"")
        written_over(tmp_path / "over", b"")
    finally:
        os.umask(before)
    for name in ("new", "over"):
        assert not stat.S_IMODE((tmp_path / name).stat().st_mode) & 0o077


# -- a trainee's folder, from which a coach imports ------------------------------------------------


@pytest.mark.parametrize("trap", TRAPS)
def test_rejected_rows_go_through_no_link(
    store: Store, tmp_path: Path, prey: Path, trap: Trap
) -> None:
    hers = tmp_path / "hers"
    hers.mkdir()
    (hers / "customers.csv").write_text("客户号,资产\nK1,5\nK2,x\n", encoding="utf-8")
    for name in ("customers.rejected.csv", "customers-2.rejected.csv"):
        trap(hers / name, prey)
    report = importing.import_customers(
        store, CHEN.id, "customers", hers / "customers.csv", ReadOptions()
    )
    assert untouched(prey)
    assert report.rejected == hers / "customers-3.rejected.csv"
    assert not report.rejected.is_symlink()
    assert not stat.S_IMODE(report.rejected.stat().st_mode) & 0o077
    assert "K2" in report.rejected.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("trap", [dangling, leading, folder, pipe])
def test_an_exported_page_goes_through_no_link(
    filled: Book, tmp_path: Path, prey: Path, trap: Trap
) -> None:
    name = tmp_path / "page.ics"
    trap(name, prey)
    with pytest.raises(BadInput, match="--out"):
        export_page(filled, "pacing", "ics", name)
    assert untouched(prey)


def test_a_backup_and_a_new_store_go_through_no_link(
    store: Store, tmp_path: Path, prey: Path
) -> None:
    dangling(tmp_path / "link", prey)
    with pytest.raises(BadInput, match="already"):
        store.backup(tmp_path / "link")
    with pytest.raises(StoreError, match="link"):
        open_store(tmp_path / "link")
    assert untouched(prey)
