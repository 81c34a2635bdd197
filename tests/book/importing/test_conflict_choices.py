"""What both sides changed goes into a file that says how to choose, and comes back chosen."""

from __future__ import annotations

import csv
import io
import json
import stat
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typed import CHEN, MONTH, PACING, book_of

from workbook.book import importing
from workbook.book.importing import Report
from workbook.book.trainee_workbook import Book
from workbook.errors import BadInput
from workbook.store import Store

THEIRS = {
    "answer": "=from the file",
    "targets": [{"indicator": "investment_sales", "target": "300"}],
}


def clashed(store: Store, folder: Path) -> Path:
    """The file of conflicts of a file that says something else than the page."""
    path = folder / "e.jsonl"
    line = {"trainee": CHEN.id, "chapter": "pacing", "key": MONTH, "body": THEIRS}
    path.write_text(json.dumps(line), encoding="utf-8")
    report = importing.with_choices(importing.import_entries(store, path), path, "zh-Hans")
    (note,) = report.notes
    assert note.endswith("e.conflicts.csv")
    return folder / "e.conflicts.csv"


def rows_in(path: Path) -> list[list[str]]:
    text = path.read_text(encoding="utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def decided(path: Path, *words: str, encoding: str = "utf-8-sig", separator: str = ",") -> Path:
    head, *rows = rows_in(path)
    for row, word in zip(rows, words, strict=True):
        row[0] = word
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=separator).writerows([head, *rows])
    chosen = path.with_name("chosen.csv")
    chosen.write_bytes(buffer.getvalue().encode(encoding))
    return chosen


def taken(store: Store, path: Path) -> Report:
    report = importing.import_choices(store, path, "")
    assert report is not None
    return report


def body_of(book: Book) -> dict[str, Any]:
    entry = book_of(book.store).entry("pacing")
    assert entry is not None
    return entry.body


def test_the_file_says_how_to_choose_and_is_its_readers_alone(filled: Book, tmp_path: Path) -> None:
    path = clashed(filled.store, tmp_path)
    head, *rows = rows_in(path)
    assert "表里" in head[0]
    assert "练习册" in head[0]
    assert len(rows) == 2
    assert {row[0] for row in rows} == {""}
    said = " ".join(" ".join(row[:5]) for row in rows)
    for text in ("from the file", PACING["answer"], "300", "229"):
        assert text in said
    assert not any(cell.startswith("=") for row in rows for cell in row)
    assert not stat.S_IMODE(path.stat().st_mode) & 0o077


@pytest.mark.parametrize(
    ("encoding", "separator"), [("utf-8-sig", ","), ("gb18030", ","), ("utf-16", "\t")]
)
def test_what_was_chosen_is_taken_and_all_else_stays(
    filled: Book, tmp_path: Path, encoding: str, separator: str
) -> None:
    path = clashed(filled.store, tmp_path)
    chosen = decided(path, "表里", "“表里”", encoding=encoding, separator=separator)
    assert taken(filled.store, chosen).problems == ()
    first, second = PACING["targets"]
    assert body_of(filled) == PACING | {
        "answer": THEIRS["answer"],
        "targets": [{**first, "target": "300"}, second],
    }
    assert (taken(filled.store, chosen).changed, body_of(filled)["answer"]) == (
        0,
        THEIRS["answer"],
    )


@pytest.mark.parametrize("word", ["", "练习册", "workbook"])
def test_what_was_not_chosen_stays(filled: Book, tmp_path: Path, word: str) -> None:
    report = taken(filled.store, decided(clashed(filled.store, tmp_path), word, word))
    assert (report.changed, report.partly) == (0, False)
    assert body_of(filled) == PACING


def test_a_word_that_is_neither_and_a_page_that_changed_again_are_named(
    filled: Book, tmp_path: Path
) -> None:
    chosen = decided(clashed(filled.store, tmp_path), "表里", "也许")
    filled.save("pacing", PACING | {"answer": "a third"}, 1)
    report = taken(filled.store, chosen)
    assert report.changed == 0
    assert len(report.problems) == 2
    assert "chosen.csv:3" in report.problems[1]
    assert body_of(filled)["answer"] == "a third"


