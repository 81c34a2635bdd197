"""Import commands: the roster, customers' tables, filled-in entries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbook.cli import confirmation
from workbook.cli.options import (
    PARTLY_FAILED,
    Columns,
    Encoding,
    FileIn,
    MessagesIn,
    MonthOption,
    SheetName,
    StoreAt,
    TodayOption,
    UnitOption,
    opened,
    say,
    warn,
)
from workbook.errors import WorkbookError

if TYPE_CHECKING:
    from workbook.book.importing import Report
    from workbook.customers.files.column_mapping import Columns as Mapped
    from workbook.store import Store

importer = typer.Typer(
    help="Import files: roster, customers, filled-in pages. / 导入文件：名单、客户、填好的页面。",
    no_args_is_help=True,
)


@importer.command()
def roster(
    file: FileIn,
    store: StoreAt = "",
    columns: Columns = None,
    encoding: Encoding = None,
    sheet: SheetName = None,
    cohort: Annotated[
        str,
        typer.Option(help="For a list of names alone: their cohort. / 只有姓名一列时：哪个班。"),
    ] = "",
    language: MessagesIn = "zh-Hans",
) -> None:
    """Import the trainees: id, name, cohort, branch, coach, language, role. / 学员名单。"""
    from workbook.book import importing
    from workbook.book.importing import ReadOptions

    with opened(store) as one:
        how = ReadOptions(language, _mapping(columns, language), encoding, sheet)
        _tell(importing.import_roster(one, file, how, cohort))


def _customers_command(kind: str, help_text: str) -> None:
    @importer.command(kind, help=help_text)
    def bring_in(
        file: FileIn,
        trainee: Annotated[str, typer.Option(help="Whose customers. / 哪位学员的客户。")] = "",
        by: Annotated[
            str,
            typer.Option(
                help="For a file of the branch: the column that names the manager. / "
                "支行的文件：哪一列写着归谁管。"
            ),
        ] = "",
        store: StoreAt = "",
        columns: Columns = None,
        encoding: Encoding = None,
        sheet: SheetName = None,
        unit: UnitOption = None,
        today: TodayOption = "",
        keep_names: Annotated[
            bool,
            typer.Option(
                help="Keep customers' names; only where the bank allows it. / "
                "保留姓名，本行允许时才用。"
            ),
        ] = False,
        yes: Annotated[
            bool, typer.Option("--yes", help="Checked: import without asking. / 已核对，不再询问。")
        ] = False,
        language: MessagesIn = "zh-Hans",
    ) -> None:
        from workbook.book.importing import ReadOptions
        from workbook.book.opening import read_today

        with opened(store) as one:
            mapping, day = _mapping(columns, language), read_today(today)
            how = ReadOptions(language, mapping, encoding, sheet, unit, day, keep_names)
            confirmation.bring(one, kind, file, trainee, by, how, sure=yes)


_customers_command("customers", help_text="Import a manager's customers. / 客户名单。")
_customers_command("holdings", help_text="Import what the customers hold. / 客户持仓。")
_customers_command("balances", help_text="Import month-end balances. / 月末余额。")
_customers_command("contacts", help_text="Import contacts with customers. / 联系记录。")
_customers_command("transactions", help_text="Import transactions. / 交易流水。")


@importer.command()
def entries(
    files: Annotated[
        list[Path],
        typer.Argument(help="JSON Lines or XLSX files, one or more. / 要导入的文件，可以是几个。"),
    ],
    store: StoreAt = "",
    author: Annotated[
        str, typer.Option(help="Who filled it in. Default: the trainee. / 谁填的，默认学员自己。")
    ] = "",
    month: MonthOption = "",
    language: MessagesIn = "zh-Hans",
) -> None:
    """Import filled-in pages: JSON Lines, or XLSX files that `export` made. / 填好的页面。"""
    with opened(store) as one:
        if len(files) == 1:
            _tell(_filled_in(one, files[0], author, language), language)
        else:
            left_out = [_is_left_out(one, file, author, language) for file in files]
            _tell_who_is_missing(one, month, language)
            if any(left_out):
                raise typer.Exit(PARTLY_FAILED)


def _tell_who_is_missing(store: Store, month: str, language: str) -> None:
    """After several people's files: who is complete, who is not, who is missing."""
    from workbook.cli.classes import month_of
    from workbook.exchange import messages, overview

    people = overview.filled_by(store, store.trainees(), month_of(month))
    for line in messages.progress(people, language):
        say(line)


def _is_left_out(store: Store, file: Path, author: str, language: str) -> bool:
    """Import one file of several and tell it under its name; whether anything of it is left out.
    The others go on where one is refused."""
    from workbook.book import importing

    say(f"{file.name}:")
    try:
        report = _filled_in(store, file, author, language)
    except WorkbookError as error:
        warn(error)
        return True
    say(importing.told(report, language))
    return report.partly


def _filled_in(store: Store, file: Path, author: str, language: str) -> Report:
    """Import a file of filled-in pages, or one in which somebody chose between two sides."""
    from workbook.book import importing
    from workbook.export import xlsx

    chosen = importing.import_choices(store, file, author)
    if chosen is not None:
        return chosen
    excel = file.suffix.lower() == ".xlsx"
    report = xlsx.read_back(store, file, author) if excel else importing.import_entries(store, file)
    return importing.with_choices(report, file, language)


def _tell(report: Report, language: str = "") -> None:
    """Print what was kept and what was not, and where the rejected rows are."""
    from workbook.book import importing

    say(importing.told(report, language))
    if report.partly:
        raise typer.Exit(PARTLY_FAILED)


def _mapping(columns: Path | None, language: str) -> Mapped:
    from workbook.customers.files import column_mapping

    return column_mapping.read_mapping(columns, language=language) if columns else {}
