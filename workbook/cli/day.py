"""The command for the list of the day."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from workbook.cli.options import (
    LanguageOption,
    MonthOption,
    StoreAt,
    TodayOption,
    TraineeName,
    opened,
    say,
)


def today(
    trainee: TraineeName,
    printed: Annotated[
        bool,
        typer.Option(
            "--print",
            help="Write the list as an A5 page instead (PDF). / 改为写成一张 A5（PDF）。",
        ),
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            help="The file to print to. Default: named by page, trainee and month. / "
            "打印到哪个文件，默认按页、学员和月份起名。"
        ),
    ] = None,
    store: StoreAt = "",
    month: MonthOption = "",
    today: TodayOption = "",
    language: LanguageOption = "",
) -> None:
    """Whom to contact today, why, the first sentence. / 今天先联系哪几位、为什么、第一句怎么说。"""
    from workbook import chapters, rendering
    from workbook.batch.single_page import export_page
    from workbook.book.opening import open_book
    from workbook.pages.day_list import sheet

    with opened(store, read_only=True) as one:
        book = open_book(one, trainee, month, today, language).still()
        if printed or out is not None:
            say(export_page(book, chapters.day_list(), "pdf", out))
        else:
            sys.stdout.write(rendering.sheet_text(sheet(book)) + "\n")