def test_a_file_whose_last_column_was_changed_says_so(filled: Book, tmp_path: Path) -> None:
    path = clashed(filled.store, tmp_path)
    path.write_text(path.read_text("utf-8-sig").replace("{", "["), encoding="utf-8-sig")
    with pytest.raises(BadInput, match="最后一列"):
        importing.import_choices(filled.store, path, "")


@pytest.mark.parametrize("content", [b"", b"{}\n", b"PK\x03\x04\xff", b'"', b"a,b\n" * 9])
def test_any_other_file_is_none(store: Store, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    assert importing.import_choices(store, path, "") is None


def test_a_list_that_was_saved_as_a_spreadsheet_is_taken(filled: Book, tmp_path: Path) -> None:
    head, *rows = rows_in(clashed(filled.store, tmp_path))
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.append(head)
    for row in rows:
        sheet.append(["表里", *row[1:]])
    made.save(tmp_path / "e.conflicts.xlsx")
    report = taken(filled.store, tmp_path / "e.conflicts.xlsx")
    assert (report.kept, report.problems) == (len(rows), ())
    assert body_of(filled)["answer"] == THEIRS["answer"]


def test_another_spreadsheet_is_no_list_of_choices(filled: Book, tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.worksheets[0].append(["客户号", "资产"])
    made.save(tmp_path / "book.xlsx")
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 and no more")
    for name in ("book.xlsx", "broken.xlsx"):
        assert importing.import_choices(filled.store, tmp_path / name, "") is None


@pytest.mark.parametrize(("language", "count"), [("zh-Hans", 1), ("en", 1), ("", 2)])
def test_what_is_wrong_is_said_in_one_language_a_line(
    filled: Book, tmp_path: Path, language: str, count: int
) -> None:
    path = tmp_path / "e.jsonl"
    path.write_text("no entry\n", encoding="utf-8")
    report = importing.import_entries(filled.store, path)
    *said, figures = importing.told(report, language).split("\n")
    about = [line for line in (*said, figures) if line.startswith("e.jsonl:1: ")]
    assert len(about) == count
    assert not any(" / " in line for line in (*said, figures))


WHOLE: dict[str, Any] = {
    "trainee": CHEN.id,
    "chapter": "pacing",
    "key": MONTH,
    "field": "answer",
    "name": "answer",
    "here": [{"answer": "y"}],
    "there": [{"answer": PACING["answer"]}],
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"here": []},
        {"here": [{}]},
        {"here": [{"another": "y"}]},
        {"here": [{"answer": "y"}, {"answer": "z"}]},
        {"here": "ab", "there": "cd"},
        {"here": None},
        {"trainee": ["a"]},
        {"chapter": 3},
        {"key": 202612},
        {"name": 3},
        {"name": "", "field": "targets", "here": ["no row"], "there": []},
        {"more": ""},
    ],
)
def test_what_no_page_has_is_not_taken(filled: Book, tmp_path: Path, wrong: dict[str, Any]) -> None:
    path = clashed(filled.store, tmp_path)
    before = body_of(filled)
    with pytest.raises(BadInput, match="最后一列"):
        importing.import_choices(filled.store, rewritten(path, json.dumps(WHOLE | wrong)), "")
    assert body_of(filled) == before


def test_a_hole_without_a_bottom_is_told(filled: Book, tmp_path: Path) -> None:
    path = clashed(filled.store, tmp_path)
    with pytest.raises(BadInput, match="最后一列"):
        importing.import_choices(filled.store, rewritten(path, "[" * 100_000), "")


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"trainee": "nobody"},
        {"chapter": "none"},
        {"key": "2026-13"},
        {"name": "", "field": "answer", "here": [{"a": "b"}], "there": []},
    ],
)
def test_a_place_that_there_is_not_is_told(
    filled: Book, tmp_path: Path, elsewhere: dict[str, Any]
) -> None:
    path = clashed(filled.store, tmp_path)
    before = body_of(filled)
    report = taken(filled.store, rewritten(path, json.dumps(WHOLE | elsewhere)))
    assert (len(report.problems), report.changed) == (1, 0)
    assert body_of(filled) == before


def rewritten(path: Path, data: str) -> Path:
    """The file of conflicts with one line, decided for the file, that says ``data``."""
    head, first, *_ = rows_in(path)
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([head, ["表里", *first[1:-1], data]])
    path.write_text(buffer.getvalue(), encoding="utf-8-sig")
    return path
