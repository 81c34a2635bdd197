"""Places for pages: a folder, an S3 server, an FTP server, memory."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from workbook.batch.storage import (
    LOCK,
    Folder,
    OutOfReach,
    Remote,
    Storage,
    beside,
    digest,
    shelf_of,
    without_password,
)
from workbook.errors import BadInput

from .servers import KEY, SECRET, ftp

KINDS = ("folder", "s3", "ftp", "memory")


@pytest.fixture(scope="module")
def ftp_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with ftp(tmp_path_factory.mktemp("ftp") / "x") as port:
        yield f"ftp://{KEY}:{SECRET}@127.0.0.1:{port}"
        for one in fsspec.get_filesystem_class("ftp")._cache.values():
            one.ftp.close()
        fsspec.get_filesystem_class("ftp").clear_instance_cache()


@pytest.fixture(params=KINDS)
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    if request.param == "folder":
        return Folder(tmp_path)
    place = {"s3": "bucket", "ftp": "ftp_url"}.get(request.param)
    before = request.getfixturevalue(place) if place else "memory://"
    return Remote(f"{before}/{tmp_path.name}")


def test_a_file_is_put_read_replaced_and_removed(shelf: Storage) -> None:
    first = shelf.put("chen-jie/plan.html", b"one")
    assert shelf.read("chen-jie/plan.html") == b"one"
    second = shelf.put("chen-jie/plan.html", b"two more")
    assert shelf.read("chen-jie/plan.html") == b"two more"
    assert first != second or first == ""
    assert digest(shelf, "chen-jie/plan.html") != digest(shelf, "none") == ""
    shelf.remove("chen-jie/plan.html")
    shelf.remove("chen-jie/plan.html")
    with pytest.raises(FileNotFoundError):
        shelf.read("chen-jie/plan.html")
    assert shelf.listing() == {}


@pytest.mark.parametrize(("shared", "wanted"), [("", 0o600), ("1", 0o644)])
def test_what_is_put_into_a_folder_is_its_owners_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared: str, wanted: int
) -> None:
    monkeypatch.setenv("WORKBOOK_SHARED", shared)
    before = os.umask(0o022)  # of a notebook, or of a server that another program started
    try:
        Folder(tmp_path).put("chen-jie/plan.html", b"")
    finally:
        os.umask(before)
    assert (tmp_path / "chen-jie/plan.html").stat().st_mode & 0o777 == wanted


def test_a_listing_has_the_stamps_that_putting_gave(shelf: Storage) -> None:
    assert shelf.listing() == {}
    put = {name: shelf.put(name, name.encode()) for name in ("a/x.html", "a/y.html", "z.html")}
    shelf.put(LOCK, b"hidden")
    assert shelf.listing() == put
    knows_times = "memory" not in str(shelf.place(""))
    assert [bool(stamp) for stamp in put.values()] == [knows_times] * 3


def test_all_that_can_be_read_is_read_at_once(shelf: Storage) -> None:
    shelf.put("a/x", b"one")
    shelf.put("b/y", b"two")
    assert shelf.read_all(["a/x", "b/y", "b/none"]) == {"a/x": b"one", "b/y": b"two"}
    assert shelf.read_all([]) == {}


def test_a_file_that_changed_has_another_stamp(tmp_path: Path) -> None:
    shelf = Folder(tmp_path)
    before = shelf.put("page.html", b"one")
    path = tmp_path / "page.html"
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 1))
    assert shelf.listing()["page.html"] != before


# -- whose place it is ----------------------------------------------------------------------------


def test_a_run_that_is_over_puts_nothing_in_a_folder(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    shelf = Folder(tmp_path / "pages", scratch)
    shelf.put("page.html", b"one")
    scratch.rmdir()
    with pytest.raises(OutOfReach):
        shelf.put("page.html", b"two")
    assert shelf.read("page.html") == b"one"


def test_a_machine_without_the_folder_does_not_make_it(tmp_path: Path) -> None:
    shelf = Folder(tmp_path / "elsewhere", tmp_path / "elsewhere" / ".work" / "token")
    with pytest.raises(OutOfReach):
        shelf.put("page.html", b"one")
    assert not (tmp_path / "elsewhere").exists()


def test_a_run_that_lost_its_url_puts_nothing_there() -> None:
    notes = Remote("memory://lost.ledger")
    notes.put(LOCK, b'{"token": "mine"}')
    mine = Remote("memory://lost", f"{notes.url}/{LOCK}", "mine")
    mine.put("page.html", b"one")
    notes.put(LOCK, b'{"token": "theirs"}')
    with pytest.raises(OutOfReach):
        mine.put("page.html", b"two")
    assert mine.read("page.html") == b"one"


# -- addresses ------------------------------------------------------------------------------------


def test_a_path_or_a_file_s_url_is_a_folder(tmp_path: Path) -> None:
    assert shelf_of(tmp_path) == shelf_of(str(tmp_path)) == Folder(tmp_path)
    assert shelf_of(tmp_path.as_uri()) == Folder(tmp_path)
    assert shelf_of("pages") == Folder(Path.cwd() / "pages")


def test_the_ledger_lies_beside(tmp_path: Path) -> None:
    assert beside(Folder(tmp_path / "pages")) == Folder(tmp_path / "pages.ledger")
    assert beside(shelf_of("memory://a/pages/")) == Remote("memory://a/pages.ledger")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("s3://coach", "s3://coach/pages"),
        ("nothing-like-it://coach/pages", r"coaching-workbook\[cluster\]"),
    ],
)
def test_a_url_that_leads_nowhere_is_refused(url: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        shelf_of(url)


def test_a_url_needs_what_speaks_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    monkeypatch.delitem(sys.modules, "fsspec.core")
    with pytest.raises(BadInput, match=r"fsspec.*coaching-workbook\[cluster\]"):
        shelf_of("s3://coach/pages")


def test_no_password_is_told() -> None:
    assert without_password("ftp://li:secret@host/pages") == "ftp://host/pages"
    assert Remote("ftp://li:secret@host/pages").place("a.html") == "ftp://host/pages/a.html"


def test_whatever_a_system_says_is_an_error_of_the_disk(bucket: str) -> None:
    with pytest.raises(OSError, match=r"."):
        Remote("s3://no-such-bucket/pages").put("page.html", b"one")
    with pytest.raises(OSError, match=r"."):
        Remote("ftp://127.0.0.1:1/pages").put("page.html", b"one")
