"""Commands that make pages: demo, run, lab, table, export."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from workbook.cli import exchange
from workbook.cli.options import (
    PARTLY_FAILED,
    ChapterName,
    LanguageOption,
    MonthOption,
    Out,
    StoreAt,
    TodayOption,
    complaints,
    listed,
    opened,
    say,
    told,
    warn,
)
from workbook.errors import BadInput, Message

Several = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAMES",
        help="Comma-separated, or the option again. Default: all. / "
        "逗号分隔，或重复写这个选项，默认全部。",
    ),
]
Pages = Annotated[
    list[str] | None,
    typer.Option(
        metavar="PAGES",
        help="Pages such as pacing or customers, comma-separated. Default: all. / "
        "哪几页，如 pacing、customers，逗号分隔，默认全部。",
    ),
]
Parts = Annotated[
    list[str] | None,
    typer.Option(
        metavar="PARTS",
        help="today, filled, book: the parts of a page to show. Default: all. / "
        "页面里要哪几部分：today 今天、filled 填写、book 书，逗号分隔，默认全部。",
    ),
]
OutOrUrl = Annotated[
    str,
    typer.Option("--out", help="A folder or URL for the pages. / 页面输出到哪个文件夹或 URL。"),
]


def demo(
    out: Out = Path("out/demo"),
    workers: Annotated[int, typer.Option(min=1, help="Number of processes. / 进程数。")] = 2,
    language: LanguageOption = "",
) -> None:
    """Run the fictitious cohort into a folder. / 用虚构的一个班跑一遍，看看样子。"""
    import workbook
    from workbook.book import samples
    from workbook.store import open_store

    with told():
        with open_store(out / "demo-store.db") as store:
            samples.fill(store)
        summary = workbook.run_cohort(
            samples.COHORT,
            store=str(out / "demo-store.db"),
            out=out,
            month=samples.MONTH,
            today=samples.TODAY,
            language=language,
            workers=workers,
        )
        open_store(out / "demo-store.db").close()  # readers leave its journal behind, a writer none
    raise typer.Exit(PARTLY_FAILED if summary.failed else 0)


def run(
    cohort: Annotated[str, typer.Argument(help="The cohort in the roster. / 名单里的班级。")],
    store: StoreAt = "",
    out: OutOrUrl = "out",
    chapters: Pages = None,
    trainees: Several = None,
    month: MonthOption = "",
    today: TodayOption = "",
    language: Annotated[
        list[str] | None,
        typer.Option(
            metavar="LANGUAGES",
            help="zh-Hans, zh-Hant, en; several make a folder each. Default: each trainee's own. / "
            "语言；写几种就各出一个文件夹，默认各人自己的。",
        ),
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Number of processes. / 进程数。")] = 2,
    cluster: Annotated[
        str,
        typer.Option(
            help="The address of a Dask scheduler, such as tcp://host:8786. Default: this machine "
            "does the work. / 用 Dask 集群运行：调度器地址，默认本机运行。"
        ),
    ] = "",
    formats: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAMES",
            help="pdf, xlsx, ics: made beside each page that has them. Default: none. / "
            "每页另做的文件：pdf、xlsx、ics，默认不做。",
        ),
    ] = None,
    parts: Parts = None,
    force: Annotated[bool, typer.Option(help="Make unchanged pages too. / 没变的也重跑。")] = False,
) -> None:
    """Run every chapter for every trainee of a cohort. / 为一个班的每位学员运行每一章。"""
    import workbook
    from workbook.store import default_url

    with told():
        summaries = [
            workbook.run_cohort(
                cohort,
                store=store or default_url(),
                out=place,
                chapters=listed(chapters),
                trainees=listed(trainees),
                month=month,
                today=today,
                language=one,
                workers=workers,
                cluster=cluster,
                formats=listed(formats),
                parts=listed(parts),
                force=force,
            )
            for one, place in _places(listed(language), out)
        ]
        exchange.tell_changed(store or default_url(), cohort, summaries[0], listed(language))
    raise typer.Exit(PARTLY_FAILED if any(one.failed for one in summaries) else 0)


def _places(languages: Sequence[str], out: str) -> list[tuple[str, str]]:
    """Each language with the folder of its pages: one below ``out`` where there are several.

    Raises NotFound for an unknown language, before any page is made.
    """
    from workbook.content import LANGUAGES
    from workbook.errors import not_found

    for one in languages:
        if one not in LANGUAGES:
            raise not_found("language", one, LANGUAGES)
    if len(languages) < 2:
        return [("".join(languages), out)]
    return [(one, f"{out.rstrip('/')}/{one}") for one in languages]


def lab(
    more: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[-- OPTIONS]", help="Passed on to JupyterLab. / 给 JupyterLab 的选项。"
        ),
    ] = None,
    trainee: Annotated[
        str,
        typer.Option(
            help="Who fills in. Default: chosen in the browser. / 谁来填写，默认在浏览器里选。"
        ),
    ] = "",
    store: StoreAt = "",
    month: MonthOption = "",
    language: LanguageOption = "",
    folder: Annotated[
        Path, typer.Option(help="The folder for the trainee's pages. / 练习页放在哪里。")
    ] = Path("workbook-pages"),
    browser: Annotated[bool, typer.Option(help="Open a browser. / 打开浏览器。")] = True,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Default: a free port. / 端口，默认找空闲的。")
    ] = 0,
    ip: Annotated[
        str,
        typer.Option(
            help="The address to listen on. Default: this machine only. / 监听地址，默认只有本机。"
        ),
    ] = "",
) -> None:
    """Open the chapters as live forms in JupyterLab. / 在 JupyterLab 里打开可以填写的各章。"""
    from workbook.server import launch
    from workbook.store import default_url

    options = [
        *([] if browser else ["--no-browser"]),
        *([f"--ServerApp.port={port}"] if port else []),
        *([f"--ServerApp.ip={ip}"] if ip else []),
    ]
    with told():
        code = launch.open_lab(
            store or str(default_url()),
            trainee,
            month,
            language,
            folder,
            *(more or []),
            own=options,
            tell=warn,
        )
    raise typer.Exit(code)


def table(
    chapter: ChapterName,
    name: Annotated[
        str,
        typer.Argument(
            metavar="TABLE", help="Such as weeks. Default: lists them all. / 哪张表，默认列出全部。"
        ),
    ] = "",
    trainee: Annotated[
        str, typer.Option(help="Id, staff number or name. / 哪位学员：编号、工号或姓名。")
    ] = "",
    store: StoreAt = "",
    month: MonthOption = "",
    today: TodayOption = "",
    language: LanguageOption = "",
    shape: Annotated[str, typer.Option("--format", help="csv, json or md. / 格式。")] = "md",
    version: Annotated[
        int, typer.Option(help="Number of a saved version; 0: the last. / 哪一版，0 是最新的。")
    ] = 0,
    since: Annotated[
        int,
        typer.Option(
            help="Only what changed since this version; 0: whole. / 从哪一版起的变化，0 是整张表。"
        ),
    ] = 0,
    out: Annotated[
        Path | None,
        typer.Option(
            help="Write to a UTF-8 file that Excel opens. Default: the terminal. / "
            "写到文件，Excel 能直接打开；默认显示在终端。"
        ),
    ] = None,
) -> None:
    """Print any table that a chapter shows. / 打印某一章的任意一张表。"""
    from workbook.book.opening import open_book
    from workbook.content import LANGUAGES
    from workbook.export.tables import listed as all_tables
    from workbook.export.tables import table_as, write_table
    from workbook.pages.table_notes import left_out

    if not name:
        with told():
            sys.stdout.write(all_tables(chapter, language or LANGUAGES[0]))
        return
    if not trainee:
        raise typer.BadParameter(str(Message("cli.which_trainee")))
    with opened(store, read_only=True) as one:
        book = open_book(one, trainee, month, today, language)
        made = table_as(book, chapter, name, shape, version, since)
        if out is None:
            sys.stdout.write(made)
        else:
            say(write_table(made, shape, out))
        kept_off = left_out(book, chapter, name)
        if kept_off:  # on stderr: programs read the table
            complaints.print(kept_off, markup=False, highlight=False, soft_wrap=True)


def export(
    trainee: Annotated[
        str, typer.Argument(help="Id, staff number or name. / 编号、工号或姓名。")
    ] = "",
    chapter: Annotated[
        str, typer.Argument(help="Its name, such as pacing. / 章的名字，例如 pacing（月度节奏）。")
    ] = "",
    cohort: Annotated[
        str,
        typer.Option(
            help="Instead of one page: all pages of everybody in a cohort, a file each (xlsx). / "
            "改为一个班：每人一个文件，各页都在里面（xlsx）。"
        ),
    ] = "",
    shape: Annotated[
        str, typer.Option("--format", help="html, pdf, xlsx, ics or mmd. / 格式。")
    ] = "html",
    out: Annotated[
        Path | None,
        typer.Option(
            help="The file to write; with --cohort the folder. Default: named by chapter, trainee "
            "and month. / 写到哪个文件，整个班时写到哪个文件夹；默认按章、学员和月份起名。"
        ),
    ] = None,
    store: StoreAt = "",
    month: MonthOption = "",
    today: TodayOption = "",
    language: LanguageOption = "",
    parts: Parts = None,
) -> None:
    """Write a page for a browser, paper, Excel or a calendar. / 导出为网页、PDF、Excel 或日历。"""
    from workbook.batch import cohort_files, single_page
    from workbook.book.opening import open_book

    with opened(store, read_only=True) as one:
        if bool(cohort) == bool(trainee and chapter) or bool(trainee) != bool(chapter):
            raise BadInput("cli.what_to_export")
        if cohort:
            folder = out or Path()
            for path in cohort_files.export_cohort(
                one, cohort, shape, folder, month, today, language
            ):
                say(path)
            return
        book = open_book(one, trainee, month, today, language)
        say(single_page.export_page(book, chapter, shape, out, parts=listed(parts)))
