"""The command line: a door to the same verbs as notebooks and batch.

Exit codes: 0 all went well, 3 some of it failed and the rest is done, 2 the call was wrong.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

import workbook
from workbook import checking, importing, laboratory, portfolio, samples
from workbook.errors import WorkbookError
from workbook.export.tables import table_as
from workbook.importing import How, Report
from workbook.opening import open_book, read_today
from workbook.store import Store, default_url, open_store, restore

app = typer.Typer(
    name="workbook",
    help="The coaching workbook for relationship managers. / 客户经理经营练习册。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
importer = typer.Typer(help="Bring in files. / 导入文件。", no_args_is_help=True)
app.add_typer(importer, name="import")

console, complaints = Console(), Console(stderr=True)
PARTLY_FAILED, BAD_CALL = 3, 2

StoreAt = Annotated[
    str,
    typer.Option(
        "--store",
        envvar="WORKBOOK_STORE",
        help="Where entries are kept: a path or a URL. / 数据存放处：路径或 URL。",
    ),
]
Out = Annotated[Path, typer.Option(help="The folder for the pages. / 页面输出到哪个文件夹。")]
MonthOption = Annotated[str, typer.Option(help="YYYY-MM; this month. / 月份，默认本月。")]
TodayOption = Annotated[str, typer.Option(help="YYYY-MM-DD; today. / 截至哪天，默认今天。")]
LanguageOption = Annotated[
    str, typer.Option(help="zh-Hans, zh-Hant or en; each trainee's own. / 语言，默认各人自己的。")
]
Columns = Annotated[
    Path | None,
    typer.Option(help="YAML: foreign heading → our column. / 列名对照文件。"),
]
Encoding = Annotated[
    str | None, typer.Option(help="utf-8, gb18030, …; found out. / 编码，默认自动判断。")
]
Sheet = Annotated[str | None, typer.Option(help="Sheet of an XLSX; the first. / 工作表名。")]


@contextmanager
def told() -> Iterator[None]:
    """Errors that are written for their reader are shown as a sentence, not as a traceback."""
    try:
        yield
    except WorkbookError as error:
        complaints.print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(BAD_CALL) from None


@contextmanager
def opened(store: str, *, read_only: bool = False) -> Iterator[Store]:
    """The store of a command, its errors told."""
    with told(), open_store(store or default_url(), read_only=read_only) as one:
        yield one


# -- pages ----------------------------------------------------------------------------------------


@app.command()
def demo(
    out: Out = Path("out/demo"),
    workers: Annotated[int, typer.Option(min=1, help="Processes. / 进程数。")] = 2,
    language: LanguageOption = "",
) -> None:
    """Run the fictitious cohort into a folder. / 用虚构的一个班跑一遍，看看样子。"""
    with told():
        out.mkdir(parents=True, exist_ok=True)
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
    raise typer.Exit(PARTLY_FAILED if summary.failed else 0)


@app.command()
def run(
    cohort: Annotated[str, typer.Argument(help="The cohort in the roster. / 名单里的班级。")],
    store: StoreAt = "",
    out: Out = Path("out"),
    chapters: Annotated[
        str, typer.Option(help="Comma-separated; all. / 逗号分隔，默认全部。")
    ] = "",
    trainees: Annotated[
        str, typer.Option(help="Comma-separated; all. / 逗号分隔，默认全部。")
    ] = "",
    month: MonthOption = "",
    today: TodayOption = "",
    language: LanguageOption = "",
    workers: Annotated[int, typer.Option(min=1, help="Processes. / 进程数。")] = 2,
    force: Annotated[bool, typer.Option(help="Run unchanged pages too. / 没变的也重跑。")] = False,
) -> None:
    """Run every chapter for every trainee of a cohort. / 为一个班的每位学员运行每一章。"""
    with told():
        summary = workbook.run_cohort(
            cohort,
            store=store or default_url(),
            out=out,
            chapters=_listed(chapters),
            trainees=_listed(trainees),
            month=month,
            today=today,
            language=language,
            workers=workers,
            force=force,
        )
    raise typer.Exit(PARTLY_FAILED if summary.failed else 0)


@app.command()
def lab(
    trainee: Annotated[str, typer.Option(help="Who fills in. / 谁来填写。")] = "",
    store: StoreAt = "",
    month: MonthOption = "",
    language: LanguageOption = "",
    folder: Annotated[Path, typer.Option(help="For the copies. / 练习页放在哪里。")] = Path(
        "workbook-pages"
    ),
    browser: Annotated[bool, typer.Option(help="Open a browser. / 打开浏览器。")] = True,
) -> None:
    """Open the chapters as live forms in JupyterLab. / 在 JupyterLab 里打开可以填写的各章。"""
    with told():
        code = laboratory.open_lab(
            store or str(default_url()), trainee, month, language, folder, browser=browser
        )
    raise typer.Exit(code)


@app.command()
def table(
    chapter: str,
    name: Annotated[str, typer.Argument(metavar="TABLE")],
    trainee: Annotated[str, typer.Option(help="Whose. / 哪位学员。")],
    store: StoreAt = "",
    month: MonthOption = "",
    today: TodayOption = "",
    language: LanguageOption = "",
    shape: Annotated[str, typer.Option("--format", help="csv, json or md.")] = "md",
) -> None:
    """Print any table that a chapter shows. / 打印某一章的任意一张表。"""
    with opened(store, read_only=True) as one:
        book = open_book(one, trainee, month, today, language)
        sys.stdout.write(table_as(book, chapter, name, shape))


@app.command()
def export(
    trainee: str,
    chapter: str,
    shape: Annotated[str, typer.Option("--format", help="html, xlsx or ics.")] = "html",
    out: Annotated[Path | None, typer.Option(help="The file. / 写到哪个文件。")] = None,
    store: StoreAt = "",
    month: MonthOption = "",
    today: TodayOption = "",
    language: LanguageOption = "",
) -> None:
    """Write a page for a browser, Excel or a calendar. / 把一页导出为网页、Excel 或日历。"""
    from workbook import exporting

    with opened(store, read_only=True) as one:
        book = open_book(one, trainee, month, today, language)
        console.print(str(exporting.export_page(book, chapter, shape, out)), soft_wrap=True)


# -- files in -------------------------------------------------------------------------------------


@importer.command()
def roster(
    file: Path,
    store: StoreAt = "",
    columns: Columns = None,
    encoding: Encoding = None,
    sheet: Sheet = None,
    language: LanguageOption = "zh-Hans",
) -> None:
    """Trainees: id, name, cohort, branch, coach, language, role. / 学员名单。"""
    with opened(store) as one:
        how = How(language, _mapping(columns, language), encoding, sheet)
        _tell(importing.import_roster(one, file, how))


def _customers_command(kind: str, words: str) -> None:
    @importer.command(kind, help=words)
    def bring_in(
        file: Path,
        trainee: Annotated[str, typer.Option(help="Whose customers. / 哪位学员的客户。")],
        store: StoreAt = "",
        columns: Columns = None,
        encoding: Encoding = None,
        sheet: Sheet = None,
        today: TodayOption = "",
        keep_names: Annotated[
            bool, typer.Option(help="Only where the bank allows it. / 本行允许存姓名时才用。")
        ] = False,
        language: LanguageOption = "zh-Hans",
    ) -> None:
        with opened(store) as one:
            mapping, day = _mapping(columns, language), read_today(today)
            how = How(language, mapping, encoding, sheet, day, keep_names)
            _tell(importing.import_customers(one, trainee, kind, file, how))


for _kind, _words in {
    "customers": "A manager's customers. / 客户名单。",
    "holdings": "What the customers hold. / 客户持仓。",
    "balances": "Month-end balances. / 月末余额。",
    "contacts": "Contacts with customers. / 联系记录。",
    "transactions": "Transactions. / 交易流水。",
}.items():
    _customers_command(_kind, _words)


@importer.command()
def entries(
    file: Path,
    store: StoreAt = "",
    author: Annotated[str, typer.Option(help="Who filled it in. / 谁填的。")] = "",
) -> None:
    """Filled-in pages: JSON lines, or a workbook that came from `export`. / 填好的页面。"""
    from workbook.export import xlsx

    with opened(store) as one:
        if file.suffix.lower() == ".xlsx":
            _tell(xlsx.read_back(one, file, author))
        else:
            _tell(importing.import_entries(one, file))


def _tell(report: Report) -> None:
    """Say what was kept and what was not, and where the rejected rows lie."""
    console.print(importing.told(report), markup=False, highlight=False, soft_wrap=True)
    if report.partly:
        raise typer.Exit(PARTLY_FAILED)


def _mapping(columns: Path | None, language: str) -> dict[str, str]:
    return portfolio.read_mapping(columns, language=language) if columns else {}


def _listed(names: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in names.split(",") if name.strip())


# -- care of the store and the templates ----------------------------------------------------------


@app.command()
def check() -> None:
    """Check the templates: missing keys, unknown fields, duplicates. / 检查模板。"""
    found = checking.problems()
    for line in found:
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    if found:
        raise typer.Exit(PARTLY_FAILED)
    console.print("templates: sound / 模板：没有问题")


@app.command()
def erase(
    trainee: str,
    store: StoreAt = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask. / 不再询问。")] = False,
) -> None:
    """Delete all of a trainee's data for good. / 彻底删除一位学员的全部数据。"""
    with opened(store) as one:
        one.trainee(trainee)
        if not yes:
            typer.confirm(
                f"删除 {trainee} 的全部数据？ / Delete all data of {trainee}?", abort=True
            )
        console.print(f"{one.erase(trainee)} rows deleted / 已删除")


@app.command()
def backup(file: Path, store: StoreAt = "") -> None:
    """Copy the store to a file while it is in use. / 备份。"""
    with opened(store, read_only=True) as one:
        one.backup(file)
        console.print(f"{file}", soft_wrap=True)


@app.command("restore")
def restore_store(
    file: Path,
    store: StoreAt = "",
    force: Annotated[
        bool, typer.Option(help="Replace; the old one stays beside. / 替换。")
    ] = False,
) -> None:
    """Put a backup in the store's place. / 从备份恢复。"""
    with told():
        kept = restore(file, store or default_url(), force=force)
        console.print(f"{store or default_url()}" + (f" (old / 旧: {kept})" if kept else ""))
