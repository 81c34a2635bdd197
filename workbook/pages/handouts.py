"""Printed sheets to hand over, in words: the boss's page, a battle map, a 531 plan."""

from __future__ import annotations

import functools

from workbook import chapters, rendering
from workbook.book.trainee_workbook import Book
from workbook.chapters.shared.context import Block, Grid, Handout, Words
from workbook.content.messages import Voice
from workbook.domain.templates import SheetWords
from workbook.pages.table_notes import cut, left_out


def handouts(book: Book, chapter: str, name: str) -> list[rendering.PrintedSheet]:
    """The sheets called ``name``, one for each subject (a segment, a week)."""
    words = book.pack(chapter).sheets[name]
    made = chapters.chapter(chapter).handouts[name](book.desk(chapter))
    return [_in_words(book, chapter, words, one) for one in made]


def _in_words(
    book: Book, chapter: str, words: SheetWords, sheet: Handout
) -> rendering.PrintedSheet:
    voice = book.voice(chapter)
    says = functools.partial(_says, voice)
    person = filter(None, (book.trainee.name, book.trainee.branch))
    return rendering.PrintedSheet(
        title=" · ".join(filter(None, (words.title, says(sheet.of)))),
        subtitle=" · ".join((*person, str(book.period(chapter)))),
        facts=tuple((says(name), says(fact)) for name, fact in sheet.facts),
        parts=tuple(_part_in_words(book, chapter, part) for part in sheet.parts),
        paper=words.paper,
        landscape=words.landscape,
        note=words.note,
        language=book.language,
    )


def _part_in_words(
    book: Book, chapter: str, part: Block | Grid
) -> rendering.Block | rendering.Grid:
    voice = book.voice(chapter)
    if isinstance(part, Block):
        lines = tuple(_says(voice, line) for line in part.lines)
        return rendering.Block(_says(voice, part.label), lines, part.width, part.tone)
    words = book.pack(chapter).tables[part.table]
    if part.columns:
        kept = {name: words.columns[name] for name in part.columns}
        words = words.model_copy(update={"columns": kept})
    frame = book.frame(chapter, part.table)
    columns, rows = rendering.table_cells(frame.head(words.most), words, voice)
    below = (
        left_out(book, chapter, part.table),
        cut(book, chapter, part.table, len(frame), words.most),
    )
    return rendering.Grid(
        head=tuple(column.label for column in columns),
        rows=tuple(map(tuple, rows)),
        numbers=tuple(at for at, one in enumerate(columns) if one.unit in rendering.NUMBERS),
        title=words.title,
        width=part.width,
        note="\n".join(filter(None, below)),
    )


def _says(voice: Voice, words: Words) -> str:
    return voice.text(words) if words else ""
