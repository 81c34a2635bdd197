"""The notes below a table: whom a flag keeps off it, and how many of its rows are shown."""

from __future__ import annotations

from workbook import chapters
from workbook.book.trainee_workbook import Book
from workbook.chapters.shared.contact_flags import left_said
from workbook.domain.templates import TableWords


def left_out(book: Book, chapter: str, table: str) -> str:
    """How many customers a flag keeps off a table, and which flag; "" where there are none."""
    counted = chapters.chapter(chapter).left_out.get(table)
    said = left_said(counted(book.desk(chapter))) if counted else None
    return book.voice(chapter).text(said) if said else ""


def cut(book: Book, chapter: str, table: str, rows: int, most: int) -> str:
    """Says that a page shows ``most`` of ``rows``, and the command that prints all; "" where it
    shows all."""
    if rows <= most:
        return ""
    figures = {
        "most": most, "rows": rows, "chapter": chapter, "table": table,
        "trainee": book.trainee.id, "month": str(book.month), "today": book.today.isoformat(),
    }  # fmt: skip
    return book.voice(chapter).say(book.wording.page["rows_cut"], figures)


def noted(book: Book, chapter: str, table: str, words: TableWords, rows: int) -> TableWords:
    """The words of a table with ``rows`` rows, with these notes after its own."""
    below = (left_out(book, chapter, table), cut(book, chapter, table, rows, words.most))
    note = "\n".join(filter(None, (words.note, *below)))
    return words.model_copy(update={"note": note})
