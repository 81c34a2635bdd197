"""A page for another program: for a browser, paper, a spreadsheet, a calendar, a diagram."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pytest
from markup import Page
from pypdf import PdfReader
from typed import PACING, book_of, saved

from workbook.batch.formats import WRITTEN
from workbook.batch.single_page import export_page
from workbook.batch.workers import pool
from workbook.book.trainee_workbook import Book
from workbook.errors import BadInput, NotFound
from workbook.store import Store

HOSTILE = '<script>alert(1)</script> =HYPERLINK("http://x") $x^2$'


def test_a_page_is_named_by_chapter_trainee_and_month(
    filled: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert export_page(filled, "pacing", "ics") == Path("pacing-chen-jie-2026-12.ics")
    assert Path("pacing-chen-jie-2026-12.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_a_page_goes_where_it_is_told(filled: Book, tmp_path: Path) -> None:
    out = tmp_path / "new" / "folder" / "page.xlsx"
    assert export_page(filled, "pacing", "xlsx", out) == out
    assert openpyxl.load_workbook(io.BytesIO(out.read_bytes())).sheetnames


def test_the_html_is_the_page_that_the_batch_makes(store: Store, tmp_path: Path) -> None:
    body = PACING | {"helps": [{"what": HOSTILE}]}
    book = saved(book_of(store, language="en"), body, {})
    out = export_page(book, "pacing", "html", tmp_path / "page.html")
    html = out.read_text(encoding="utf-8")
    page = Page(html)
    assert HOSTILE in page.text
    assert "Monthly pacing" in page.text or book.pack("pacing").label in page.text
    assert "229.00" in page.text
    assert not [at for at in page.leads_to() if re.match(r"(src|href)=(https?:|//)", at)]
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_a_page_can_be_made_by_a_process_that_stays(filled: Book, tmp_path: Path) -> None:
    """A chapter without a page of its own is shown on the page that it goes with."""
    before = filled.store.content_hash(filled.trainee.id)
    with pool(1) as executor:
        pages = [
            export_page(filled, chapter, "html", tmp_path / chapter, executor).read_text("utf-8")
            for chapter in ("pacing", "prospects")
        ]
    assert Page(pages[0]).text == Page(pages[1]).text
    assert "229.00" in Page(pages[0]).text
    assert filled.store.content_hash(filled.trainee.id) == before


@pytest.mark.parametrize("shape", ["docx", "htm", "", "XLSX"])
def test_an_unknown_format_is_answered_with_the_nearest(filled: Book, shape: str) -> None:
    with pytest.raises(NotFound, match=r"html|xlsx|ics"):
        export_page(filled, "pacing", shape)


@pytest.mark.parametrize("shape", [one for one in WRITTEN if one not in ("ics", "mmd")])
def test_an_unknown_chapter_is_answered_with_the_nearest(
    filled: Book, shape: str, tmp_path: Path
) -> None:
    with pytest.raises(NotFound, match="pacing"):
        export_page(filled, "pacin", shape, tmp_path / "x")


def test_a_month_and_a_week_have_a_calendar(filled: Book, tmp_path: Path) -> None:
    for chapter in ("pacing", "action_plan"):
        out = export_page(filled, chapter, "ics", tmp_path / f"{chapter}.ics")
        assert out.read_bytes().startswith(b"BEGIN:VCALENDAR")
    with pytest.raises(BadInput, match="pacing, action_plan"):
        export_page(filled, "prospects", "ics", tmp_path / "x")


def test_only_the_journey_has_a_diagram(filled: Book, tmp_path: Path) -> None:
    out = export_page(filled, "journey", "mmd", tmp_path / "journey.mmd")
    assert out.read_text(encoding="utf-8").startswith("journey\n")
    with pytest.raises(BadInput, match="journey"):
        export_page(filled, "pacing", "mmd", tmp_path / "x")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("chapter", "landscape"), [("pacing", False), ("battle_map", True), ("action_plan", False)]
)
def test_what_is_handed_over_prints_on_one_page(
    filled: Book, chapter: str, landscape: bool, tmp_path: Path
) -> None:
    out = export_page(filled, chapter, "pdf", tmp_path / "page.pdf")
    (page,) = PdfReader(out).pages
    assert (page.mediabox.width > page.mediabox.height) is landscape
    words = filled.pack(chapter).sheets
    assert all(one.title in page.extract_text() for one in words.values())


@pytest.mark.slow
def test_a_chapter_without_a_sheet_is_printed_whole(filled: Book, tmp_path: Path) -> None:
    out = export_page(filled, "journey", "pdf", tmp_path / "page.pdf")
    assert len(PdfReader(out).pages) > 3


def test_a_weeks_page_is_named_by_its_week(
    filled: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert export_page(filled, "action_plan", "ics") == Path("action_plan-chen-jie-2026-W50.ics")


def test_a_place_that_cannot_be_written_is_said(filled: Book, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for out in (tmp_path, tmp_path / "file" / "page.ics"):
        with pytest.raises(BadInput, match="--out"):
            export_page(filled, "pacing", "ics", out)
