"""Any table of a chapter, as CSV, JSON or Markdown.

CSV and JSON carry raw numbers (money in yuan, shares as fractions, days as ISO dates) under the
tables' own column names; Markdown is what a page shows.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from workbook import chapters, content, rendering
from workbook.book.trainee_workbook import Book
from workbook.chapters.shared.context import Desk
from workbook.content.messages import Said, Voice
from workbook.domain.privacy import without_private
from workbook.domain.templates import TableWords
from workbook.errors import BadInput, Message, NotFound, not_found
from workbook.store.safe_writing import written_over

FORMATS = ("csv", "json", "md")
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>|$&~"})


def table_as(
    book: Book, chapter: str, name: str, shape: str, version: int = 0, since: int = 0
) -> str:
    """The table ``name`` of ``chapter`` as text in the format ``shape``; NotFound if unknown.

    version: a saved version of the page, default the latest; since: compare with this version
    instead of with the plan as first made.
    """
    tables = chapters.chapter(chapter).tables
    if name not in tables:
        raise unknown_table(book.language, chapter, name)
    if shape not in FORMATS:
        raise not_found("format", shape, FORMATS)
    desk, words = _desk(book, chapter, version, since), book.pack(chapter).tables[name]
    frame = tables[name](desk)
    if shape == "md":
        return _markdown(frame, words, book, chapter)
    frame = frame.map(functools.partial(_plain, book.voice(chapter)))
    raw = raw_numbers(frame, words, book.bank(chapter).counted).map(_shown)
    if shape == "csv":
        return raw.map(text_only).to_csv(index=False, lineterminator="\n")
    records = json.loads(raw.to_json(orient="records", date_format="iso"))
    return json.dumps(records, ensure_ascii=False, indent=1) + "\n"


def listed(chapter: str, language: str) -> str:
    """All tables of a chapter, a line each: its name, and what it shows."""
    module = chapters.chapter(chapter)
    words = content.load(chapter, language, module.pack)
    titles: Mapping[str, TableWords] = vars(words)["tables"]
    wide = max(map(len, module.tables))
    return "".join(f"{name:{wide}}  {titles[name].title}\n" for name in module.tables)


def unknown_table(language: str, chapter: str, name: str) -> NotFound:
    """The error for an unknown table: lists those that exist."""
    known = Message(listed(chapter, language).rstrip())
    return NotFound(Message("export.no_table", chapter=chapter, name=name[:40]), known)


def write_table(made: str, shape: str, path: Path) -> Path:
    """Write a table to a file; returns its path. CSV begins with a byte-order mark, for Excel.

    BadInput where the file cannot be written, or the name is a link.
    """
    try:
        written_over(path, made.encode("utf-8-sig" if shape == "csv" else "utf-8"))
    except OSError as error:
        raise BadInput("export.cannot_write", path=path, why=error.strerror) from None
    return path


def _desk(book: Book, chapter: str, version: int, since: int) -> Desk[Any, Any]:
    seen = {"record": version, "planned": since}
    return replace(
        book.desk(chapter),
        **{name: book.record(chapter, number) for name, number in seen.items() if number},
    )


def raw_numbers(frame: pd.DataFrame, words: TableWords, counted: frozenset[str]) -> pd.DataFrame:
    """The shown columns; fen as yuan, days as ISO text, lists joined."""
    shown = {name: frame[name] for name in words.columns if name in frame}
    made = pd.DataFrame(shown, index=frame.index)
    for name, column in words.columns.items():
        if name not in made:
            continue
        if column.unit == "money":
            made[name] = made[name] / 100
        elif column.unit == "measure":
            pieces = frame["indicator"].isin(counted)
            made[name] = made[name].where(pieces, made[name] / 100)
        elif column.unit == "day":
            made[name] = made[name].map(lambda day: "" if pd.isna(day) else str(day)[:10])
        elif column.unit == "list":
            made[name] = made[name].map(_joined)
    return made


def _joined(many: object) -> object:
    return "; ".join(map(str, many)) if isinstance(many, tuple | list) else many


def _plain(voice: Voice, cell: object) -> object:
    """A sentence in words, several items joined to one text; anything else unchanged."""
    if isinstance(cell, tuple | list):
        return "; ".join(str(_plain(voice, one)) for one in cell)
    return voice.text(cell) if isinstance(cell, Said) else cell


def _shown(value: object) -> object:
    """A text with private numbers masked; anything else unchanged."""
    return without_private(value) if isinstance(value, str) else value


def text_only(value: object) -> object:
    """A text with an apostrophe in front where a spreadsheet would run it as a formula."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def _markdown(frame: pd.DataFrame, words: TableWords, book: Book, chapter: str) -> str:
    columns, rows = rendering.table_cells(frame, words, book.voice(chapter))
    head = [column.label for column in columns]
    ruler = ["---:" if column.unit in rendering.NUMBERS else "---" for column in columns]
    lines = [head, ruler, *([_one_line(text) for text in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _one_line(text: str) -> str:
    """A cell's text for Markdown: no markup, link or formula, whatever it contains."""
    return " ".join(text.split()).translate(MARKDOWN)
