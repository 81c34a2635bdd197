"""Commands of the coach: write a remark on a page, list all remarks with their answers."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from workbook.cli.options import (
    ChapterName,
    LanguageOption,
    MonthOption,
    StoreAt,
    TodayOption,
    TraineeName,
    opened,
    say,
)
from workbook.errors import Message

if TYPE_CHECKING:
    from workbook.book.remarks import Thread


def remark(
    trainee: TraineeName,
    chapter: ChapterName,
    text: Annotated[
        str,
        typer.Argument(
            help="The remark; - reads it from standard input, so that the list of processes does "
            "not show it. / 您的话；写 - 就从标准输入读，别人在进程列表里看不到。"
        ),
    ],
    field: Annotated[
        str,
        typer.Option(help="A field of the form. Default: the whole chapter. / 哪一格，默认整章。"),
    ] = "",
    author: Annotated[
        str, typer.Option(help="Default: the trainee's coach. / 谁写的，默认教练。")
    ] = "",
    month: MonthOption = "",
    today: TodayOption = "",
    store: StoreAt = "",
) -> None:
    """Write a remark that the trainee sees beside the field. / 给学员留一句话。"""
    from workbook.book import remarks
    from workbook.book.opening import open_book

    said = sys.stdin.read().strip() if text == "-" else text
    with opened(store) as one:
        book = open_book(one, trainee, month, today)
        written = remarks.write(book, chapter, said, field=field, author=author)
        for line in _lines(written):
            say(line)


def remarks(
    trainee: TraineeName,
    month: MonthOption = "",
    today: TodayOption = "",
    language: LanguageOption = "",
    store: StoreAt = "",
) -> None:
    """List the remarks on a trainee's month, with answers. / 一位学员这个月的留言和回复。"""
    from workbook.book.opening import open_book
    from workbook.book.remarks import threads

    with opened(store, read_only=True) as one:
        book = open_book(one, trainee, month, today, language)
        for thread in threads(book):
            for line in _lines(thread):
                say(line)


def _lines(thread: Thread) -> Iterator[str]:
    place = " · ".join(filter(None, (thread.label, thread.period, thread.field_label)))
    state = Message("cli.remark_open" if thread.open else "cli.remark_answered")
    yield f"#{thread.number} {place} · {state}"
    yield _plain(f"   {thread.at} {thread.author}: {thread.text}")
    for one in thread.answers:
        yield _plain(f"   ↳ {one.at} {one.author}: {one.text}")


def _plain(text: str) -> str:
    """Typed text without the characters that would command a terminal, its lines indented."""
    signs = (
        one if one.isprintable() or one == "\n" else "\N{REPLACEMENT CHARACTER}" for one in text
    )
    return "".join(signs).replace("\n", "\n     ")
