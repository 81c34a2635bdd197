"""Any table as CSV, JSON or Markdown: raw numbers in yuan, and no text that runs."""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from workbook import chapters
from workbook.book.trainee_workbook import Book
from workbook.domain.templates import TableWords
from workbook.errors import NotFound
from workbook.export.tables import FORMATS, FORMULA_STARTS, raw_numbers, table_as, text_only

from .books import AUM, LINK, PIECES, SALES, book_in

CALM = settings(deadline=None)
TABLES = [(name, table) for name in chapters.names() for table in chapters.chapter(name).tables]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tables")


@pytest.fixture(scope="module")
def book(folder: Path) -> Iterator[Book]:
    made = book_in(folder)
    with made.store:
        yield made


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    made = book_in(tmp_path_factory.mktemp("empty"), "en", filled=False)
    with made.store:
        yield made


def as_csv(book: Book, chapter: str, table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table_as(book, chapter, table, "csv"))))


def as_json(book: Book, chapter: str, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(table_as(book, chapter, table, "json"))
    return found


# -- every table ----------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(("chapter", "table"), TABLES)
def test_every_table_in_every_shape_has_the_same_rows_and_columns(
    book: Book, chapter: str, table: str
) -> None:
    words = book.pack(chapter).tables[table]
    rows = len(chapters.chapter(chapter).tables[table](book.desk(chapter)))
    columns = list(words.columns)
    lines = list(csv.reader(io.StringIO(table_as(book, chapter, table, "csv"))))
    assert lines[0] == columns
    assert [len(line) for line in lines] == [len(columns)] * (rows + 1)
    records = as_json(book, chapter, table)
    assert len(records) == rows
    assert all(list(record) == columns for record in records)
    marked = table_as(book, chapter, table, "md").splitlines()
    assert len(marked) == rows + 2
    assert rendered(table_as(book, chapter, table, "md")).count("</th>") == len(columns)


@pytest.mark.slow
@pytest.mark.parametrize(("chapter", "table"), TABLES)
def test_a_table_without_rows_has_its_columns(empty: Book, chapter: str, table: str) -> None:
    columns = list(empty.pack(chapter).tables[table].columns)
    rows = len(chapters.chapter(chapter).tables[table](empty.desk(chapter)))
    assert table_as(empty, chapter, table, "csv").splitlines()[0] == ",".join(columns)
    assert len(as_json(empty, chapter, table)) == rows
    labels = [one.label for one in empty.pack(chapter).tables[table].columns.values()]
    assert table_as(empty, chapter, table, "md").splitlines()[0] == f"| {' | '.join(labels)} |"


@pytest.mark.parametrize(("chapter", "table"), TABLES)
def test_no_cell_of_any_table_runs(book: Book, chapter: str, table: str) -> None:
    for row in as_csv(book, chapter, table):
        for cell in row.values():
            assert not cell.startswith(FORMULA_STARTS) or is_number(cell)


def is_number(cell: str) -> bool:
    try:
        return float(cell) < 0
    except ValueError:
        return False


# -- numbers --------------------------------------------------------------------------------------


def test_money_is_in_yuan_and_pieces_are_pieces(book: Book) -> None:
    for rows in (as_csv(book, "pacing", "targets"), as_json(book, "pacing", "targets")):
        targets = {row["indicator"]: (float(row["target"]), float(row["done"])) for row in rows}
        assert targets == {
            SALES: (2_000_000, 12_345),
            PIECES: (7, 2),
            AUM: (1_000_000, -50_000),
        }


def test_days_add_up_to_the_target_to_the_fen(book: Book) -> None:
    rows = as_json(book, "pacing", "days")
    first = [round(row["first_plan"] * 100) for row in rows if row["indicator"] == SALES]
    assert sum(first) == 229_000_000
    assert sum(row["first_plan"] for row in rows if row["indicator"] == PIECES) == 7


def test_what_is_not_known_is_left_out(book: Book) -> None:
    [pieces, *_] = [
        row for row in as_csv(book, "prospects", "prospects") if row["customer"] == "C3"
    ]
    assert (pieces["amount"], pieces["cell"], pieces["next_contact"]) == ("", "", "")
    [record] = [row for row in as_json(book, "prospects", "prospects") if row["customer"] == "C3"]
    assert (record["amount"], record["cell"]) == (None, None)


def test_days_are_iso_and_shares_are_fractions(book: Book) -> None:
    [row] = [row for row in as_json(book, "prospects", "prospects") if row["customer"] == "=A1"]
    assert (row["next_contact"], row["chance"], row["amount"]) == ("2026-12-10", 0.08, 300_000)
    assert as_json(book, "pacing", "weeks")[1]["share"] == 0.4
    assert as_json(book, "pacing", "weeks")[1]["first_day"] == "2026-12-01"


def test_keys_stay_keys_and_lists_are_joined(book: Book) -> None:
    [row] = [row for row in as_csv(book, "prospects", "grid") if row["cell"] == "r2w3"]
    assert (row["listed"], row["amount"], row["customers"]) == ("'=A1", "300000.0", "1")
    assert as_csv(book, "pacing", "weeks")[0]["week"] == "previous_w4"


WORDS = TableWords.model_validate(
    {
        "title": "t",
        "source": "s",
        "columns": {
            "indicator": {"unit": "text", "label": "i"},
            "amount": {"unit": "measure", "label": "a"},
            "money": {"unit": "money", "label": "m"},
            "day": {"unit": "day", "label": "d"},
            "many": {"unit": "list", "label": "l"},
            "absent": {"unit": "money", "label": "x"},
        },
    }
)


@CALM
@given(
    st.lists(
        st.tuples(st.sampled_from(["money", "pieces"]), st.none() | st.integers(-(10**15), 10**15)),
        max_size=6,
    )
)
def test_any_amount_is_the_same_in_yuan(cells: list[tuple[str, int | None]]) -> None:
    columns = {
        "indicator": [name for name, _ in cells],
        "amount": [amount for _, amount in cells],
        "money": [amount for _, amount in cells],
        "day": [None for _ in cells],
        "many": [("a", 1) for _ in cells],
        "unsaid": [1 for _ in cells],
    }
    raw = raw_numbers(pd.DataFrame(columns, dtype=object), WORDS, frozenset({"pieces"}))
    assert list(raw) == ["indicator", "amount", "money", "day", "many"]
    for (name, amount), row in zip(cells, raw.to_dict("records"), strict=True):
        assert (row["day"], row["many"]) == ("", "a; 1")
        if amount is None:
            assert pd.isna(row["amount"])
            assert pd.isna(row["money"])
        else:
            assert row["money"] == amount / 100
            assert row["amount"] == (amount if name == "pieces" else amount / 100)


# -- text -----------------------------------------------------------------------------------------


def test_a_formula_becomes_text_in_csv_and_stays_as_typed_in_json(book: Book) -> None:
    first, second = as_csv(book, "pacing", "helps")
    assert (first["what"], first["who"]) == ("'=HYPERLINK('http://x')", "'+张|行长<b>")
    assert (second["what"], second["who"]) == (f"{LINK}\n$x^2$ `c` *b*_", "'＝cmd")
    assert as_json(book, "pacing", "helps")[0]["what"] == "=HYPERLINK('http://x')"
    assert as_csv(book, "pacing", "plans")[1]["reason"] == "'-1+1"
    assert as_csv(book, "prospects", "prospects")[0]["talked"] == "'@x\ny"


@CALM
@given(st.text(max_size=10) | st.integers() | st.floats(allow_nan=False) | st.none())
def test_only_a_text_that_would_run_is_changed(value: object) -> None:
    made = text_only(value)
    runs = isinstance(value, str) and value[:1] in {*FORMULA_STARTS} and value != ""
    assert made == (f"'{value}" if runs else value)
    assert not (isinstance(made, str) and made.startswith(FORMULA_STARTS))


def rendered(markdown: str) -> str:
    return str(MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown))


