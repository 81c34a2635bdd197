"""Names of files that people see; what somebody is called never becomes a path."""

from __future__ import annotations

import re

from workbook import chapters
from workbook.book.trainee_workbook import Book

NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
LONGEST_NAME = 60


def page_name(book: Book, chapter: str) -> str:
    """The file name of a page, or of a tool by itself, without its suffix."""
    voice = book.voice(chapters.lead(chapter))
    return voice.say(book.wording.export["file_name"], figures_of(book, chapter))


def figures_of(book: Book, chapter: str) -> dict[str, str]:
    """The figures in titles and file names of a page; its period is that of its first tool."""
    period = str(book.period(chapters.lead(chapter)))
    return {"chapter": chapter, "trainee": book.trainee.id, "month": period}


def plain(name: str) -> str:
    """A name as a part of a file's name on any system."""
    return NOT_IN_NAMES.sub("_", name).strip(" .")[:LONGEST_NAME].strip(" .") or "_"
