"""Numbers of cards and half characters, typed into every cell: no page and no file repeats them."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typed import CHEN, COHORT, HUANG, MONTH, TODAY, Clock, book_of

from workbook import chapters
from workbook.batch.single_page import export_page
from workbook.book import remarks
from workbook.book.trainee_workbook import Book
from workbook.content.form_fields import describe
from workbook.domain.privacy import UNSEEN
from workbook.export.ics import calendar_file
from workbook.export.tables import FORMATS, table_as
from workbook.export.xlsx import workbook_file
from workbook.pages import parts, read_only_forms, start
from workbook.pages.cohort import open_cohort
from workbook.pages.handouts import handouts
from workbook.pages.progress import standings
from workbook.rendering.printed_sheet import sheet_html
from workbook.store import Store, open_store

CARD, IDENTITY, OLD = "6222021234567890128", "11010519491231002X", "110105491231002"
BLANK, HALF = "\u3000", "\ud83d"
WRITTEN = [
    f"{CARD} {HALF}",
    BLANK.join(("6222", "0212", "3456", "7890", "128")),
    f"{IDENTITY[:6]}·{IDENTITY[6:14]}·{IDENTITY[14:]}",
    f"{CARD[:8]}\u200b{CARD[8:]}",
    OLD,
]
SANE = {"money": "30", "measure": "30", "count": "2", "share": "8%", "day": "12-10", "yes": True}


def typed(field: Mapping[str, Any], text: str, *, wild: bool) -> object:
    """What stands in a cell: the text, in a wild one even where it cannot be read."""
    if field["kind"] == "rows":
        return [row(field["columns"], text, wild=wild)]
    if wild or field["kind"] in ("text", "long_text"):
        return text
    if field["kind"] == "choice":
        return field["options"][0]["key"] if field["options"] else text
    return SANE[field["kind"]]


def row(columns: list[Any], text: str, *, wild: bool) -> dict[str, object]:
    return {one["name"]: typed(one, text, wild=wild) for one in columns}


def body(book: Book, chapter: str, text: str) -> dict[str, Any]:
    """Every cell of a chapter's page filled; of the rows one is sane and one is not."""
    record, words = chapters.chapter(chapter).record, book.pack(chapter).fields
    fields = describe(record, words, book.setting(chapter))["fields"]
    sane, wild = row(fields, text, wild=False), row(fields, text, wild=True)
    both = {one["name"] for one in fields if one["kind"] == "rows"}
    return {name: [*sane[name], *wild[name]] if name in both else sane[name] for name in sane}


@pytest.fixture(
    scope="module",
    params=WRITTEN,
    ids=["card", "ideographic blanks", "dots", "unseen sign", "old"],
)
def hostile(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Book]:
    """Chen Jie's December with the number in every cell, her remark and her coach's name."""
    with open_store(tmp_path_factory.mktemp("hostile") / "workbook.db", now=Clock()) as store:
        store.put_trainees([HUANG])
        yield filled(store, f"客户 {request.param}").still()


def filled(store: Store, text: str) -> Book:
    said = text.replace(HALF, "")  # a remark with half a character is refused at the door
    store.put_trainees([CHEN.model_copy(update={"coach": said})])
    book = book_of(store)
    for name in chapters.names():
        book.save(name, body(book, name, text), 0)
    written = remarks.write(book, "pacing", said, author=said)
    remarks.answer(book, written.number, said, author=said)
    return book_of(store)


def pages(book: Book) -> Iterator[str]:
    """All that notebooks show of a book, as HTML and as plain text."""
    yield start.head(book).html
    for name in chapters.names():
        module = chapters.chapter(name)
        shown = [parts.head(book, name), parts.findings(book, name)]
        shown += [read_only_forms.twin(book, name, ())]
        shown += [parts.table(book, name, one) for one in module.tables]
        for one in shown:
            yield from (one.html, one.text)
        for one in module.handouts:
            yield from map(sheet_html, handouts(book, name, one))


def files(book: Book, folder: Path) -> Iterator[str]:
    """The same as files, and what the server says of it."""
    for name in chapters.names():
        for one in chapters.chapter(name).tables:
            yield from (table_as(book, name, one, shape) for shape in FORMATS)
    for name in ("pacing", "action_plan"):
        yield calendar_file(book, name).decode().replace("\r\n ", "")
    yield export_page(book, "journey", "mmd", folder / "page.mmd").read_text("utf-8")
    yield json.dumps([str(one) for one in standings(book)], ensure_ascii=False)
    yield json.dumps([str(one) for one in remarks.threads(book)], ensure_ascii=False)


def assert_hidden(shown: str) -> None:
    """None of the numbers, whatever stands between its digits; and what UTF-8 can hold."""
    shown.encode()
    flat = UNSEEN.sub("", shown).translate(dict.fromkeys(map(ord, f" {BLANK}·\xa0")))
    for number in (CARD, IDENTITY, OLD):
        assert number not in flat, flat[max(0, flat.find(number) - 60) :][:160]


def test_no_page_repeats_a_private_number_or_half_a_character(hostile: Book) -> None:
    for shown in pages(hostile):
        assert_hidden(shown)


@pytest.mark.parametrize("hostile", WRITTEN[:1], indirect=True)
def test_all_figures_are_drawn(hostile: Book) -> None:
    for name in chapters.names():
        for one in chapters.chapter(name).figures:
            assert_hidden(parts.figure(hostile, name, one).text)


@pytest.mark.slow
def test_no_file_repeats_them(hostile: Book, tmp_path: Path) -> None:
    for shown in files(hostile, tmp_path):
        assert_hidden(shown)


def test_the_cohorts_page_repeats_none(hostile: Book) -> None:
    cohort = open_cohort(COHORT, MONTH, today=TODAY, store=str(hostile.store.engine.url.database))
    for name in ("head", "needs", "groups", "plans", "reasons", "helps", "remarks"):
        shown = getattr(cohort, name)().exhibit
        assert_hidden(shown.html)
        assert_hidden(shown.text)


def test_a_spreadsheet_repeats_them_only_where_they_were_typed(hostile: Book) -> None:
    """What comes back from Excel has to be what went out: the sheets to fill in keep it."""
    made = openpyxl.load_workbook(io.BytesIO(workbook_file(hostile, "pacing")))
    words = hostile.wording.export
    for title in (words["sheet_findings"], words["sheet_tables"]):
        for cells in made[title].iter_rows(values_only=True):
            for value in cells:
                assert_hidden(str(value))


def test_what_was_typed_stays_in_the_store(hostile: Book) -> None:
    entry = hostile.entry("prospects")
    assert entry is not None
    assert entry.body["prospects"][0]["customer"] in {f"客户 {text}" for text in WRITTEN}
