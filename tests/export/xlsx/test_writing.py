"""What goes out: values that Excel calculates with, lists to choose from, and nothing that runs."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest

from workbook import chapters
from workbook.book.opening import open_book
from workbook.book.trainee_workbook import Book
from workbook.errors import NotFound
from workbook.export.xlsx import workbook_file
from workbook.store import Store

from .conftest import (
    ABOUT,
    ACTUALS,
    FIELDS,
    MONTH,
    NASTY,
    PACING,
    PROSPECT,
    SHARES,
    TARGETS,
    TODAY,
    TRAINEE,
)


@pytest.fixture(scope="module")
def page(exported: bytes) -> Any:
    """The same, opened to be looked at."""
    return opened(exported)


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_the_same_content_is_the_same_bytes(book: Book) -> None:
    still = book.still()
    assert workbook_file(still, "pacing") == workbook_file(still, "pacing")


def test_numbers_days_and_shares_are_values(page: Any) -> None:
    assert page[TARGETS]["B5"].value == 229
    assert page[TARGETS]["B5"].number_format == "#,##0.00####"
    assert page[TARGETS]["B6"].number_format == "#,##0"
    assert page[SHARES]["B5"].value == 0.4
    assert [page[SHARES][place].number_format for place in ("B5", "B6", "B7")] == [
        "0%",
        "0.0###%",
        "0%",
    ]
    assert page[ACTUALS]["A5"].value.date() == dt.date(2026, 12, 2)
    assert page[FIELDS]["B8"].value == "0012"


def test_what_cannot_be_read_goes_out_as_it_was_typed(page: Any) -> None:
    cell = page[ACTUALS]["A7"]
    assert (cell.value, cell.style) == ("12-44", "input unread")


def test_no_cell_of_the_file_is_a_formula(book: Book) -> None:
    notes = [{"day": "12-01", "indicator": "policies", "done": "1", "note": one} for one in NASTY]
    book.save("pacing", PACING | {"actuals": notes, "answer": NASTY[0]}, 1)
    made = opened(workbook_file(book, "pacing"))
    cells = [cell for sheet in made.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type in ("f", "e")]
    answer = next(cell for cell in made[FIELDS]["B"] if cell.value == NASTY[0])
    assert answer.quotePrefix
    assert made[ACTUALS]["D11"].value == "a␁b␡"


def test_lists_stand_on_a_hidden_sheet(page: Any) -> None:
    offers = [one for sheet in page.worksheets for one in sheet.data_validations.dataValidation]
    assert len(offers) == 16
    for offer in offers:
        title, place = offer.formula1.split("!")
        sheet = page[title.strip("'")]
        assert sheet.sheet_state == "hidden"
        assert all(row[0].value for row in sheet[place.replace("$", "")])
    indicators = page[TARGETS].data_validations.dataValidation[0]
    assert "A5:A3007" in str(indicators.sqref)


def test_only_input_cells_are_open_and_sixty_rows_are_ready(page: Any) -> None:
    sheet = page[TARGETS]
    assert all(not sheet[f"B{row}"].protection.locked for row in range(5, 5 + 2 + 60))
    locked = [one.title for one in page.worksheets if one.protection.sheet]
    assert locked == ["填写说明", FIELDS, "页面提醒", "计算结果", ABOUT]
    assert page[FIELDS]["A4"].protection.locked
    assert not page[FIELDS]["B4"].protection.locked


def test_every_sheet_prints_on_a4_landscape(page: Any) -> None:
    for sheet in page.worksheets:
        if sheet.sheet_state == "visible":
            assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == (
                "landscape",
                9,
            )
            assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_results_are_numbers_in_the_banks_unit(page: Any) -> None:
    cells = [cell for row in page["计算结果"] for cell in row]
    targets = [cell for cell in cells if cell.value == 229]
    assert targets
    assert targets[0].number_format == '#,##0.00" 万元"'


def test_the_results_of_all_tools_of_a_page_stand_in_its_file(page: Any, book: Book) -> None:
    said = [row[0].value for row in page["计算结果"]]
    for tool in chapters.pages()["pacing"]:
        for name in chapters.chapter(tool).results:
            assert book.pack(tool).tables[name].title in said
    assert book.pack("journey").label not in said


@pytest.mark.parametrize("name", chapters.pages())
def test_every_page_is_a_file_under_its_own_name(store: Store, name: str) -> None:
    made = opened(workbook_file(open_book(store, TRAINEE, MONTH, TODAY), name))
    assert chapters.title(name, "zh-Hans") in made["填写说明"]["A1"].value


@pytest.mark.parametrize("chapter", ["pacing", "prospects"])
def test_a_page_that_nobody_filled_in_goes_out_too(store: Store, chapter: str) -> None:
    empty = open_book(store, TRAINEE, MONTH, TODAY)
    made = opened(workbook_file(empty, chapter))
    assert made[PROSPECT]["A5"].value is None


def test_an_unknown_chapter_is_refused(book: Book) -> None:
    with pytest.raises(NotFound, match="pacing"):
        workbook_file(book, "pacin")
