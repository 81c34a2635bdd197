"""Files of a batch: only those that it made, and all of them as one zip."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from typed import COHORT

from server.serving import Served
from workbook.errors import BadInput, NotFound
from workbook.server.batch_records import Batch, Call, Paper, put
from workbook.server.download import file_below, pack_into

MADE = ("index.html", "chen-jie/pacing.html", "chen-jie/pacing.pdf", "en/wang-lei/plan.ipynb")
INNER = ("en.ledger/wang-lei/plan.json", ".work/x/plan.html", "chen-jie/.1f.new", "en/a.log")


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    for name in (*MADE, *INNER):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, encoding="utf-8")
    return folder


def packed(pages: Path) -> bytes:
    target = io.BytesIO()
    pack_into(target, pages, "workbook-2026-12")
    return target.getvalue()


@pytest.mark.parametrize("name", MADE)
def test_what_the_batch_made_is_found(pages: Path, name: str) -> None:
    assert file_below(pages, name).read_text(encoding="utf-8") == name


@pytest.mark.parametrize(
    "name", [*INNER, "", "chen-jie", "chen-jie/", "/index.html", "nobody/x.html", "a//b.html"]
)
def test_what_is_none_of_its_files_is_not_found(pages: Path, name: str) -> None:
    with pytest.raises(NotFound):
        file_below(pages, name)


@pytest.mark.parametrize(
    "name", ["../batch.json", "chen-jie/../../x.html", "a\0b.html", "x" * 10_000, "a\\..\\b.html"]
)
def test_a_hostile_path_is_refused(pages: Path, name: str) -> None:
    with pytest.raises(BadInput):
        file_below(pages, name)


def test_a_link_leads_nowhere(pages: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_text("secret", encoding="utf-8")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.html").write_text("secret", encoding="utf-8")
    (pages / "link.html").symlink_to(tmp_path / "secret.html")
    (pages / "folder").symlink_to(tmp_path / "outside")
    for name in ("link.html", "folder/secret.html"):
        with pytest.raises(NotFound):
            file_below(pages, name)
    assert b"secret" not in packed(pages)


def test_the_pack_has_what_readers_need_below_one_folder(pages: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(packed(pages))) as pack:
        assert pack.namelist() == sorted(f"workbook-2026-12/{name}" for name in MADE)
        assert pack.read("workbook-2026-12/index.html") == b"index.html"
        assert pack.testzip() is None


def test_the_same_pages_make_the_same_pack(pages: Path) -> None:
    before = packed(pages)
    os.utime(pages / "index.html", (1, 1))
    assert packed(pages) == before


def test_there_is_no_empty_pack(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        packed(tmp_path)


# -- over the wire --------------------------------------------------------------------------------

ID, BEGUN = "0123456789ab", "2026-12-09T01:00:00+00:00"
BATCH = f"/batches/{ID}"


@pytest.fixture(scope="module")
def laid(served: Served, cohort: Path) -> Iterator[Served]:
    """A server that finds a batch which was stopped, in its own folder."""
    folder = served.home / "share" / "coaching-workbook" / "batches" / ID
    for name in MADE:
        (folder / "pages" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "pages" / name).write_text(f"<p>{name}", encoding="utf-8")
    mark = hashlib.sha256(str(cohort).encode()).hexdigest()[:16]
    call = Call(COHORT, month="2026-12", today="2026-12-09", languages=("en",))
    failed = Paper("chen-jie", "pacing", "failed", 1.0, "读不出。 / Cannot be read.")
    told = {"ended": BEGUN, "number": 3, "pages": (failed,), "index": "index.html"}
    put(folder, Batch(ID, "stopped", call, BEGUN, mark, 12, **told))
    yield served
    shutil.rmtree(folder)


def test_a_batch_that_was_left_is_listed(laid: Served) -> None:
    found = {one["id"]: one for one in laid.get("/batches", language="en").json()}
    one = laid.told(laid.get(BATCH, language="en"), "Batch")
    assert one == found[ID]
    assert (one["state"], one["number"], one["wanted"]["month"]) == ("stopped", 3, "2026-12")
    assert one["pages"][0]["reason"] == "Cannot be read."


def test_a_page_is_shown_in_a_sandbox_and_a_file_is_kept(laid: Served) -> None:
    page = laid.get(f"{BATCH}/files/chen-jie/pacing.html")
    assert (page.status_code, page.text) == (200, "<p>chen-jie/pacing.html")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    policy = page.headers["content-security-policy"]
    assert policy.startswith("sandbox ")
    assert "default-src 'none'" in policy
    assert "allow-scripts" not in policy
    assert page.headers["x-content-type-options"] == "nosniff"
    assert "content-disposition" not in page.headers
    for name in ("chen-jie/pacing.pdf", "en/wang-lei/plan.ipynb"):
        kept = laid.get(f"{BATCH}/files/{name}")
        assert kept.headers["content-disposition"].startswith("attachment")


def test_the_pack_comes_as_one_zip(laid: Served) -> None:
    answer = laid.get(f"{BATCH}/pack")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    assert answer.headers["content-disposition"].endswith('.zip"')
    with zipfile.ZipFile(io.BytesIO(answer.content)) as pack:
        assert len(pack.namelist()) == len(MADE)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("files/..%2f..%2fbatch.json", 400),
        ("files/%2e%2e/batch.json", 400),
        ("files/a%00b.html", 400),
        pytest.param(f"files/{'x' * 10_000}", 400, id="10 kB"),
        ("files/nobody.html", 404),
        ("files/chen-jie", 404),
        ("files/", 404),
    ],
)
def test_no_path_leads_elsewhere(laid: Served, path: str, status: int) -> None:
    laid.refused(laid.get(f"{BATCH}/{path}"), status)


def test_another_batch_is_not_there(laid: Served) -> None:
    for path in ("", "/pack", "/files/index.html", "/steps"):
        laid.refused(laid.get(f"/batches/{ID[::-1]}{path}"), 404)
    laid.refused(laid.get("/batches/..%2f..%2fetc"), 400)


def test_nothing_is_stopped_that_has_ended(laid: Served) -> None:
    answer = laid.client.delete(laid.url + BATCH, params={"language": "en"})
    assert "ended already" in laid.refused(answer, 409)


def test_steps_of_a_batch_that_has_ended_are_one(laid: Served) -> None:
    events = list(laid.events(f"{BATCH}/steps"))
    assert [(name, said["state"]) for name, said in events] == [("batch", "stopped")]


@pytest.mark.parametrize(
    ("wanted", "status"),
    [
        ({"cohort": "2026-z"}, 404),
        ({"cohort": COHORT, "chapters": ["lettre"]}, 404),
        ({"cohort": COHORT, "trainees": ["nobody"]}, 404),
        ({"cohort": COHORT, "languages": ["fr"]}, 404),
        ({"cohort": COHORT, "month": "2026-13"}, 400),
        ({"cohort": COHORT, "formats": ["exe"]}, 400),
        ({"cohort": COHORT, "surprise": 1}, 400),
        ({}, 400),
    ],
)
def test_what_makes_no_sense_does_not_begin(laid: Served, wanted: object, status: int) -> None:
    before = laid.get("/batches").json()
    assert laid.refused(laid.post("/batches", wanted), status)
    assert laid.get("/batches").json() == before
