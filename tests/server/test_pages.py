"""A page in report mode: shown in a sandbox, kept as a file, and nothing is written."""

from __future__ import annotations

import io
import sys
import time
from pathlib import Path

import openpyxl
import pytest
from markup import Page
from pypdf import PdfReader
from typed import CHEN, PACING, book_of

from server.serving import Served
from workbook.store import open_store

PACING_PAGE = "/trainees/chen-jie/pages/pacing"


def test_a_preview_is_the_page_in_a_sandbox(served: Served, cohort: Path) -> None:
    with open_store(cohort, read_only=True) as store:
        before = store.content_hash(CHEN.id)
    took = []
    for _ in range(2):
        begun = time.perf_counter()
        answer = served.get(PACING_PAGE)
        took.append(f"{time.perf_counter() - begun:.1f} s")
    sys.stderr.write(f"a preview took {' and then '.join(took)}\n")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "content-disposition" not in answer.headers
    policy = answer.headers["content-security-policy"].split("; ")
    assert {"sandbox", "default-src 'none'", "img-src data:"} <= set(policy)
    page = Page(answer.text)
    with open_store(cohort, read_only=True) as store:
        assert book_of(store).pack("pacing").label in page.text
        assert store.content_hash(CHEN.id) == before
    assert PACING["helps"][0]["what"] in page.text


def test_a_preview_in_another_language(served: Served) -> None:
    answer = served.get(PACING_PAGE, language="en")
    assert "Monthly pacing" in answer.text or "Weeks" in answer.text


def test_a_chapter_is_shown_on_its_page(served: Served) -> None:
    answer = served.get("/trainees/chen-jie/pages/prospects")
    assert answer.status_code == 200, answer.text
    assert "C0003" in Page(answer.text).text


@pytest.mark.parametrize("page", ["start", "customers"])
def test_a_page_is_known_by_its_own_name_too(served: Served, page: str) -> None:
    found = served.told(served.get(f"/trainees/chen-jie/pages/{page}/known"), "KnownPage")
    assert "<h2>" in found["html"]
    assert "<html" in served.get(f"/trainees/chen-jie/pages/{page}").text


def test_files_are_kept_under_a_name_that_says_what_they_are(served: Served) -> None:
    answer = served.get(PACING_PAGE, shape="xlsx", download="1")
    said = answer.headers["content-disposition"]
    assert said.startswith("attachment")
    assert "pacing-chen-jie-2026-12.xlsx" in said
    assert openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames
    answer = served.get(PACING_PAGE, shape="ics", download="1")
    assert answer.content.startswith(b"BEGIN:VCALENDAR")
    answer = served.get(PACING_PAGE, shape="pdf", download="1")
    assert answer.headers["content-type"] == "application/pdf"
    assert len(PdfReader(io.BytesIO(answer.content)).pages) == 1
    answer = served.get("/trainees/chen-jie/pages/journey", shape="mmd")
    assert answer.text.startswith("journey\n")


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        (PACING_PAGE, {"shape": "docx"}, 400),
        (PACING_PAGE, {"download": "yes"}, 400),
        (PACING_PAGE, {"month": "2026-13"}, 400),
        (PACING_PAGE, {"shape": "mmd"}, 400),
        ("/trainees/chen-jie/pages/pacin", {}, 404),
        ("/trainees/nobody/pages/pacing", {}, 404),
    ],
)
def test_what_cannot_be_made_is_said(
    served: Served, path: str, query: dict[str, str], status: int
) -> None:
    answer = served.get(path, **query)
    assert served.refused(answer, status)
    assert "sandbox" in answer.headers["content-security-policy"]


def test_while_a_page_is_made_what_is_known_of_it_is_there_at_once(served: Served) -> None:
    wanted = {"language": "zh-Hant"}

    def known() -> tuple[str, str]:
        found = served.told(served.get(f"{PACING_PAGE}/known", **wanted), "KnownPage")
        return found["state"], found["html"]

    begun = time.perf_counter()
    state, html = known()
    sys.stderr.write(f"what was typed took {time.perf_counter() - begun:.2f} s\n")
    page = Page(html)
    assert state == "typed"
    assert PACING["helps"][0]["what"] in page.text
    assert "C0003" in page.text, "the chapter that stands on the same page"
    assert "<script" not in html
    now = served.get(PACING_PAGE, **wanted).text
    assert known() == ("made", now)
    served.post("/trainees/chen-jie/remarks", {"chapter": "pacing", "text": "Look at week two."})
    assert known() == ("before", now)
    assert "Look at week two." in served.get(PACING_PAGE, **wanted).text
    state, html = known()
    assert (state, "Look at week two." in html) == ("made", True)