def test_what_was_typed_is_no_markup_in_markdown(book: Book) -> None:
    page = rendered(table_as(book, "pacing", "helps", "md"))
    for nasty in ("<a", "<b>", "<code", "<em", "<script"):
        assert nasty not in page
    assert "+张|行长&lt;b&gt;" in page
    assert f"{LINK} $x^2$ `c` *b*_" in page
    assert "\\$x^2\\$" in table_as(book, "pacing", "helps", "md")


def test_markdown_speaks_to_the_reader(folder: Path, book: Book) -> None:
    assert "| 理财/投资销量 | 前置 | 200.00 万元 | 1.23 万元 |" in table_as(
        book, "pacing", "targets", "md"
    )
    english = book_in(folder, "en")
    with english.store:
        said = table_as(english, "pacing", "targets", "md")
    assert "| Investment sales | Front-loaded | 200.00 wan yuan | 1.23 wan yuan |" in said
    assert said.splitlines()[1].startswith("| --- | --- | ---: |")


# -- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chapter", "table", "shape", "offered"),
    [
        ("pacing", "target", "csv", r"these there are:\n(?s:.*)\btargets "),
        ("pacing", "targets", "cvs", "Did you mean: .*csv"),
        ("pacng", "targets", "csv", "Did you mean: .*pacing"),
    ],
)
def test_an_unknown_name_is_met_with_the_nearest(
    book: Book, chapter: str, table: str, shape: str, offered: str
) -> None:
    with pytest.raises(NotFound, match=offered):
        table_as(book, chapter, table, shape)


def test_the_same_page_is_the_same_text(book: Book) -> None:
    for (chapter, table), shape in itertools.product(TABLES[:3], FORMATS):
        assert table_as(book, chapter, table, shape) == table_as(book, chapter, table, shape)
