"""Exports one page: for a browser, paper, a spreadsheet, a calendar or as a diagram."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path

import nbformat
from rich.console import Console

from workbook import chapters, resources
from workbook.batch import run_cohort
from workbook.book.trainee_workbook import Book
from workbook.errors import BadInput, not_found
from workbook.export.html import page
from workbook.export.ics import calendar_file
from workbook.export.pdf import page_pdf, sheet_pdf
from workbook.export.xlsx import workbook_file
from workbook.pages.copies import page_of
from workbook.pages.handouts import handouts
from workbook.store import temporary_files
from workbook.store.safe_writing import written_over


def export_page(
    book: Book,
    chapter: str,
    shape: str,
    out: Path | None = None,
    executor: Executor | None = None,
) -> Path:
    """Write the page of ``chapter`` in the format ``shape``; returns its path.

    out: the file; default: named by chapter, trainee and month, in the working folder.
    executor: runs the notebook; its warm kernel serves the next page too. Raises NotFound for an
    unknown format, BadInput where a chapter has no page in it.
    """
    if shape not in SHAPES:
        raise not_found("format", shape, SHAPES)
    target = out or Path(f"{file_name(book, chapter)}.{shape}")
    content = SHAPES[shape](book, chapter, executor)
    try:
        written_over(target, content)
    except OSError as error:
        raise BadInput(
            f"写不了“{target}”（{error.strerror}），请用 --out 指定另一个文件。 / "
            f"Cannot write “{target}” ({error.strerror}); name another file with --out."
        ) from None
    return target


def file_name(book: Book, chapter: str) -> str:
    """The file name of a chapter's page, without its suffix."""
    return book.voice(chapter).say(book.wording.export["file_name"], _figures(book, chapter))


def _figures(book: Book, chapter: str) -> dict[str, str]:
    return {"chapter": chapter, "trainee": book.trainee.id, "month": str(book.period(chapter))}


def _html(book: Book, chapter: str, executor: Executor | None) -> bytes:
    """The page as the batch makes it, without the cohort's page, which would run everybody's."""
    shown = page_of(chapter)
    with temporary_files.folder() as folder:
        out, notebooks = folder / "out", folder / "notebooks"
        notebooks.mkdir()
        for source in resources.notebooks().glob("*.ipynb"):
            shutil.copy(source, notebooks)
        summary = run_cohort(
            book.trainee.cohort,
            store=str(book.store.engine.url.render_as_string(hide_password=False)),
            out=out,
            chapters=(shown,),
            trainees=(book.trainee.id,),
            month=str(book.month),
            today=book.today.isoformat(),
            language=book.language,
            workers=1,
            executor=executor,
            notebooks=notebooks,
            console=Console(quiet=True),
        )
        for failed in summary.failed:
            raise BadInput(failed.reason)
        notebook = nbformat.read(out / book.trainee.id / f"{shown}.ipynb", as_version=4)
        return page(notebook, language=book.language, title=_title(book, shown)).encode()


def _title(book: Book, chapter: str) -> str:
    return book.voice(chapter).say(book.wording.export["title"], _figures(book, chapter))


def _pdf(book: Book, chapter: str, executor: Executor | None) -> bytes:
    """The chapter's printed sheets; its whole page where it has none."""
    names = chapters.chapter(chapter).handouts
    sheets = [sheet for name in names for sheet in handouts(book, chapter, name)]
    if sheets:
        return sheet_pdf(sheets)
    return page_pdf(_html(book, chapter, executor).decode(), _title(book, chapter))


def _mermaid(book: Book, chapter: str, _: Executor | None) -> bytes:
    diagram = chapters.chapter(chapter).diagram
    if diagram is None:
        known = ", ".join(name for name in chapters.names() if chapters.chapter(name).diagram)
        raise BadInput(
            f"“{chapter}”没有旅程图，有的是 {known}。 / "
            f"“{chapter}” has no journey diagram; {known} has one."
        )
    return diagram(book.desk(chapter)).encode()


SHAPES: dict[str, Callable[[Book, str, Executor | None], bytes]] = {
    "html": _html,
    "pdf": _pdf,
    "xlsx": lambda book, chapter, _: workbook_file(book, chapter),
    "ics": lambda book, chapter, _: calendar_file(book, chapter),
    "mmd": _mermaid,
}
